"""Messages through a folder: whole or not there, however many write and read at once."""

from concurrent.futures import ThreadPoolExecutor
from queue import Empty

import pytest
from kombu import Connection

from openhouse import celery

PUT = 300


@pytest.fixture
def channel(tmp_path):
    options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "store_processed": False}
    with Connection("filesystem://", transport_options=options | {"control_folder": str(tmp_path / "c")}) as broker:
        yield broker.channel()


def test_the_application_uses_it():
    with celery.app.connection() as broker:
        assert broker.get_transport_cls().__module__ == "openhouse.folder_broker"


def test_no_reader_meets_half_a_message(channel):
    found = []

    def read():
        while len(found) < PUT:
            try:
                found.append(channel._get("q")["number"])
            except Empty:
                continue

    with ThreadPoolExecutor(2) as pool:
        reading = pool.submit(read)
        pool.submit(
            lambda: [channel._put("q", {"number": number, "text": "x" * 5000}) for number in range(PUT)]
        ).result()
        reading.result(timeout=60)
    assert sorted(found) == list(range(PUT))
