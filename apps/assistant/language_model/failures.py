"""The two ways in which a model does not finish. Their text is ours: no log holds a key or a prompt of it."""


class Failed(Exception):
    """The connection or the other side failed. `passing` when a second try may help."""

    def __init__(self, reason: str, *, passing: bool = True) -> None:
        super().__init__(reason)
        self.reason, self.passing = reason, passing


class Truncated(Exception):
    """The model works, but this answer has no end: too long, or cut by the model's own filter."""
