"""`glitterball completion`: what a shell reads once, so that Tab completes commands, seasons, weeks, couples and judges."""

from enum import StrEnum
from typing import Annotated

import typer

from glitterball.cli.completing import ASKED
from glitterball.cli.output import say_exactly

BASH = f"""\
_glitterball() {{
    local IFS=$'\\n'
    local typed="${{COMP_LINE:0:COMP_POINT}}"
    COMPREPLY=( $({ASKED}="$typed" "$1" 2>/dev/null | cut -f1) )
    local last="${{typed##* }}"
    if [[ "$last" == --*=* && "$COMP_WORDBREAKS" == *=* ]]; then COMPREPLY=( "${{COMPREPLY[@]#"${{last%%=*}}="}}" ); fi
}}
complete -o bashdefault -o default -F _glitterball glitterball"""

ZSH = f"""\
#compdef glitterball
_glitterball() {{
    local -a found
    local value says
    while IFS=$'\\t' read -r value says; do
        found+=("$value${{says:+:$says}}")
    done < <({ASKED}="${{(j: :)words[1,CURRENT]}}" "$words[1]" 2>/dev/null)
    if (( $#found )); then _describe glitterball found; else _files; fi
}}
compdef _glitterball glitterball"""

FISH = f"""\
function __glitterball
    set -lx {ASKED} (commandline -cp | string collect)
    glitterball 2>/dev/null
end
complete --command glitterball --no-files --condition '__glitterball | string length --quiet' --arguments '(__glitterball)'"""

POWERSHELL = f"""\
Register-ArgumentCompleter -Native -CommandName glitterball -ScriptBlock {{
    param($wordToComplete, $commandAst, $cursorPosition)
    $typed = $cursorPosition - $commandAst.Extent.StartOffset
    $env:{ASKED} = $commandAst.ToString().PadRight($typed).Substring(0, $typed)
    try {{
        glitterball 2>$null | ForEach-Object {{
            $value, $says = $_ -split "`t", 2
            if (-not $says) {{ $says = $value }}
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $says)
        }}
    }} finally {{ Remove-Item Env:{ASKED} }}
}}"""


class Shell(StrEnum):
    """A shell that completes."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


SCRIPTS = {Shell.BASH: BASH, Shell.ZSH: ZSH, Shell.FISH: FISH, Shell.POWERSHELL: POWERSHELL}
"""What each shell reads."""


def completion(shell: Annotated[Shell, typer.Argument(help="The shell that shall complete.", metavar="SHELL")]) -> None:
    """Print what a shell reads, so that Tab completes commands, options, and seasons, weeks, couples and judges of the store.

    bash: eval "$(glitterball completion bash)" in ~/.bashrc; zsh: the same with zsh in ~/.zshrc, behind compinit; fish:
    glitterball completion fish > ~/.config/fish/completions/glitterball.fish; PowerShell:
    glitterball completion powershell | Out-String | Invoke-Expression in $PROFILE.
    """
    say_exactly(SCRIPTS[shell])
