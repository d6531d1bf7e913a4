"""The documents of a home on its phone: opened as what they are, and saved under names that open."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from docx import Document
from playwright.sync_api import expect

from apps.core import row_security
from apps.documents import services
from openhouse.testing.papers import read_now, ready_document

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_documents_of_the_home_open_from_their_panel(phone, join, estate_a):
    ready_document(estate_a, title="Home user guide")
    ready_document(estate_a, title="Only for the other type", house_type_code="BD02")
    page = join(phone, estate_a.unit)
    page.get_by_role("button", name="Documents").click()
    expect(page.locator("[data-documents] li")).to_have_count(1)
    with phone.expect_page() as opened:
        page.get_by_role("button", name="Home user guide").click()
    opened.value.wait_for_url(re.compile(r"^blob:"))


def test_a_text_opens_as_text_and_never_as_a_page(phone, join, estate_a):
    text = "# Fáilte\n\n<script>document.title = 'run'</script> The bins go out on Monday."
    uploaded(estate_a, "guide.md", text.encode())
    page = join(phone, estate_a.unit)
    page.get_by_role("button", name="Documents").click()
    with phone.expect_page() as opened:
        page.get_by_role("button", name="guide").click()
    opened.value.wait_for_url(re.compile(r"^blob:"))
    expect(opened.value.locator("body")).to_contain_text("# Fáilte <script>")
    assert opened.value.title() != "run"


def test_a_word_file_is_saved_under_a_name_that_opens(phone, join, estate_a):
    uploaded(estate_a, "guide.docx", word_file("The bins go out on Monday, early in the morning."))
    page = join(phone, estate_a.unit)
    page.get_by_role("button", name="Documents").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="guide").click()
    assert saved.value.suggested_filename == "guide.docx"


def test_a_cited_text_that_has_no_picture_is_shown_in_words_without_a_complaint(phone, join, estate_a):
    uploaded(estate_a, "bins.txt", b"Bins\n\nThe green bin goes out on Monday, early in the morning.")
    refused = []
    phone.on("response", lambda answer: answer.status >= 400 and refused.append(answer.url))
    page = join(phone, estate_a.unit)
    page.get_by_label("Your question").fill("When does the green bin go out?")
    page.keyboard.press("Enter")
    with page.expect_response("**/page") as asked:
        page.locator(".source").click()
    assert asked.value.status == 204
    words = page.locator("[data-source-words]")
    expect(words).to_contain_text("on Monday")
    expect(page.locator("[data-source-picture]")).to_be_hidden()
    assert refused == []


def uploaded(estate, name, content):
    with row_security.service_scope(estate.tenant.pk, "test") as principal:
        document = services.document_upload(
            principal, development_id=estate.development.pk, file=ContentFile(content, name=name)
        )
    return read_now(document)


def word_file(text):
    out = io.BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()
