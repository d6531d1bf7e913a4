"""Whose a session is: names of staff and of homeowners, for lists that hold both."""

from collections.abc import Iterable
from uuid import UUID

from django.apps import apps

from .models import Staff, Tenant


def names_of(people: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those that the transaction's scope reaches; two queries, however many they are."""
    wanted = set(people)
    # Homeowners stand above this app in the order of imports, so their model is asked for by name.
    models = (Staff, apps.get_model("homeowners", "Homeowner"))
    found = (model.objects.filter(pk__in=wanted).values_list("pk", "name") for model in models)
    return dict(row for rows in found for row in rows)


def tenant_names(tenants: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those that the transaction's scope reaches."""
    return dict(Tenant.objects.filter(pk__in=set(tenants)).values_list("pk", "name"))
