"""The line that is typed at the foot of the desk: its text, its cursor, and the words in capitals still to be said. Pure."""

import re
import shlex
from dataclasses import dataclass, replace

from domain.legible import breaks_the_line

CAPITALS = re.compile(r"(?<![A-Za-z0-9_-])[A-Z]{3,}(?:[:=][A-Z]{3,})?(?: \([^)]*\))?(?![A-Za-z0-9_-])")
"""What people say in place of: WHY, GATEWAY:CHANNEL, COUPLE=VOTES, NAME (producer)."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A line being typed. `chosen` is the word in capitals under the cursor, which the next letter replaces."""

    text: str
    cursor: int
    chosen: tuple[int, int] | None = None

    def typed(self, letters: str) -> "Prompt":
        """With letters in place of what is chosen, or at the cursor. Line ends become spaces, control characters nothing."""
        said = "".join(letter for letter in " ".join(letters.splitlines()) if not breaks_the_line(letter))
        begins, ends = self.chosen or (self.cursor, self.cursor)
        return Prompt(self.text[:begins] + said + self.text[ends:], begins + len(said))

    def without_one(self) -> "Prompt":
        """Without what is chosen, or the letter before the cursor."""
        if self.chosen is not None:
            return self.typed("")
        at = max(0, self.cursor - 1)
        return Prompt(self.text[:at] + self.text[self.cursor :], at)

    def moved(self, to: int) -> "Prompt":
        """With the cursor elsewhere, on the line."""
        return Prompt(self.text, max(0, min(len(self.text), to)))

    def at_next_blank(self) -> "Prompt":
        """At the next word in capitals from the cursor on, or else the first; as it is where there is none."""
        blanks = [found.span() for found in CAPITALS.finditer(self.text)]
        if not blanks:
            return self if self.chosen is None else replace(self, chosen=None)
        begins, ends = next((blank for blank in blanks if blank[0] >= self.cursor), blanks[0])
        return Prompt(self.text, ends, (begins, ends))

    @property
    def has_blanks(self) -> bool:
        """Whether a word in capitals is still to be said."""
        return CAPITALS.search(self.text) is not None

    def words(self) -> tuple[str, ...]:
        """The words of the line, as a shell reads them. `ValueError` where a quotation does not end."""
        return tuple(shlex.split(self.text))


def offered(line: str, *, speaker: str | None) -> Prompt:
    """A command line as it is offered: at its first word in capitals, without the word `glitterball`.

    Whoever speaks at the desk need not be named again, and what takes two is proposed: the second person approves it at a
    desk of their own, or is named behind `--with`.
    """
    text = re.sub(r"(--(?:reason|how)) ([A-Z]{3,})(?= |$)", r'\1 "\2"', line.removeprefix("glitterball "))
    text = re.sub(r' --with "[^"]*"', "", text)
    if speaker is not None:
        text = re.sub(r' --by "[^"]*"', "", text)
    return Prompt(text, 0).at_next_blank() if CAPITALS.search(text) else Prompt(text, len(text))
