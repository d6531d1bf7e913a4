"""Two estates that every reading contract of a module shares, and a client of each kind of person."""

import pytest
from django.conf import settings
from django.utils.crypto import get_random_string

from apps.core.identity import Role


@pytest.fixture(scope="module")
def own(database):
    from openhouse.testing.estates import create_estate

    return create_estate()


@pytest.fixture(scope="module")
def foreign(database):
    from openhouse.testing.estates import create_estate

    return create_estate()


@pytest.fixture(scope="module")
def operator(database):
    from openhouse.testing.estates import create_super_admin

    return create_super_admin()


@pytest.fixture(scope="session")
def world(database):
    """For calls that are refused or only read, whoever makes them."""
    from .worlds import create_world

    return create_world()


@pytest.fixture
def client_of(own, operator):
    """A client with a new session of the person who has this role in `own`."""
    from openhouse.testing.clients import ApiClient, homeowner_client, staff_client

    makers = {
        Role.SUPER_ADMIN: lambda: staff_client(operator),
        Role.ADMIN: lambda: staff_client(own.admin),
        Role.DEVELOPER: lambda: staff_client(own.builder),
        Role.HOMEOWNER: lambda: homeowner_client(own.homeowner),
        Role.ANONYMOUS: ApiClient,
    }

    def make(role):
        client, csrf = makers[role](), get_random_string(32)
        client.cookies[settings.CSRF_COOKIE_NAME] = client.defaults["HTTP_X_CSRFTOKEN"] = csrf
        return client

    return make
