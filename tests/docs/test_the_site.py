"""The documentation as a site: every page is in it, in the order of the index, and whoever reads it fetches nothing."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.docs.site import building, navigation, offline
from tests.docs.site.__main__ import AGAIN
from tests.docs.site.building import NotBuilt, build
from tests.docs.site.navigation import ROOT, listed, pages, unlisted
from tests.docs.site.staging import linked, staged

pytestmark = pytest.mark.heavy("documents")


made = pytest.mark.skipif(
    find_spec("zensical") is None, reason=f"the site is made with the extra docs: uv sync --extra docs, or {AGAIN}"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once."""
    target = tmp_path_factory.mktemp("site") / "site"
    build(target)
    return target


def test_every_page_has_a_row_in_the_index() -> None:
    assert unlisted() == []


def test_the_readme_is_first_and_no_page_stands_twice() -> None:
    order = list(listed(navigation.navigation()))
    assert order[0] == "README.md"
    assert sorted(set(order)) == sorted(order)
    assert len([page for page in order if page.startswith("docs/decisions/")]) > 30


@made
def test_every_page_is_built(site: Path) -> None:
    expected = [staged(page).replace("README.md", "index.md").replace(".md", ".html") for page in pages()]
    assert [page for page in expected if not (site / page).is_file()] == []


@made
def test_whoever_reads_the_site_fetches_nothing(site: Path) -> None:
    assert list(offline.fetched(site)) == []
    assert (site / "search.js").stat().st_size > 100_000, "what is searched stands beside the pages"
    for page in site.rglob("*.html"):
        for script in re.findall(r'<script src="([^"]+)"', page.read_text()):
            assert (page.parent / script).is_file(), f"{page.name} loads {script}"


@made
def test_the_site_states_whose_work_is_in_it(site: Path) -> None:
    page = (site / "licences-of-this-site.html").read_text()
    for name in ("Zensical", "iframe-worker", "Lucide", "Material Design"):
        assert name in page
    assert page.count("Permission is hereby granted") >= 2


@made
@pytest.mark.parametrize("lost", ["nowhere.md", "commands.md#no-such-command"])
def test_a_link_that_leads_nowhere_fails(lost: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def with_a_lost_link(page: str, text: str) -> str:
        return linked(page, text) + (f"\n[lost]({lost})\n" if page == "docs/glossary.md" else "")

    monkeypatch.setattr("tests.docs.site.staging.linked", with_a_lost_link)
    with pytest.raises(NotBuilt, match=lost.split("#")[-1].removesuffix(".md")):
        build(tmp_path / "site")


def test_a_page_outside_of_the_index_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(building, "unlisted", lambda: ["docs/lost.md"])
    with pytest.raises(NotBuilt, match=r"docs/lost\.md"):
        build(tmp_path / "site")


@pytest.mark.parametrize(
    "loads",
    [
        '<script src="https://example.org/a.js">',
        '<link rel="stylesheet" href="//example.org/a.css">',
        '<link rel="preconnect" href="https://example.org">',
        '<img src=https://example.org/a.png>',
        '<p style="background: url(https://example.org/a.png)">',
        '<meta http-equiv="refresh" content="0; url=https://example.org">',
        '<pre class="mermaid">',
    ],
)  # fmt: skip
def test_whatever_a_page_would_fetch_is_found(loads: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(f"<html><body>{loads}")
    assert len(list(offline.fetched(tmp_path))) == 1


def test_a_link_to_follow_is_no_load(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        '<a href="https://example.org">there</a><link rel="canonical" href="https://e.org">'
    )
    assert list(offline.fetched(tmp_path)) == []


def test_the_licence_stands_where_it_is_looked_for() -> None:
    assert "Glitterball contributors" in (ROOT / "LICENSE").read_text()
