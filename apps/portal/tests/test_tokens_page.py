"""The page of one's own tokens: shown once, revoked at once, without script."""

import re

import pytest

from apps.core.rbac import FOR_TOKENS
from apps.portal.pages.tokens import WORDS
from openhouse.testing.clients import ApiClient

PAGE = "/settings/tokens"
MAKE = {"name": "Nightly <upload>", "days": "30", "permissions": ["development.view", "document.upload"]}


@pytest.fixture
def page(estate_a, as_staff):
    client = as_staff(estate_a.builder)
    return lambda **body: client.post(PAGE, body) if body else client.get(PAGE)


def test_a_token_is_shown_once_and_works(page):
    assert "You have none" in page().content.decode()
    made = page(**MAKE).content.decode()
    (text,) = re.findall(r"oh_pat_[\w-]{43}", made)
    assert ApiClient(Authorization=f"Token {text}").get("/api/developers/developments").status_code == 200
    later = page().content.decode()
    assert text not in later
    assert "Nightly &lt;upload&gt;" in later
    assert "See developments, Upload documents" in later


def test_one_is_revoked_and_all_are(page):
    for _ in range(3):
        page(**MAKE)
    (first, *_) = re.findall(r'name="token" value="([\w-]+)"', page().content.decode())
    assert page(revoke="one", token=first).status_code == 302
    assert page().content.decode().count('name="token"') == 2
    assert page(revoke="all").status_code == 302
    assert "You have none" in page().content.decode()
    assert page(revoke="one", token=first).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"permissions": ["staff.manage"]}, {"permissions": []}, {"days": "1000"}, {"name": ""}]
)
def test_what_is_wrong_is_said_beside_it(page, wrong):
    answer = page(**(MAKE | wrong))
    assert answer.status_code == 400
    assert "field-error" in answer.content.decode()
    assert "oh_pat_" not in answer.content.decode()


def test_every_permission_of_tokens_has_words():
    assert set(WORDS) >= FOR_TOKENS
