"""Word counts follow the chunks of one development, and nobody counts another's."""

import pytest
from django.db import ProgrammingError, connection, transaction

from apps.core import row_security
from apps.documents import frequencies, services
from apps.documents.models import TermFrequency

from ..uploads import add_version, read_all, upload
from .library import publish


def counted(platform, development):
    with platform():
        rows = TermFrequency.objects.filter(development=development).values_list("term", "chunks")
        return dict(rows)


def counted_anew(platform, estate):
    with row_security.service_scope(estate.tenant.pk, "test"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT security.rebuild_frequencies(%s)", [estate.development.pk])
    return counted(platform, estate.development)


def test_counts_chunks_not_occurrences(platform, estate_a):
    publish(estate_a.development, "Guide", ["The boiler. A boiler.", "Bleed the radiator/boiler."])
    found = counted(platform, estate_a.development)
    assert (found["boiler"], found["radiat"], found[""]) == (2, 1, 2)
    assert counted(platform, estate_a.sibling_development) == {}


def test_a_removed_document_takes_its_words_along(platform, estate_a):
    gone = publish(estate_a.development, "Old", ["Zeppelin"])
    publish(estate_a.development, "New", ["Boiler"])
    with row_security.service_scope(estate_a.tenant.pk, "test") as principal:
        services.document_delete(principal, document_id=gone.pk)
    assert counted(platform, estate_a.development) == {"boiler": 1, "": 1}


def test_another_tenant_s_development_is_out_of_reach(platform, estate_a, estate_b):
    foreign = publish(estate_b.development, "Guide", ["Boiler"])
    before = counted(platform, estate_b.development)
    with (
        row_security.service_scope(estate_a.tenant.pk, "test"),
        pytest.raises(ProgrammingError, match="out of reach"),
        transaction.atomic(),
    ):
        frequencies.add(foreign)
    assert counted(platform, estate_b.development) == before


def test_what_is_shifted_is_what_would_be_counted(platform, estate_a, as_staff):
    builder, development = as_staff(estate_a.builder), estate_a.development
    first, second = (
        upload(builder, development, f"# Boiler\n\n{text}\n".encode(), "a.txt").json()["id"]
        for text in ("The radiator is warm.", "Bleed the radiator and the pump.")
    )
    read_all(estate_a.tenant.pk)
    add_version(builder, first, b"# Boiler\n\nThe cylinder hums.\n", "a.txt")
    read_all(estate_a.tenant.pk)
    shifted = counted(platform, development)
    assert (shifted["boiler"], shifted["radiat"], shifted["cylind"], "warm" in shifted) == (2, 1, 1, False)
    builder.post_json(f"/api/developers/documents/{second}/deprecate", {})
    assert counted(platform, development) == counted_anew(platform, estate_a)
    builder.delete(f"/api/developers/documents/{first}")
    assert counted(platform, development) == counted_anew(platform, estate_a) == {"": 0}
