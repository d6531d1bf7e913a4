"""What is held of a person, found in the database's own catalogue: all is handed over, and all goes with them."""

import pytest

from apps.homeowners.personal_data import sources

# Tables whose rows name a person, by a column or by being theirs. Partitions go with their parent.
NAMING = """SELECT DISTINCT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND NOT a.attisdropped AND (a.attname ~ '(homeowner|person|resident)_?(id)?$' OR c.relname = 'homeowners')"""
# Those that go with the person: what their foreign keys to `homeowners` do when it goes.
GOING = """SELECT DISTINCT k.conrelid::regclass::text FROM pg_constraint k
WHERE k.contype = 'f' AND k.confrelid = 'public.homeowners'::regclass AND k.confdeltype = 'c'"""
ALL_KEYS = """SELECT DISTINCT k.conrelid::regclass::text FROM pg_constraint k
WHERE k.contype = 'f' AND k.confrelid = 'public.homeowners'::regclass"""

# Where a person is named and the row stays, and why; nothing of these is handed over.
STAYING: dict[str, str] = {}


def tables(superuser, statement):
    return {row[0] for row in superuser.execute(statement).fetchall()}


def test_every_table_that_names_a_person_is_handed_over_and_goes_with_them(superuser):
    naming = tables(superuser, NAMING) - set(STAYING)
    assert naming >= {"homeowners", "conversations", "messages", "citations"}
    assert {table for source in sources() for table in source.tables} == naming
    assert tables(superuser, GOING) == naming - {"homeowners"} == tables(superuser, ALL_KEYS)
    assert set(STAYING) <= tables(superuser, NAMING), "an exemption is stale"


def test_a_table_that_is_forgotten_is_caught(superuser):
    superuser.execute("CREATE TABLE planted (homeowner_id uuid)")
    try:
        with pytest.raises(AssertionError, match="planted"):
            test_every_table_that_names_a_person_is_handed_over_and_goes_with_them(superuser)
    finally:
        superuser.execute("DROP TABLE planted")
