"""Files of tests are handed out in an order in which none is disturbed."""

from itertools import dropwhile

import pytest

from openhouse.testing.plugin import needs_site, pytest_collection_modifyitems


class Collected:
    """As much of a collected test as its order hangs on."""

    def __init__(self, path: str, *fixturenames: str) -> None:
        self.path, self.fixturenames = path, fixturenames


def test_large_files_come_first_and_those_beside_a_worker_last():
    lonely, few, many = (
        Collected("a.py", "site"),
        [Collected("b.py")],
        [Collected("c.py"), Collected("c.py", "database")],
    )
    page = [Collected("d.py"), Collected("d.py", "site")]
    items = [lonely, *few, *page, *many]
    pytest_collection_modifyitems(items)
    assert items == [*many, *few, *page, lonely]


def test_no_file_of_this_run_follows_one_whose_worker_lives_on(request: pytest.FixtureRequest):
    items = request.session.items
    last = {item.path for item in items if needs_site(item)}
    assert {item.path for item in items if item.get_closest_marker("browser")} <= last
    assert {item.path for item in dropwhile(lambda item: item.path not in last, items)} == last
