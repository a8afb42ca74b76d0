"""`import glitterball`: what it offers, and what it does not drag in."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import glitterball as gb

ROOT = Path(__file__).parents[2]


def in_a_new_process(code: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    path = ":".join(map(str, (*paths, ROOT)))
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=(paths or (ROOT,))[0],
        env={"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_public_name_is_there() -> None:
    assert all(getattr(gb, name) is not None for name in gb.__all__)
    assert set(dir(gb)) == set(gb.__all__)


def test_an_unknown_name_says_which_are_known() -> None:
    with pytest.raises(AttributeError, match="open_season"):
        _ = gb.open_sesame  # type: ignore[attr-defined] # that it is not there is the point


def test_the_version_is_the_distribution_s() -> None:
    assert gb.__version__ == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


@pytest.mark.heavy("processes")
def test_the_audit_of_a_week_loads_neither_the_event_log_nor_the_engine() -> None:
    code = (
        "import sys, glitterball.audit.week, glitterball.audit.comparing, glitterball.audit.saying\n"
        "print([n for n in sys.modules if n.startswith(('glitterball.log', 'glitterball.engine', 'eventsourcing', 'sqlite3'))])"
    )
    assert in_a_new_process(code).stdout.strip() == "[]"


def test_a_foreign_domain_package_is_named(tmp_path: Path) -> None:
    (tmp_path / "domain").mkdir()
    (tmp_path / "domain" / "__init__.py").write_text("")
    found = in_a_new_process("import glitterball", tmp_path)
    assert found.returncode == 1
    assert f"hides Glitterball's: {tmp_path / 'domain'}" in found.stderr
