"""In every list of the admin the rows, their number and what filters offer fail each by themselves, in the database."""

import re

import pytest
from django.contrib import admin
from django.db import connection

from apps.core.guarded_list import GuardedFilter
from apps.developments.models import Unit
from apps.tenants.models import Tenant

from .conftest import pages, shown_models
from .test_isolation import BY_MODEL

FAILED = "This part could not be loaded"
TOO_LONG = "SET LOCAL statement_timeout = 10; SELECT pg_sleep(60)"


def failing(pattern, instead='SELECT "a name that nobody may read"'):
    """Statements like `pattern` fail as `instead` does."""

    def ask(execute, sql, params, many, context):
        return (
            execute(instead, None, many, context)
            if re.match(pattern, str(sql))
            else execute(sql, params, many, context)
        )

    return connection.execute_wrapper(ask)


def rows_of(table):
    """Not one row, such as that of the person who asks."""
    return rf'SELECT "{table}"\.(?!.* LIMIT 1$).* ORDER BY '


def number_of(table):
    return rf'SELECT COUNT\(.* FROM "{table}"'


def stands(page, failures=1):
    """The frame with its navigation and search, and in the place of what failed the words, a retry and the id."""
    text = page.content.decode()
    assert (page.status_code, text.count(FAILED)) == (200, failures)
    assert f"<code data-panel-id>{page.headers['X-Request-ID']}</code>" in text
    assert "Try again" in text
    assert 'class="breadcrumbs"' in text
    assert 'class="object-tools"' in text
    assert "nobody may read" not in text
    return text


@BY_MODEL
@pytest.mark.parametrize("cause", [{}, {"instead": TOO_LONG}], ids=["error", "time-out"])
def test_rows_that_cannot_be_read_leave_the_page(admin_client, own_rows, model, cause):
    row, address = f"{pages(model)}{own_rows[model].pk}/change/", f"{pages(model)}?id={own_rows[model].pk}"
    whole = admin_client.get(address).content.decode()
    assert row in whole
    with failing(rows_of(model._meta.db_table), **cause):
        page = stands(admin_client.get(address))
    assert row not in page
    for part in ("changelist-filter", "searchbar", "paginator"):
        assert (part in page) == (part in whole)


@BY_MODEL
def test_rows_stand_without_their_number(admin_client, own_rows, model):
    with failing(number_of(model._meta.db_table)):
        page = stands(admin_client.get(pages(model), {"id": own_rows[model].pk}))
    assert f"{pages(model)}{own_rows[model].pk}/change/" in page
    # As a word: the digits may stand in an id.
    assert not re.search(r"\b10000\b", page)


def offered_rows(page):
    return [one for one in page.list_filter if isinstance(one, tuple) and issubclass(one[1], GuardedFilter)]


@pytest.mark.parametrize(
    "model", [model for model in shown_models() if offered_rows(admin.site._registry[model])], ids=lambda m: m.__name__
)
def test_rows_stand_without_what_a_filter_offers(admin_client, own_rows, model):
    address = f"{pages(model)}?development__id__exact={own_rows[model].development_id}"
    with failing(rows_of("developments")):
        page = stands(admin_client.get(address))
    assert f"{pages(model)}{own_rows[model].pk}/change/" in page


def test_an_operators_choice_of_tenants_fails_alone_too(operator_client, own_rows):
    with failing(rows_of(Tenant._meta.db_table)):
        page = stands(operator_client.get(f"{pages(Unit)}?tenant__id__exact={own_rows[Tenant].pk}"))
        stands(operator_client.get(pages(Tenant)))
    assert f"{pages(Unit)}{own_rows[Unit].pk}/change/" in page


def test_a_column_that_fails_is_the_rows_failure(admin_client, own_rows, monkeypatch):
    monkeypatch.setattr(Unit, "house_type_code", property(lambda unit: 1 / 0), raising=False)
    assert f"{pages(Unit)}{own_rows[Unit].pk}/change/" not in stands(admin_client.get(pages(Unit)))


def unguarded(model, one):
    """Whether a filter of Django's own would read a table."""
    name, kind = one if isinstance(one, tuple) else (one, None)
    if kind is None:
        return isinstance(name, str) and model._meta.get_field(name).is_relation
    reading = admin.RelatedFieldListFilter | admin.AllValuesFieldListFilter
    return issubclass(kind, reading) and not issubclass(kind, GuardedFilter)


def test_no_filter_reads_unguarded():
    found = {(model, one) for model, page in admin.site._registry.items() for one in page.list_filter}
    assert len(found) > 20
    assert [(model, one) for model, one in found if unguarded(model, one)] == []
    assert unguarded(Unit, "development")
