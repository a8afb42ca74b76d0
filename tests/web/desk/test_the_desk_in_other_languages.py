"""The desk in every language: nothing on it is in English by mistake, and what is recorded is the same in all of them."""

import pytest

import glitterball as gb
from glitterball.rehearsal.night import NIGHT
from glitterball.store import Store
from glitterball.web.forms.acts import ACTS
from projections.names import couple_names
from tests.thoroughness import part
from tests.web.desk.sitting import EXECUTIVE, PRODUCER, WEEK, Sitter, night
from tests.web.outside import outside

READ = ("/", "/approvals", "/me", "/me/passkeys/new", "/enter", f"/s/{NIGHT}", WEEK, f"{WEEK}/desk", f"{WEEK}/scores",
        f"{WEEK}/scores/check", f"{WEEK}/say", f"/s/{NIGHT}/say", f"{WEEK}/votes", "/new")  # fmt: skip


def names_of(store: Store) -> frozenset[str]:
    """Everything on these pages that is a name, and the same in every language."""
    state = store.state_in_public(NIGHT)
    week = state.weeks[1]
    judges = [judge.name for panel in week.panels.values() for judge in panel.fact.judges]
    gateways = [
        name for line in (week.voting.fact.gateways if week.voting else ()) for name in (line.gateway, *line.channels)
    ]
    styles = [dance.scheduled.fact.style or "" for dance in week.dances.values()]
    people = [person.now.name for person in state.people.values()]
    opened = [state.opened.fact.show] if state.opened else []
    return frozenset(
        (*couple_names(state, 1).values(), *judges, *gateways, *styles, *people, *opened, NIGHT, "A test")
    ) - {""}


def mirrored(sitter: Sitter) -> Sitter:
    sitter.client.headers["accept-language"] = "ar-XB"
    return sitter


def test_nothing_on_a_page_of_the_desk_is_in_english_by_mistake() -> None:
    with gb.open_store() as store:
        sitter = mirrored(Sitter(store, night(store), PRODUCER))
        names = names_of(store)
        for address in READ:
            page = sitter.reads(address)
            assert 'dir="rtl"' in page, address
            assert not outside(page, names), address


def test_nothing_on_the_page_of_people_is_in_english_by_mistake() -> None:
    with gb.open_store() as store:
        gate = night(store)
        sitter = mirrored(Sitter(store, gate, EXECUTIVE))
        assert not outside(sitter.reads("/admin"), names_of(store))
        codes = sitter.browser.sends("/me/recovery").text
        assert not outside(codes, names_of(store))


@pytest.mark.heavy("every one")
@pytest.mark.parametrize("do", part(sorted(do for do, act in ACTS.items() if "week" in act.kind.model_fields), 0, of=4))
def test_no_form_is_in_english_by_mistake(do: str) -> None:
    with gb.open_store() as store:
        sitter = mirrored(Sitter(store, night(store), PRODUCER))
        assert not outside(sitter.opens(f"{WEEK}/say/{do}").text, names_of(store)), do


@pytest.mark.heavy("every one")
def test_what_is_recorded_is_the_same_in_every_language() -> None:
    facts = []
    for code in ("en-GB", "de", "ar-XB"):
        with gb.open_store() as store:
            sitter = Sitter(store, night(store), PRODUCER)
            sitter.client.headers["accept-language"] = code
            sitter.says(f"/s/{NIGHT}/say/cast-couple", couple="nia-jo", celebrity="Nia", professional="Jo")
            *_, last = store.log.stream(f"season/{NIGHT}")
            facts.append(last.fact)
    assert facts[0] == facts[1] == facts[2]
    assert facts[0].couple == "nia-jo"
