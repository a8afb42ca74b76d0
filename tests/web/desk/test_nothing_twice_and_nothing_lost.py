"""A second Enter, the back button, a page loaded anew, two tabs, a session that ended: once, and not lost."""

from domain.season import commands as c
from glitterball.rehearsal.night import NIGHT
from glitterball.rehearsal.people import DESK as DORA
from glitterball.store import Store
from glitterball.web.gate import Gate
from tests.web.desk.sitting import DESK, EXECUTIVE, PRODUCER, SECOND, WEEK, Form, Sitter, text_of

MIA = "mark:1.1.mia-jon:ana"


def marks_of(store: Store) -> dict[str, object]:
    dances = store.season(NIGHT).state.weeks[1].dances
    return {
        f"{name} {judge}": event.fact.mark for name, dance in dances.items() for judge, event in dance.marks.items()
    }


def test_a_second_enter_records_nothing_twice(store: Store, gate: Gate, lines: None) -> None:
    producer = Sitter(store, gate, PRODUCER)
    shown = producer.previews(f"{WEEK}/say/note-outage", channel="sms", began="2026-03-07T20:00:00Z", what="a cable")
    first, second = producer.sends(shown, "record"), producer.sends(shown, "record")
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert len(store.season(NIGHT).state.weeks[1].outages) == 1


def test_what_was_typed_otherwise_into_the_same_form_is_something_else(store: Store, gate: Gate, lines: None) -> None:
    """The back button leads to a form that was sent: what is put right there is recorded, and not taken for a repeat."""
    producer = Sitter(store, gate, PRODUCER)
    shown = producer.previews(f"{WEEK}/say/note-outage", channel="sms", began="2026-03-07T20:00:00Z", what="a cable")
    producer.sends(shown, "record")
    again = Form(producer.sends(shown, "show", what="another cable").text)
    assert producer.sends(again, "record").status_code == 303
    assert [event.fact.what for event in store.season(NIGHT).state.weeks[1].outages] == ["a cable", "another cable"]


def test_a_mark_sent_again_is_recorded_once_and_after_it_was_taken_back_again(store: Store, gate: Gate) -> None:
    desk = Sitter(store, gate, DESK)
    grid = desk.form(f"{WEEK}/scores")
    for _ in range(2):
        assert desk.sends(grid, **{MIA: "9"}).status_code == 303
    assert marks_of(store) == {"1.1.mia-jon ana": 9}
    desk.says(f"{WEEK}/say/take-back-score?dance=1.1.mia-jon&judge=ana")
    assert marks_of(store) == {}
    assert desk.sends(desk.form(f"{WEEK}/scores"), **{MIA: "9"}).status_code == 303
    assert marks_of(store) == {"1.1.mia-jon ana": 9}


def test_two_desks_at_one_place_record_one_mark_and_the_other_is_told(store: Store, gate: Gate) -> None:
    desk, other = Sitter(store, gate, DESK), Sitter(store, gate, SECOND)
    grids = desk.form(f"{WEEK}/scores"), other.form(f"{WEEK}/scores")
    assert desk.sends(grids[0], **{MIA: "9"}).status_code == 303
    answer = other.sends(grids[1], **{MIA: "8", "mark:1.1.mia-jon:ben": "7"})
    assert answer.status_code == 422
    assert "not recorded" in text_of(answer.text)
    assert marks_of(store) == {"1.1.mia-jon ana": 9, "1.1.mia-jon ben": 7}


def test_what_has_changed_since_it_was_shown_is_shown_anew(store: Store, gate: Gate) -> None:
    """Decision 1 was shown; meanwhile somebody else proposed, and it would be another."""
    executive = Sitter(store, gate, EXECUTIVE)
    shown = executive.previews(f"{WEEK}/say/state-bye", couples="mia-jon", holds="bye", reason="a torn ligament")
    other = Sitter(store, gate, EXECUTIVE)
    other.says(f"{WEEK}/say/cancel-elimination", reason="a storm")
    before = store.season(NIGHT).state.sequence
    answer = executive.sends(shown, "record")
    assert answer.status_code == 409
    assert "CHANGED since it was shown" in text_of(answer.text)
    assert store.season(NIGHT).state.sequence == before
    assert executive.sends(Form(answer.text), "record").status_code == 303


def test_a_refusal_keeps_what_was_typed_and_says_where(store: Store, gate: Gate) -> None:
    producer = Sitter(store, gate, PRODUCER)
    answer = producer.sends(
        producer.form(f"{WEEK}/say/note-outage"), "record", channel="sms", began="tonight", what="a cable"
    )
    assert answer.status_code == 422
    kept = dict(Form(answer.text).typed)
    assert (kept["channel"], kept["began"], kept["what"]) == ("sms", "tonight", "a cable")
    assert "write a moment in UTC" in text_of(answer.text)
    assert 'aria-invalid="true"' in answer.text


def test_a_role_that_may_not_is_told_before_anything_is_recorded(store: Store, gate: Gate) -> None:
    desk = Sitter(store, gate, DESK)
    answer = desk.opens(f"{WEEK}/say/close-week")
    assert answer.status_code == 403
    assert "may not close-week" in text_of(answer.text)


def test_a_session_that_ended_records_nothing_and_keeps_what_was_typed(store: Store, gate: Gate, lines: None) -> None:
    producer = Sitter(store, gate, PRODUCER)
    shown = producer.previews(f"{WEEK}/say/note-outage", channel="sms", began="2026-03-07T20:00:00Z", what="a cable")
    producer.client.cookies.clear()
    answer = producer.sends(shown, "record")
    assert answer.status_code == 401
    assert store.season(NIGHT).state.weeks[1].outages == ()
    kept = Form(answer.text)
    assert dict(kept.typed)["what"] == "a cable"
    producer.browser.comes_in(gate, PRODUCER)
    assert producer.sends(kept, "record", token=producer.browser.token).status_code == 303


def test_what_two_desks_say_at_once_is_each_recorded(store: Store, gate: Gate) -> None:
    desk, other = Sitter(store, gate, DESK), Sitter(store, gate, SECOND)
    store.season(NIGHT).do(c.GiveScore(week=1, dance="1.1.pia-max", judge="ben", mark=8), DORA)
    for sitter, judge in ((desk, "ana"), (other, "cora")):
        assert sitter.sends(sitter.form(f"{WEEK}/scores"), **{f"mark:1.1.pia-max:{judge}": "7"}).status_code == 303
    assert marks_of(store) == {"1.1.pia-max ana": 7, "1.1.pia-max ben": 8, "1.1.pia-max cora": 7}


def test_lines_that_a_browser_sends_are_kept_as_they_were_typed(store: Store, gate: Gate) -> None:
    """A browser sends each end of a line as two characters; the form held "sms\\r" when it was shown again."""
    producer = Sitter(store, gate, PRODUCER)
    typed = "mobile | sms\r\nweb-east | online\r\nweb-west | online"
    shown = producer.previews(f"{WEEK}/say/open-voting", gateways=typed)
    assert dict(shown.typed)["gateways"] == typed.replace("\r\n", "\n")
    assert producer.sends(shown, "record", gateways=typed).status_code == 303


def test_what_could_not_be_said_again_is_answered_where_it_stands(store: Store, gate: Gate, lines: None) -> None:
    """Lines that are closed cannot be closed: whoever pressed Enter twice is led to the seal, not to a refusal."""
    producer = Sitter(store, gate, PRODUCER)
    shown = producer.previews(f"{WEEK}/say/close-voting")
    first, second = producer.sends(shown, "record"), producer.sends(shown, "record")
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
