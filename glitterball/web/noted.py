"""Words that reach the pages as they stand in answers, views and commands: noted here, so that the catalogues have them."""


def noted(message: str) -> str:
    """The message itself. Whoever makes the catalogues finds it by this."""
    return message
