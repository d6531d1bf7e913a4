"""`seed_demo`: everything is there after one run, and a second run changes nothing but the secrets."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from apps.core import row_security
from apps.demo.content.documents import documents_of
from apps.demo.content.facts import estates
from apps.demo.seeding import papers
from openhouse.testing.clients import ApiClient

TENANTS = ["fernhollow", "kilbrack"]
TABLES = ("developments", "house_types", "units", "homeowners", "documents", "document_versions", "memberships")
MINE = "tenant_id IN (SELECT id FROM tenants WHERE slug = ANY(%s))"


@dataclass(frozen=True)
class Runs:
    """A first run for people and a second for programs, with the counts of rows after each."""

    text: str
    first_counts: dict[str, int]
    facts: dict[str, Any]
    second_counts: dict[str, int]


@pytest.fixture(scope="module")
def runs(superuser: psycopg.Connection) -> Iterator[Runs]:
    text, first_counts = _output_of("seed_demo"), _counts(superuser)
    facts, second_counts = json.loads(_output_of("seed_demo", "--json")), _counts(superuser)
    yield Runs(text, first_counts, facts, second_counts)
    # Left queued they would be read by whichever worker a later test starts.
    superuser.execute(f"UPDATE document_versions SET status = 'failed' WHERE {MINE}", [TENANTS])


def _output_of(*command: str) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def _counts(superuser: psycopg.Connection) -> dict[str, int]:
    return {table: _count(superuser, f"SELECT count(*) FROM {table} WHERE {MINE}") for table in TABLES}


def _count(superuser: psycopg.Connection, query: str) -> int:
    row = superuser.execute(query, [TENANTS]).fetchone()
    assert row
    return int(row[0])


def test_everything_is_there_after_one_run(runs: Runs) -> None:
    counts = runs.first_counts
    assert counts["developments"] == 3
    assert counts["units"] == 60
    assert counts["house_types"] == sum(len(estate.house_types) for estate in estates())
    assert counts["homeowners"] > 45
    assert counts["documents"] == counts["document_versions"] == runs.facts["documents"] == 40
    assert counts["memberships"] == 3


def test_a_second_run_adds_no_rows(runs: Runs) -> None:
    assert runs.second_counts == runs.first_counts


def test_the_json_is_what_the_demo_page_reads(runs: Runs) -> None:
    assert [(login["role"], login["tenant"]) for login in runs.facts["logins"]] == [
        ("super_admin", ""),
        ("admin", "fernhollow"),
        ("developer", "fernhollow"),
        ("admin", "kilbrack"),
        ("developer", "kilbrack"),
    ]
    assert all(len(login["password"]) >= 12 for login in runs.facts["logins"])
    assert {join["tenant"] for join in runs.facts["join_urls"]} == set(TENANTS)
    assert all(join["url"].startswith(f"{settings.PUBLIC_ORIGIN}/join/") for join in runs.facts["join_urls"])
    assert all(re.fullmatch(r"\d+ [A-Z].+", join["unit"]) for join in runs.facts["join_urls"])


def test_secrets_are_new_each_time_and_only_the_new_cards_are_live(runs: Runs, superuser: psycopg.Connection) -> None:
    for login in runs.facts["logins"]:
        assert login["email"] in runs.text
        assert login["password"] not in runs.text
    assert not [join["url"] for join in runs.facts["join_urls"] if join["url"] in runs.text]
    live = _count(superuser, f"SELECT count(*) FROM enrolment_codes WHERE revoked_at IS NULL AND {MINE}")
    assert live == len(runs.facts["join_urls"]) == runs.text.count("/join/")


def test_only_the_latest_password_signs_in(runs: Runs) -> None:
    login = runs.facts["logins"][2]
    earlier = re.search(rf"{re.escape(login['email'])} +(\S+)", runs.text)
    assert earlier
    assert _sign_in(login["email"], earlier[1]) == 401
    assert _sign_in(login["email"], login["password"]) == 200


def _sign_in(email: str, password: str) -> int:
    answer = ApiClient().post_json("/api/auth/login", {"email": email, "password": password})
    return int(answer.status_code)


def test_every_home_with_a_card_has_a_resident(runs: Runs, superuser: psycopg.Connection) -> None:
    lonely = f"""SELECT count(*) FROM enrolment_codes e WHERE revoked_at IS NULL AND e.{MINE}
        AND NOT EXISTS (SELECT 1 FROM homeowners h WHERE h.unit_id = e.unit_id)"""
    assert _count(superuser, lonely) == 0


def test_house_type_documents_are_bound_to_their_type(runs: Runs, superuser: psycopg.Connection) -> None:
    query = f"SELECT title, house_type_code FROM documents WHERE house_type_code IS NOT NULL AND {MINE}"
    bound = superuser.execute(query, [TENANTS]).fetchall()
    assert len(bound) == 10
    assert all(title.startswith(code) for title, code in bound)


def test_a_document_whose_text_has_changed_becomes_a_new_version(runs: Runs, superuser: psycopg.Connection) -> None:
    document = next(paper for paper in documents_of(estates()[2]) if paper.key == "winter")
    query = f"SELECT id, tenant_id, development_id FROM documents WHERE title = '{document.title}' AND {MINE}"
    [(document_id, tenant_id, development_id)] = superuser.execute(query, [TENANTS]).fetchall()
    superuser.execute("UPDATE document_versions SET sha256 = 'earlier' WHERE document_id = %s", [document_id])
    for _ in range(2):
        with row_security.service_scope(tenant_id, "test") as principal:
            papers.upload(principal, development_id, document)
    versions = "SELECT number FROM document_versions WHERE document_id = %s ORDER BY number"
    assert superuser.execute(versions, [document_id]).fetchall() == [(1,), (2,)]


def test_it_is_refused_in_production(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PRODUCTION", True)
    with pytest.raises(CommandError, match="not for production"):
        call_command("seed_demo")
