"""What holds for every command unless it says otherwise: one file, variables of the environment, and in which order they stand.

An option stands over the environment, the environment over the file, the file over what holds where nobody says anything.
`standing` is the one place that answers it. The file is `GLITTERBALL_SETTINGS` where that is set; else it lies in the
platform's folder for settings: `XDG_CONFIG_HOME` where that is set (XDG Base Directory Specification 0.8: a path that is
not absolute does not count), else `~/Library/Application Support` on macOS, `APPDATA` on Windows and `~/.config` elsewhere.
It is never in a store.
"""

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from domain.refusals import Refusal
from glitterball.files import folder_of, read_text, write
from glitterball.files.kinds import SETTINGS
from glitterball.files.limits import SETTINGS as LIMIT
from glitterball.spelling import did_you_mean

HEADING = "# Settings of glitterball: what holds for every command unless it says otherwise.\n"

OURS = "GLITTERBALL_"
"""How variables of the environment begin that stand for an option."""

FILE = f"{OURS}SETTINGS"
"""The variable that names the file, for a service or a rehearsal with settings of its own."""

NOBODY = "nobody"
"""Where a setting comes from that holds because nobody said anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting: its name in the file, the variable and the option that stand over it, what holds where nobody says anything, and
    whether it is several paths."""

    name: str
    says: str
    default: str = ""
    several: bool = False

    @property
    def variable(self) -> str:
        """Its variable of the environment."""
        return OURS + self.name.upper()

    @property
    def option(self) -> str:
        """Its option."""
        return f"--{self.name.replace('_', '-')}"


EVERY = (
    Setting(name="store", says="the event store: memory: or sqlite:PATH", default="sqlite:glitterball.sqlite"),
    Setting(
        name="state", says="the folder for files of a store on a server: views, snapshots, proofs, keys of hidden parts"
    ),
    Setting(name="zone", says="the zone times are told in, and read in where they name none; UTC unless said"),
    Setting(name="by", says='who speaks, in which role: "Dora (score desk)"'),
    Setting(name="sign", says="the key files that sign", several=True),
    Setting(name="log_format", says="how commands that run long tell what happens: text or json", default="text"),
)
"""All settings there are."""

VARIABLES = (*(setting.variable for setting in EVERY), FILE, f"{OURS}DEBUG", f"{OURS}IDEMPOTENCY_KEY")
"""All variables of the environment that are read."""


class SettingsUnreadable(Refusal):
    """The file with the settings is not as this program writes it. Nothing is guessed from it."""

    says: ClassVar = "The settings in {path} cannot be read: {because}."
    fix: ClassVar = 'Mend or remove the file; it is TOML, with a line such as: by = "Dora (score desk)".'
    path: str
    because: str


class SettingUnknown(Refusal):
    """A name in the file that is none of a setting: what was meant would not hold, and nobody would notice."""

    says: ClassVar = "The settings in {path} have {name!r}, which is no setting.{hint}"
    fix: ClassVar = "There {known:is|are}: {known}. glitterball settings shows each with where it comes from."
    path: str
    name: str
    hint: str
    known: str


class SettingsMissing(Refusal):
    """The file that a variable names for the settings is not there: what was meant to hold would not, and nobody would notice."""

    says: ClassVar = "{variable} names {path} for the settings, and there is no such file."
    fix: ClassVar = "Name a file that is there, by its whole path, or unset {variable}."
    variable: str
    path: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds unless a command says otherwise, and where that is written: a variable, the file, or nowhere."""

    said: str
    where: str

    def parts(self) -> tuple[str, ...]:
        """The paths of a setting that is several, as the system separates them."""
        return tuple(part for part in self.said.split(os.pathsep) if part)


def settings_file() -> Path:
    """Where the settings are, or would be."""
    stated = os.environ.get(FILE, "")
    return Path(stated) if stated else _folder() / "glitterball" / "settings.toml"


def standing(name: str) -> Standing:
    """What holds of a setting unless a command says otherwise: the environment first, then the file. Refuses a file that
    was named and is not there, one that cannot be read, and what is no setting in it."""
    _require_what_was_named()
    setting = next(each for each in EVERY if each.name == name)
    said = os.environ.get(setting.variable, "")
    if said:
        return Standing(said, setting.variable)
    path = settings_file()
    kept = _text(setting, _read(path).get(name), path)
    return Standing(setting.default, NOBODY) if kept is None else Standing(kept, str(path))


def unknown_variables() -> tuple[str, ...]:
    """A sentence for each variable of the environment that looks like one of ours and is read by nobody."""
    names = sorted(name for name in os.environ if name.startswith(OURS) and name not in VARIABLES)
    return tuple(f"{name} is set, and no variable of ours.{did_you_mean(name, VARIABLES)}" for name in names)


def change_setting(name: str, value: str | None) -> Path:
    """Set it, or with None unset it. The others stay as they are. Answers the file."""
    import tomli_w

    path = settings_file()
    settings = {key: held for key, held in _read(path).items() if key != name}
    if value is not None:
        settings[name] = value
    folder_of(path)
    write(path, (HEADING + tomli_w.dumps(settings)).encode(), SETTINGS)
    return path


def _folder() -> Path:
    stated = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    if stated.is_absolute():
        return stated
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming"))
    return Path.home() / ".config"


def _read(path: Path) -> Mapping[str, Any]:
    if str(path) == os.devnull or not is_there(path):  # named to go by no settings, as git has it
        return {}
    try:
        told = tomllib.loads(read_text(path, LIMIT))
    except tomllib.TOMLDecodeError as error:
        raise SettingsUnreadable(str(path), str(error)) from None
    known = [setting.name for setting in EVERY]
    for name in told:
        if name not in known:
            raise SettingUnknown(str(path), name, did_you_mean(name, known), ", ".join(known))
    return told


def is_there(path: Path) -> bool:
    """Whether there is a file. In a folder that may not be entered there is none of this person's, unless it was named."""
    try:
        return path.exists()
    except OSError as error:
        if os.environ.get(FILE):
            raise SettingsUnreadable(str(path), error.strerror or "it cannot be looked at") from error
        return False


def _require_what_was_named() -> None:
    """Whatever setting is asked for, also one that a variable states: a name that leads nowhere was meant to lead somewhere."""
    if os.environ.get(FILE) and not is_there(settings_file()):
        raise SettingsMissing(FILE, str(settings_file()))


def _text(setting: Setting, value: Any, path: Path) -> str | None:
    """A value as a variable would have it. Refuses what is of another kind."""
    if value is None or isinstance(value, str):
        return value
    if not setting.several:
        raise SettingsUnreadable(str(path), f"{setting.name} is no text")
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise SettingsUnreadable(str(path), f"{setting.name} is no list of texts")
    return os.pathsep.join(value)
