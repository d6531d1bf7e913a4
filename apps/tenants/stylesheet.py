"""A theme as CSS: custom properties and nothing else, computed from two colours, so that no browser computes any.

`:root[data-themed]` is a page that wears the theme; `.themed-light` and `.themed-dark` are samples of it on a page that
does not. The look of a page that wears none never changes.
"""

from collections.abc import Mapping

from .colours import DARK, LIGHT, Ground, text_on, tones
from .theme_model import OWN_ACCENT


def css(brand: str, accent: str) -> str:
    """The style sheet; an empty colour is the product's own."""
    light, dark = (_properties(brand, accent, ground) for ground in (LIGHT, DARK))
    return "\n".join(
        [
            _rule(":root[data-themed]", light),
            "@media (prefers-color-scheme: dark) {",
            _rule(':root[data-themed]:not([data-theme="light"])', dark),
            "}",
            _rule(':root[data-themed][data-theme="dark"]', dark),
            _rule(".themed-light", _ground(LIGHT) | light),
            _rule(".themed-dark", _ground(DARK) | dark),
            "",
        ]
    )


def _properties(brand: str, accent: str, ground: Ground) -> dict[str, str]:
    strip = {"brand": brand, "on-brand": text_on(brand)} if brand else {}
    return {**strip, **tones(accent or OWN_ACCENT, ground)}


def _ground(ground: Ground) -> dict[str, str]:
    surface, paper, sunken = ground.papers
    named = {"surface": surface, "paper": paper, "sunken": sunken}
    return named | {"ink": ground.ink, "soft": ground.soft, "line": ground.line}


def _rule(selector: str, properties: Mapping[str, str]) -> str:
    lines = [f"  --{name}: {value};" for name, value in properties.items()]
    return "\n".join([f"{selector} {{", *lines, "}"])
