"""Typing at the command line in this process: what it prints, and how it ends."""

import contextlib
import io
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from unittest import mock

from glitterball.auditors_file import verify_bundle
from glitterball.cli.app import app
from glitterball.cli.ending import run


@dataclass(frozen=True, slots=True)
class Said:
    """Standard output, standard error, exit code."""

    code: int
    out: str
    err: str


def types(folder: Path, words: Sequence[str], store: str = "night.sqlite") -> Said:
    """Run `glitterball` on the store of a folder; by a variable, so that what it says is the same in another folder."""
    out, err = io.TextIOWrapper(io.BytesIO(), write_through=True), io.StringIO()
    there = mock.patch.dict(os.environ, {"GLITTERBALL_STORE": f"sqlite:{folder / store}"})
    with there, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(app, words)
    assert isinstance(out.buffer, io.BytesIO)
    return Said(code, out.buffer.getvalue().decode("utf-8", "replace"), err.getvalue())


def single_file(bundle: Path, policy: Path) -> int:
    """Run the verifier of a single file, in this process, on a bundle; its exit code. What it raises, it raises."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            return int(_verifier().main([str(bundle), "--policy", str(policy)]) or 0)
        except SystemExit as end:
            return int(end.code or 0)


@cache
def _verifier() -> ModuleType:
    """The single file as a module."""
    spec = spec_from_file_location("single_file_verifier", verify_bundle.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
