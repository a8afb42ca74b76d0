"""A week in which nobody votes is never sealed: its certificate locks the marks, and one person alone corrects none of them."""

from pathlib import Path

from domain.season import commands as c
from domain.season import events as e
from domain.season import words as w
from glitterball.rulebooks import shipped_rulebook
from tests.auditors_file.both import Both
from tests.evidence.verifying import night
from tests.people.rostered import EVE, SEASON, Rostered

CORRECTED = e.ScoreCorrected(week=1, dance="1.1.cleo-dov", judge=night.JUDGES[0], mark=9, was=7, reason="misread")


def judged(folder: Path) -> Rostered:
    """A week that judges alone decide, certified."""
    show = Rostered(folder)
    say = lambda command: night.Night.say(show, command)  # noqa: E731
    book = shipped_rulebook("us-33")
    marks = next(side for side in book.sides if side.counts.kind == "marks")
    say(c.OpenSeason(season=SEASON, show="Dancing", number=1, mode="live"))
    say(c.AdoptRulebook(rulebook=book.model_copy(update={"sides": (marks,), "tie_chain": ()}), from_week=1))
    for couple in night.COUPLES:
        celebrity, professional = couple.title().split("-")
        say(c.CastCouple(couple=couple, celebrity=celebrity, professional=professional))
    episode = w.Episode(number=1, date="2024-09-24")
    say(c.OpenWeek(week=1, form="single", episodes=(episode,), scores_from=(1,), votes_from=(1,)))
    seats = tuple(w.Judge(judge=judge, name=judge.title()) for judge in night.JUDGES[:2])
    say(c.SeatPanel(week=1, episode=1, judges=seats))
    for mark, couple in enumerate(night.COUPLES):
        say(c.ScheduleDance(week=1, episode=1, round="1", couples=(couple,)))
        for seat in seats:
            say(c.GiveScore(week=1, dance=f"1.1.{couple}", judge=seat.judge, mark=9 - mark))
    say(c.CertifyOutcome(week=1))
    return show


def test_one_person_who_corrects_a_mark_past_the_desk_is_found_by_both_verifiers(tmp_path: Path) -> None:
    show = judged(tmp_path)
    both = Both(tmp_path, show.policy())
    assert both(show.bundle()).exit_code == 0
    show.forge([CORRECTED], EVE)
    told = both(show.bundle())
    assert "two-persons" in told.codes
    assert told.exit_code == 5
    show.close()


def test_two_people_correct_it(tmp_path: Path) -> None:
    show = judged(tmp_path)
    correction = c.CorrectScore(week=1, dance=CORRECTED.dance, judge=CORRECTED.judge, mark=9, reason="misread")
    night.Night.say(show, correction)
    assert Both(tmp_path, show.policy())(show.bundle()).codes <= {"stale"}
    show.close()
