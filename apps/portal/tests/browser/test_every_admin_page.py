"""Every page of the enterprise admin on a phone, in both looks: readable, no wider than the screen, and silent.

Found from the routes and from what the admin shows. A page that complains in the console or misses a file looks well
and is broken.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from playwright.sync_api import expect

from apps.core.surface import routes
from apps.homeowners.models import Homeowner
from apps.tenants.models import Tenant
from openhouse.tests.admin.conftest import ROOT, furnished, pages

from .conftest import PHONE
from .test_accessibility import GRAVE, fits, still
from .walking import unreached_scrollers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Files, answers to scripts and to forms, and the operators' own; forms to add are like those to change, but for one.
ELSEWHERE = ("/export", "/export/", "/jsi18n/", "/autocomplete/", "/work-in/", "/add/", pages(Tenant))


def addresses(rows):
    plain = [route.path for route in routes() if route.path.startswith(ROOT) and not route.parameters]
    shown = [path for path in plain if not path.endswith(ELSEWHERE)]
    return [*shown, f"{pages(Homeowner)}add/", *(f"{pages(model)}{row.pk}/change/" for model, row in rows.items())]


# Without copies of the style sheets, which their policy refuses to a page, and without what is well.
ASKED = {"preload": False, "resultTypes": ["violations"]}


def judged(page):
    return grave(Axe().run(page, options=ASKED).response)


def in_the_dark(page):
    """By the judge that is in the page already."""
    page.emulate_media(color_scheme="dark")
    page.evaluate("() => Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => null)")
    found = page.evaluate("asked => axe.run(document, asked)", ASKED | {"runOnly": ["color-contrast"]})
    page.emulate_media(color_scheme="light")
    return grave(found)


def grave(answer):
    found = [finding for finding in answer["violations"] if finding["impact"] in GRAVE]
    return [f"{finding['id']}: {node['target']}" for finding in found for node in finding["nodes"]]


def settled(page):
    """When panels and fields that script makes are there."""
    if page.locator("[data-panel-wait]").count():
        page.wait_for_load_state("networkidle")
    for field in page.locator(".admin-autocomplete + .select2").all():
        expect(field.locator("[role=combobox][aria-label]")).to_be_visible(timeout=60_000)


@pytest.fixture
def crowded(estate_a, anonymous, superuser, forget_limits):
    """An account of the estate is locked; called before a page, it leaves one limit, which is full."""
    for _ in range(6):
        anonymous(address="10.9.8.7").post_json("/api/auth/login", {"email": estate_a.builder.email, "password": "x"})
    full = (
        "INSERT INTO rate_limits (key, tenant_id, hits)"
        " VALUES (%s, %s, array_fill(now() + interval '1 hour', ARRAY[20]))"
    )
    row = [f"developer:{estate_a.builder.pk}", estate_a.tenant.pk]
    return lambda: forget_limits() or superuser.execute(full, row)


def test_every_page_is_readable_in_both_looks_fits_a_phone_and_complains_of_nothing(desk, estate_a, crowded):
    rows = {model: row for model, row in furnished(estate_a).items() if model is not Tenant}
    assert set(rows) | {Tenant} == set(admin.site._registry)
    page, found = desk(estate_a.admin, viewport=PHONE, **still("light")), []
    page.set_default_timeout(60_000)
    page.on("console", lambda line: "Failed to load" in line.text and found.append((page.url, line.location["url"])))
    for path in addresses(rows):
        crowded()
        page.goto(path)
        settled(page)
        wrong = [*judged(page), *in_the_dark(page), *unreached_scrollers(page), *([] if fits(page) else ["too wide"])]
        found += [(path, one) for one in wrong]
    assert found == []
