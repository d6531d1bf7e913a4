import pytest
from django.core.management import call_command

from openhouse.testing.papers import ready_document

CHAT = "/api/chat/messages"


@pytest.fixture
def guide(estate_a):
    return ready_document(estate_a)


@pytest.fixture
def ask(as_homeowner):
    """`ask(person, text)` is the stored answer, as the home's own client gets it."""

    def asked(person, text="What should the boiler pressure read when the system is cold?"):
        response = as_homeowner(person).post_json(CHAT, {"text": text})
        assert response.status_code == 201, response.content
        return response.json()

    return asked


@pytest.fixture
def roll_up():
    """`roll_up(estate)` counts what waits, as operators do."""

    def rolled(estate, *arguments):
        call_command("roll_up_analytics", "--tenant", estate.tenant.slug, *arguments)

    return rolled


@pytest.fixture
def back_date(superuser):
    """`back_date(message, "2026-03-01T12:00Z")` makes a question one of that moment, and what waits for it too."""

    def dated(message, moment):
        for statement in (
            "UPDATE messages SET created_at = %s WHERE id = %s",
            "UPDATE analytics_pending SET at = %s WHERE source_id = %s",
        ):
            superuser.execute(statement, [moment, message["id"]])

    return dated
