"""What a walk over pages measures on each of them."""

from typing import Any

from playwright.sync_api import Page

# A tick is as large as the label around it; a link within a sentence is as large as its words.
SMALL = """
() => [...document.querySelectorAll("button, select, textarea, summary, a.button, input:not([type=hidden])")]
  .filter((control) => control.checkVisibility() && !control.closest(".visually-hidden"))
  .map((control) => [control, (control.closest("label") || control).getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < 43.5)
  .map(([control, box]) => `${control.outerHTML.slice(0, 120)}: ${Math.round(box.width)} x ${Math.round(box.height)}`)
"""


def small_targets(page: Page) -> list[Any]:
    """The controls that a thumb would miss: below 44 px in one direction."""
    return page.evaluate(SMALL)


# Asked whether or not there is so much in it today that it does scroll.
UNREACHED = """
() => [...document.querySelectorAll("body *")]
  .filter((box) => box.checkVisibility() && getComputedStyle(box).display !== "inline")
  .filter((box) => /auto|scroll/.test(getComputedStyle(box).overflow) && !box.matches("select, textarea"))
  .filter((box) => box.tabIndex < 0 && !box.querySelector("a[href], button, input, select, textarea, [tabindex='0']"))
  .map((box) => box.outerHTML.slice(0, 120))
"""


def unreached_scrollers(page: Page) -> list[Any]:
    """What may scroll but cannot be scrolled by keyboard, as nothing in it takes the focus."""
    return page.evaluate(UNREACHED)
