"""A night on which the views are closed and opened again after every single event: they still say what the log says."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from one_of_each import ANNA, BEN, CARA, DORA, batch, recorded

from domain.gateway.events import VoteBatchReceived, gateway_stream
from domain.record import Fact
from domain.season import events as e
from domain.season import words as w
from glitterball.log import EventLog
from glitterball.rulebooks import shipped_rulebook
from glitterball.testing import Script, seasons
from glitterball.views import Views
from glitterball.views.as_of import as_of
from glitterball.views.following import Following
from tests.proving.shows import Show
from tests.thoroughness import examples
from tests.views.played import on_record, persisted, remembered

AT = "2024-09-25T00:00:00Z"


def say(log: EventLog, *facts: Fact) -> None:
    log.append("season/us-33", log.version("season/us-33"), facts, DORA, AT)


def deliver(log: EventLog, fact: VoteBatchReceived) -> None:
    log.append_at(gateway_stream("us-33", fact.week, fact.gateway), fact.batch, fact, DORA, AT)


def a_long_night(log: EventLog) -> None:
    """Batches in a row and out of order, a seal, a late batch; then a week that carries votes of one still unsealed."""
    say(log, *(event.fact for event in recorded()[:19] if isinstance(event.fact, e.SeasonFact)))
    for number in (1, 2, 3, 5, 7, 4):
        deliver(log, batch(number, 100 * number, 70, 30))
    say(log, e.VotingClosed(week=1))
    deliver(log, batch(6, 9_000, 9_000, 9_000))
    say(log, e.CoupleEliminated(week=1, couple=CARA), e.WeekClosed(week=1))
    for week, carried in ((2, (2,)), (3, (2, 3))):
        episode = w.Episode(number=week, date="2024-09-24")
        say(
            log,
            e.WeekOpened(week=week, form="danger-only", episodes=(episode,), scores_from=carried, votes_from=carried),
            e.DanceScheduled(week=week, episode=week, round="1", couples=(ANNA,)),
            e.TotalGiven(week=week, dances=(f"{week}.1.anna-ezra",), total=20 + week),
            e.VotingOpened(week=week, gateways=(w.ExpectedGateway(gateway="vox", channels=("sms",)),)),
        )
    for week in (2, 3, 2):
        number = log.version(gateway_stream("us-33", week, "vox")) + 1
        votes = ((ANNA, number), (BEN, 10 * week))
        received = number + 10 * week
        fields = {"votes": votes, "received": received, "rejected": (), "week": week}
        deliver(log, batch(number, 0, 0, 0).model_copy(update=fields))


def opened_again_after_every_event(log: EventLog, path: Path, check_each: bool) -> None:
    last = log.last_position()
    for position in range(1, last + 1):
        with Views.open(path, log) as views:
            views.catch_up(position)
            if check_each or position == last:
                assert persisted(views) == remembered(log, position)


@pytest.mark.heavy("accidents")
def test_after_every_event_of_a_long_night(tmp_path: Path) -> None:
    with EventLog.open("memory:") as log:
        a_long_night(log)
        opened_again_after_every_event(log, tmp_path / "v.sqlite", check_each=True)
        with Views.open(tmp_path / "v.sqlite", log) as views:
            votes = {(row.week, row.couple): row.counted for row in views.rows("votes", "us-33")}
            assert votes[1, ANNA] == 100 * (1 + 2 + 3 + 5 + 7 + 4)
            carried = {row.couple: row.votes for row in views.rows("standings", "us-33", 3)}
            assert carried == {ANNA: 1 + 2 + 1, BEN: 20 + 20 + 30}


@pytest.mark.heavy("accidents")
@settings(max_examples=examples(4), deadline=None, suppress_health_check=list(HealthCheck))
@given(script=seasons(max_weeks=2))
def test_after_every_event_of_any_season(script: Script) -> None:
    with tempfile.TemporaryDirectory() as folder, EventLog.open("memory:") as log:
        on_record(script, log)
        opened_again_after_every_event(log, Path(folder, "v.sqlite"), check_each=False)


def test_a_window_outlives_a_restart_before_the_first_batch_comes(tmp_path: Path) -> None:
    """The lines are opened, and their window put right, in pages of their own; batches come to a process that was not there."""
    with EventLog.open("memory:") as log:
        a_long_night(log)
        gateways = (w.ExpectedGateway(gateway="vox", channels=("sms",)),)
        episode = w.Episode(number=9, date="2024-09-24")
        opened = e.WeekOpened(week=4, form="danger-only", episodes=(episode,), scores_from=(4,), votes_from=(4,))
        right = {"opens": "2024-09-25T00:00:00Z", "closes": "2024-09-25T01:00:00Z"}
        say(log, opened, e.VotingOpened(week=4, gateways=gateways, opens="2024-09-26T00:00:00Z"))
        restarted(log, tmp_path / "v.sqlite")
        say(log, e.WindowStated(week=4, **right, reason="a wrong day", outside=()))
        restarted(log, tmp_path / "v.sqlite")
        within = {"opens": "2024-09-25T00:00:00Z", "closes": "2024-09-25T00:30:00Z"}
        deliver(log, batch(1, 1, 1, 1).model_copy(update={"week": 4, **within}))
        longer = within | {"closes": "2024-09-25T02:00:00Z"}
        deliver(log, batch(2, 1, 1, 1).model_copy(update={"week": 4, **longer}))
        assert restarted(log, tmp_path / "v.sqlite") == [((right["opens"], right["closes"]), [(2, 2)])]


def restarted(log: EventLog, path: Path) -> list[tuple[object, object]]:
    """Another process catches up: the window of week 4 as it is remembered then, and what lies outside it."""
    with Views.open(path, log) as views:
        views.catch_up(log.last_position())
        tallies = Following(log, views.recorder)._restored("us-33").tallies
        return [
            (tallies[4].window, channel.outside)
            for gateway in tallies[4].gateways.values()
            for channel in gateway.channels.values()
        ]


@pytest.mark.heavy("accidents")
def test_what_batches_commit_to_is_known_again_after_a_restart() -> None:
    with tempfile.TemporaryDirectory() as folder, EventLog.open("memory:") as log:
        show = Show(shipped_rulebook("us-28-29"), log=log, by_batch=True)
        show.open_week(1, show.rulebook.forms[0].name)
        show.open_lines(1)
        show.vote(
            1,
            {"viewers": {couple: 100 + at for at, couple in enumerate(show.field(1))}},
            {"north": True, "south": False},
        )
        last = log.last_position()
        for position in range(1, last + 1):
            with Views.open(Path(folder, "v.sqlite"), log) as views:
                views.catch_up(position)
        with Views.open(Path(folder, "v.sqlite"), log) as views:
            restored = Following(log, views.recorder)._restored("small")
            assert dict(restored.tallies) == as_of(log, last, "small").seasons["small"].tallies
        with Views.open(Path(folder, "w.sqlite"), log) as views:
            views.catch_up()
            assert persisted(views) == remembered(log, last)


def test_a_batch_of_the_second_form_sent_again_after_a_restart_is_seen_as_a_repeat() -> None:
    """The last batches are compared with the next as they were counted, with couples: the second form names none."""
    with tempfile.TemporaryDirectory() as folder, EventLog.open("memory:") as log:
        show = Show(shipped_rulebook("us-28-29"), log=log)
        show.open_week(1, show.rulebook.forms[0].name)
        show.open_lines(1)
        show.vote(1, {"viewers": dict.fromkeys(show.field(1), 0) | {show.field(1)[0]: 4}})
        last = log.last_position()
        for position in range(1, last + 1):
            with Views.open(Path(folder, "v.sqlite"), log) as views:
                views.catch_up(position)
        with Views.open(Path(folder, "v.sqlite"), log) as views:
            restored = Following(log, views.recorder)._restored("small")
            assert dict(restored.tallies) == as_of(log, last, "small").seasons["small"].tallies
            assert persisted(views) == remembered(log, last)
