"""A command pays for itself alone: what it has no use for is not loaded. Told by module names, never by the clock."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.typing_at_it import Desk
from tests.thoroughness import part

pytestmark = pytest.mark.heavy("processes")


ASKED = """
import json, sys
from glitterball.cli import main
sys.argv, code = ["glitterball", *sys.argv[1:]], 0
try:
    main()
except SystemExit as ended:
    code = ended.code
sys.stderr.write("\\n" + json.dumps([code, sorted(sys.modules)]))
"""

STORE = "night.sqlite"
MODELS = ("domain.season", "domain.rulebook", "eventsourcing", "cryptography", "glitterball.store", "glitterball.log")
TABLES = ("rich",)
JUDGING = (
    "glitterball.evidence.ledger",
    "glitterball.evidence.certificate",
    "glitterball.closeness",
    "glitterball.audit",
)
ELSEWHERE = (
    "hypothesis",
    "glitterball.canvass",
    "glitterball.history",
    "glitterball.properties",
    "duckdb",
    "psycopg",
    "polars",
    "pandas",
    "textual",
    "glitterball.desk.terminal",
    "glitterball.operations",
    "prometheus_client",
    "opentelemetry",
)

NEEDLESS = {
    "--version": ("typer", "glitterball.cli.app", *MODELS, *TABLES, *JUDGING, *ELSEWHERE),
    "--help": (*MODELS, *TABLES, *JUDGING, *ELSEWHERE),
    "season list": (*JUDGING, *ELSEWHERE),
    "season list --format json": (*TABLES, *JUDGING, *ELSEWHERE),
    "score --help": (*TABLES, *JUDGING, *ELSEWHERE),
    "desk --help": (*TABLES, *JUDGING, *ELSEWHERE),
    "rules list": (*JUDGING, *ELSEWHERE),
    "events list": (*JUDGING, *ELSEWHERE),
    "week standings us-33 2": ELSEWHERE,
    "decision list us-33": (*JUDGING, *ELSEWHERE),
}


def loaded(tmp_path: Path, *words: str) -> list[str]:
    """The modules a command has loaded when it has ended, in a process of its own."""
    store = () if words == ("--version",) else ("--store", f"sqlite:{tmp_path / STORE}")
    ran = subprocess.run(
        [sys.executable, "-c", ASKED, *store, *words], check=False, capture_output=True, text=True, timeout=300
    )
    code, modules = json.loads(ran.stderr.splitlines()[-1])
    assert code == 0, ran.stderr[:2_000]
    return list(modules)


@pytest.mark.parametrize("line", part(tuple(NEEDLESS), 0, of=3))
def test_what_a_command_has_no_use_for_is_not_loaded(line: str, tmp_path: Path) -> None:
    if line.split()[0] in ("events", "week", "decision"):
        desk = Desk(tmp_path)
        desk.store = f"sqlite:{tmp_path / STORE}"
        assert desk.types("season import us-33").code == 0
    modules = loaded(tmp_path, *line.split())
    needless = [name for name in modules for kept in NEEDLESS[line] if name == kept or name.startswith(f"{kept}.")]
    assert needless == []


def test_this_test_sees_what_is_loaded(tmp_path: Path) -> None:
    assert "glitterball.rules" in loaded(tmp_path, "rules", "list")
    assert "rich" in loaded(tmp_path, "season", "list")
