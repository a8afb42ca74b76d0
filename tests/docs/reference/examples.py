"""One example for each command of the command line, or several: what is typed, where, and how much of the answer is shown.

An example is found by the words it begins with, so it stands here and nowhere else; a test holds the list complete. Scenes
are folders with a store, played once each; every example is typed in a copy of its scene.
"""

from dataclasses import dataclass

PETRA = '--by "Petra (producer)"'
DORA = '--by "Dora (score desk)"'
HANA = '--by "Hana (historian)"'
TWO_EXECUTIVES = '--by "Eve (executive)" --with "Ada (adjudicator)"'
TWO_SUPERVISORS = '--by "Sam (supervisor)" --with "Sue (supervisor)"'

SIGN_IN = """origin = "https://results.example.org"

[[person]]
identity = "dora"
name = "Dora Lind"
roles = ["score desk"]
"""
THREE_SHARES = "--to ada.share ola.share sue.share --for Ada Ola Sue"

LINES = "--opens 2026-03-07T20:00:00Z --closes 2026-03-07T21:00:00Z"

PHONES = "phones+cf33de9e+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
PHONES_SECRET = f"PRIVATE+KEY+phones+cf33de9e+AQ{'A' * 42}"
PHONES_NEW = "phones+dac23bee+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"


SECRETS = {
    "eve": "PRIVATE+KEY+eve+188e3cbb+AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB",
    "ola": "PRIVATE+KEY+ola+106956aa+AQICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC",
}
EVE = "eve+188e3cbb+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c Eve Adams (executive, producer)"
OLA = "ola+106956aa+AYE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU Ola Nord (adjudicator)"
PAM = "pam+c4573e2d+Ae1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfR Pam Roy (score desk)"
PAM_CHANGED = PAM.replace("score desk", "score desk, producer")
ROSTER = f"--person '{EVE}' --person '{OLA}'"
CHANNELS = """{ "season":"harbour-1","week":1,"gateway":"phones","batch":1,"channel":"sms","opens":"2026-03-07T20:00:00Z",\
"closes":"2026-03-07T20:30:00Z","votes":[["mia-jon",1200],["otto-lea",3400],["pia-max",2100]],"received":6700}
{ "season":"harbour-1","week":1,"gateway":"phones","batch":2,"channel":"app","opens":"2026-03-07T20:30:00Z",\
"closes":"2026-03-07T21:00:00Z","votes":[["mia-jon",1900],["otto-lea",2600],["pia-max",2500]],"received":7000}
{ "season":"harbour-1","week":1,"gateway":"phones","batches":2,"totals":[\
{ "channel":"app","received":7000,"accepted":7000},{ "channel":"sms","received":6700,"accepted":6700}]}
"""
CHANNELS_OF_ONE = """{ "season":"harbour-1","week":1,"gateway":"phones","batch":1,"channel":"sms","opens":"2026-03-07T20:00:00Z",\
"closes":"2026-03-07T20:30:00Z","votes":[["mia-jon",1200],["otto-lea",3400],["pia-max",2100]],"received":6700}
"""
ROUNDS = """glitterball = "rulebook.v1"

id = "harbour-ball"
version = 1
title = "Harbour Ball"
applies_to = "an invented ball"
scale = { lowest = 0, highest = 1, source = "the ball's programme" }

[sides.judges]
counts = { kind = "calls" }
points = { kind = "raw" }
source = "the ball's programme"

[forms.semi-final]
says = "Two couples go on."
select = { kind = "called_back", couples = 2 }
source = "the ball's programme"
"""
BALL_DANCES = "episode,round,couple\n1,waltz,ann-ed\n1,waltz,bo-flo\n1,waltz,cy-gil\n1,waltz,di-hal\n"
BALL = """glitterball = "season.v1"

season = "ball-1"
show = "Harbour Ball"
number = 1
mode = "live"
scores = "ball.csv"
couples = [
  { couple = "ann-ed", celebrity = "Ann Abel", professional = "Ed Egge" },
  { couple = "bo-flo", celebrity = "Bo Berg", professional = "Flo Falk" },
  { couple = "cy-gil", celebrity = "Cy Cole", professional = "Gil Grau" },
  { couple = "di-hal", celebrity = "Di Dahl", professional = "Hal Holm" },
]

[[rulebooks]]
rulebook = "rounds.toml"
from_week = 1

[[weeks]]
week = 1
form = "semi-final"
episodes = [{ number = 1, date = "2026-03-07" }]
scores_from = [1]
votes_from = [1]
closed = false

[[weeks.panels]]
episode = 1
judges = [{ judge = "ana", name = "Ana Ruiz" }, { judge = "ben", name = "Ben Okoro" }]
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """A folder with the files of the harbour season, and what was typed in it, after another scene's end."""

    typed: tuple[str, ...] = ()
    after: str | None = None
    files: tuple[tuple[str, str], ...] = ()
    """Files that lie there besides, with what is in them."""


def _marks(**marks: tuple[int, int]) -> tuple[str, ...]:
    return tuple(
        f"score give harbour-1 1 {couple} {judge} {mark} {DORA}"
        for couple, given in marks.items()
        for judge, mark in zip(("ana", "ben"), given, strict=True)
    )


def _week(file: str, **marks: tuple[int, int]) -> tuple[str, ...]:
    return (
        f"week open harbour-1 1 --from harbour/{file} {PETRA}",
        f"votes open harbour-1 1 --gateway phones:sms {LINES} {PETRA}",
        *_marks(**marks),
    )


def _votes(file: str) -> tuple[str, ...]:
    return f"votes import harbour-1 1 harbour/{file}", f"votes close harbour-1 1 {PETRA}"


SCENES: dict[str, Scene] = {
    "an empty folder": Scene(),
    "us-33": Scene(("season import us-33",)),
    "people sign in": Scene(after="us-33", files=(("people.toml", SIGN_IN),)),
    "harbour": Scene((f"season import harbour/season.toml {TWO_EXECUTIVES}",)),
    "a week is open": Scene((f"week open harbour-1 1 --from harbour/week-1.toml {PETRA}",), after="harbour"),
    "lines are open": Scene(_week("week-1.toml", mia=(9, 9), otto=(7, 6), pia=(7, 8)), after="harbour"),
    "votes are sealed": Scene(_votes("phones.ndjson"), after="lines are open"),
    "a tie": Scene(
        (*_week("week-1.toml", mia=(9, 9), otto=(9, 9), pia=(9, 9)), *_votes("tie.ndjson")), after="harbour"
    ),
    "a duel": Scene(
        (*_week("duel.toml", mia=(9, 9), otto=(7, 6), pia=(7, 8)), *_votes("phones.ndjson")), after="harbour"
    ),
    "proposed": Scene(
        (f"score correct harbour-1 1 pia ben 7 --reason 'the card says 7' {DORA}",), after="votes are sealed"
    ),
    "certified": Scene((f"week certify harbour-1 1 {TWO_EXECUTIVES}",), after="votes are sealed"),
    "announced": Scene((f"week announce harbour-1 1 --out mia {PETRA}",), after="certified"),
    "a gateway has written": Scene(after="lines are open", files=(("inbox/phones-1.ndjson", CHANNELS_OF_ONE),)),
    "lines are open in an order": Scene(
        (
            f"week open harbour-1 1 --from harbour/week-1.toml {PETRA}",
            f"votes open harbour-1 1 --gateway phones:sms {LINES} --in-order {PETRA}",
            *_marks(mia=(9, 9), otto=(7, 6), pia=(7, 8)),
            f"votes key introduce harbour-1 phones {PHONES} {TWO_SUPERVISORS}",
        ),
        after="harbour",
        files=(("phones.key", f"{PHONES_SECRET}\n"),),
    ),
    "lines are open to two channels": Scene(
        (
            f"week open harbour-1 1 --from harbour/week-1.toml {PETRA}",
            f"votes open harbour-1 1 --gateway phones:sms,app {LINES} --in-order {PETRA}",
            *_marks(mia=(9, 9), otto=(7, 6), pia=(7, 8)),
            f"votes key introduce harbour-1 phones {PHONES} {TWO_SUPERVISORS}",
        ),
        after="harbour",
        files=(("phones.key", f"{PHONES_SECRET}\n"), ("channels.ndjson", CHANNELS)),
    ),
    "hidden votes are closed": Scene(
        (
            "votes sign harbour-1 1 harbour/phones.ndjson --key phones.key --in-order --commit > signed.txt",
            "votes import harbour-1 1 signed.txt",
            f"votes close harbour-1 1 {PETRA}",
            f"week certify harbour-1 1 {TWO_EXECUTIVES}",
            f"week announce harbour-1 1 --out mia {PETRA}",
            f"week close harbour-1 1 {PETRA}",
        ),
        after="lines are open in an order",
    ),
    "closed": Scene((f"week close harbour-1 1 {PETRA}",), after="announced"),
    "a key is known": Scene(
        (f"votes key introduce harbour-1 phones {PHONES} {TWO_SUPERVISORS}",),
        after="lines are open",
        files=(("phones.key", f"{PHONES_SECRET}\n"),),
    ),
    "published": Scene(
        ("checkpoint key example.org/harbour -o log.key", "checkpoint publish --key log.key -o checkpoint.txt"),
        after="announced",
        files=(("policy.txt", "log {log.key}\nquorum none\n"),),
    ),
    "a full night": Scene(
        (
            f"week open harbour-1 1 --from harbour/week-1.toml {PETRA}",
            f"votes open harbour-1 1 --gateway phones:sms,calls {LINES} {PETRA}",
            *_marks(mia=(9, 9), otto=(7, 6), pia=(7, 8)),
            f"score paddle harbour-1 1 pia ben 7 {DORA}",
            f"score correct harbour-1 1 pia ben 7 --reason 'the card says 7' {DORA}",
            *_votes("two-channels.ndjson"),
            f"week certify harbour-1 1 {TWO_EXECUTIVES}",
            f"week announce harbour-1 1 --out otto {PETRA}",
            f"week close harbour-1 1 {PETRA}",
            "projections update",
        ),
        after="harbour",
    ),
    "a ball": Scene((f"season import ball.toml {TWO_EXECUTIVES}",), after="the files of a ball"),
    "the files of a ball": Scene(
        files=(("ball.toml", BALL), ("ball.csv", BALL_DANCES), ("rounds.toml", ROUNDS)),
    ),
    "a cut through equals": Scene(
        tuple(
            f"score call ball-1 1 {judge} {called} --round waltz {DORA}"
            for judge, called in (("ana", "ann,bo"), ("ben", "ann,cy"))
        ),
        after="a ball",
    ),
    "keys of two people": Scene(files=tuple((f"{name}.key", f"{secret}\n") for name, secret in SECRETS.items())),
    "a season is opened": Scene(
        ("season import harbour/season.toml --by 'Eve Adams (producer)'",), after="keys of two people"
    ),
    "a roster": Scene(
        (f"season import harbour/season.toml {ROSTER} --by 'eve (producer)'",), after="keys of two people"
    ),
    "a person is proposed": Scene(
        (f"--sign eve.key people introduce harbour-1 '{PAM}' --by 'eve (executive)'",), after="a roster"
    ),
    "a roster of three": Scene(
        ("--sign ola.key decision approve harbour-1 1 --by 'ola (adjudicator)'",), after="a person is proposed"
    ),
    "with a backup": Scene(("store backup backup",), after="harbour"),
    "with views": Scene(("projections update",), after="us-33"),
    "a season by hand": Scene(
        (
            f"season open harbour-2 --show 'Harbour Lights' --number 2 {PETRA}",
            f"season adopt harbour-2 us-28-29 {TWO_EXECUTIVES}",
            *(
                f"season cast harbour-2 {couple} {PETRA}"
                for couple in (
                    "ann-ed 'Ann Abel' 'Ed Egge'",
                    "bo-flo 'Bo Berg' 'Flo Falk'",
                    "cy-gil 'Cy Cole' 'Gil Grau'",
                )
            ),
        )
    ),
    "a week by hand": Scene(
        (
            f"week open harbour-2 1 --ends single --date 2026-09-05 {PETRA}",
            f"week panel harbour-2 1 'ana=Ana Ruiz' 'ben=Ben Okoro' --head ana {PETRA}",
            *(f"week schedule harbour-2 1 {couple} --style Waltz {PETRA}" for couple in ("ann", "bo", "cy")),
        ),
        after="a season by hand",
    ),
    "a past season": Scene(
        (
            f"season open harbour-0 --show 'Harbour Lights' --number 2016 --mode historic {HANA}",
            f"season adopt harbour-0 harbour/rulebook.toml {HANA}",
            *(
                f"season cast harbour-0 {couple} {HANA}"
                for couple in ("ann-ed 'Ann Abel' 'Ed Egge'", "bo-flo 'Bo Berg'", "cy-gil 'Cy Cole'")
            ),
            f"week open harbour-0 1 --ends single {HANA}",
            f"week panel harbour-0 1 'ana=Ana Ruiz' 'ben=Ben Okoro' {HANA}",
            f"week schedule harbour-0 1 ann {HANA}",
            f"week announce harbour-0 1 --danger ann,bo --out bo {HANA}",
        )
    ),
}
"""What the examples begin with."""


@dataclass(frozen=True, slots=True)
class Example:
    """A line typed in a scene, how many lines of the answer are shown, what is typed unseen before it, and files that are lost
    then."""

    line: str
    scene: str = "an empty folder"
    shown: int = 12
    before: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


A_FINAL = (
    f"season open harbour-2 --show 'Harbour Lights' --number 2 {PETRA}",
    f"season adopt harbour-2 harbour/rulebook.toml {TWO_EXECUTIVES}",
    f"season cast harbour-2 ann-ed 'Ann Abel' 'Ed Egge' {PETRA}",
    f"season cast harbour-2 bo-flo 'Bo Berg' 'Flo Falk' {PETRA}",
    f"week open harbour-2 1 --ends finale --date 2026-09-05 {PETRA}",
    f"week panel harbour-2 1 'ana=Ana Ruiz' --head ana {PETRA}",
    f"week schedule harbour-2 1 ann {PETRA}",
    f"week schedule harbour-2 1 bo {PETRA}",
    f"score row harbour-2 1 ann 9 {PETRA}",
    f"score row harbour-2 1 bo 5 {PETRA}",
    f"votes open harbour-2 1 --gateway phones:sms {PETRA}",
    f"votes close harbour-2 1 {PETRA}",
    f"votes replace harbour-2 1 phones sms ann=3 bo=2 --reason 'by telephone' {TWO_EXECUTIVES}",
    f"week certify harbour-2 1 {TWO_EXECUTIVES}",
)
"""Lines that lead to a final whose outcome is certified: Ann & Ed before Bo & Flo."""

EXAMPLES: tuple[Example, ...] = (
    Example("demo", shown=8),
    Example("tutorial my-harbour"),
    Example("replay us-33 --compare", "us-33"),
    Example("rehearse us-33"),
    Example("prove-it", shown=4),
    Example("whatif us-33 2 --rules us-3-27", "us-33", shown=6),
    Example("bundle harbour-1 --key log.key -o harbour-1.bundle", "published"),
    Example(
        "verify harbour-1.bundle --policy policy.txt",
        "published",
        before=("bundle harbour-1 --key log.key -o harbour-1.bundle",),
    ),
    Example(
        "verify by-hand --log {log.key}",
        "certified",
        before=(
            "checkpoint key example.org/harbour -o log.key",
            "season contingency harbour-1 1 --out by-hand --key log.key",
        ),
    ),
    Example("verifier verify_bundle.py"),
    Example("incidents list"),
    Example("incidents show us-33-week-2", shown=6),
    Example("incidents play us-27-no-phone-votes", shown=20),
    Example("doctor", "us-33"),
    Example("serve --port 0 --seconds 0", "us-33"),
    Example("web people people.toml", "people sign in"),
    Example("web link people.toml dora", "people sign in", shown=1),
    Example("web key", shown=2),
    Example("web sessions", "us-33"),
    Example("web revoke dora", "us-33"),
    Example("web log", "us-33"),
    Example("completion bash"),
    Example('desk harbour-1 1 --by "Dora (score desk)"', "votes are sealed"),
    Example("settings"),
    Example('whoami --set "Dora (score desk)"'),
    Example("season new starlight --show 'Starlight' --date 2026-09-05"),
    Example(f"season open harbour-2 --show 'Harbour Lights' --number 2 {PETRA}"),
    Example(f"season adopt harbour-1 harbour/rulebook.toml --from-week 2 {TWO_EXECUTIVES}", "harbour"),
    Example(f"season cast harbour-2 di-hal 'Di Dahl' 'Hal Holm' {PETRA}", "a season by hand"),
    Example("season list", "us-33"),
    Example("season show us-33", "us-33", shown=6),
    Example("season show us-33 --couple anna", "us-33"),
    Example("season show us-33 --chart season.svg", "us-33", shown=3),
    Example('season import harbour/season.toml --by "Eve (executive)"'),
    Example("season export us-33 --out my-season", "us-33"),
    Example("season contingency harbour-1 1 --out by-hand", "certified"),
    Example("season validate harbour/week-1.toml"),
    Example(f"season key split harbour-1 {THREE_SHARES}", "hidden votes are closed"),
    Example(
        "season key join harbour-1 ada.share sue.share",
        "hidden votes are closed",
        before=(f"season key split harbour-1 {THREE_SHARES}",),
        lost=("glitterball.sqlite.harbour-1.key",),
    ),
    Example("season key show harbour-1", "hidden votes are closed"),
    Example(
        f"season key destroy harbour-1 --reason 'the year of complaints is over' {TWO_EXECUTIVES}",
        "hidden votes are closed",
    ),
    Example(f"score give harbour-1 1 mia ana 9 {DORA}", "a week is open"),
    Example(f"score give harbour-1 1 mia ana 9 {DORA} --dry-run", "a week is open"),
    Example(f"score correct harbour-1 1 pia ben 7 --reason 'the card says 7' {DORA}", "lines are open"),
    Example(f"score row harbour-1 1 mia 9 8 {DORA}", "a week is open"),
    Example(f"score import harbour-1 1 harbour/marks.csv {DORA}", "a week is open"),
    Example(
        f"score take-back harbour-1 1 mia ana {DORA}",
        "a week is open",
        before=(f"score give harbour-1 1 mia ana 9 {DORA}",),
    ),
    Example(f"score paddle harbour-1 1 pia ben 9 {DORA}", "lines are open"),
    Example(f"score bonus harbour-2 1 ann 2 --reason 'won the dance marathon' {DORA}", "a week by hand"),
    Example(f"score total harbour-0 1 ann 15 --source 'a newspaper of 6 September 2016' {HANA}", "a past season"),
    Example(f"score call ball-1 1 ana ann,bo --round waltz {DORA}", "a ball"),
    Example(f"votes open harbour-1 1 --gateway phones:sms {LINES} {PETRA}", "a week is open"),
    Example(
        "votes window harbour-1 1 --opens 2026-03-07T20:00:00Z --closes 2026-03-07T22:00:00Z"
        f" --reason 'the lines stayed open for an hour longer' {TWO_SUPERVISORS}",
        "lines are open",
    ),
    Example("votes import harbour-1 1 harbour/phones.ndjson", "lines are open"),
    Example("votes import harbour-1 1 harbour/phones.csv --final", "lines are open"),
    Example("votes follow harbour-1 1 inbox --once --every 0.1", "a gateway has written"),
    Example("votes status harbour-1 1", "votes are sealed"),
    Example(
        f"votes outage harbour-1 1 sms --began 2026-03-07T20:10:00Z --ended 2026-03-07T20:14:00Z --what 'no tone' {PETRA}",
        "lines are open",
    ),
    Example(
        f"votes substitute harbour-1 1 viewers mia=4000 otto=2500 pia=500 --reason 'the notary counted again' {TWO_EXECUTIVES}",
        "votes are sealed",
    ),
    Example(f"votes close harbour-1 1 {PETRA}", "lines are open"),
    Example("votes timeline harbour-1 1 --by couple", "votes are sealed"),
    Example("votes surges harbour-1 1", "votes are sealed"),
    Example("votes exclude harbour-1 1 --each batch", "votes are sealed"),
    Example(
        "votes canvass harbour-1 1 phones=harbour/ballots.csv"
        " --window 2026-03-07T20:00:00Z/2026-03-07T21:00:00Z -o batches.ndjson",
        "lines are open",
    ),
    Example(
        f"votes give-up harbour-1 1 phones --not-at-all --reason 'the line was dead all night' {TWO_EXECUTIVES}",
        "votes are sealed",
    ),
    Example(
        f"votes replace harbour-1 1 phones sms mia=900 otto=1200 pia=800 --reason 'its disk was read again' {TWO_EXECUTIVES}",
        "votes are sealed",
    ),
    Example(f"votes void batch harbour-1 1 phones 2 --reason 'sent by a test' {TWO_SUPERVISORS}", "votes are sealed"),
    Example(f"votes void channel harbour-1 1 sms --reason 'the line was dead' {TWO_SUPERVISORS}", "votes are sealed"),
    Example("votes sign harbour-1 1 harbour/phones.ndjson --key phones.key", "a key is known", shown=2),
    Example(
        "votes import harbour-1 1 signed.txt",
        "a key is known",
        before=("votes sign harbour-1 1 harbour/phones.ndjson --key phones.key > signed.txt",),
    ),
    Example(
        "votes signatures harbour-1",
        "a key is known",
        before=(
            "votes sign harbour-1 1 harbour/phones.ndjson --key phones.key > signed.txt",
            "votes import harbour-1 1 signed.txt",
        ),
    ),
    Example("votes key make mobile --out mobile.key"),
    Example(f"votes key introduce harbour-1 phones {PHONES} {TWO_SUPERVISORS}", "lines are open"),
    Example(f"votes key rotate harbour-1 phones {PHONES_NEW} {TWO_SUPERVISORS}", "a key is known"),
    Example(
        f"votes key revoke harbour-1 phones cf33de9e --reason 'a laptop was stolen' {TWO_SUPERVISORS}", "a key is known"
    ),
    Example("votes key list harbour-1", "a key is known"),
    Example("votes key opening harbour-1", "harbour"),
    Example(f"week open harbour-1 1 --from harbour/week-1.toml {PETRA}", "harbour"),
    Example(f"week open harbour-2 1 --ends single --date 2026-09-05 {PETRA}", "a season by hand"),
    Example(
        f"week panel harbour-2 1 'ana=Ana Ruiz' 'ben=Ben Okoro' --head ana {PETRA}",
        "a season by hand",
        before=(f"week open harbour-2 1 --ends single --date 2026-09-05 {PETRA}",),
    ),
    Example(
        f"week schedule harbour-2 1 ann --style Waltz {PETRA}",
        "a season by hand",
        before=(f"week open harbour-2 1 --ends single --date 2026-09-05 {PETRA}",),
    ),
    Example(f"week absent harbour-1 1 ben --reason 'missed the train' {PETRA}", "a week is open"),
    Example(f"week immune harbour-2 1 ann --reason 'the golden ticket' {PETRA}", "a week by hand"),
    Example(f"week withdraw harbour-1 1 otto --reason 'a torn ligament' {PETRA}", "a week is open"),
    Example(
        f"week take-back-withdrawal harbour-1 1 otto --reason 'it was of another show' {TWO_EXECUTIVES}",
        "a week is open",
        before=(f"week withdraw harbour-1 1 otto --reason 'a torn ligament' {PETRA}",),
    ),
    Example(f"week stand-in harbour-1 1 otto 'Una Voss' --reason 'a broken rib' {PETRA}", "a week is open"),
    Example(
        f"season recast harbour-1 otto --pro 'Una Voss' --from-week 2 --reason 'a broken rib' {PETRA}", "a week is open"
    ),
    Example(f"week order harbour-2 1 cy ann bo --reason 'a set was stuck' {PETRA}", "a week by hand"),
    Example("week scorecards harbour-1 1", "lines are open"),
    Example("week leaderboard harbour-1 1", "lines are open"),
    Example("week check harbour-1 1", "lines are open"),
    Example("week standings harbour-1 1", "votes are sealed"),
    Example('week standings us-33 2 --as-of "week 2 announced"', "us-33", shown=5),
    Example("week audit harbour-1 1", "certified", shown=16),
    Example("week margin harbour-1 1", "votes are sealed"),
    Example("week implied us-33 2", "us-33", shown=6),
    Example("week ballot harbour-1 1 ana pia --by 'Dora (score desk)'", "a duel"),
    Example(f"week settle harbour-1 1 otto,mia --how 'a lot was drawn before a notary' {TWO_EXECUTIVES}", "a tie"),
    Example(
        f"week cut ball-1 1 bo,cy --all-go-on --how 'the floor holds three, says the chairman' {TWO_EXECUTIVES}",
        "a cut through equals",
    ),
    Example(f"week certify harbour-1 1 {TWO_EXECUTIVES}", "votes are sealed"),
    Example(
        f"week prove harbour-1 1 {PETRA}",
        "lines are open in an order",
        before=(
            "votes sign harbour-1 1 harbour/phones.ndjson --key phones.key --in-order --commit > signed.txt",
            "votes import harbour-1 1 signed.txt",
            f"votes close harbour-1 1 {PETRA}",
            f"week certify harbour-1 1 {TWO_EXECUTIVES}",
            f"week announce harbour-1 1 --out mia {PETRA}",
        ),
    ),
    Example(
        f"week prove harbour-1 1 --without app {PETRA}",
        "lines are open to two channels",
        before=(
            "votes sign harbour-1 1 channels.ndjson --key phones.key --in-order --commit > signed.txt",
            "votes import harbour-1 1 signed.txt",
            f"votes close harbour-1 1 {PETRA}",
            f"week certify harbour-1 1 {TWO_EXECUTIVES}",
            f"week announce harbour-1 1 --out mia {PETRA}",
        ),
    ),
    Example("week certificate harbour-1 1 --out harbour-1-week-1", "certified"),
    Example(f"week announce harbour-1 1 --out mia {PETRA}", "certified"),
    Example(
        f"week announce harbour-0 2 --danger ann,cy --saved ann --saved-by viewers --places ann,cy {HANA}",
        "a past season",
        before=(f"week close harbour-0 1 {HANA}", f"week open harbour-0 2 --ends finale {HANA}"),
    ),
    Example(
        f"week correct harbour-1 1 eliminated mia --reason 'the host read the wrong card' {TWO_EXECUTIVES}",
        "certified",
        before=(f"week announce harbour-1 1 --out otto {PETRA}",),
    ),
    Example(
        f"week correct harbour-2 1 places ann,bo --reason 'the wrong envelope' {TWO_EXECUTIVES}",
        before=(*A_FINAL, f"week announce harbour-2 1 --places bo,ann {PETRA}"),
    ),
    Example(
        "week dispute harbour-0 1 danger ann,cy --claim 'names Ann and Cy as the lowest two'"
        f" --source 'a fan site of 2016' {HANA}",
        "a past season",
    ),
    Example(f"week bye harbour-1 1 otto --reason 'a torn ligament' {TWO_EXECUTIVES}", "a week is open"),
    Example(f"week cancel harbour-1 1 --reason 'a power cut' {TWO_EXECUTIVES}", "votes are sealed"),
    Example(
        f"week restate harbour-1 1 --episode 1=2026-03-08 --reason 'the broadcast moved by a day' {TWO_EXECUTIVES}",
        "a week is open",
    ),
    Example(f"week close harbour-1 1 {PETRA}", "announced"),
    Example(f"week reopen harbour-1 1 --reason 'a batch was found' {TWO_EXECUTIVES}", "closed"),
    Example("decision list harbour-1", "proposed"),
    Example("decision show harbour-1 2", "proposed"),
    Example("decision approve harbour-1 2 --by 'Dirk (score desk)'", "proposed"),
    Example("decision reject harbour-1 2 --reason 'the card says 8' --by 'Dirk (score desk)'", "proposed"),
    Example(
        "--sign ola.key decision reject harbour-1 1 --reason 'nobody told me of her' --by 'ola (adjudicator)'",
        "a person is proposed",
    ),
    Example("decision text harbour-1 1 --by 'ola (adjudicator)'", "a person is proposed"),
    Example("decision withdraw harbour-1 2 --reason 'the card says 8' --by 'Dora (score desk)'", "proposed"),
    Example("people key petra --name 'Petra Novak' --role executive --role producer -o petra.key"),
    Example(f"people found harbour-1 {ROSTER} --by 'eve (executive)'", "a season is opened"),
    Example(
        f"--sign eve.key --sign ola.key people introduce harbour-1 '{PAM}' --by 'eve (executive)' --with 'ola (adjudicator)'",
        "a roster",
    ),
    Example(
        f"--sign eve.key --sign ola.key people change harbour-1 '{PAM_CHANGED}' --reason 'she is a producer now' "
        "--by 'eve (executive)' --with 'ola (adjudicator)'",
        "a roster of three",
    ),
    Example(
        "--sign eve.key --sign ola.key people revoke harbour-1 pam --reason 'she left' "
        "--by 'eve (executive)' --with 'ola (adjudicator)'",
        "a roster of three",
    ),
    Example("people list harbour-1", "a roster of three"),
    Example("events list --from 8 --until 11", "lines are open"),
    Example("events list --limit 2 --kind dance-scheduled", "lines are open"),
    Example("events list --kind voting-opened --zone America/Phoenix", "lines are open"),
    Example("events show 1", "harbour"),
    Example("events tail --from 6 --seconds 0", "harbour"),
    Example("events export --out log.jsonl", "harbour"),
    Example("store upgrade", "harbour"),
    Example("store backup backup", "harbour"),
    Example("store restore backup --store sqlite:again.sqlite", "with a backup"),
    Example("store resume", "harbour"),
    Example("projections list", "with views", shown=6),
    Example("projections status", "with views", shown=6),
    Example("projections update", "us-33"),
    Example("projections rebuild", "with views"),
    Example("projections export leaderboard", "with views", shown=2),
    Example("projections export standings --output standings.parquet", "with views"),
    Example("rules new mine.toml --title 'My show, season 1' --ending judges-save"),
    Example("rules list", shown=6),
    Example("rules show us-33", shown=8),
    Example("rules check harbour/rulebook.toml"),
    Example("rules diff us-30-31 us-33", shown=8),
    Example("rules test harbour/rulebook.toml --property decisive --max-examples 5"),
    Example("history audit harbour/past-seasons.csv --show 'Harbour Lights' --rules us-1-2"),
    Example("history whatif harbour/past-seasons.csv --show 'Harbour Lights' --rules us-1-2 --under us-3-27"),
    Example("history import harbour/past-seasons.csv 1 --show 'Harbour Lights' --rules us-1-2 --out season-1"),
    Example("nodes status", "us-33"),
    Example("nodes publish --key log.key --seconds 0", "published"),
    Example("checkpoint key example.org/harbour -o log.key"),
    Example("checkpoint publish --key log.key", "announced", before=("checkpoint key example.org/harbour -o log.key",)),
    Example("checkpoint recover --key log.key", "published"),
    Example("checkpoint list --key log.key", "published"),
    Example("checkpoint show --key log.key", "published"),
    Example("checkpoint check --key log.key", "published"),
    Example("checkpoint rebuild", "published"),
    Example("checkpoint tiles --key log.key --out tiles", "published"),
    Example("checkpoint receipt harbour-1 1 --key log.key", "published"),
    Example(
        "verify --receipt 1.tlog-proof --policy policy.txt",
        "published",
        before=("checkpoint receipt harbour-1 1 --key log.key -o 1.tlog-proof",),
    ),
    Example("checkpoint request --key log.key", "published"),
    Example(
        "checkpoint cosign request.txt --key witness.key --log {log.key} --record seen.txt",
        "published",
        before=(
            "checkpoint key example.org/witness --witness -o witness.key",
            "checkpoint request --key log.key -o request.txt",
        ),
    ),
    Example(
        "checkpoint cosigned answer.txt --key log.key --witness {witness.key}",
        "published",
        before=(
            "checkpoint key example.org/witness --witness -o witness.key",
            "checkpoint request --key log.key -o request.txt",
            "checkpoint cosign request.txt --key witness.key --log {log.key} --record seen.txt -o answer.txt",
        ),
    ),
)
"""In the order of the page's groups."""
