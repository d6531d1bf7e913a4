"""A change is on the trail field by field, and no text that people write is."""

import pytest

ROW = "SELECT changes FROM audit_log WHERE subject_id = %s AND event = %s"


@pytest.fixture
def changes(superuser):
    return lambda subject, event: superuser.execute(ROW, [subject.pk, event]).fetchall()


def test_codes_and_flags_are_told(estate_a, as_staff, changes):
    client = as_staff(estate_a.builder)
    answer = client.patch_json(f"/api/developers/units/{estate_a.unit.pk}", {"house_type": "BD02"})
    assert answer.status_code == 200, answer.content
    assert changes(estate_a.unit, "unit.changed") == [({"house_type_code": ["BD01", "BD02"]},)]


def test_words_are_not(estate_a, as_staff, changes, superuser):
    client = as_staff(estate_a.builder)
    secret = "Aoife Murphy, +353 86 555 0199"
    path = f"/api/developers/homeowners/{estate_a.homeowner.pk}"
    assert client.patch_json(path, {"name": secret, "email": "aoife@example.test"}).status_code == 200
    assert changes(estate_a.homeowner, "homeowner.changed") == [({"email": [None, "***"], "name": ["***", "***"]},)]
    assert superuser.execute("SELECT count(*) FROM audit_log WHERE audit_log::text LIKE '%Aoife%'").fetchone() == (0,)


def test_roles_are_told_with_who_changed_them(estate_a, as_staff, changes):
    client = as_staff(estate_a.admin)
    path = f"/api/admin/developers/{estate_a.builder.pk}"
    assert client.patch_json(path, {"role": "admin"}).status_code == 200
    assert changes(estate_a.builder, "staff.changed") == [({"role": ["developer", "admin"]},)]


def test_what_does_not_change_leaves_no_row(estate_a, as_staff, changes):
    client = as_staff(estate_a.builder)
    assert client.patch_json(f"/api/developers/units/{estate_a.unit.pk}", {"house_type": "BD01"}).status_code == 200
    assert changes(estate_a.unit, "unit.changed") == []
