"""The values that forms are made of: words, ranges, pairs and unions, and what may stand only once (bundle.md, section 4)."""

from __future__ import annotations

import re

from .part_07_container import SLUG

PAIRS = {
    "COUNT": ("slug", "votes"),
    "COMMITTED": ("slug", "name", "commitment*"),
    "STRETCH": ("sequence", "sequence"),
    "REASON": ("name", "votes"),
    "LAST": ("slug", "any whole"),
}
UNIONS = {
    **dict.fromkeys(("MEASURE", "POINTS", "LINK", "SELECT", "STAGE", "SIGNATURE"), "kind"),
    "COMMAND": "do",
}
SAID_AS = {"COMMAND": "do", "SIGNATURE": "signature"}
"""Unions of which an unknown member leaves the whole event unknown, as their forms and what is newer are called."""
RANGES = {
    "week": (1, 60), "number": (1, 1000), "season number": (1, 9999), "votes": (0, 10**12), "turnout": (1, 10**15),
    "sequence": (1, 10**9), "batches": (0, 10**9),
    "line": (1, 10**9 + 1), "ten": (0, 10), "forty": (1, 40), "twenty": (1, 20), "cap": (1, 10_000), "minutes": (1, 10_000),
    "positive": (1, None), "whole": (0, None), "any whole": (None, None),
}  # fmt: skip
_DAY = r"\d{4}-\d\d-\d\d"
_COSE_KEY = re.compile(
    r"(pQECAyYgASFYI[A-P][A-Za-z0-9+/]{42}Ilgg[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=|pAEBAycgBiFYI[A-P][A-Za-z0-9+/]{42})"
)
WORDS = {
    "name": (re.compile(r"[^\x00-\x1f\x7f]+"), 200),
    "prefix": (re.compile(r"(?!.*[\x00-\x1f\x7f])[^*?\[]*\*", re.DOTALL), 200),
    "slug": (SLUG, 64),
    "plug-in": (re.compile(r"[a-z0-9]+(-[a-z0-9]+)*:[a-z0-9]+(-[a-z0-9]+)*"), 129),
    "parameter": (re.compile(r"[a-z][a-z0-9_]*"), 64),
    "time": (re.compile(_DAY + r"T\d\d:\d\d:\d\d(\.\d{6})?Z"), 40),
    "date": (re.compile(_DAY), 20),
    "dance": (re.compile(r"\d+\.[a-z0-9-]+\.[a-z0-9-]+"), 140),
    "sha256": (re.compile(r"[0-9a-f]{64}"), 64),
    "nonce": (re.compile(r"[0-9a-f]{32}"), 32),
    "nonce or salt": (re.compile(r"([0-9a-f]{32}|[0-9a-f]{64})"), 64),
    "salt": (re.compile(r"[0-9a-f]{64}"), 64),
    "commitment": (re.compile(r"0[23][0-9a-f]{64}"), 66),
    "key id": (re.compile(r"[0-9a-f]{8}"), 8),
    "vkey": (re.compile(r"[!-*,-~]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}"), 200),
    "signature": (re.compile(r"[A-Za-z0-9+/]{86}=="), 88),
    "octets": (re.compile(r"[A-Za-z0-9+/]+={0,2}"), 2048),
    "credential": (re.compile(r"[A-Za-z0-9_-]+"), 1364),
    "domain": (re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*"), 253),
    "origin": (re.compile(r"(https://[a-z0-9-]+(\.[a-z0-9-]+)*|http://localhost)(:[1-9][0-9]{0,4})?"), 270),
    "cose key": (_COSE_KEY, 104),
    "do": (re.compile(r"[a-z-]+"), 40),
}
ONCE = {
    **dict.fromkeys(("voting-opened.v2", "danger-announced.v1", "couples-called.v1", "cut-settled.v1"), "couples"),
    **dict.fromkeys(("bye-stated.v1", "do state-bye", "do settle-cut"), "couples"),
    **dict.fromkeys(("running-order-stated.v1", "do state-running-order"), "dances"),
    **dict.fromkeys(("batch-voided.v1", "input-substituted.v1", "manifest-replaced.v1"), "votes"),
    **dict.fromkeys(("hidden batch-voided.v2", "hidden input-substituted.v2", "hidden manifest-replaced.v2"), "votes"),
    **dict.fromkeys(("do void-batch", "do substitute-input", "do replace-manifest"), "votes"),
}
