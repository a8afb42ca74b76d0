"""A property of a rulebook as a value: what is promised, by whom it is said, how it is searched, and the search itself."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.refusals import Refusal
from domain.rulebook import Rulebook
from domain.rulebook.plug_ins import promised_by
from domain.rulebook.promises import PromiseName
from glitterball.properties.claim import NotAWitness
from glitterball.properties.counterexample import Counterexample
from glitterball.properties.result import Result, Verdict
from glitterball.properties.rules import Budget, OutOfWork, Rules, Trial, as_rules

STANDARD = Budget()


@dataclass(frozen=True, slots=True)
class Property:
    """A promise a show might make to its viewers.

    `how` says in words how it is searched. `silent` answers why a rulebook can neither keep nor break it, or None.
    """

    name: PromiseName
    promise: str
    source: str
    how: str
    search: Callable[[Trial], Counterexample | None]
    silent: Callable[[Rulebook], str | None] = lambda rulebook: None

    def try_on(self, rulebook: Rulebook | Rules, budget: Budget = STANDARD) -> Result:
        """Try to break it, and say how much was searched. Under rules of your own the rulebook is computed by them. What is
        refused on the way is a result as well, so that one property that cannot be asked takes no other along."""
        rules = as_rules(rulebook)
        why = self.silent(rules.rulebook)
        if why is not None:
            return self._result(rules, "does not apply", budget, notes=(why,))
        trial = Trial(rules, budget)
        cut_short = False
        try:
            found = self.search(trial)
        except OutOfWork:
            cut_short, found = True, trial.found
        except Refusal as refusal:
            return self._not_asked(rules, budget, trial, refusal.sentence())
        except NotAWitness as false:
            why = f"a week was found, and looked at again it does not show what is said of it: {false.says}"
            return self._not_asked(rules, budget, trial, why)
        cut_short = cut_short or (found is None and bool(trial.left_out - trial.drawn_forms))
        verdict = _verdict(trial, found, cut_short)
        return self._result(rules, verdict, budget, found, trial, cut_short, tuple(trial.notes))

    def _not_asked(self, rules: Rules, budget: Budget, trial: Trial, why: str) -> Result:
        return self._result(rules, "could not be asked", budget, trial=trial, notes=(*trial.notes, why))

    def find_violation(self, rulebook: Rulebook | Rules, budget: Budget = STANDARD) -> Counterexample | None:
        """The smallest week found that breaks it, or None: then none was found, which proves nothing beyond what
        `try_on` says was gone through."""
        return self.try_on(rulebook, budget).counterexample

    def _result(
        self,
        rules: Rules,
        verdict: Verdict,
        budget: Budget,
        found: Counterexample | None = None,
        trial: Trial | None = None,
        cut_short: bool = False,
        notes: tuple[str, ...] = (),
    ) -> Result:
        made = rules.rulebook.promises
        return Result(
            name=self.name,
            promise=self.promise,
            rulebook=rules.rulebook.ref,
            verdict=verdict,
            counterexample=found,
            covered=tuple(trial.covered) if trial else (),
            drawn=trial.drawn if trial else 0,
            unsettled=trial.unsettled if trial else 0,
            outcomes=trial.outcomes if trial else 0,
            compared=trial.compared if trial else 0,
            seed=budget.seed,
            cut_short=cut_short,
            notes=notes,
            promised=self.name in promised_by(rules.rulebook),
            waived=made.waived(self.name) if made is not None else None,
        )


def _verdict(trial: Trial, found: Counterexample | None, cut_short: bool) -> Verdict:
    """What the search comes to. What was not looked at to the end, or held nothing to look at, is never "no violation"."""
    if found is not None:
        return "broken"
    if cut_short:
        return "not tested"
    if not (trial.covered or trial.drawn):
        trial.notes.append("No week small enough to try can end in a form of this rulebook.")
        return "does not apply"
    if not trial.compared and trial.unsettled:
        trial.notes.append("Nothing could be concluded in any week that was tried.")
        return "not tested"
    if not trial.compared:
        trial.notes.append("There was nothing to compare in any week that was tried.")
        return "does not apply"
    return "exhaustive" if _all_gone_through(trial) else "not broken"


def _all_gone_through(trial: Trial) -> bool:
    """Whether all weeks of some sizes were there, in every form, and nothing was left open."""
    whole = {one.form for one in trial.covered if one.whole}
    some = {one.form for one in trial.covered if not one.whole}
    return bool(whole) and not some and trial.expected <= whole and not trial.unsettled
