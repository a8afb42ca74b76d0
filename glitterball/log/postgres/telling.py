"""Errors of the server, as refusals: each by its SQLSTATE (PostgreSQL, Appendix A), never by its words."""

import psycopg

from glitterball.log import refusals
from glitterball.log.recording import Broken, CommitFailed

_BUSY = ("55P03", "57014", "40P01", "40001")
"""Lock not available, query cancelled, deadlock, serialization."""


def refusal(shown: str, error: BaseException) -> refusals.StoreRefusal:
    """The refusal for an error of the driver, or for one of the library's that was raised from it."""
    if isinstance(error, Broken):
        return refusals.StreamDamaged(shown, str(error))
    if isinstance(error, CommitFailed):
        uncertain = str(error)
        return refusals.CommitUncertain(shown, uncertain)
    while not isinstance(error, psycopg.Error) and error.__cause__ is not None:
        error = error.__cause__
    state, reason = getattr(error, "sqlstate", None) or "", _first_line(error)
    if state in _BUSY:
        return refusals.StoreBusy(shown)
    if state in ("53100", "53400"):
        return refusals.DiskFull(shown)
    if state == "25006":
        return refusals.ServerReadOnly(shown)
    if state == "42501":
        return refusals.LoginMayNot(shown, reason)
    if state in ("42P01", "3F000", "42883"):
        return refusals.StoreNotMade(shown)
    if state.startswith("XX00"):
        return refusals.StoreDamaged(shown, reason)
    if isinstance(error, psycopg.OperationalError):
        return refusals.ServerUnreachable(shown, reason)
    return refusals.ServerFailed(shown, reason)


def _first_line(error: BaseException) -> str:
    said = str(error).strip().splitlines()
    return said[0].rstrip(".") if said else type(error).__name__
