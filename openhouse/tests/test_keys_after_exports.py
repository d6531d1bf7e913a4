"""Who carries much away goes on under a new key, so that a key that was read on the way is of no more use."""

import pytest
from django.conf import settings

from openhouse.testing.clients import ApiClient


@pytest.fixture
def exports(estate_a):
    homes, person = f"developments/{estate_a.development.pk}", estate_a.homeowner.pk
    return {
        "trail": "/api/admin/audit/export",
        "trail, page": "/admin-enterprise/audit/export?shape=csv",
        "homes": f"/api/developers/{homes}/units/export",
        "homes, page": f"/{homes}/export",
        "person": f"/api/developers/homeowners/{person}/export",
        "person, page": f"/homeowners/{person}/copy",
    }


@pytest.mark.parametrize("which", ["trail", "trail, page", "homes", "homes, page", "person", "person, page"])
def test_old_key_is_dead_and_the_new_one_lives(estate_a, as_staff, exports, which):
    client, stranger = as_staff(estate_a.admin), ApiClient()
    old = client.cookies[settings.SESSION_COOKIE_NAME].value
    answer = client.get(exports[which])
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != old
    assert client.get("/api/auth/me").status_code == 200
    stranger.cookies[settings.SESSION_COOKIE_NAME] = old
    assert stranger.get("/api/auth/me").status_code == 401


def test_a_refused_export_changes_no_key(estate_a, as_staff, exports):
    refused = as_staff(estate_a.builder).get(exports["trail"])
    assert (refused.status_code, dict(refused.cookies)) == (403, {})
