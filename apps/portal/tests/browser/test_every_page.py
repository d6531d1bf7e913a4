"""Every page that people of a builder open, found from the routes: readable in both looks, fit for a thumb, and silent.

A page that complains in the console or misses a file looks well and is broken.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from apps.core.pages import Page
from apps.core.surface import routes
from openhouse.tests.contracts.worlds import create_world

from .conftest import PHONE
from .test_accessibility import GRAVE, fits, grave_findings, still
from .walking import small_targets

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Not looked at here, and why.
ELSEWHERE = {
    "page-home": "the homeowner's, with a walk of its own",
    "page-home-worker": "a script",
    "theme-stylesheet": "a style sheet",
    "theme-logo-file": "a picture",
    "page-export": "a file",
    "page-person-copy": "a file",
    "page-join": "the homeowner's, with a walk of its own",
    "page-invitation": "leads to the next",
    "page-reset": "leads to the next",
}


def paths(things):
    shown = [route for route in pages() if route.name not in ELSEWHERE]
    return [route.url(**things) for route in shown]


def pages():
    """All but those of the enterprise admin, whose frame is Django's own."""
    found = [one for one in routes() if not one.path.startswith("/admin-enterprise/") and "GET" in one.methods]
    return [one for one in found if isinstance(one.view, type) and issubclass(one.view, Page)]


def pale(page):
    """What is too pale on a dark screen; all else is as on a light one."""
    page.emulate_media(color_scheme="dark")
    page.evaluate("() => Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => null)")
    found = Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
    page.emulate_media(color_scheme="light")
    return [node["target"] for finding in found if finding["impact"] in GRAVE for node in finding["nodes"]]


def test_every_page_is_readable_in_both_looks_fits_a_phone_and_complains_of_nothing(desk, database, forget_limits):
    world = create_world()
    page = desk(world.estate.admin, viewport=PHONE, **still("light"))
    page.set_default_timeout(60_000)
    lost = []
    page.on(
        "response",
        lambda answer: answer.status >= 400 and not answer.request.is_navigation_request() and lost.append(answer.url),
    )
    found = []
    for path in paths(world.things):
        forget_limits()
        page.goto(path)
        if page.locator("[data-panel-wait]").count():
            page.wait_for_load_state("networkidle")
        judged = [*grave_findings(page), *pale(page), *small_targets(page), *([] if fits(page) else ["too wide"])]
        found += [f"{path}: {one}" for one in judged]
    assert (found, lost) == ([], [])


def test_what_is_left_out_is_there():
    assert {route.name for route in pages()} >= ELSEWHERE.keys()
