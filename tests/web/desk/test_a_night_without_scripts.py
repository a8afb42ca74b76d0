"""A whole night of the invented show is said by forms alone, with mistakes made on purpose and mended."""

import pytest

from glitterball.rehearsal.night import NIGHT, deliver
from glitterball.store import Store
from glitterball.web.gate import Gate
from tests.web.desk.sitting import ADJUDICATOR, DESK, EXECUTIVE, PRODUCER, WEEK, Form, Sitter, text_of

MARKS = {("mia-jon", "ana"): "9", ("mia-jon", "ben"): "T", ("mia-jon", "cora"): "8",
         ("otto-lea", "ana"): "7", ("otto-lea", "ben"): "7", ("otto-lea", "cora"): "19",
         ("pia-max", "ana"): "8", ("pia-max", "ben"): "8", ("pia-max", "cora"): "9"}  # fmt: skip


def placed(marks: dict[tuple[str, str], str]) -> dict[str, str]:
    return {f"mark:1.1.{couple}:{judge}": mark for (couple, judge), mark in marks.items()}


@pytest.mark.heavy("nights")
def test_a_night_from_lines_to_certificate(store: Store, gate: Gate) -> None:
    producer, desk, executive, adjudicator = (
        Sitter(store, gate, who) for who in (PRODUCER, DESK, EXECUTIVE, ADJUDICATOR)
    )
    told = text_of(producer.reads(f"{WEEK}/desk"))
    assert "✕ NOT READY" in told
    assert "Open the lines" in told or "open the lines" in told

    producer.says(f"{WEEK}/say/open-voting", gateways="mobile | sms\nweb-east | online\nweb-west | online")
    answer = desk.sends(desk.form(f"{WEEK}/scores"), **placed(MARKS))
    assert answer.status_code == 422
    assert "off the scale" in text_of(answer.text)
    assert 'value="19"' in answer.text
    assert len(store.season(NIGHT).state.weeks[1].dances["1.1.otto-lea"].marks) == 2

    answer = desk.sends(Form(answer.text), **{"mark:1.1.otto-lea:cora": "6"})
    assert answer.status_code == 303
    assert "Cora Lund gave Otto & Lea 6" in text_of(desk.reads(answer.headers["location"]))
    desk.says(f"{WEEK}/say/correct-score?dance=1.1.mia-jon&judge=cora", mark="9", reason="a slip of the finger")

    deliver(store.engine, NIGHT, 1)
    sealed = producer.says(f"{WEEK}/say/close-voting")
    assert "✓ READY" in text_of(producer.reads(sealed.headers["location"]))

    proposed = executive.says(f"{WEEK}/say/certify-outcome")
    assert "certify" in text_of(executive.reads(proposed.headers["location"]))
    own = text_of(executive.reads("/approvals"))
    assert "Waiting for another person." in own
    inbox = text_of(adjudicator.reads("/approvals"))
    assert "Would be recorded" in inbox
    decision = max(store.season(NIGHT).state.proposals)
    shown = adjudicator.form(f"/s/{NIGHT}/say/approve?decision={decision}")
    assert adjudicator.sends(shown, "record").status_code == 303

    out = store.season(NIGHT).state.weeks[1].certified[-1].fact.leaving[0]
    link = producer.reads(f"{WEEK}/desk")
    assert f"announce-elimination?couple={out}" in link
    producer.says(f"{WEEK}/say/announce-elimination?couple={out}")
    producer.says(f"{WEEK}/say/close-week")
    assert store.season(NIGHT).state.weeks[1].closed is not None
    assert "open week" in text_of(producer.reads(f"{WEEK}/desk")).lower()
