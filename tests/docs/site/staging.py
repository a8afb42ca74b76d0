"""A copy of all pages as the maker of the site reads them: as they are, but for links to folders and to notebooks."""

import json
import re
import shutil
from importlib.metadata import distribution
from pathlib import Path, PurePosixPath

from tests.docs.site.navigation import ROOT, Entry, listed, navigation
from tests.docs.site.notebooks import as_markdown
from tests.docs.site.offline import SHIM

LICENCES = "licences-of-this-site.md"
"""The page that states whose work is in the site."""

LISTING = "index.md"
"""The page of a folder's files."""

THEME = Path(__file__).parent / "zensical.toml"
STYLE = Path(__file__).parent / "site.css"

LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")


def stage(folder: Path) -> Path:
    """Lay all pages, and what they link to, out in a folder; the answer is the configuration to build it with."""
    source = folder / "source"
    shutil.copytree(ROOT / "docs", source / "docs", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copytree(ROOT / "benchmarks" / "figures", source / "benchmarks" / "figures")
    shutil.copy(ROOT / "LICENSE", source / "LICENSE.txt")
    shutil.copy(STYLE, source / STYLE.name)
    entries = navigation()
    folders = {target for page in listed(entries) for target in _folders_linked(page)}
    for page in listed(entries):
        _write(source / staged(page), linked(page, text_of(page)))
    for target in sorted(folders):
        _write(source / target / LISTING, listing(target))
    (source / LICENCES).write_text(licences(), "utf-8")
    files: list[Entry] = [{target.removeprefix("docs/"): f"{target}/{LISTING}"} for target in sorted(folders)]
    entries += [{"Files": files}, {"Licences": LICENCES}]
    configuration = folder / "zensical.toml"
    configuration.write_text(THEME.read_text("utf-8").replace("nav = []", f"nav = {_toml(entries)}"), "utf-8")
    return configuration


def staged(page: str) -> str:
    """Where a page stands in the copy."""
    return page.removesuffix(".ipynb") + ".md" if page.endswith(".ipynb") else page


def text_of(page: str) -> str:
    """A page in Markdown; a notebook with its answers."""
    text = (ROOT / page).read_text("utf-8")
    return as_markdown(json.loads(text), PurePosixPath(page).name) if page.endswith(".ipynb") else text


def linked(page: str, text: str) -> str:
    """A page whose links to a folder lead to its listing, and to a notebook to its page; from the notebook's own to the file."""

    def there(link: re.Match[str]) -> str:
        target, anchor = link[1], link[2] or ""
        if _is_folder(page, target):
            return f"]({target.rstrip('/')}/{LISTING}{anchor})"
        if target.endswith(".ipynb") and not page.endswith(".ipynb"):
            return f"]({staged(target)}{anchor})"
        return link[0].replace("LICENSE)", "LICENSE.txt)")

    return LINK.sub(there, text)


def listing(folder: str) -> str:
    """The page of a folder: its files, each a link."""
    files = sorted(path.relative_to(ROOT / folder).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file())
    rows = "\n".join(f"- [`{name}`]({name})" for name in files)
    return f"# Files of {folder.removeprefix('docs/')}\n\n{rows}\n"


def licences() -> str:
    """Whose work is in the site beside ours, under which licence, in the words of those licences."""
    zensical = distribution("zensical")
    icons = "zensical/templates/.icons"
    parts = {
        "The layout, its style and scripts: Zensical": _of_distribution(zensical.read_text("licenses/LICENSE.md")),
        "What those scripts are made with": _file("zensical/templates/assets/javascripts/LICENSE"),
        "How the search runs from a folder: iframe-worker": (SHIM.parent / "LICENSE").read_text("utf-8"),
        "Signs: Lucide": _file(f"{icons}/lucide/LICENSE"),
        "Signs: Material Design": _file(f"{icons}/material/LICENSE"),
    }
    text = "".join(f"\n## {heading}\n\n```text\n{words.strip()}\n```\n" for heading, words in parts.items())
    ours = "Glitterball and its pages are under the [MIT licence](LICENSE.txt)."
    made = f"The site was made with Zensical {zensical.version}; nothing in it is fetched."
    return f"# Licences of this site\n\n{ours} {made}\n{text}"


def _is_folder(page: str, target: str) -> bool:
    if "://" in target:
        return False
    found = (ROOT / page).parent / target
    return found.is_dir()


def _folders_linked(page: str) -> list[str]:
    targets = [link[1] for link in LINK.finditer(text_of(page)) if _is_folder(page, link[1])]
    return [((ROOT / page).parent / target).resolve().relative_to(ROOT).as_posix() for target in targets]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _of_distribution(text: str | None) -> str:
    if not text:
        raise ValueError("Zensical came without its licence: look where it keeps it now, and say so here")
    return text


def _file(path: str) -> str:
    return Path(str(distribution("zensical").locate_file(path))).read_text("utf-8")


def _toml(entries: list[Entry]) -> str:
    """A navigation in TOML: each entry a table in one line."""
    told = []
    for entry in entries:
        for title, value in entry.items():
            named = json.dumps(staged(value)) if isinstance(value, str) else _toml(value)
            told.append(f"{{ {json.dumps(title, ensure_ascii=False)} = {named} }}")
    return f"[{', '.join(told)}]"
