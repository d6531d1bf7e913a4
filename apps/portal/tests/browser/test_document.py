"""A builder looks after documents at a desk: the tray, one document's page, and reading many again."""

import re

import pytest
from playwright.sync_api import expect

from apps.core import row_security
from apps.documents import services
from openhouse.testing.papers import pdf, read_now, ready_document

from .conftest import PHONE
from .test_accessibility import DESK, THEMES, fits, grave_findings, still
from .test_documents import READ_MS, files, row

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def suggested(estate, name="BD02 heating.pdf"):
    """A document for all homes whose name says otherwise."""
    from django.core.files.base import ContentFile

    with row_security.service_scope(estate.tenant.pk, "test") as principal:
        return read_now(
            services.document_upload(
                principal, development_id=estate.development.pk, file=ContentFile(pdf(), name=name), title="Heating"
            )
        )


def newer(document, text="The pressure should read 2 bar."):
    from django.core.files.base import ContentFile

    with row_security.service_scope(document.tenant_id, "test") as principal:
        file = ContentFile(pdf(("Heating", text)), name="newer.pdf")
        return read_now(services.version_add(principal, document_id=document.pk, file=file, note="Two bar now"))


def test_what_waits_for_a_review_is_decided_in_one_click(desk, estate_a):
    document = suggested(estate_a)
    page = desk(estate_a.builder)
    page.goto("/documents")
    tray = page.get_by_role("listitem").filter(has_text="looks like a document for BD02")
    expect(tray).to_contain_text("All homes see it now.")
    tray.get_by_role("button", name="Only for BD02").click()
    expect(page.get_by_text("The document was changed.")).to_be_visible()
    expect(page.get_by_role("heading", name="To review")).to_have_count(0)
    expect(row(page, document.title).locator(".document-main")).to_contain_text("BD02")


@pytest.mark.slow
def test_a_new_version_is_watched_compared_and_taken_back(desk, estate_a):
    document = ready_document(estate_a, title="Home user guide")
    page = desk(estate_a.builder)
    page.goto(f"/documents/{document.pk}")
    page.get_by_text("Add a version").click()
    page.get_by_label("File").set_input_files(files(("newer.pdf", pdf(("Heating", "Two bar when cold.")))))
    page.get_by_label("What is new in it").fill("Two bar now")
    page.get_by_role("button", name="Upload").click()
    expect(page.locator(".versions")).to_contain_text("Two bar now")
    page.get_by_role("link", name="What has changed since version 1").click(timeout=READ_MS)
    expect(page.locator(".diff ins")).to_have_text("Two bar when cold.")
    page.go_back()
    page.get_by_role("button", name="Bring version 1 back").click()
    expect(page.locator(".versions")).to_contain_text("brings version 1 back")


@pytest.mark.slow
def test_a_selection_is_read_again_and_watched(desk, estate_a):
    ready_document(estate_a, title="Home user guide")
    page = desk(estate_a.builder)
    page.goto("/documents")
    page.get_by_label("Choose Home user guide").check()
    page.get_by_role("button", name="The ticked ones").click()
    expect(page.get_by_text(re.compile("of 1 read"))).to_be_visible()
    expect(page.get_by_text("1 of 1 read")).to_be_visible(timeout=READ_MS)


@THEMES
@pytest.mark.slow
def test_the_pages_of_a_document_are_for_everybody(desk, estate_a, as_homeowner, theme):
    document, size = suggested(estate_a), {"light": PHONE, "dark": DESK}[theme]
    home = as_homeowner(estate_a.homeowner)
    home.get(f"/api/homeowner/documents/{document.pk}/file").close()
    home.post_json("/api/chat/messages", {"text": "What should the boiler pressure read?"})
    newer(document)
    ready_document(estate_a, title="Safety first", must_read=True)
    page = desk(estate_a.admin, viewport=size, **still(theme))
    place = f"/documents/{document.pk}"
    listed = f"/documents?development={estate_a.development.pk}"
    for path in (listed, place, f"{place}/compare", f"{place}/readers", f"{place}/confirmed"):
        page.goto(path)
        page.evaluate("for (const closed of document.querySelectorAll('main details')) closed.open = true")
        assert (path, grave_findings(page), fits(page)) == (path, [], True)


@pytest.mark.slow
def test_without_script_a_document_is_taken_out_of_force_and_deleted(desk, estate_a):
    document = ready_document(estate_a, title="Home user guide")
    page = desk(estate_a.builder, java_script_enabled=False)
    page.goto(f"/documents/{document.pk}")
    page.get_by_role("button", name="Take it out of force").click()
    expect(page.get_by_text("Out of force", exact=True)).to_be_visible()
    page.locator("summary", has_text="Delete").click()
    page.get_by_role("button", name="Delete it for good").click()
    expect(page.get_by_text("The document was deleted.")).to_be_visible()
