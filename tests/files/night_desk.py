"""A desk on the night: a store with a season in it, the log's key with its register, a checkpoint published."""

from pathlib import Path

from tests.cli.typing_at_it import Desk


def night(folder: Path) -> Desk:
    desk = Desk(folder)
    for line in (
        "season import us-33",
        "checkpoint key example.org/dancing -o {folder}/log.key",
        "checkpoint publish --key {folder}/log.key -o {folder}/first.note",
    ):
        said = desk.types(line)
        assert said.code == 0, said.err
    return desk


def everything_in(folder: Path) -> dict[str, bytes]:
    """Every file of a folder and what it holds."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def parts_in(folder: Path) -> list[str]:
    """What is left of outputs that were not finished."""
    return [path.name for path in folder.rglob("*.glitterball-part")]
