"""How an answer does not come to its end although the model works; how a model fails is `core/model_service`'s."""


class Truncated(Exception):
    """The answer is too long, or cut by the model's own filter."""
