"""In which of a rulebook's forms a week ended, by how many left; a form it lacks is added by name, as an assumption."""

from domain.rulebook import Rulebook
from domain.rulebook.forms import EveryonePlaced, Form, Lowest, Nobody

ASSUMED = "by assumption: so many couples left in one week of this season; how they were selected is not on record"

WORDS = {1: "single", 2: "double", 3: "triple"}


def form_for(rulebook: Rulebook, leaving: int, finale: bool) -> Form:
    """The form in which so many leave: with the judges' save where the rulebook has one, else the plain lowest.

    The rulebook's own first; else one made for it.
    """
    if finale:
        return _of_kind(rulebook, EveryonePlaced) or _made("finale", "Every couple is placed.", EveryonePlaced())
    if leaving == 0:
        return _of_kind(rulebook, Nobody) or _made("nobody-leaves", "Nobody leaves.", Nobody())
    fitting = [form for form in rulebook.forms if form.leave == leaving and form.select.kind == "lowest"]
    saving = [form for form in fitting if form.second_stage is not None]
    plain = [form for form in fitting if form.second_stage is None and form.select.size(40) == leaving]
    for form in (*saving, *plain, *fitting):
        return form
    name = WORDS.get(leaving, f"lowest-{leaving}")
    while rulebook.form(name) is not None:
        name += "-out"
    return _made(name, f"The {leaving} lowest couples leave.", Lowest(couples=leaving), leaving)


def with_forms(rulebook: Rulebook, forms: list[Form]) -> Rulebook:
    """The rulebook with the forms it lacks, under another identifier where it lacked any."""
    lacking = {form.name: form for form in forms if rulebook.form(form.name) is None}
    if not lacking:
        return rulebook
    name = f"{rulebook.id[:40]}-with-{'-'.join(lacking)}"[:64].strip("-")
    return rulebook.model_copy(update={"id": name, "forms": (*rulebook.forms, *lacking.values())})


def _of_kind(rulebook: Rulebook, kind: type[EveryonePlaced] | type[Nobody]) -> Form | None:
    return next((form for form in rulebook.forms if isinstance(form.select, kind)), None)


def _made(name: str, says: str, select: EveryonePlaced | Nobody | Lowest, leave: int = 0) -> Form:
    return Form(name=name, says=says, select=select, leave=leave, source=ASSUMED)
