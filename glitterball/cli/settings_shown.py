"""`glitterball settings`: what holds for every command, and where each of it comes from."""

import os
from dataclasses import dataclass

import typer

from glitterball.addresses import Address
from glitterball.answers import Answer, Column
from glitterball.cli import zones
from glitterball.cli.asking import FormatOption
from glitterball.cli.key_files import key_files
from glitterball.cli.output import Format, say, show
from glitterball.cli.settings import EVERY, Setting, is_there, settings_file, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A setting: its value, empty where there is none; where that is set (an option, a variable, a file, or nobody); and
    what it is."""

    setting: str
    value: str
    set_in: str
    means: str


COLUMNS = (
    Column("setting", lambda row: row.setting),
    Column("value", lambda row: row.value),
    Column("set in", lambda row: row.set_in),
    Column("means", lambda row: row.means),
)


def settings(context: typer.Context, form: FormatOption = Format.TABLE) -> None:
    """What holds for every command unless it says otherwise, and where each setting comes from.

    An option stands over the environment, the environment over the file, the file over what holds where nobody says anything.
    A variable is called as its setting, GLITTERBALL_STORE for store. The file is TOML; GLITTERBALL_SETTINGS names another one.
    """
    rows = [_row(setting, _used(context.obj).get(setting.name)) for setting in EVERY]
    show(
        Answer(schema="settings", mode="", title="What holds for every command", rows=rows, columns=COLUMNS, row=Row),
        form,
    )
    path = settings_file()
    say(f"The file is {path}{'' if is_there(path) else ', which is not there'}.")


def _used(store: Address) -> dict[str, str]:
    """What this call goes by, of the settings that any command takes as an option."""
    sign = os.pathsep.join(map(str, key_files()))
    return {"store": store.text, "state": str(store.state or ""), "zone": zones.in_use(), "sign": sign}


def _row(setting: Setting, used: str | None) -> Row:
    found = standing(setting.name)
    said, where = (found.said, found.where) if used in (None, found.said) else (str(used), setting.option)
    value = Address.read(said).shown if setting.name == "store" else said  # a password in it is never repeated
    return Row(setting=setting.name, value=value, set_in=where, means=setting.says)
