"""Every ballot is accepted, or rejected for one named reason, or late: as a slow count in plain Python has it."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.gateway.events import OfBatch
from glitterball.canvass import Canvassed, Means, Terms, canvass
from glitterball.moments import SECOND, micros
from glitterball.placing import Here
from tests.canvass import naive_count
from tests.canvass.naive_count import Row
from tests.canvass.raw_ballots import (
    CHANNELS,
    COUPLES,
    FORMS,
    IN_TIME,
    VOTERS,
    ballot_rows,
    good,
    parquet,
    terms,
    voting,
    write,
)
from tests.thoroughness import examples, part

EVERY = tuple(name for name, _ in CHANNELS)
PER = ("voter, couple and method", "voter and method", "voter and couple", "voter")


def canvassed(
    folder: Path, files: Sequence[tuple[str, Sequence[Row]]], held: Terms, form: str = "csv", **means: object
) -> Canvassed:
    """The canvass of rows, each gateway's written to a file first."""
    written = [(gateway, write(folder / f"{gateway}.{form}", rows)) for gateway, rows in files]
    return canvass(written, held, None, Means(**means))  # type: ignore[arg-type] # whichever a test gives


def said(batches: Sequence[OfBatch], held: Terms) -> dict[tuple[str, int, str, str], tuple[dict[str, int], ...]]:
    """What batches say, by gateway, slice, channel and body."""
    return {
        (
            batch.gateway,
            (micros(batch.opens) - held.window(batch.channel).opens) // (held.slice_seconds * SECOND),
            batch.channel,
            batch.body,
        ): (dict(batch.votes), dict(batch.rejected), {"late": batch.late, "received": batch.received})
        for batch in batches
    }


def expected(files: Sequence[tuple[str, Sequence[Row]]], held: Terms) -> object:
    """The same from the slow count."""
    return {
        place: (
            {couple: votes for couple, votes in sheet.accepted.items() if votes},
            {reason: votes for reason, votes in sheet.rejected.items() if votes},
            {"late": sheet.late, "received": sheet.accepted.total() + sheet.rejected.total() + sheet.late},
        )
        for place, sheet in naive_count.count(files, held).items()
    }


@st.composite
def nights(draw: st.DrawFn) -> tuple[list[tuple[str, list[Row]]], Terms]:
    """One or two gateways, with ids or without, single ballots alone or every kind of channel."""
    counts = draw(st.booleans())
    channels = EVERY if counts else ("sms",)
    bodies = draw(st.integers(1, 2))
    names = ("phones", "web-west")[: draw(st.integers(1, 2))]
    held = terms(
        voting(draw(st.integers(1, 4)), draw(st.sampled_from(PER)), bodies=bodies),
        tuple((name, channels) for name in names),
    )
    ids = draw(st.booleans())
    sound = good(
        **({"ballot": "99"} if ids else {}),
        **({"count": 1} if counts else {}),
        **({"body": "abroad"} if bodies > 1 else {}),
    )
    rows = ballot_rows(channels, ids, counts, bodies > 1)
    files = [(name, [sound, *draw(rows)]) for name in names]
    assume(len({str(sorted(map(str, ballots))) for _, ballots in files}) == len(files))  # one file for two is refused
    return files, held


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=examples(40, fewest=5), deadline=None)
@given(night=nights())
def test_every_ballot_is_accounted_for_as_the_slow_count_has_it(
    form: str, night: tuple[list[tuple[str, list[Row]]], Terms]
) -> None:
    files, held = night
    with TemporaryDirectory() as folder:
        done = canvassed(Path(folder), files, held, form)
    assert said(done.batches, held) == expected(files, held)
    for batch in done.batches:
        assert batch.received == batch.accepted + sum(votes for _, votes in batch.rejected) + batch.late


@pytest.mark.heavy("every one")
@settings(max_examples=examples(40, fewest=5), deadline=None)
@given(night=nights(), chance=st.randoms(use_true_random=False), parts=st.integers(1, 9), threads=st.integers(1, 3))
def test_the_order_of_rows_the_parts_and_the_threads_change_nothing(
    night: tuple[list[tuple[str, list[Row]]], Terms], chance: object, parts: int, threads: int
) -> None:
    files, held = night
    with TemporaryDirectory() as folder:
        first = canvassed(Path(folder), files, held)
        same = [(gateway, chance.sample(rows, len(rows))) for gateway, rows in files]  # type: ignore[attr-defined]
        second = canvassed(Path(folder), same, held, parts=parts, threads=threads, place=Here())
    assert said(second.batches, held) == expected(files, held)
    assert said(first.batches, held) == said(second.batches, held)
    assert first.manifests == second.manifests


@pytest.mark.heavy("every one")
def test_the_same_file_gives_the_same_bytes_whatever_the_parts_and_threads(tmp_path: Path) -> None:
    rows = [good(voter=voter, ballot=str(index), time=IN_TIME[index % 6]) for index, voter in enumerate(VOTERS * 9)]
    held = terms()
    bytes_ = {
        canvassed(tmp_path, [("phones", rows)], held, "parquet", parts=parts, threads=threads, place=Here()).lines()
        for parts, threads in part([*product((1, 2, 7), (1, 2))], 1, of=2)
    }
    assert len(bytes_) == 1


def test_the_first_ten_by_time_count_and_no_more(tmp_path: Path) -> None:
    minutes = [f"2024-09-25T00:{minute:02d}:00Z" for minute in range(12)]
    held = terms(voting(cap=10), closes="2024-09-25T01:00:00Z")
    rows = [good(time=minute, ballot=str(99 - index)) for index, minute in enumerate(minutes)]
    done = canvassed(tmp_path, [("phones", rows[::-1])], held)
    assert [batch.accepted for batch in done.batches] == [1] * 10 + [0, 0]
    assert [dict(batch.rejected) for batch in done.batches[10:]] == [{"over the cap": 1}] * 2


def test_the_cap_holds_for_each_couple_and_method_across_gateways(tmp_path: Path) -> None:
    held = terms(voting(cap=3), (("east", ("sms",)), ("west", ("sms",))))
    east = [good(time="2024-09-25T00:00:02Z")] * 2 + [good(couple=COUPLES[1])] * 2
    west = [good(time="2024-09-25T00:00:01Z")] * 2
    done = canvassed(tmp_path, [("east", east), ("west", west)], held)
    assert [dict(batch.votes) for batch in done.batches] == [{COUPLES[0]: 1, COUPLES[1]: 2}, {COUPLES[0]: 2}]


def test_a_count_is_cut_at_the_cap(tmp_path: Path) -> None:
    held = terms(voting(cap=10), (("phones", ("app",)),))
    rows = [good(channel="app", count=8), good(channel="app", count=8, time="2024-09-25T00:01:00Z")]
    first, second = canvassed(tmp_path, [("phones", rows)], held).batches
    assert first.accepted == 8
    assert (second.accepted, dict(second.rejected)) == (2, {"over the cap": 6})


def test_only_the_last_allocation_saved_in_time_counts_and_it_counts_whole(tmp_path: Path) -> None:
    held = terms(voting(cap=10), (("phones", ("web",)),))
    saves = [
        ("2024-09-25T00:00:01Z", COUPLES[0], 9),
        ("2024-09-25T00:00:01Z", COUPLES[1], 1),
        ("2024-09-25T00:00:05Z", COUPLES[0], 4),
        ("2024-09-25T00:00:05Z", COUPLES[2], 6),
        ("2024-09-25T00:05:00Z", COUPLES[1], 7),
    ]
    rows = [good(channel="web", time=time, couple=couple, count=count) for time, couple, count in saves]
    first, last = canvassed(tmp_path, [("phones", rows)], held).batches
    assert dict(first.votes) == {COUPLES[0]: 4, COUPLES[2]: 6}
    assert dict(first.rejected) == {"replaced by a later save": 10}
    assert last.late == 7


def test_a_save_of_nothing_takes_the_votes_back(tmp_path: Path) -> None:
    held = terms(voting(cap=10), (("phones", ("web",)),))
    rows = [good(channel="web", count=5), good(channel="web", count=0, time="2024-09-25T00:00:09Z")]
    (batch,) = canvassed(tmp_path, [("phones", rows)], held).batches
    assert (batch.accepted, dict(batch.rejected)) == (0, {"replaced by a later save": 5})


def test_a_repeated_ballot_does_not_use_up_the_cap(tmp_path: Path) -> None:
    held = terms(voting(cap=2))
    again = [good(ballot="1"), good(ballot="1"), good(ballot="1", time="2024-09-25T00:00:01Z")]
    rows = [*again, good(ballot="2", time="2024-09-25T00:00:02Z")]
    (batch,) = canvassed(tmp_path, [("phones", rows)], held).batches
    assert (batch.accepted, dict(batch.rejected)) == (2, {"ballot repeated": 2})


def test_batches_are_numbered_without_a_gap_and_the_manifest_adds_them_up(tmp_path: Path) -> None:
    rows = [good(time=time) for time in (IN_TIME[0], IN_TIME[-1], "2024-09-26T00:00:00Z")]
    done = canvassed(tmp_path, [("phones", rows)], terms())
    assert [batch.batch for batch in done.batches] == [1, 2]
    assert [(batch.opens, batch.closes) for batch in done.batches][1] == (
        "2024-09-25T00:02:00Z",
        "2024-09-25T00:02:30Z",
    )
    (totals,) = done.manifests[0].totals
    assert (done.manifests[0].batches, totals.received, totals.accepted, totals.late) == (2, 3, 2, 1)


def test_voters_and_ids_may_be_whole_numbers(tmp_path: Path) -> None:
    held = terms(voting(cap=2))
    rows = [good(voter=number // 4, ballot=number - number % 5 // 4, time=IN_TIME[0]) for number in range(24)]
    text = [row | {"voter": str(row["voter"]), "ballot": str(row["ballot"])} for row in rows]
    kinds = dict.fromkeys(rows[0], "VARCHAR") | {"voter": "BIGINT", "ballot": "UBIGINT"}
    numbers = canvass([("phones", parquet(tmp_path / "numbers.parquet", rows, kinds))], held)
    assert said(numbers.batches, held) == expected([("phones", text)], held)
    assert dict(numbers.batches[0].rejected)["ballot repeated"] > 0


def test_a_file_without_ballots_gives_a_manifest_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ballots.csv"
    path.write_text(",".join(good()) + "\n")
    done = canvass([("phones", path)], terms())
    assert (done.batches, done.manifests[0].batches, done.manifests[0].totals[0].received) == ((), 0, 0)
