"""Why a period cannot be tabulated."""


class CannotTabulate(Exception):
    """The facts so far give no outcome under this clause. `why` is a sentence; `needs` names what is lacking."""

    def __init__(self, needs: str, why: str, couples: tuple[str, ...] = ()) -> None:
        super().__init__(why)
        self.needs = needs
        self.why = why
        self.couples = couples
