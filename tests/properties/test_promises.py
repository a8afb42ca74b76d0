"""A rulebook declares the promises it makes and waives others with a reason; running the properties says which it keeps."""

import json
from importlib.resources import files

import pytest

from domain.record import canonical_json
from domain.rulebook import Rulebook, RulebookUnreadable, read_rulebook
from domain.rulebook.promises import Promises, Waiver
from glitterball.properties import Budget, as_json, broken_promises, property_named, report, run_properties, told
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from glitterball.season_files.rulebook_text import rulebook_text
from tests.properties.built import by_share

TEXT = files("glitterball.rulebooks").joinpath("strictly-2008.toml").read_text("utf-8").split("[promises")[0]
PROMISES = """
[promises]
makes = ["savable", "neutral"]

[promises.waives]
consistent = "the show adds ranks and has never compared them with shares"
"""
QUICK = Budget(max_examples=60, outcomes=1_000)


def promising(text: str = PROMISES) -> Rulebook:
    return read_rulebook(TEXT + text, "strictly.toml")


def test_a_rulebook_file_declares_what_it_promises_and_what_it_waives_and_why() -> None:
    assert promising().promises == Promises(
        makes=("savable", "neutral"),
        waives=(Waiver(promise="consistent", because="the show adds ranks and has never compared them with shares"),),
    )


def test_promises_survive_the_log_and_the_file_they_are_written_to() -> None:
    rulebook = promising()
    assert Rulebook.model_validate_json(canonical_json(rulebook)) == rulebook
    assert read_rulebook(rulebook_text(rulebook)) == rulebook


def test_a_rulebook_without_promises_has_the_same_bytes_as_before_there_were_any() -> None:
    assert b"promises" not in canonical_json(promising(""))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('\n[promises]\nmakes = ["saveable"]\n', "promises.makes.0"),
        ('\n[promises]\nmakes = ["savable", "savable"]\n', "promise 'savable' is named twice"),
        ('\n[promises]\nmakes = ["savable"]\n[promises.waives]\nsavable = "no"\n', "promise 'savable' is named twice"),
        ('\n[promises.waives]\nkind = "unheard of"\n', "promises.waives.0.promise"),
    ],
)
def test_a_promise_nobody_knows_or_made_twice_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(RulebookUnreadable) as refused:
        promising(text)
    assert said in refused.value.findings[0].what
    assert refused.value.findings[0].where.startswith("strictly.toml:")


@pytest.mark.heavy("every one")
def test_a_broken_promise_is_told_from_one_that_was_waived_or_never_made() -> None:
    savable, winnable, consistent = run_properties(promising(), QUICK, ["savable", "winnable", "consistent"])
    assert [told(one) for one in (savable, winnable, consistent)] == [
        "BROKEN, though promised",
        "broken; not promised",
        "broken; waived",
    ]
    assert broken_promises((savable, winnable, consistent)) == ("savable",)


@pytest.mark.heavy("every one")
def test_what_was_merely_not_broken_is_never_called_proved() -> None:
    results = run_properties(by_share(), QUICK, ["monotone", "conserved"])
    for result in results:
        assert result.verdict == "not broken"
        assert told(result).startswith("no violation in ")
        assert told(result).endswith("that proves nothing beyond them")


@pytest.mark.heavy("every one")
def test_what_was_gone_through_is_told_with_the_size_every_form_reached() -> None:
    results = run_properties(shipped_rulebook("strictly-2009"), names=["savable", "schedule"])
    assert [told(one) for one in results] == ["holds in all weeks of up to 8 couples", "broken; not promised"]
    for drawn, verdict in ((0, "not tested"), (60, "not broken")):
        budget = Budget(max_examples=drawn, outcomes=500)
        one_of_two_forms = run_properties(shipped_rulebook("us-30-31"), budget, ["scale-free"])[0]
        forms = {form.name for form in shipped_rulebook("us-30-31").forms}
        assert {size.form for size in one_of_two_forms.covered} < forms
        assert one_of_two_forms.verdict == verdict


def test_the_report_names_the_seed_the_sizes_and_shows_promised_failures_first() -> None:
    lines = report(run_properties(promising(), QUICK, ["winnable", "savable", "no-dictator"]))
    assert lines[0] == "winnable     broken; not promised"
    assert lines[1] == "savable      BROKEN, though promised"
    assert lines[2] == "no-dictator  holds, whichever way the judges vote"
    assert lines[4] == "savable: Every couple can stay, whatever tonight's marks, for some votes."
    assert lines[-1] == "Seed 0; the same seed finds the same weeks."
    assert report([]) == ["No property was tried."]


def test_results_as_json_are_plain_and_exact() -> None:
    results = run_properties(by_share(), names=["withdrawal-proof"])
    told_again = json.loads(json.dumps(as_json(results)))
    first = told_again[0]["counterexample"]["weeks"][0]["standings"][0]
    assert (first["couple"], first["points"], first["combined"]) == (
        "cleo-dov",
        {"judges": "1/4", "viewers": "1/2"},
        "3/4",
    )


@pytest.mark.heavy("every one")
def test_every_shipped_rulebook_can_be_asked_about_every_promise_it_makes() -> None:
    for name in shipped_rulebooks():
        rulebook = shipped_rulebook(name)
        for promise in rulebook.promises.makes if rulebook.promises else ():
            assert property_named(promise).try_on(rulebook, QUICK).verdict != "broken", (name, promise)


def test_an_unknown_property_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(ValueError, match="no property is called 'fair'; there are savable, nobody-safe"):
        property_named("fair")
