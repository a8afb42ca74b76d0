"""What `check` finds: every finding shown able to appear, with its line, and absent from a rulebook without the fault."""

import pytest

from domain.findings import Finding
from domain.rulebook import Assumption, Rulebook, read_rulebook
from glitterball.rulebooks import shipped_rulebook, shipped_rulebooks
from glitterball.rules import check

from .small_rulebook import SOUND, found

CHAIN = SOUND[SOUND.index("[[tie_chain]]") : SOUND.index("[panel]")]
PANEL = SOUND[SOUND.index("[panel]") : SOUND.index("[forms.dance-off]")]
LOT = CHAIN[CHAIN.rindex("[[tie_chain]]") :]
CASTING = 'decides = "casting vote"\ncasting = "as seated"'
FINALE = SOUND[SOUND.index("[forms.finale]") :]
RANK = '{ kind = "rank", ties = "dense" }'
MARKS_RANK = f'counts = {{ kind = "marks" }}\npoints = {RANK}'
FOUR_TO_THREE = ("judges = [4]", "judges = [3]")
VIEWERS_RANK = 'counts = { kind = "votes" }\npoints = { kind = "rank", ties = "dense" }'


def changed(*swaps: tuple[str, str]) -> str:
    text = SOUND
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return text


def test_a_sound_rulebook_has_no_findings() -> None:
    assert found(SOUND) == []


@pytest.mark.parametrize("id", shipped_rulebooks())
def test_no_shipped_rulebook_has_an_error(id: str) -> None:  # noqa: A002 - a rulebook's id
    assert [one for one in check(shipped_rulebook(id), "", id) if one.severity == "error"] == []


def test_a_finding_names_file_line_and_clause() -> None:
    text = changed((CASTING, 'decides = "majority"'))
    line = text.splitlines().index("[forms.dance-off.second_stage]") + 1
    what = "forms.dance-off.second_stage: 4 judges can divide 2-2 over 2 couples, and no clause decides"
    assert check(read_rulebook(text), text, "small.toml") == (Finding(f"small.toml:{line}", what, "error"),)


FAULTS = {
    "no tie rule with rank points": (
        [(CHAIN, "")],
        ("error", "tie_chain: no rule for couples with equal combined points; with rank points the lowest are"),
    ),
    "no tie rule with points tables": (
        [(CHAIN, ""), (VIEWERS_RANK, 'counts = { kind = "votes" }\npoints = { kind = "table", table = [3, 2, 1] }')],
        ("error", "tie_chain: no rule for couples with equal combined points"),
    ),
    "no tie rule with shares": (
        [(CHAIN, ""), ('{ kind = "rank", ties = "dense" }', '{ kind = "share" }')],
        ("warning", "tie_chain: no rule for couples with equal combined points; rare"),
    ),
    "a chain that can leave ties": (
        [('kind = "side_total"\nside = "viewers"', 'kind = "last_dance"'), (LOT, "")],
        ("warning", "tie_chain: the chain can leave couples tied that are equal in combined points and in last_dance"),
    ),
    "only equal votes stay tied": (
        [(LOT, "")],
        ("note", "tie_chain: couples with the same number of votes stay tied"),
    ),
    "a link after a lot": (
        [(LOT, LOT + '[[tie_chain]]\nkind = "last_dance"\nsource = "the producer"\n\n')],
        ("warning", "tie_chain.2: last_dance is never reached: lot before it leaves no couples equal"),
    ),
    "a link that repeats": (
        [(LOT, '[[tie_chain]]\nkind = "side_points"\nside = "judges"\nsource = "the producer"\n\n' + LOT)],
        (
            "warning",
            "tie_chain.1: side_points can tell nobody apart: couples that reach it are equal on the judges' side",
        ),
    ),
    "a table cannot rank ties": (
        [(VIEWERS_RANK, 'counts = { kind = "votes" }\npoints = { kind = "table", table = [12, 10, 8] }')],
        (
            "warning",
            "sides.viewers.points: couples tied on the viewers' side for a place of the points table cannot be",
        ),
    ),
    "a voting body may tie": (
        [
            (
                VIEWERS_RANK,
                'counts = { kind = "bodies", bodies = "televote/*", table = [12, 10], ties = "refused" }\n'
                'points = { kind = "raw" }',
            )
        ],
        ("note", "sides.viewers.counts.ties: a voting body with equal votes"),
    ),
    "a weight that makes a side powerless": (
        [(VIEWERS_RANK, VIEWERS_RANK + '\nweight = "1/20"')],
        (
            "error",
            "sides.viewers.weight: the viewers' side is powerless: it moves a couple by at most 3/4, and the smallest",
        ),
    ),
    "marks beside a share": (
        [
            (MARKS_RANK, MARKS_RANK.replace(RANK, '{ kind = "raw" }')),
            (VIEWERS_RANK, 'counts = { kind = "votes" }\npoints = { kind = "share" }'),
        ],
        ("error", "sides.viewers.weight: the viewers' side is powerless: it moves a couple by at most 1"),
    ),
    "raw votes beside ranks": (
        [(VIEWERS_RANK, 'counts = { kind = "votes" }\npoints = { kind = "raw" }')],
        ("warning", "sides.viewers.points: raw votes, thousands apart, are added to the judges' side"),
    ),
    "a save without a panel": (
        [(PANEL, "")],
        ("warning", "forms.dance-off.second_stage: no [panel] says how many judges vote"),
    ),
    "a save without judges": (
        [(PANEL, ""), (SOUND[SOUND.index("[sides.judges]") : SOUND.index("[sides.viewers]")], "")],
        ("error", "forms.dance-off.second_stage: the judges save, but no side counts judges' marks and no [panel]"),
    ),
    "a casting vote nobody holds": (
        [('casting = "as seated"\n', "")],
        ("warning", "forms.dance-off.second_stage.casting: nobody is said to hold the casting vote"),
    ),
    "a casting vote never used": (
        [('"casting vote"', '"head judge counts twice"')],
        (
            "warning",
            "forms.dance-off.second_stage.casting: is never used: ballots are decided by head judge counts twice",
        ),
    ),
    "five judges tie although the head judge counts twice": (
        [(CASTING, 'decides = "head judge counts twice"'), ("judges = [4]", "judges = [5]")],
        ("error", "forms.dance-off.second_stage: 5 judges can divide 3-2 over 2 couples, and no clause decides"),
    ),
    "three judges tie when one is absent": (
        [(CASTING, 'decides = "majority"'), ("judges = [4]", "judges = [3]")],
        ("note", "forms.dance-off.second_stage: with one of 3 judges absent the others can divide 1-1"),
    ),
    "three couples and three judges": (
        [(CASTING, 'decides = "majority"'), FOUR_TO_THREE, ("couples = 2 }\nleave = 1", "couples = 3 }\nleave = 2")],
        ("warning", "forms.dance-off.second_stage: 3 judges can divide 1-1-1 over 3 couples"),
    ),
    "an instant save can tie": (
        [('kind = "dance_off"\n' + CASTING, 'kind = "viewers_save"')],
        ("note", "forms.dance-off.second_stage: couples with equal save votes stay open"),
    ),
    "a second stage never asked": (
        [("leave = 1", "leave = 2")],
        (
            "error",
            "forms.dance-off.second_stage: is never asked: 2 are in danger and 2 leave, so nobody is left to save",
        ),
    ),
    "a form that repeats another": (
        [("[forms.finale]", FINALE.replace("finale", "last") + "\n[forms.finale]")],
        ("warning", "forms.finale: ends a week exactly as 'last' does"),
    ),
    "no finale": (
        [(FINALE, "")],
        ("note", "forms: no form places everyone"),
    ),
    "nothing ever decided": (
        [
            (SOUND[SOUND.index("[forms.dance-off]") : SOUND.index("[forms.finale]")], ""),
            ('kind = "everyone_placed"', 'kind = "nobody"'),
        ],
        ("error", "forms: no form lets anyone leave or places anyone: nothing is ever decided"),
    ),
    "a reading that changes nothing": (
        [
            (
                PANEL,
                PANEL
                + '[assumptions.ties]\nclause = "sides.judges.points.ties"\nsays = "?"\nalternatives = ["dense"]\n\n',
            )
        ],
        ("warning", "assumptions.ties.alternatives: the reading dense is what the rulebook says already"),
    ),
    "an assumption nobody declared": (
        [('side = "viewers"\nsource = "the producer"', 'side = "viewers"\nsource = "by assumption"')],
        ("warning", "tie_chain.0: its source says that it is assumed, but no assumption names it"),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_in_a_rulebook_that_has_it(fault: str) -> None:
    swaps, (severity, begins) = FAULTS[fault]
    findings = found(changed(*swaps))
    assert any(grade == severity and what.startswith(begins) for grade, what in findings), findings


def test_an_assumption_about_a_clause_that_does_not_exist_is_found_in_a_rulebook_made_by_hand() -> None:
    """Read from text it is refused before it gets here."""
    rulebook: Rulebook = read_rulebook(SOUND).model_copy(
        update={"assumptions": (Assumption(name="wild", clause="sides.band.points", says="?", alternatives=('"x"',)),)}
    )
    (finding,) = check(rulebook, SOUND, "small.toml")
    assert finding.what.startswith("assumptions.wild.clause: cannot be switched to x: no clause named 'band'")


def test_f9_shares_of_totals_that_can_fall_below_nothing_are_warned_of() -> None:
    shares = SOUND.replace('points = { kind = "rank", ties = "dense" }', 'points = { kind = "share" }')
    assert not [what for _, what in found(shares) if "negative" in what]
    below = [what for _, what in found(shares.replace("lowest = 1", "lowest = -5")) if "negative" in what]
    assert len(below) == 1
    assert below[0].startswith(
        "sides.judges.points: shares are taken of totals that can be negative, since marks go down to -5"
    )
