"""libpq URIs: parts change, everything else survives."""

import pytest
from psycopg.conninfo import conninfo_to_dict

from openhouse.local.database import database_name, url_for

SOCKET = "postgresql://openhouse_app:p%40ss@/openhouse?host=%2Ftmp%2Fa%20b&port=5432"


@pytest.mark.parametrize(
    "base",
    [
        SOCKET,
        "postgresql://u:p@db.example:6432/openhouse?sslmode=require",
        "postgresql://u@[::1]:5432/openhouse",
        "host=a,b port=1,2 dbname=openhouse user=u password='it\\'s / 100% ünsafe'",
    ],
)
def test_only_the_database_changes(base):
    changed = conninfo_to_dict(url_for(base, dbname="test_openhouse"))
    assert changed == conninfo_to_dict(base) | {"dbname": "test_openhouse"}


def test_login_changes():
    changed = conninfo_to_dict(url_for(SOCKET, user="other", password="a:b@c/d?e"))
    assert changed == conninfo_to_dict(SOCKET) | {"user": "other", "password": "a:b@c/d?e"}


def test_without_changes_it_says_the_same():
    assert url_for(SOCKET) == SOCKET


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://u@h", "openhouse"),
        ("postgresql://u@h/postgres", "openhouse"),
        ("postgresql://u@h/template1", "openhouse"),
        ("postgresql://u@h/houses", "houses"),
    ],
)
def test_database_name_avoids_the_servers_own(url, name):
    assert database_name(url) == name
