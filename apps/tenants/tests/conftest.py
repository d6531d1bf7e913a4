"""What the tests of second factors share."""

import pytest

CALM = "UPDATE authenticators SET throttling_failure_count = 0, last_t = -1, drift = 0"


@pytest.fixture
def calm(superuser):
    """Forgets failed codes and which codes were used, as if time had passed."""
    return lambda: superuser.execute(CALM)


@pytest.fixture
def trail(superuser):
    def events(person):
        return [
            event
            for (event,) in superuser.execute(
                "SELECT event FROM audit_log WHERE subject_id = %s AND event LIKE 'second_factor.%%' ORDER BY at",
                [person.pk],
            )
        ]

    return events
