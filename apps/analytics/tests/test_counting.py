"""What is counted: each question once, whenever its row arrives, whatever becomes of it later."""

import json
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from apps.analytics import services
from apps.core import row_security
from apps.core.identity import PLATFORM_TENANT

CHAT = "/api/chat/messages"
FIGURES = """SELECT counts FROM analytics_days
WHERE tenant_id = %s AND development_id IS NOT DISTINCT FROM %s ORDER BY day"""
SPOIL = """UPDATE analytics_days SET counts = '{"questions": 77}'
WHERE tenant_id = %s AND development_id IS NOT NULL AND day > '2026-03-02'"""
EVERYBODYS = "SELECT coalesce(sum((counts->>'questions')::int), 0) FROM analytics_days WHERE tenant_id = %s"
AS_A_MODEL_IS_ASKED = """INSERT INTO messages SELECT (jsonb_populate_record(m, jsonb_build_object('id', %s::text,
    'client_message_id', null, 'engine', 'extractive_fallback', 'created_at', now()))).*
FROM messages m WHERE id = %s"""
WHEN_IT_HAS_ANSWERED = "UPDATE messages SET engine = 'language_model', latency_ms = 4000 WHERE id = %s"
LATER = "UPDATE analytics_pending SET due_at = now() WHERE tenant_id = %s"
HELD = "SELECT * FROM {} WHERE tenant_id = %s"


@pytest.fixture
def figures(superuser):
    """`figures(estate)` are the counts of its development, a mapping for each day; `whole=True` those of the tenant."""

    def read(estate, *, whole=False):
        development = None if whole else estate.development.pk
        rows = superuser.execute(FIGURES, [estate.tenant.pk, development]).fetchall()
        return [counts for (counts,) in rows]

    return read


def test_a_question_is_counted_with_its_outcome_home_topic_and_document(
    estate_a, guide, ask, roll_up, figures, superuser
):
    ask(estate_a.homeowner)
    ask(estate_a.partner, "Who sells violins?")
    roll_up(estate_a)
    (day,) = figures(estate_a)
    assert (day["questions"], day["homes"], day["searches"]) == (2, 1, 2)
    assert (day["outcome.answered"], day["outcome.not_found"]) == (1, 1)
    assert (day["topic.heating"], day["topic.other"]) == (1, 1)
    assert sum(number for name, number in day.items() if name.startswith("took.")) == 2
    assert figures(estate_a, whole=True) == [day]
    uses = "SELECT document_id, answers FROM analytics_documents WHERE tenant_id = %s"
    assert superuser.execute(uses, [estate_a.tenant.pk]).fetchall() == [(guide.pk, 1)]


def test_counting_twice_changes_nothing(estate_a, guide, ask, roll_up, figures):
    ask(estate_a.homeowner)
    roll_up(estate_a)
    before = figures(estate_a)
    roll_up(estate_a)
    assert figures(estate_a) == before


def test_a_rating_counts_as_the_last_one_given(estate_a, guide, ask, roll_up, figures, as_homeowner):
    client, path = as_homeowner(estate_a.homeowner), f"{CHAT}/{ask(estate_a.homeowner)['id']}/feedback"
    assert client.post_json(path, {"rating": "down"}).status_code == 204
    roll_up(estate_a)
    assert client.post_json(path, {"rating": "up"}).status_code == 204
    assert client.post_json(path, {"rating": "up"}).status_code == 204
    roll_up(estate_a)
    (day,) = figures(estate_a)
    assert (day["questions"], day["rating.up"], day.get("rating.down")) == (1, 1, None)


def test_figures_stay_when_a_homeowner_forgets_the_chat(estate_a, guide, ask, roll_up, figures, as_homeowner):
    ask(estate_a.homeowner)
    roll_up(estate_a)
    before = figures(estate_a)
    ask(estate_a.homeowner)
    assert as_homeowner(estate_a.homeowner).delete(CHAT).status_code == 204
    roll_up(estate_a)
    (day,) = figures(estate_a)
    # Also the question that was gone before it was counted.
    assert (before[0]["questions"], day["questions"]) == (1, 2)


def test_a_late_row_is_counted_on_its_own_day(estate_a, guide, ask, roll_up, figures, back_date):
    ask(estate_a.homeowner)
    roll_up(estate_a)
    back_date(ask(estate_a.homeowner), "2026-03-01T12:00Z")
    roll_up(estate_a)
    assert [day["questions"] for day in figures(estate_a)] == [1, 1]


@pytest.mark.parametrize(
    ("moments", "days"),
    [
        (("2026-07-01T22:59Z", "2026-07-01T23:01Z"), 2),  # midnight in Dublin's summer
        (("2026-12-01T22:59Z", "2026-12-01T23:01Z"), 1),
        (("2026-03-28T23:59Z", "2026-03-29T22:59Z", "2026-03-29T23:01Z"), 3),  # a day of 23 hours between
    ],
)
def test_days_begin_at_midnight_where_the_homes_stand(estate_a, guide, ask, roll_up, figures, back_date, moments, days):
    for moment in moments:
        back_date(ask(estate_a.homeowner), moment)
    roll_up(estate_a)
    assert sum("questions" in day for day in figures(estate_a)) == days


def test_counting_anew_gives_the_same_figures_and_only_of_those_days(
    estate_a, estate_b, guide, ask, roll_up, figures, back_date, superuser
):
    back_date(ask(estate_a.homeowner), "2026-03-01T12:00Z")
    ask(estate_a.neighbour)
    ask(estate_b.homeowner)
    for estate in (estate_a, estate_b):
        roll_up(estate)
    before, others = figures(estate_a), figures(estate_b)
    everybodys = superuser.execute(EVERYBODYS, [PLATFORM_TENANT]).fetchone()
    superuser.execute(SPOIL, [estate_a.tenant.pk])
    roll_up(estate_a, "--since", "2026-03-02")
    assert (figures(estate_a), figures(estate_a, whole=True), figures(estate_b)) == (before, before, others)
    assert superuser.execute(EVERYBODYS, [PLATFORM_TENANT]).fetchone() == everybodys


def test_a_dry_run_tells_and_takes_it_back(estate_a, guide, ask, roll_up, figures):
    ask(estate_a.homeowner)
    out = StringIO()
    call_command("roll_up_analytics", "--tenant", estate_a.tenant.slug, "--dry-run", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["counted"], told["dry_run"], figures(estate_a)) == (2, True, [])
    roll_up(estate_a)
    assert figures(estate_a)[0]["questions"] == 1


def test_an_unknown_tenant_is_a_usage_error(database):
    with pytest.raises(CommandError, match="no tenant has the slug") as refusal:
        call_command("roll_up_analytics", "--tenant", "nobody")
    assert refusal.value.returncode == 2


def test_the_worker_counts_in_batches_and_each_row_once(estate_a, guide, ask, figures):
    for _ in range(3):
        ask(estate_a.homeowner)
    with row_security.service_scope(None, "test") as principal:
        assert services.roll_up(principal, tenant_id=estate_a.tenant.pk, batch=2) == 6
        assert services.roll_up(principal, tenant_id=estate_a.tenant.pk, batch=2) == 0
    (day,) = figures(estate_a)
    assert (day["questions"], day["searches"], day["homes"]) == (3, 3, 1)


def test_nothing_that_waits_or_is_counted_names_a_person_or_holds_their_words(estate_a, guide, ask, roll_up, superuser):
    ask(estate_a.homeowner, "My name is Zebedee Quill, what pressure is right?")
    tables = ("analytics_pending", "analytics_days", "analytics_homes", "analytics_documents")
    for _ in range(2):
        rows = [superuser.execute(HELD.format(table), [estate_a.tenant.pk]).fetchall() for table in tables]
        assert str(estate_a.unit.pk) in str(rows)
        assert [mark for mark in ("Zebedee", str(estate_a.homeowner.pk)) if mark in str(rows)] == []
        roll_up(estate_a)


def test_an_answer_that_a_model_still_words_is_counted_when_it_has_settled(
    estate_a, guide, ask, roll_up, figures, superuser
):
    first, second = ask(estate_a.homeowner)["id"], str(uuid4())
    superuser.execute(AS_A_MODEL_IS_ASKED, [second, first])
    roll_up(estate_a)
    assert figures(estate_a)[0]["questions"] == 1
    superuser.execute(WHEN_IT_HAS_ANSWERED, [second])
    superuser.execute(LATER, [estate_a.tenant.pk])
    roll_up(estate_a)
    (day,) = figures(estate_a)
    assert (day["questions"], day["engine.language_model"], day["took.5000"]) == (2, 1, 1)
    assert "engine.extractive_fallback" not in day
