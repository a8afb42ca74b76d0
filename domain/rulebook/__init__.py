"""A show's rules as one frozen value: `book` holds it, `forms` how a week may end, `variants` switches its assumptions,
`reading` reads it from TOML."""

from domain.rulebook.book import Assumption, Rulebook, Scale, Side
from domain.rulebook.forms import Form
from domain.rulebook.reading import RulebookUnreadable, read_rulebook
from domain.rulebook.variants import Variant, assume, variants

__all__ = [
    "Assumption",
    "Form",
    "Rulebook",
    "RulebookUnreadable",
    "Scale",
    "Side",
    "Variant",
    "assume",
    "read_rulebook",
    "variants",
]
