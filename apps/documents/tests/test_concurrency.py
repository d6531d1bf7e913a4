"""Several people, or one impatient program, at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import Estate
from openhouse.testing.papers import pdf

from .uploads import add_version, detail, read_all, upload

AT_ONCE = 5
AsStaff = Callable[[Any], ApiClient]


@pytest.fixture
def together(estate_a: Estate, as_staff: AsStaff) -> Callable[[Callable[[ApiClient, int], Any]], list[Any]]:
    """Run a call as the same builder from several clients at once; what each got."""

    def run(call: Callable[[ApiClient, int], Any]) -> list[Any]:
        def one(number: int) -> Any:
            try:
                return call(as_staff(estate_a.builder), number)
            finally:
                connection.close()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(one, range(AT_ONCE)))

    return run


def test_versions_added_at_once_get_numbers_of_their_own(together: Any, builder: ApiClient, estate_a: Estate) -> None:
    made = upload(builder, estate_a.development).json()["id"]
    answers = together(lambda client, number: add_version(client, made, pdf([f"Number {number}"])))
    assert [answer.status_code for answer in answers] == [202] * AT_ONCE
    assert sorted(answer.json()["version"] for answer in answers) == list(range(2, AT_ONCE + 2))
    read_all(estate_a.tenant.pk)
    assert detail(builder, made)["current_version"] == AT_ONCE + 1


def test_one_key_sent_at_once_is_one_document(together: Any, estate_a: Estate) -> None:
    data, headers = pdf(), {"Idempotency-Key": "impatient"}
    answers = together(lambda client, _: upload(client, estate_a.development, data, headers=headers))
    assert [answer.status_code for answer in answers] == [202] * AT_ONCE
    assert len({answer.json()["id"] for answer in answers}) == 1
