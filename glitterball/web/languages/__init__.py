"""The languages of the pages: a catalogue each, and how each writes numbers and moments. Start reading at `Language`."""

from glitterball.web.languages.language import BRITISH, LANGUAGES, MIRRORED, Language, chosen, named

__all__ = ["BRITISH", "LANGUAGES", "MIRRORED", "Language", "chosen", "named"]
