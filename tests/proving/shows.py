"""A small rehearsed show whose gateways commit to their counts, under any rulebook: played through commands to its result."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from domain.commitments import p256
from domain.commitments.manifests import Place
from domain.gateway.events import OfBatch, gateway_stream
from domain.record import Actor
from domain.refusals import Refusal
from domain.rulebook import Rulebook
from domain.season import commands as c
from domain.season import words as w
from domain.season.outcome import outcome_of
from domain.season.proving.as_if import AsIf
from domain.season.state import field_of, judges_present
from domain.tabulation.outcome import Outcome
from glitterball.engine import Engine
from glitterball.evidence.ledger import Ledger, Register, make_bundle, make_key, register_path
from glitterball.evidence.ledger.publisher import Publisher
from glitterball.evidence.verifying import proofs, verify
from glitterball.evidence.verifying.report import Report
from glitterball.intake.signing import in_second_form, sign_delivery
from glitterball.log import EventLog
from glitterball.proof.keys import SignerKey
from glitterball.proof.policy_text import parse_policy
from glitterball.proving import InMemory, leaf_in, prove
from glitterball.testing import PEOPLE, manifest_of
from tests.remembering import remember

SEASON = "small"
AT = "2024-09-24T20:00:00Z"

# hundreds of bundles hold the same proofs and commitments
remember(p256, "square_root", lambda number: number)
remember(proofs, "_holds", lambda statement, totals, proof, about: (statement, tuple(totals.items()), proof, about))

COUPLES = ("ada", "ben", "cleo", "dev", "eli")
JUDGES = ("ines", "jo", "kim")
CHANNELS = ("app", "sms")
PRODUCER, EXECUTIVE, ADJUDICATOR, DESK, SUPERVISOR = (
    PEOPLE[role] for role in ("producer", "executive", "adjudicator", "score desk", "supervisor")
)
Counts = Mapping[str, int]
KEYS = {name: SignerKey(name, name.encode().ljust(32, b".")) for name in ("north", "south")}


class Show:
    """A season of one rulebook. `bodies` are the voting bodies whose counts gateways deliver."""

    def __init__(
        self,
        rulebook: Rulebook,
        couples: Sequence[str] = COUPLES,
        log: EventLog | None = None,
        by_batch: bool = False,
    ) -> None:
        self.by_batch = by_batch
        self.log = log if log is not None else EventLog.open("memory:")
        self.engine = Engine(self.log, lambda: AT)
        self.rulebook, self.proofs = rulebook, InMemory()
        opening = c.OpenSeason(season=SEASON, show="A small show", number=1, mode="rehearsal")
        if by_batch:
            opening = opening.model_copy(update={"commitments": "by batch"})
        self.say(opening, PRODUCER)
        self.sign(c.AdoptRulebook(rulebook=rulebook, from_week=1), EXECUTIVE, ADJUDICATOR)
        for couple in couples:
            self.say(c.CastCouple(couple=couple, celebrity=couple, professional="pro"), PRODUCER)
        for name, key in KEYS.items():
            introduced = c.IntroduceGatewayKey(gateway=name, key=key.verifier_key().to_text())
            self.sign(introduced, SUPERVISOR, ADJUDICATOR)

    def say(self, command: c.SeasonCommand, by: Actor) -> None:
        """One person says it."""
        self.engine.do(SEASON, command, by)

    def sign(self, command: c.SeasonCommand, one: Actor, other: Actor) -> None:
        """One proposes, another approves."""
        self.say(c.Propose.model_validate({"command": command}), one)
        self.say(c.Approve(decision=max(self.engine.state(SEASON).proposals)), other)

    def govern(self, command: c.SeasonCommand) -> None:
        """Two people of different roles decide."""
        self.sign(command, EXECUTIVE, ADJUDICATOR)

    def open_week(self, number: int, form: str, votes_from: Sequence[int] | None = None) -> None:
        """A week with one dance a couple."""
        counted = tuple(votes_from or (number,))
        episode = w.Episode(number=number, date="2024-09-24")
        opening = c.OpenWeek(week=number, form=form, episodes=(episode,), scores_from=counted, votes_from=counted)
        self.say(opening, PRODUCER)
        panel = tuple(w.Judge(judge=name, name=name.title()) for name in JUDGES)
        self.say(c.SeatPanel(week=number, episode=number, judges=panel, head="ines"), PRODUCER)
        for couple in self.field(number):
            self.say(c.ScheduleDance(week=number, episode=number, round="1", couples=(couple,)), PRODUCER)

    def field(self, number: int) -> tuple[str, ...]:
        """The couples dancing."""
        return field_of(self.engine.state(SEASON), number)

    def score(self, number: int, marks: Counts) -> None:
        """Every judge gives a couple the same mark."""
        for couple, mark in marks.items():
            for judge in JUDGES:
                self.say(c.GiveScore(week=number, dance=f"{number}.1.{couple}", judge=judge, mark=mark), DESK)

    def open_lines(self, number: int, in_order: bool = True) -> None:
        """Lines are open to two gateways, in an order of the couples that is not the alphabet's."""
        gateways = tuple(w.ExpectedGateway(gateway=name, channels=CHANNELS) for name in KEYS)
        order = tuple(reversed(self.field(number))) if in_order else None
        self.say(c.OpenVoting(week=number, gateways=gateways, couples=order), PRODUCER)

    def vote(
        self,
        number: int,
        counts: Mapping[str, Counts],
        commits: bool | Mapping[str, bool] = True,
        lost: tuple[str, int] | None = None,
        late: tuple[str, int] | None = None,
        forged: Mapping[str, Counts] | None = None,
        slices: int = 1,
    ) -> None:
        """Counts by body, shared out over gateways, channels and batches, with manifests that commit to them.

        `lost` is a batch that is in the manifest and never comes, `late` one that waits for `comes_late`; `forged` are counts
        that the manifest of the gateway `south` commits to instead. Each channel's votes come in so many `slices`.
        """
        chance = Random(number)
        order = tuple(reversed(self.field(number)))
        opening = leaf_in(self.log, 1)
        shares = {body: shared_out(held, 4 * slices, chance) for body, held in counts.items()}
        for at, name in enumerate(KEYS):
            batches = [
                _batch(number, name, body, channel, shares[body][4 * part + 2 * at + place])
                for part in range(slices)
                for body in counts
                for place, channel in enumerate(CHANNELS)
            ]
            batches = [batch.model_copy(update={"batch": place}) for place, batch in enumerate(batches, start=1)]
            manifest = manifest_of(batches, season=SEASON, week=number, gateway=name)
            committing = commits if isinstance(commits, bool) else commits[name]
            by_batch = self.by_batch and committing
            lines, closing = in_second_form(batches, manifest, order, commits=committing, by_batch=by_batch)
            if forged is not None and name == "south":
                other = [batch.model_copy(update={"votes": tuple(forged[batch.body].items())}) for batch in batches]
                _, closing = in_second_form(other, manifest, order, commits=True)
            for line in lines:
                message = sign_delivery(KEYS[name], [line], opening=opening)
                if (name, line.batch) == late:
                    self.waiting = message
                elif (name, line.batch) != lost:
                    self.engine.deliver(message, SEASON, number)
            self.engine.deliver(sign_delivery(KEYS[name], [], closing, opening=opening), SEASON, number)

    waiting = b""

    def comes_late(self) -> None:
        """The batch that waited is delivered now."""
        self.engine.deliver(self.waiting, SEASON)

    def close_lines(self, number: int) -> None:
        """The seal."""
        self.say(c.CloseVoting(week=number), PRODUCER)

    def decide(self, number: int) -> Outcome:
        """Ballots and ties, until the outcome is decided: judges keep the better couple, ties go by the alphabet."""
        for _ in range(10):
            outcome = self.outcome(number)
            for need in outcome.needs:
                if need.clause.endswith("second_stage"):
                    self._ballots(number, need.couples)
                    continue
                links: tuple[str, ...] = ("lot", "authority")
                for link in links:
                    settled = c.SettleTie.model_validate(
                        {"week": number, "link": link, "order": tuple(sorted(need.couples)), "how": "drawn"}
                    )
                    try:
                        self.govern(settled)
                    except Refusal:
                        state = self.engine.state(SEASON)
                        for decision, proposal in state.proposals.items():
                            if proposal.settled is None:
                                self.say(c.Reject(decision=decision, reason="not so"), ADJUDICATOR)
                        continue
                    break
            if not outcome.needs:
                break
        return self.outcome(number)

    def _ballots(self, number: int, couples: Sequence[str]) -> None:
        state = self.engine.state(SEASON)
        for judge in judges_present(state.weeks[number], number):
            if judge not in state.weeks[number].ballots:
                self.say(c.CastBallot(week=number, judge=judge, saves=couples[0]), DESK)

    def outcome(self, number: int) -> Outcome:
        """As the counts make it."""
        fold = self.engine.fold(SEASON)
        return outcome_of(fold.state, number, fold.tallies)

    def certify(self, number: int) -> None:
        """Two people certify."""
        self.govern(c.CertifyOutcome(week=number))

    def announce(self, number: int, outcome: Outcome, *, danger: bool = True) -> None:
        """What was certified is said on air."""
        if outcome.placed:
            places = []
            for group in outcome.order:
                places += [w.Place(couple=couple, place=len(places) + 1 - at) for at, couple in enumerate(group)]
            self.say(c.AwardPlaces(week=number, places=tuple(places)), PRODUCER)
            return
        if danger and outcome.bottom:
            self.say(c.AnnounceDanger(week=number, couples=tuple(sorted(outcome.bottom))), PRODUCER)
        for couple in outcome.leaving:
            self.say(c.AnnounceElimination(week=number, couple=couple), PRODUCER)

    def play(
        self, number: int, form: str, marks: Counts, counts: Mapping[str, Counts], *, danger: bool = True
    ) -> Outcome:
        """A whole week to its announcement."""
        self.open_week(number, form)
        self.open_lines(number)
        self.score(number, marks)
        self.vote(number, counts)
        self.close_lines(number)
        outcome = self.decide(number)
        self.certify(number)
        self.announce(number, outcome, danger=danger)
        return outcome

    def proved(self, number: int, as_if: AsIf | None = None) -> c.RecordProof:
        """The proof as recorded."""
        recorded = prove(self.engine, SEASON, number, PRODUCER, self.proofs, as_if=as_if)
        return recorded.fact  # type: ignore[no-any-return]

    def place(self, number: int, gateway: str, channel: str, body: str = "viewers") -> Place:
        """Whose counts a manifest commits to."""
        return Place(SEASON, number, gateway, channel, body)

    def manifest(self, number: int, gateway: str) -> object:
        """A gateway's manifest as it stands in the log."""
        *_, last = self.log.stream(gateway_stream(SEASON, number, gateway))
        return last.fact


def shared_out(counts: Counts, parts: int, chance: Random) -> list[dict[str, int]]:
    """The counts in so many parts that add up to them."""
    shares: list[dict[str, int]] = [{} for _ in range(parts)]
    for couple, count in counts.items():
        cuts = sorted(chance.randint(0, count) for _ in range(parts - 1))
        for share, low, high in zip(shares, (0, *cuts), (*cuts, count), strict=True):
            share[couple] = high - low
    return shares


def _batch(week: int, gateway: str, body: str, channel: str, votes: Counts) -> OfBatch:
    return OfBatch(
        season=SEASON,
        week=week,
        gateway=gateway,
        batch=1,
        channel=channel,
        body=body,
        opens="2024-09-24T20:00:00Z",
        closes="2024-09-24T20:01:00Z",
        votes=tuple(votes.items()),
        received=sum(votes.values()),
    )


class Published:
    """The show's log with checkpoints, and what bundles of it are found to be."""

    def __init__(self, show: Show, folder: Path) -> None:
        self.show, self.folder = show, folder
        self.signer = make_key(folder / "key", "example.org/dancing")
        self.register = Register(register_path(folder / "key"))
        self.ledger = Ledger.open(show.log)
        self.policy = parse_policy(f"log {self.signer.verifier_key().to_text()}\nquorum none\n".encode())

    def bundle(self, week: int | None = None, *, sealed: bool = True, proved: bool = True) -> bytes:
        """A bundle up to now; sealed and proved unless said."""
        Publisher(self.ledger, self.register, self.signer).publish()
        proofs = self.show.proofs.get if proved else None
        return make_bundle(
            self.ledger, self.register, SEASON, week, sealed=sealed, guessable=True, proofs=proofs
        ).octets

    def verified(self, octets: bytes, without: str = "") -> Report:
        """What the package says of it, perhaps without a check."""
        path = self.folder / "a.bundle"
        path.write_bytes(octets)
        return verify(path, self.policy, without=(without,))


def codes(report: Report) -> set[str]:
    """The findings that count."""
    return {found.code for found in report.findings if found.kind != "notice"}
