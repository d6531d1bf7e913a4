"""Text can be read on and beside every colour that a builder may choose, on light grounds and on dark ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.tenants.colours import DARK, LIGHT, contrast, is_readable, readable, text_on, tones

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS)
def test_some_text_can_be_read_on_any_colour(colour):
    assert contrast(text_on(colour), colour) >= 4.5


@given(COLOURS)
def test_the_suggestion_can_be_read_and_changes_nothing_that_can(colour):
    suggestion = readable(colour)
    assert is_readable(suggestion)
    assert is_readable(colour) is (suggestion == colour)


@pytest.mark.parametrize("ground", [LIGHT, DARK], ids=["light", "dark"])
@given(accent=COLOURS)
def test_all_tones_of_any_accent_can_be_read(ground, accent):
    shown = tones(accent, ground)
    for text in ("accent", "accent-strong"):
        grounds = (*ground.papers, shown["accent-tint"])
        assert min(contrast(shown[text], behind) for behind in grounds) >= 4.5
    for behind in ("accent", "accent-strong"):
        assert contrast(shown["on-accent"], shown[behind]) >= 4.5
    for ink in (ground.ink, ground.soft):
        assert contrast(ink, shown["accent-tint"]) >= 4.5


def test_an_accent_that_can_be_read_stays_as_it_is():
    assert tones("#1f3a5f", LIGHT)["accent"] == "#1f3a5f"


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0c6a57", "#ffffff", 6.5)]
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.05)
