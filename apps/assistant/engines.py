"""Who worded an answer: stored with it, and told to whoever reads it."""

from enum import StrEnum


class Engine(StrEnum):
    EXTRACTIVE = "extractive"
    LANGUAGE_MODEL = "language_model"
    CUT = "language_model_cut"  # a model that did not come to its end
    FALLBACK = "extractive_fallback"  # quotes, because a model gave nothing that may be shown
