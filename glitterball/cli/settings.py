"""What somebody sets once for all commands: a file in the platform's folder for settings, never in a store.

The folder is `XDG_CONFIG_HOME` where that is set (XDG Base Directory Specification 0.8: a path that is not absolute does not
count), else `~/Library/Application Support` on macOS, `APPDATA` on Windows and `~/.config` elsewhere.
"""

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import tomli_w

from domain.refusals import Refusal
from glitterball.files import folder_of, read_text, write
from glitterball.files.kinds import SETTINGS
from glitterball.files.limits import SETTINGS as LIMIT

HEADING = "# Settings of glitterball: what holds for every command unless it says otherwise.\n"


@dataclass(eq=False)
class SettingsUnreadable(Refusal):
    """The file with the settings is not as this program writes it. Nothing is guessed from it."""

    says: ClassVar = "The settings in {path} cannot be read: {because}."
    fix: ClassVar = 'Mend or remove the file; it is TOML, with a line such as: by = "Dora (score desk)".'
    path: str
    because: str


def settings_file() -> Path:
    """Where the settings are, or would be."""
    return _folder() / "glitterball" / "settings.toml"


def setting(name: str) -> str | None:
    """A setting; None where it is not set. Refuses a file that cannot be read, and a setting that is no text."""
    path = settings_file()
    value = _read(path).get(name)
    if value is not None and not isinstance(value, str):
        raise SettingsUnreadable(str(path), f"{name} is no text")
    return value


def change_setting(name: str, value: str | None) -> Path:
    """Set it, or with None unset it. The others stay as they are. Answers the file."""
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
    if not path.exists():
        return {}
    try:
        return tomllib.loads(read_text(path, LIMIT))
    except tomllib.TOMLDecodeError as error:
        raise SettingsUnreadable(str(path), str(error)) from None
