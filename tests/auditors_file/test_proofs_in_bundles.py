"""Bundles with proofs: both verifiers say the same of every rulebook's weeks, and of each proof that was tampered with."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from domain.record import digest
from domain.rulebook import Rulebook
from domain.rulebook.forms import Lowest, TopSafe
from domain.season import commands as c
from domain.season.proving.facts import OutcomeProved, ProvedBody
from domain.season.proving.provable import hidden_measures
from glitterball.evidence.bundle import contents
from glitterball.rulebooks import shipped_rulebook
from tests.auditors_file.both import Both
from tests.auditors_file.single_file import vb
from tests.auditors_file.test_newer_than_the_verifier import altered
from tests.evidence.verifying.taken_apart import Parts, taken_apart
from tests.proving.shows import ADJUDICATOR, AT, COUPLES, PRODUCER, SEASON, SUPERVISOR, Published, Show
from tests.proving.test_weeks_are_proved import BY_BODIES, BY_VOTE, SONGS, counts_of, forms_asked, marks_of
from tests.proving.test_what_cannot_be_proved import AGAINST, ended, voted
from tests.thoroughness import examples, part

pytestmark = pytest.mark.heavy("proofs")


PROVED = "outcome-proved.v1"
SHARES, RANKS = shipped_rulebook("us-3-27"), shipped_rulebook("us-28-29")
MARKS = {"ada": 10, "ben": 9, "cleo": 9, "dev": 8, "eli": 8}
COUNTS = {"ada": 3, "ben": 9, "cleo": 6, "dev": 12, "eli": 2}


class Shown(NamedTuple):
    """A proved show, its log published, and both verifiers asked about it."""

    show: Show
    published: Published
    both: Both

    def bundle(self, week: int | None = None, *, sealed: bool = True, proved: bool = True) -> bytes:
        return self.published.bundle(week, sealed=sealed, proved=proved)

    def signed(self, parts: Parts) -> bytes:
        """As the log itself would hand it out: leaves, checkpoints and scope made to fit."""
        return parts.with_leaves_of_lines().signed_again(self.published.signer).packed()


def shown(show: Show, folder: Path) -> Shown:
    folder.mkdir(exist_ok=True)
    published = Published(show, folder)
    return Shown(show, published, Both(folder, published.policy))


def played(rulebook: Rulebook, form: str, folder: Path) -> Shown:
    """A week under a rulebook, certified, announced and proved."""
    show = Show(rulebook)
    assert show.play(1, form, MARKS, {"viewers": COUNTS}).status == "decided"
    show.proved(1)
    return shown(show, folder)


@pytest.fixture(scope="module")
def shares(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return played(SHARES, "double", tmp_path_factory.mktemp("shares"))


@pytest.fixture(scope="module")
def ranks(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return played(RANKS, "double-with-save", tmp_path_factory.mktemp("ranks"))


@pytest.fixture(scope="module", params=["shares", "ranks"])
def either(request: pytest.FixtureRequest) -> Shown:
    found: Shown = request.getfixturevalue(request.param)
    return found


def proof_codes(codes: set[str]) -> set[str]:
    return {code for code in codes if code.startswith("proof")}


@pytest.mark.parametrize("name", part(BY_VOTE, 1, of=2))
def test_a_week_of_every_form_is_proved_to_both(name: str, tmp_path: Path) -> None:
    rulebook, turn = shipped_rulebook(name), BY_VOTE.index(name) + 1
    for form in forms_asked(name, turn):
        chance = Random(f"{name}, {form.name}")
        couples = COUPLES[: form.select.size(5) + 2] if isinstance(form.select, Lowest) else COUPLES
        if isinstance(form.select, TopSafe) and form.select.couples >= len(couples):
            continue
        show = Show(rulebook, couples)
        show.play(1, form.name, marks_of(rulebook, chance, couples), {"viewers": counts_of(chance, couples)})
        show.proved(1)
        of_it = shown(show, tmp_path / form.name)
        told = of_it.both(of_it.bundle(1, sealed=chance.random() < 0.5))
        assert (told.exit_code, told.codes) == (0, set())
        assert vb.PROVED_OF_VOTES_ONLY in told.not_checked[1]


@pytest.mark.parametrize("name", part(BY_BODIES, 1, of=2))
def test_each_body_of_a_song_contest_is_proved_to_both(name: str, tmp_path: Path) -> None:
    rulebook, turn = shipped_rulebook(name), BY_BODIES.index(name)
    prefixes = [measure.bodies.removesuffix("*") for measure in hidden_measures(rulebook)]
    for form in forms_asked(name, turn + 1):
        chance = Random(f"{name}, {form.name}")
        countries = part(("Norway", "Österreich"), turn, of=2)
        bodies = [f"{prefix}{country}" for prefix in prefixes for country in countries]
        songs = SONGS[: form.select.couples + form.leave if isinstance(form.select, TopSafe) else 12]
        show = Show(rulebook, songs)
        show.open_week(1, form.name)
        show.open_lines(1)
        show.vote(1, {body: dict(zip(songs, chance.sample(range(1, 60), len(songs)), strict=True)) for body in bodies})
        show.close_lines(1)
        outcome = show.decide(1)
        show.certify(1)
        show.announce(1, outcome)
        show.proved(1)
        of_it = shown(show, tmp_path / form.name)
        assert of_it.both(of_it.bundle(1)).codes == set()
        parts = taken_apart(of_it.bundle(sealed=False))

        def exchange(event: Any) -> None:
            placed = event["fact"]["proved"][0]["placed"]
            placed[0], placed[-1] = placed[-1], placed[0]

        told = of_it.both(of_it.signed(fitted(altered(parts, PROVED, exchange), of_it)))
        assert proof_codes(told.codes) <= {"proof-event", "proof-fails"} != set()
        assert proof_codes(told.codes)


def test_weeks_counted_together_are_proved_of_both_weeks_manifests(tmp_path: Path) -> None:
    show = Show(SHARES)
    show.play(1, "nobody-leaves", MARKS, {"viewers": COUNTS})
    show.say(c.CloseWeek(week=1), PRODUCER)
    show.open_week(2, "double", votes_from=(1, 2))
    show.open_lines(2)
    show.score(2, MARKS)
    show.vote(2, {"viewers": {couple: 20 - count for couple, count in COUNTS.items()}})
    show.close_lines(2)
    outcome = show.decide(2)
    show.certify(2)
    show.announce(2, outcome)
    fact = show.proved(2)
    assert fact.proved[0].turnout == 100
    of_it = shown(show, tmp_path)
    told = of_it.both(of_it.bundle())
    assert (told.exit_code, told.codes) == (0, set())


def test_a_vote_of_another_body_in_the_same_channels_is_bound_and_not_proved(tmp_path: Path) -> None:
    show = Show(SHARES)
    show.play(1, "single", MARKS, {"viewers": COUNTS, "favourite dance": dict.fromkeys(COUNTS, 5)})
    assert show.proved(1).proved[0].turnout == sum(COUNTS.values())
    of_it = shown(show, tmp_path)
    told = of_it.both(of_it.bundle())
    assert (told.exit_code, told.codes) == (0, set())


def test_a_bundle_without_the_proof_says_that_it_is_not_there(either: Shown) -> None:
    told = either.both(either.bundle(1, proved=False))
    assert (told.exit_code, told.codes) == (0, set())
    for listed in told.not_checked:
        assert "the proof of week 1: it is not in the bundle" in listed
        assert vb.PROVED_OF_VOTES_ONLY not in listed


def test_a_sealed_bundles_verdict_says_proved_for_the_votes_committed_to_and_nothing_of_the_votes(
    either: Shown,
) -> None:
    either.both(either.bundle(1))
    answer = vb.verify(either.both.path, either.both.in_single_file, None, vb.Given())
    assert answer.verdict.endswith("the outcome of week 1 is proved for the votes committed to.")
    assert any("not reviewed by an outside cryptographer" in line for line in answer.checked)
    assert answer.report()["weeks_proved"] == [1]


def of_fact(change: Callable[[Any], Any]) -> Callable[[Any], None]:
    return lambda event: change(event["fact"])


@contextmanager
def remembered(name: str) -> Iterator[list[Any]]:
    """What a function of the single file answers while it verifies."""
    answers: list[Any] = []
    honest = getattr(vb, name)

    def remember(*given: Any) -> Any:
        answers.append(honest(*given))
        return answers[-1]

    setattr(vb, name, remember)
    try:
        yield answers
    finally:
        setattr(vb, name, honest)


def fitted(parts: Parts, of_it: Shown) -> Parts:
    """With the context of what the proof now says: what an insider would record."""
    with remembered("context_of") as contexts:
        of_it.both.path.write_bytes(of_it.signed(parts))
        vb.verify(of_it.both.path, of_it.both.in_single_file, None, vb.Given())
    if not contexts:
        return parts
    return altered(parts, PROVED, of_fact(lambda fact: fact.update(context_sha256=contexts[-1])))


def with_proof(parts: Parts, octets: bytes, of_it: Shown) -> Parts:
    """Another proof in the file, and its hash on record: what an insider would record."""
    (name,) = (name for name in parts.files if name.startswith("proofs/"))
    changed = parts.with_named({name: octets})
    return fitted(altered(changed, PROVED, of_fact(lambda fact: fact.update(proof_sha256=digest(octets)))), of_it)


FALSE_WORDS = {
    "groups exchanged": (lambda fact: fact["groups"].reverse(), "proof-event"),
    "a couple left out": (lambda fact: fact["groups"][0].pop(), "proof-event"),
    "a turnout of one more": (
        lambda fact: fact["proved"][0].update(turnout=fact["proved"][0]["turnout"] + 1),
        "proof-event",
    ),
    "another body": (lambda fact: fact["proved"][0].update(body="jury"), "proof-event"),
    "placed by one vote": (lambda fact: fact["proved"][0].update(placed=["ada"]), "proof-event"),
    "two statements": (lambda fact: fact["proved"].append(fact["proved"][0]), "proof-event"),
    "another certification": (lambda fact: fact.update(certified=fact["certified"] - 1), "proof-event"),
    "another context": (lambda fact: fact.update(context_sha256="0" * 64), "proof-context"),
    "another proof": (lambda fact: fact.update(proof_sha256="0" * 64), "proof-bytes"),
    "equal out of order": (lambda fact: fact.update(equal=[["ben", "ada"]]), "proof-event"),
    "equal twice": (lambda fact: fact.update(equal=[["ada", "ben"], ["ada", "ben"]]), "proof-event"),
    "equal to a stranger": (lambda fact: fact.update(equal=[["ada", "zoe"]]), "proof-event"),
}


@pytest.mark.parametrize("name", part(tuple(FALSE_WORDS), 0, of=2))
def test_a_false_word_about_a_proof_is_found_though_the_log_signs_it(name: str, either: Shown) -> None:
    change, code = FALSE_WORDS[name]
    parts = altered(taken_apart(either.bundle(1, sealed=False)), PROVED, of_fact(change))
    told = either.both(either.signed(parts), about=name)
    assert (told.exit_code, proof_codes(told.codes)) == (5, {code})


@pytest.mark.parametrize(
    ("which", "equal", "code"),
    [
        pytest.param("shares", ["ada", "dev"], "proof-event", id="shares, told apart by marks"),
        pytest.param("shares", ["ben", "cleo"], "proof-bytes", id="shares, level by marks"),
        pytest.param("ranks", ["ben", "dev"], "proof-bytes", id="ranks"),
    ],
)
def test_counts_said_to_be_equal_that_are_not_are_found(
    which: str, equal: list[str], code: str, request: pytest.FixtureRequest
) -> None:
    """Where it may be said at all it makes another statement, whose proof has another length."""
    of_it: Shown = request.getfixturevalue(which)
    parts = altered(
        taken_apart(of_it.bundle(1, sealed=False)), PROVED, of_fact(lambda fact: fact.update(equal=[equal]))
    )
    assert proof_codes(of_it.both(of_it.signed(fitted(parts, of_it))).codes) == {code}


def test_a_tie_that_went_past_the_votes_is_proved_to_both_under_shares(tmp_path: Path) -> None:
    """Level in marks and votes: the chain of the rulebook, or two people, put one of them last."""
    show = Show(SHARES)
    counts = {"ada": 20, "ben": 20, "cleo": 20, "dev": 4, "eli": 4}
    assert show.play(1, "single", dict.fromkeys(counts, 7), {"viewers": counts}).status == "decided"
    assert ("dev", "eli") in show.proved(1).equal
    of_it = shown(show, tmp_path)
    told = of_it.both(of_it.bundle(1))
    assert (told.exit_code, told.codes) == (0, set())


def test_bytes_that_prove_nothing_are_found_though_the_log_signs_their_hash(either: Shown) -> None:
    parts = taken_apart(either.bundle(1, sealed=False))
    (proof,) = (octets for name, octets in parts.files.items() if name.startswith("proofs/"))
    assert either.both(either.signed(with_proof(parts, proof, either))).exit_code == 0
    chance, first = Random(26), proof.index(b"\n") + 1
    for _ in range(examples(100, fewest=2, of=50)):
        changed, at = bytearray(proof), chance.randrange(8 * first, 8 * len(proof))
        changed[at // 8] ^= 1 << at % 8
        told = either.both(either.signed(with_proof(parts, bytes(changed), either)), about=str(at))
        assert (told.exit_code, told.codes) == (1, {"proof-fails"})
    for shape in (b"", proof[:-1], proof + b"\x00", proof[first:], proof.replace(b"v1", b"v2", 1), proof[:first]):
        told = either.both(either.signed(with_proof(parts, shape, either)))
        assert (told.exit_code, told.codes) == (5, {"proof-bytes"})


def test_the_proof_of_the_same_night_in_another_season_is_good_for_nothing(tmp_path: Path) -> None:
    """Same rulebook, marks, counts and announcements; the nonces are others, and so are the commitments and the context."""
    one, other = (played(SHARES, "single", tmp_path / name) for name in ("one", "other"))
    proof = next(
        octets for name, octets in taken_apart(one.bundle(1, sealed=False)).files.items() if name.startswith("proofs/")
    )
    parts = taken_apart(other.bundle(1, sealed=False))
    told = other.both(other.signed(with_proof(parts, proof, other)))
    assert (told.exit_code, told.codes) == (1, {"proof-fails"})


def test_another_couple_said_to_leave_is_not_proved_by_an_honest_proof(either: Shown) -> None:
    """The announcement, the groups and the context are made to fit; only the counts are as they were."""
    parts = taken_apart(either.bundle(1, sealed=False))
    leaves = [line for _, line in parts.lines if b'"couple-eliminated.v1"' in line]
    gone = {couple for couple in COUPLES if any(f'"couple":"{couple}"'.encode() in line for line in leaves)}
    stays, goes = min(set(COUPLES) - gone), min(gone)
    nth = next(at for at, line in enumerate(leaves) if f'"couple":"{goes}"'.encode() in line)

    def exchanged(event: Any) -> None:
        swap = {stays: goes, goes: stays}
        event["fact"]["groups"] = [
            sorted(swap.get(couple, couple) for couple in group) for group in event["fact"]["groups"]
        ]

    said = altered(parts, "couple-eliminated.v1", of_fact(lambda fact: fact.update(couple=stays)), nth)
    told = either.both(either.signed(fitted(altered(said, PROVED, exchanged), either)))
    assert "announced" in told.codes
    assert proof_codes(told.codes) <= {"proof-event", "proof-fails", "proof-bytes"}
    assert proof_codes(told.codes)


def test_a_proof_stands_in_the_third_version_of_bundles_and_only_there(either: Shown) -> None:
    with_it, without = (taken_apart(either.bundle(1, proved=proved)) for proved in (True, False))
    older = replace(with_it, manifest=replace(with_it.manifest, schema=contents.SCHEMA_WITH_PARTS))
    newer = replace(without, manifest=replace(without.manifest, schema=contents.SCHEMA_WITH_PROOFS))
    for wrong in (older, newer):
        told = either.both(wrong.packed())
        assert (told.exit_code, told.codes) == (5, {"manifest"})


def test_a_file_of_no_proof_is_found(either: Shown) -> None:
    parts = taken_apart(either.bundle(1))
    assert either.both(parts.with_named({"proofs/7.sigma": b"x"}).packed()).codes == {"derived"}


def test_a_proof_of_a_certification_that_holds_no_more_is_noticed_and_shows_nothing(tmp_path: Path) -> None:
    of_it = played(SHARES, "single", tmp_path)
    misread = c.CorrectScore(week=1, dance="1.1.ada", judge="jo", mark=9, reason="misread")
    of_it.show.sign(misread, SUPERVISOR, ADJUDICATOR)
    octets = of_it.bundle()
    told = of_it.both(octets)
    assert told.exit_code == 0
    answer = vb.verify(of_it.both.path, of_it.both.in_single_file, None, vb.Given())
    assert "proof-stale" in answer.findings.counts
    assert not any("committed to, without a count" in line for line in answer.checked)


def test_a_manifest_that_commits_to_other_counts_than_it_delivered_is_found_by_whoever_has_the_counts(
    shares: Shown,
) -> None:
    """Two commitments exchanged, the log made to fit: the week was never ready, and the proof is of other commitments."""

    def exchange(fact: Any) -> None:
        points = fact["commitments"][0][2]
        points[0], points[1] = points[1], points[0]

    parts = altered(taken_apart(shares.bundle(1, sealed=False)), "gateway-closed.v2", of_fact(exchange))
    told = shares.both(shares.signed(parts))
    assert {"ready", "signature", "proof-context"} <= told.codes
    fits = shares.both(shares.signed(fitted(parts, shares)))
    assert {"ready", "signature", "proof-fails"} <= fits.codes


def test_a_commitment_that_is_no_point_is_found(shares: Shown) -> None:
    def spoil(fact: Any) -> None:
        fact["commitments"][0][2][0] = "02" + "00" * 31 + "01"

    parts = altered(taken_apart(shares.bundle(1, sealed=False)), "gateway-closed.v2", of_fact(spoil))
    assert {"ready", "proof-commitments"} <= shares.both(shares.signed(fitted(parts, shares))).codes


def says_of_proofs(of_it: Shown) -> list[str]:
    """What the single file says of proofs in the bundle that was verified last."""
    answer = vb.verify(of_it.both.path, of_it.both.in_single_file, None, vb.Given())
    return [found.says for found in answer.findings.found if found.code.startswith("proof")]


def recorded_anyway(show: Show) -> None:
    """A proof of week 1 on record that no engine would record: an insider wrote it."""
    certified = show.engine.state(SEASON).weeks[1].certified[-1].position
    fact = OutcomeProved(
        week=1,
        certified=certified,
        groups=(("ada",),),
        equal=(),
        proved=(ProvedBody(body="viewers", turnout=1),),
        context_sha256="0" * 64,
        proof_sha256="0" * 64,
    )
    stream = f"season/{SEASON}"
    show.log.append(stream, show.log.version(stream), [fact], PRODUCER, AT)


@pytest.mark.parametrize("what", AGAINST)
def test_a_proof_on_record_of_a_week_that_cannot_be_proved_is_found(what: str, tmp_path: Path) -> None:
    happens, obstacle = AGAINST[what]
    show = Show(RANKS)
    happens(show)
    ended(show)
    recorded_anyway(show)
    of_it = shown(show, tmp_path)
    assert proof_codes(of_it.both(of_it.bundle(1, proved=False)).codes) == {"proof-event"}
    assert says_of_proofs(of_it)[0].startswith(f"{obstacle}: ")


def test_a_proof_on_record_before_who_was_in_danger_was_said_is_found(tmp_path: Path) -> None:
    show = Show(RANKS)
    voted(show, "double-with-save")
    ended(show, danger=False)
    recorded_anyway(show)
    of_it = shown(show, tmp_path)
    assert proof_codes(of_it.both(of_it.bundle(1, proved=False)).codes) == {"proof-event"}
    assert says_of_proofs(of_it)[0].startswith("not-announced: ")


def test_what_counts_not_at_all_stands_against_nothing(tmp_path: Path) -> None:
    show = Show(RANKS)
    voted(show, commits={"north": True, "south": False})
    show.govern(c.GiveUpGateway(week=1, gateway="south", taken="not at all", reason="lost"))
    show.govern(c.VoidChannel(week=1, channel="sms", reason="doubled"))
    ended(show)
    show.proved(1)
    of_it = shown(show, tmp_path)
    told = of_it.both(of_it.bundle(1))
    assert (told.exit_code, told.codes) == (0, set())
    assert says_of_proofs(of_it) == []


def test_whoever_has_no_key_changes_no_bit_of_a_proof(either: Shown) -> None:
    """The bundle's list of files is made to fit, the log is as it was."""
    parts = taken_apart(either.bundle(1))
    ((name, proof),) = ((name, octets) for name, octets in parts.files.items() if name.startswith("proofs/"))
    for altered_to in (proof[:-1] + bytes([proof[-1] ^ 1]), proof + b"x", b""):
        told = either.both(parts.with_named({name: altered_to}).packed())
        assert (told.exit_code, told.codes) == (5, {"proof-bytes"})


def test_the_one_the_ballots_kept_is_not_said_to_have_left(ranks: Shown) -> None:
    """Who was lowest is as it was proved; whom of the two the judges chose follows from ballots that everybody sees."""
    parts = taken_apart(ranks.bundle(1, sealed=False))
    kept = next(json.loads(line)["fact"]["saves"] for _, line in parts.lines if b'"judge-ballot-cast.v1"' in line)
    said = [json.loads(line)["fact"]["couple"] for _, line in parts.lines if b'"couple-eliminated.v1"' in line]
    proved = next(json.loads(line)["fact"] for _, line in parts.lines if f'"{PROVED}"'.encode() in line)
    nth = next(at for at, couple in enumerate(said) if couple not in proved["groups"][-1])
    lied = altered(parts, "couple-eliminated.v1", of_fact(lambda fact: fact.update(couple=kept)), nth)
    assert proof_codes(ranks.both(ranks.signed(fitted(lied, ranks))).codes) == {"proof-event"}
