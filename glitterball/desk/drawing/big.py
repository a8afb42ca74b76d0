"""A word in letters three lines high, for reading across a room."""

LETTERS = {
    "A": ("╔═╗", "╠═╣", "╩ ╩"),
    "D": ("╔╦╗", " ║║", "═╩╝"),
    "E": ("╔═╗", "║╣ ", "╚═╝"),
    "L": ("╦  ", "║  ", "╩═╝"),
    "N": ("╔╗╔", "║║║", "╝╚╝"),
    "O": ("╔═╗", "║ ║", "╚═╝"),
    "R": ("╦═╗", "╠╦╝", "╩╚═"),
    "S": ("╔═╗", "╚═╗", "╚═╝"),
    "T": ("╔╦╗", " ║ ", " ╩ "),
    "Y": ("╦ ╦", "╚╦╝", " ╩ "),
    " ": ("  ", "  ", "  "),
}


def big(word: str) -> tuple[str, str, str]:
    """The three lines of a word in capitals, of the letters that READY, NOT READY and STALE need."""
    top, middle, foot = (" ".join(LETTERS[letter][row] for letter in word) for row in range(3))
    return top, middle, foot
