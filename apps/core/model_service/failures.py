"""How a model fails. The text is ours: no log holds a key or what was asked."""


class Failed(Exception):
    """The connection or the other side failed. `passing` when a second try may help."""

    def __init__(self, reason: str, *, passing: bool = True) -> None:
        super().__init__(reason)
        self.reason, self.passing = reason, passing
