"""How a generated week ends: ties settled, ballots cast, the outcome certified and announced."""

from hypothesis import strategies as st

from domain.rulebook.forms import Form
from domain.season import commands as c
from domain.season import words as w
from domain.season.state import field_of, judges_present
from glitterball.testing.script import Night


def decide_week(night: Night, number: int) -> None:
    """Ties settled and ballots cast for as long as the outcome waits for them; then it is certified, or the elimination
    is cancelled where it cannot be."""
    for _ in range(4):
        outcome = night.log.outcome(number)
        for need in outcome.needs:
            if need.clause.startswith("tie_chain"):
                order = tuple(night.draw(st.permutations(need.couples)))
                means = ("lot",) if need.clause.endswith("lot") else ("authority",)
                link = night.draw(st.sampled_from(means if need.clause != "tie_chain" else ("authority", "lot")))
                night.say(
                    c.SettleTie.model_validate({"week": number, "link": link, "order": order, "how": "as agreed"})
                )
            elif need.clause.endswith("second_stage"):
                episode = max(night.week(number).panels, default=0)
                for judge in judges_present(night.week(number), episode):
                    saves = night.draw(st.sampled_from(outcome.bottom))
                    night.say(c.CastBallot(week=number, judge=judge, saves=saves))
    certified = night.say(c.CertifyOutcome(week=number))
    if not certified and night.mode != "historic":
        night.say(c.CancelElimination(week=number, reason="the outcome could not be certified"))


def announce_week(night: Night, number: int, form: Form) -> None:
    """What follows from the outcome, said on air; now and then something else, corrected or disputed."""
    outcome = night.log.outcome(number)
    field = field_of(night.log.state, number)
    if not field:
        return
    danger = outcome.bottom or field[-1:]
    if night.chance(5):
        danger = field[:1]
    if form.select.kind in ("lowest", "top_safe"):
        night.say(c.AnnounceDanger(week=number, couples=danger, source=night.source))
        if danger != outcome.bottom and outcome.bottom:
            fixed = c.CorrectAnnouncement(week=number, what="danger", couples=outcome.bottom, reason="wrong card")
            night.say(fixed)
        if night.mode == "historic" and night.chance(4):
            night.say(
                c.DisputeAnnouncement(
                    week=number, what="danger", couples=field[:1], claim="another couple", source="a magazine"
                )
            )
    for couple in outcome.saved:
        night.say(c.AnnounceSave(week=number, couple=couple, by="judges"))
    if night.week(number).cancelled is None:
        leaving = outcome.leaving or (field[-1:] if night.mode == "historic" and form.leave else ())
        for couple in leaving:
            night.say(c.AnnounceElimination(week=number, couple=couple, source=night.source))
        if form.select.kind == "everyone_placed":
            _award(night, number)


def _award(night: Night, number: int) -> None:
    rows = night.log.outcome(number).standings()
    places = tuple(w.Place(couple=row.couple, place=row.place or 1) for row in rows)
    if not rows:
        return  # all have a bye, or withdrew
    night.say(c.AwardPlaces(week=number, places=places))
    if len(places) % 2 == 0:
        night.say(c.CorrectPlaces(week=number, places=places, reason="the envelope was read again"))
