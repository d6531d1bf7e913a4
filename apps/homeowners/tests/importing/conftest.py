"""A builder with a list in hand, and a look at what became of it."""

import pytest

from apps.developments.models import Unit
from apps.homeowners.models import Homeowner

from . import lists


@pytest.fixture
def builder(estate_a, as_staff):
    return as_staff(estate_a.builder)


@pytest.fixture
def sent(builder, estate_a, forget_limits):
    """`sent(file, only_valid="true")` imports the file into the builder's development."""

    def send(file, **fields):
        forget_limits()
        return lists.send(builder, estate_a.development, file, **fields)

    return send


@pytest.fixture
def present(estate_a, platform):
    """The homes of the development by number, and the names in each."""

    def look():
        with platform():
            homes = {home.unit_number: home for home in Unit.objects.filter(development=estate_a.development)}
            people = Homeowner.objects.filter(development=estate_a.development).order_by("created_at", "id")
            names = {number: [p.name for p in people if p.unit_id == home.pk] for number, home in homes.items()}
            return homes, names

    return look
