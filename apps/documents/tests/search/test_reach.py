"""Search stays inside the verified scope, whatever its arguments say."""

import json
from uuid import uuid4

import psycopg
import pytest

from apps.core.row_security import ENTER, proof
from apps.documents.models import DocChunk
from openhouse.testing.estates import create_estate

from .library import publish
from .seekers import OPEN

RAW = """SELECT passage FROM security.search_chunks(%s, %s, '{boiler}', '{boiler}', '{1}', '{0}', 50, %s::uuid[])"""
ROLES = ["super_admin", "admin", "developer", "homeowner", "service"]


@pytest.fixture
def raw(app_login):
    """Rows of a search by hand-written SQL inside a verified session of a person."""

    def rows(kind, person, development_id, house_type=None, also=()):
        session = app_login.execute(OPEN, [kind, person.pk, proof(f"open:{kind}:{person.pk}")]).fetchone()[0]
        with app_login.transaction():
            app_login.execute(ENTER, [session, proof(f"enter:{session}")])
            return {row[0] for row in app_login.execute(RAW, [development_id, house_type, list(also)])}

    return rows


@pytest.fixture(scope="module")
def estates(database):
    found = create_estate(), create_estate()
    for name, estate in zip("ab", found, strict=True):
        publish(estate.development, "All", [f"{name} boiler for all"])
        publish(estate.development, "One", [f"{name} boiler of BD01"], house_type="BD01")
        publish(estate.development, "Two", [f"{name} boiler of BD02"], house_type="BD02")
        publish(estate.sibling_development, "Far", [f"{name} boiler of the sibling"])
    return found


def test_a_homeowner_finds_the_own_house_type_and_cannot_name_another(raw, estates):
    home, development = estates[0].homeowner, estates[0].development.pk
    own = {"a boiler for all", "a boiler of BD01"}
    assert raw("homeowner", home, development) == own
    assert raw("homeowner", home, development, "BD02") == own
    assert raw("homeowner", home, estates[0].sibling_development.pk) == set()
    assert raw("homeowner", home, estates[1].development.pk) == set()


def test_a_builder_tries_any_house_type_of_the_own_developments_only(raw, estates):
    builder, development = estates[0].builder, estates[0].development.pk
    assert raw("staff", builder, development, "BD02") == {"a boiler for all", "a boiler of BD02"}
    assert len(raw("staff", builder, development)) == 3
    assert raw("staff", builder, estates[0].sibling_development.pk) == set()
    assert raw("staff", builder, estates[1].development.pk, "BD01") == set()


def test_passages_that_are_named_by_their_id_are_of_the_scope_too(raw, estates, platform):
    with platform():
        everything = list(DocChunk.objects.values_list("pk", flat=True))
    home, development = estates[0].homeowner, estates[0].development.pk
    assert raw("homeowner", home, development, also=everything) == {"a boiler for all", "a boiler of BD01"}
    assert raw("staff", estates[0].builder, estates[1].development.pk, also=everything) == set()


def test_an_admin_reaches_the_tenant_and_no_other(raw, estates):
    assert raw("staff", estates[0].admin, estates[0].sibling_development.pk) == {"a boiler of the sibling"}
    assert raw("staff", estates[0].admin, estates[1].development.pk) == set()


@pytest.mark.parametrize("role", ROLES)
def test_an_empty_scope_is_no_rows(app_login, estates, role):
    with app_login.transaction():
        app_login.execute(f"SET LOCAL ROLE openhouse_{role}")
        assert app_login.execute(RAW, [estates[0].development.pk, None, []]).fetchall() == []
        words = "SELECT * FROM security.search_terms(%s, '{boiler}')"
        assert app_login.execute(words, [estates[0].development.pk]).fetchall() == []
        vocabulary = "SELECT * FROM security.search_vocabulary(%s, 'b', 1, 20)"
        assert app_login.execute(vocabulary, [estates[0].development.pk]).fetchall() == []


def test_without_a_role_the_search_is_refused(app_login, estates):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_login.execute(RAW, [estates[0].development.pk, None, []])


@pytest.mark.parametrize("role", ROLES)
def test_a_made_up_scope_is_refused(app_login, estates, role):
    forged = "0" * 64 + "\x1f".join(["1", "1", f"openhouse_{role}", *["x"] * 6])
    app_login.execute(f"SET ROLE openhouse_{role}")
    app_login.execute("SELECT set_config('openhouse.scope', %s, false)", [forged])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_login.execute(RAW, [estates[0].development.pk, None, []])


def test_a_random_development_is_no_rows(raw, estates):
    assert raw("staff", estates[0].admin, uuid4()) == set()


def test_the_index_of_keys_is_used(superuser, estates):
    plan = "EXPLAIN (FORMAT JSON) SELECT id FROM doc_chunks WHERE security.search_keys(development_id,"
    plan += " tsvector_to_array(tsv)) && security.search_keys(%s, '{boiler}')"
    with superuser.transaction():
        superuser.execute("SET LOCAL enable_seqscan = off")
        assert "ix_chunk_words" in json.dumps(superuser.execute(plan, [estates[0].development.pk]).fetchone())


def test_chunks_without_any_word_are_no_trouble(platform, estate_a, raw):
    publish(estate_a.development, "Drawing", ["—", "the of and"])
    assert raw("staff", estate_a.builder, estate_a.development.pk) == set()
    with platform():
        assert DocChunk.objects.filter(development=estate_a.development).count() == 2
