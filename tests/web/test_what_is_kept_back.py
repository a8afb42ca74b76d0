"""What a live season, or one that hides its counts, keeps to itself is on no page, in no document, and in no header."""

import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings

import glitterball as gb
from domain.gateway.events import GatewayClosed, OfBatch, VoteBatchReceived, VoteBatchReceivedV2
from domain.parts import TwoParts
from domain.record import Recorded
from domain.season import commands as c
from domain.season.voting.facts import InputSubstituted, VotingOpenedV2
from glitterball.log import EventLog
from glitterball.store import Store
from glitterball.testing import Script, seasons
from glitterball.testing.plain_log import PlainLog
from glitterball.testing.script import Delivered, Said
from glitterball.web.sight import fact_in_public, look, tells_counts
from tests.cli.typing_at_it import Desk
from tests.domain.given_when_then import BEGUN, THREE, lines, opened, week
from tests.evidence.verifying.night import SEASON as NIGHT
from tests.evidence.verifying.night import played as played_night
from tests.thoroughness import examples
from tests.views.played import entries, on_record
from tests.web.visiting import Visitor

SEEN_BY_CHANCE = 2_000
"""A count up to this may be a position, a year or a mark as well."""

HASHES = re.compile(r"[0-9a-f]{16,}|%2B[^\"]*")
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
"""How a page looks, whatever was counted: a certificate has its style in it, with numbers of pixels."""
VERDICT = re.compile(
    r"<title>.*?</title>|<section class=\"verdict.*?</section>|\"(?:ready|reasons_withheld)\": [a-z0-9]+", re.DOTALL
)
"""Whether a week is READY, and how many reasons are kept back, is said of the season as it is."""


def counts_in(event: Recorded[Any]) -> Iterator[int]:
    """The counts that an event keeps: of couples, and of a batch."""
    fact = event.fact
    if isinstance(fact, VoteBatchReceived):
        yield from (votes for _, votes in fact.votes)
        yield fact.received
    elif isinstance(fact, VoteBatchReceivedV2):
        yield from (*fact.counts, fact.received)
    elif isinstance(fact, InputSubstituted):
        yield from (given.votes for given in fact.votes)


def stated_in(event: Recorded[Any]) -> Iterator[int]:
    """The totals by channel that a manifest states for everybody."""
    if isinstance(event.fact, GatewayClosed):
        for totals in event.fact.totals:
            yield from (totals.received, totals.accepted, totals.late, *(count for _, count in totals.rejected))
        yield sum(totals.received for totals in event.fact.totals)


def turnout_in(events: Iterable[Recorded[Any]]) -> Iterator[int]:
    """What a certificate tells of the turnout on purpose: received and accepted, by gateway, channel and body, of no couple."""
    received: Counter[object] = Counter()
    accepted: Counter[object] = Counter()
    for event in events:
        fact = event.fact
        if isinstance(fact, VoteBatchReceived | VoteBatchReceivedV2):
            where = (fact.week, fact.gateway, fact.channel, fact.body)
            received[where] += fact.received
            accepted[where] += sum(fact.counts if isinstance(fact, VoteBatchReceivedV2) else dict(fact.votes).values())
    yield from (*received.values(), *accepted.values())


def written(count: int) -> re.Pattern[str]:
    """A count as it may be written: with or without commas, as a number of its own."""
    return re.compile(rf"(?<![0-9a-f,.-])(?:{count}|{count:,})(?![0-9a-f,-])")


@pytest.mark.heavy("nights")
@settings(max_examples=examples(40))
@given(seasons(mode="live"))
def test_no_page_of_a_live_season_tells_a_count(script: Script) -> None:
    with EventLog.open("memory:") as log:
        on_record(script, log)
        events = list(log.read())
        stated = {count for event in events for count in stated_in(event)}
        kept = {count for event in events for count in counts_in(event) if count > SEEN_BY_CHANCE} - stated
        turnout = set(turnout_in(events))
        for address, answer in Visitor(Store(log)).walk(most=70).items():
            headers = {
                name: said for name, said in answer.headers.items() if name != "content-length"
            }  # how long a page is
            of_a_certificate = turnout if "/certificate" in address else set[int]()
            told = [count for count in kept - of_a_certificate if written(count).search(answer.text + str(headers))]
            assert not told, (address, told)


def until_somebody_decides(script: Script) -> Script:
    """The season up to where, after the first votes, somebody says what could rest on them."""
    steps: list[Said | Delivered] = []
    for step in script.steps:
        voted = any(isinstance(done, Delivered) for done in steps)
        if voted and isinstance(step, Said) and not isinstance(step.command, c.GiveScore | c.CloseVoting):
            break
        steps.append(step)
    return Script(script.season, script.mode, tuple(steps))


def turned(message: OfBatch) -> OfBatch:
    """The batch with the same counts, each given to another couple."""
    couples, counts = zip(*message.votes, strict=True) if message.votes else ((), ())
    return message.model_copy(update={"votes": tuple(zip(couples, (*counts[1:], *counts[:1]), strict=True))})


def played(script: Script, *, otherwise: bool) -> PlainLog:
    log = PlainLog(script.season)
    for step in script.steps:
        if isinstance(step, Said):
            log.say(step.command, step.by)
        else:
            other = otherwise and isinstance(step.message, OfBatch)
            log.deliver(turned(step.message) if other else step.message, step.by)  # type: ignore[arg-type]
    return log


def pages(script: Script, *, otherwise: bool) -> dict[str, str]:
    with EventLog.open("memory:") as log:
        log.append_many(entries(played(script, otherwise=otherwise).events))
        walked = Visitor(Store(log)).walk(most=60)
        return {address: VERDICT.sub("", HASHES.sub("", answer.text)) for address, answer in walked.items()}


@pytest.mark.heavy("nights")
@settings(max_examples=examples(30))
@given(seasons(mode="live", max_weeks=1))
def test_whoever_was_voted_for_the_pages_of_a_live_season_are_the_same(script: Script) -> None:
    """Two nights that differ in nothing but whose the votes are look alike, but for their hashes and their verdict."""
    night = until_somebody_decides(script)
    assume(any(isinstance(step, Delivered) and isinstance(step.message, OfBatch) for step in night.steps))
    assert pages(night, otherwise=False) == pages(night, otherwise=True)


@settings(max_examples=examples(60))
@given(seasons(mode="live"))
def test_what_pages_are_given_of_a_live_season_has_no_hidden_field_and_no_tally(script: Script) -> None:
    with EventLog.open("memory:") as log:
        on_record(script, log)
        seen = look(Store(log), script.season, None)
        assert seen.withheld
        assert not seen.shown.fold.tallies
        for event in log.read():
            shown = fact_in_public(event.fact)
            if isinstance(shown, TwoParts):
                assert not (shown.HIDDEN & shown.__dict__.keys())
            elif shown is event.fact and not isinstance(event.fact, VoteBatchReceived):
                assert not tells_counts(event.fact)


@pytest.mark.heavy("every one")
@settings(max_examples=examples(40))
@given(seasons(mode="live"))
def test_what_the_first_form_told_is_kept_back_also_once_openings_were_destroyed(script: Script) -> None:
    """A season that went over to the second form midway: its counts of before were on its pages once its key was destroyed."""
    with EventLog.open("memory:") as log:
        on_record(script, log)
        store = Store(log)
        kept = look(store, script.season, None).shown
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(EventLog, "destroyed_at", lambda log, season: log.last_position())
            seen = look(Store(log), script.season, None)
        assert (seen.whole, seen.withheld) == (None, True)
        assert seen.shown.state == kept.state


def test_a_season_that_hides_counts_shows_none_as_of_before_it_did() -> None:
    """An address of a position before lines first stated an order showed the whole season."""
    mixed = PlainLog("us-33")
    mixed.record((opened("rehearsal"), *BEGUN[1:], lines()))
    plain = len(mixed.events)
    mixed.record((week(2), VotingOpenedV2(week=2, gateways=lines().gateways, couples=THREE)))
    with EventLog.open("memory:") as log:
        log.append_many(entries(mixed.events[:plain]))
        assert not look(Store(log), "us-33", plain).withheld
        log.append_many(entries(mixed.events[plain:]))
        assert look(Store(log), "us-33", None).withheld
        assert look(Store(log), "us-33", plain).withheld


def test_votes_of_a_rehearsal_are_shown_since_nobody_cast_them(rehearsed: Store) -> None:
    votes = Visitor(rehearsed).document("/s/us-33-rehearsal/w/2/votes.json")
    assert votes["schema"] == "glitterball.votes-status.v1"
    assert all(row["accepted"] > 0 for row in votes["data"])


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose store holds two weeks that hide their counts, certified and announced."""
    desk = Desk(tmp_path_factory.mktemp("hidden"))
    played_night(desk.folder, second_form=True, address=desk.store).close()
    return desk


@pytest.mark.heavy("nights")
def test_no_page_of_a_season_that_hides_its_counts_tells_one(hidden: Desk) -> None:
    with gb.open_store(hidden.store, read_only=True) as store:
        events = list(store.log.read())
        stated = {count for event in events for count in stated_in(event)}
        kept = {count for event in events for count in counts_in(event) if count > 100} - stated
        assert kept
        for address, answer in Visitor(store).walk(most=120).items():
            seen = STYLE.sub("", VERDICT.sub("", answer.text))
            told = [count for count in kept if written(count).search(seen)]
            assert not told, (address, told)


def test_its_certificate_is_the_sealed_one(hidden: Desk) -> None:
    assert hidden.types(f"week certificate {NIGHT} 1 --sealed --no-margin --out {{folder}}/sealed").code == 0
    with gb.open_store(hidden.store, read_only=True) as store:
        shown = Visitor(store).opens(f"/s/{NIGHT}/w/1/certificate.json").content
    assert shown == (hidden.folder / "sealed.json").read_bytes()


@pytest.mark.heavy("nights")
def test_of_a_season_whose_openings_were_destroyed_pages_tell_what_is_public(hidden: Desk, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    shutil.copytree(hidden.folder, tmp_path, dirs_exist_ok=True)
    two = "--by 'Elin (executive)' --with 'Olga (adjudicator)'"
    assert desk.types(f"season key destroy {NIGHT} --reason 'the year of complaints is over' {two}").code == 0
    with gb.open_store(desk.store, read_only=True) as store:
        walked = Visitor(store).walk(most=120)
        assert "NOT KNOWN" in walked[f"/s/{NIGHT}/w/1"].text
        assert {answer.status_code for answer in walked.values()} <= {200, 410}
        certificate = Visitor(store).opens(f"/s/{NIGHT}/w/1/certificate.json")
        assert (certificate.status_code, certificate.json()["code"]) == (410, "season-key-destroyed")
