"""Values that are unsafe in production stop the start; every finding is planted once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import Tags, run_checks
from django.db import models
from django.test.utils import isolate_apps

from apps.core.checks import model_findings
from apps.core.models import DevelopmentOwned, row_security

ROOT = Path(__file__).resolve().parents[3]
SAFE = {
    "PRODUCTION": True,
    "DEBUG": False,
    "ALLOWED_HOSTS": ["openhouse.example"],
    "ALLOWED_ORIGINS": ["https://openhouse.example"],
    "PUBLIC_ORIGIN": "https://openhouse.example",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "HOMEOWNER_COOKIE_SECURE": True,
    "SECURE_HSTS_SECONDS": 3600,
    "SECURE_SSL_REDIRECT": True,
    "CELERY_BROKER_URL": "amqp://broker",
    "TRUSTED_PROXIES": ["10.0.0.0/8", "fd00::1"],
    "SECRET_KEY": "s" * 50,
    "JWT_SIGNING_KEY": "j" * 50,
    "JWT_PREVIOUS_KEY": "",
    "GATE_KEY": "g" * 50,
}
PLANTED = [
    ("openhouse.E010", {"SECRET_KEY": "short"}),
    ("openhouse.E010", {"JWT_SIGNING_KEY": "change-me" * 10}),
    ("openhouse.E010", {"JWT_PREVIOUS_KEY": "short"}),
    ("openhouse.E010", {"GATE_KEY": ""}),
    ("openhouse.E011", {"GATE_KEY": "s" * 50}),
    ("openhouse.E020", {"ALLOWED_ORIGINS": ["*"]}),
    ("openhouse.E020", {"ALLOWED_ORIGINS": ["https://*.openhouse.example"]}),
    ("openhouse.E020", {"ALLOWED_ORIGINS": ["https://openhouse.example/"]}),
    ("openhouse.E020", {"ALLOWED_ORIGINS": ["openhouse.example"]}),
    ("openhouse.E021", {"ALLOWED_ORIGINS": ["http://openhouse.example"]}),
    ("openhouse.E022", {"TRUSTED_PROXIES": ["0.0.0.0/0"]}),
    ("openhouse.E022", {"TRUSTED_PROXIES": ["::/0"]}),
    ("openhouse.E022", {"TRUSTED_PROXIES": ["10.0.0.1/8"]}),
    ("openhouse.E022", {"TRUSTED_PROXIES": ["proxy"]}),
    ("openhouse.E030", {"DEBUG": True}),
    ("openhouse.E030", {"ALLOWED_HOSTS": []}),
    ("openhouse.E030", {"ALLOWED_HOSTS": ["*"]}),
    ("openhouse.E030", {"PUBLIC_ORIGIN": "http://openhouse.example"}),
    ("openhouse.E030", {"SESSION_COOKIE_SECURE": False}),
    ("openhouse.E030", {"CSRF_COOKIE_SECURE": False}),
    ("openhouse.E030", {"HOMEOWNER_COOKIE_SECURE": False}),
    ("openhouse.E030", {"SECURE_HSTS_SECONDS": 0}),
    ("openhouse.E030", {"SECURE_SSL_REDIRECT": False}),
    ("openhouse.E030", {"CELERY_BROKER_URL": "filesystem://"}),
    ("openhouse.W031", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
    ("openhouse.E050", {"WEBHOOK_HOSTS": ["*.example.test"]}),
    ("openhouse.E050", {"WEBHOOK_HOSTS": ["https://hooks.example.test"]}),
    ("openhouse.E051", {"WEBHOOK_TEST_LOOPBACK": True}),
]


def found(settings, values):
    for name, value in (SAFE | values).items():
        setattr(settings, name, value)
    return {message.id for message in run_checks(tags=[Tags.security]) if message.id.startswith("openhouse.")}


def test_safe_values_pass(settings):
    assert found(settings, {}) == set()


@pytest.mark.parametrize(("finding", "values"), PLANTED, ids=str)
def test_each_unsafe_value_is_found(finding, values, settings):
    assert found(settings, values) == {finding}


@isolate_apps("apps.core")
def test_a_model_without_row_security_or_with_a_key_without_tenant_is_found():
    class Bare(DevelopmentOwned):
        class Meta:
            app_label = "core"

    class Loose(DevelopmentOwned):
        unit = models.ForeignKey("developments.Unit", on_delete=models.CASCADE)

        class Meta:
            app_label = "core"
            constraints = [row_security("loose", {"admin": "select"})]

    assert {message.id for message in model_findings(Bare)} == {"openhouse.E001", "openhouse.E002"}
    assert {message.id for message in model_findings(Loose)} == {"openhouse.E002"}


ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "openhouse.settings.production",
    "SECRET_KEY": "k3y-Of_60!" * 6,
    "JWT_SIGNING_KEY": "j" * 50,
    "GATE_KEY": "g" * 50,
    "ALLOWED_HOSTS": "openhouse.example",
    "PUBLIC_ORIGIN": "https://openhouse.example",
    "DATABASE_URL": "postgresql://openhouse_app@127.0.0.1:1/openhouse",
    "CELERY_BROKER_URL": "amqp://broker",
    "TRUSTED_PROXIES": "127.0.0.1",
    "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
}
ASK = """
import json
from openhouse.wsgi import application
from django.conf import settings
from django.test import Client
client = Client(headers={"Host": "openhouse.example"})
answers = {
    "plain": client.get("/accounts/login"),
    "forged": client.get("/healthz", REMOTE_ADDR="203.0.113.9", headers={"X-Forwarded-Proto": "https"}),
    "proxied": client.get("/healthz", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-Proto": "https"}),
    "host": client.get("/healthz", headers={"Host": "evil.example"}),
}
print(json.dumps({
    **{name: [answer.status_code, dict(answer.headers)] for name, answer in answers.items()},
    "settings": {name: getattr(settings, name) for name in dir(settings) if "COOKIE" in name or name == "DEBUG"},
}, default=str))
"""


def run(*arguments, **values):
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"} | ENVIRONMENT | values
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_production_answers_over_https_only_and_believes_its_proxies_only():
    import json

    result = run("-c", ASK)
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout.splitlines()[-1])
    assert (told["plain"][0], told["plain"][1]["Location"]) == (301, "https://openhouse.example/accounts/login")
    assert "Strict-Transport-Security" not in told["forged"][1]
    policy = told["proxied"][1]["Strict-Transport-Security"]
    assert (told["proxied"][0], policy) == (200, "max-age=31536000; includeSubDomains; preload")
    assert told["host"][0] == 400
    cookies = told["settings"]
    assert cookies["DEBUG"] is False
    assert cookies["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert (
        cookies["SESSION_COOKIE_HTTPONLY"] is cookies["SESSION_COOKIE_SECURE"] is cookies["CSRF_COOKIE_SECURE"] is True
    )
    assert (cookies["SESSION_COOKIE_SAMESITE"], cookies["CSRF_COOKIE_SAMESITE"]) == ("Lax", "Lax")
    assert (cookies["SESSION_COOKIE_DOMAIN"], cookies["SESSION_COOKIE_PATH"]) == (None, "/")


def test_django_itself_has_nothing_to_warn_of():
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("module", ["openhouse.wsgi", "openhouse.asgi"])
def test_no_server_starts_with_an_unsafe_value(module):
    result = run("-c", f"import {module}", ALLOWED_HOSTS="*")
    assert result.returncode == 1
    assert "openhouse.E030" in result.stderr


def test_a_missing_variable_is_named():
    result = run("-c", "import openhouse.wsgi", GATE_KEY="")
    assert result.returncode == 1
    assert "GATE_KEY" in result.stderr
