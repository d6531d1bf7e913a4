"""Colours that builders choose, and what they must become so that text can be read on and beside them.

Contrast is WCAG 2.2's, at least 4.5:1 for text. Whatever colour comes in, the tones that go out keep it, on light
grounds and on dark ones: a property test goes through them. The grounds are those of `tokens.css`.
"""

import colorsys
import re
from collections.abc import Mapping
from dataclasses import dataclass

READABLE = 4.5
HEX = re.compile(r"#[0-9a-f]{6}")
BLACK, WHITE = "#000000", "#ffffff"
STEPS = 256


@dataclass(frozen=True, slots=True)
class Ground:
    """What a page is painted on: its papers, and the two inks that are written on them."""

    papers: tuple[str, ...]
    surface: str
    ink: str
    soft: str
    line: str


LIGHT = Ground(("#ffffff", "#f6f5f1", "#eeede7"), "#ffffff", "#1b211e", "#56605b", "#dcdad2")
DARK = Ground(("#1a201d", "#111513", "#141917"), "#1a201d", "#e9edea", "#a3aea8", "#303835")

# How much of a colour its tint holds; the rest is the surface.
TINTS = {LIGHT: 0.1, DARK: 0.14}


def contrast(one: str, other: str) -> float:
    """WCAG's ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def text_on(colour: str) -> str:
    """White or black, whichever is read more easily; one of them always reaches 4.5:1."""
    return max((WHITE, BLACK), key=lambda text: contrast(text, colour))


def is_readable(colour: str, grounds: tuple[str, ...] = LIGHT.papers) -> bool:
    """Whether text of this colour can be read on all of the grounds."""
    return all(contrast(colour, ground) >= READABLE for ground in grounds)


def readable(colour: str, grounds: tuple[str, ...] = LIGHT.papers) -> str:
    """The nearest of the same hue that can be read: darker on light grounds, lighter on dark ones."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    end = 0.0 if luminance(grounds[0]) > 0.5 else 1.0
    for step in range(STEPS):
        shade = lightness + (end - lightness) * step / (STEPS - 1)
        found = _hex(colorsys.hls_to_rgb(hue, shade, saturation)) if step else colour
        if is_readable(found, grounds):
            return found
    return WHITE if end else BLACK


def tones(accent: str, ground: Ground) -> Mapping[str, str]:
    """The custom properties of `tokens.css` that follow from an accent, on one ground."""
    tint = _mixed(readable(accent, ground.papers), ground.surface, TINTS[ground])
    shade = readable(accent, (*ground.papers, tint))
    strong = readable(_mixed(shade, ground.ink, 0.75), (tint, *ground.papers))
    return {"accent": shade, "accent-strong": strong, "accent-tint": tint, "on-accent": text_on(shade)}


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return _hex([(first * share + second * (1 - share)) / 255 for first, second in pairs])


def _hex(channels: "tuple[float, float, float] | list[float]") -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
