"""Files in a storage that is no folder, as with an object store: nothing may lean on paths."""

from typing import Any

import pytest
from django.core.files.storage import storages

from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import Estate
from openhouse.testing.papers import pdf

from .uploads import detail, read_all, upload


@pytest.fixture
def no_folder(settings: Any) -> Any:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"documents": memory}
    return storages["documents"]


def test_a_document_lives_and_goes_without_a_folder(builder: ApiClient, estate_a: Estate, no_folder: Any) -> None:
    data = pdf()
    made = upload(builder, estate_a.development, data).json()["id"]
    read_all(estate_a.tenant.pk)
    assert detail(builder, made)["status"] == "ready"
    path = f"/api/developers/documents/{made}/file"
    assert b"".join(builder.get(path).streaming_content) == data
    assert b"".join(builder.get(path, headers={"Range": "bytes=5-9"}).streaming_content) == data[5:10]
    assert len(no_folder.listdir(str(estate_a.tenant.pk))[1]) == 2
    builder.delete(f"/api/developers/documents/{made}")
    assert no_folder.listdir(str(estate_a.tenant.pk))[1] == []


def test_a_file_that_is_gone_fails_in_a_sentence(builder: ApiClient, estate_a: Estate, no_folder: Any) -> None:
    made = upload(builder, estate_a.development).json()["id"]
    (name,) = no_folder.listdir(str(estate_a.tenant.pk))[1]
    no_folder.delete(f"{estate_a.tenant.pk}/{name}")
    read_all(estate_a.tenant.pk)
    assert detail(builder, made)["failure"]["code"] == "missing"
