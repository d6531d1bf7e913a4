"""The cookies of a staff session as production settings send them, from a process that runs with those."""

import json
import os
import subprocess
import sys

import pytest

from openhouse.settings.env import ROOT
from openhouse.testing.estates import PASSWORD

SIGN_IN = """
import django, json, sys
django.setup()
from django.test import Client
body = {"email": sys.argv[1], "password": sys.argv[2]}
client = Client(REMOTE_ADDR="10.77.0.1", SERVER_NAME="openhouse.example")
plain = client.post("/api/auth/login", body, content_type="application/json")
answer = client.post("/api/auth/login", body, content_type="application/json", secure=True)
print(json.dumps({"plain": [plain.status_code, [*plain.cookies]], "status": answer.status_code,
    "cookies": {name: dict(morsel) for name, morsel in answer.cookies.items()},
    "hsts": answer.headers.get("Strict-Transport-Security", "")}))
"""


@pytest.fixture
def sign_in(database):
    from openhouse.testing.databases import app_url_here

    environment = dict(os.environ) | {
        "DJANGO_SETTINGS_MODULE": "openhouse.settings.production",
        "DATABASE_URL": app_url_here(),
        "DATABASE_MIGRATOR_URL": "",
        "PUBLIC_ORIGIN": "https://openhouse.example",
        "ALLOWED_HOSTS": "openhouse.example",
        "CELERY_BROKER_URL": "redis://127.0.0.1/0",
    }

    def call(email):
        command = [sys.executable, "-c", SIGN_IN, email, PASSWORD]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return call


def test_session_cookie_is_bound_to_host_and_https(estate_a, sign_in):
    told = sign_in(estate_a.admin.email)
    assert told["status"] == 200
    for name in ("__Host-openhouse", "__Host-csrf"):
        cookie = told["cookies"][name]
        assert (cookie["secure"], cookie["path"], cookie["domain"], cookie["samesite"]) == (True, "/", "", "Lax")
        assert cookie["httponly"] is True
    assert told["cookies"]["__Host-openhouse"]["max-age"] == 8 * 3600
    assert "max-age=31536000" in told["hsts"]


def test_nothing_is_signed_in_over_plain_http(estate_a, sign_in):
    status, cookies = sign_in(estate_a.admin.email)["plain"]
    assert (status, cookies) == (301, [])
