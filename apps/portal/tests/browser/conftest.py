"""The product as it really runs, web server and worker beside the tests, and browsers that forgive nothing.

Static files are collected with their hashed names, so a module that imports a missing one fails here. Every page is
watched: an error in its console, a refusal by the content security policy or a request to anybody else fails the test.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import transaction
from playwright.sync_api import BrowserContext, Page

from apps.core import row_security
from apps.developments.models import Development
from apps.homeowners import services as homeowners
from openhouse.settings.env import ROOT
from openhouse.testing.estates import PASSWORD, Estate

from .watching import Watch

START_SECONDS = 240
PHONE = {"width": 390, "height": 844}
LAUNCH = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | LAUNCH


@dataclass(frozen=True)
class Site:
    """A running OpenHouse on the database of this test run."""

    url: str
    environment: dict[str, str]
    mails: Path


@pytest.fixture(scope="session")
def site(database: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Web server and worker; both end with the test run."""
    folder = tmp_path_factory.mktemp("site")
    port = _free_port()
    running = Site(f"http://127.0.0.1:{port}", _environment(folder, port), folder / "mails")
    with ExitStack() as stack:
        _run(["manage.py", "collectstatic", "--no-input", "-v0"], running.environment)
        _start(stack, folder / "web.log", _web(port), running.environment)
        _start(stack, folder / "worker.log", _worker(folder), running.environment)
        _wait_until_it_answers(running.url, folder / "web.log")
        yield running


@contextmanager
def beside(site: Site, folder: Path, settings: dict[str, str]) -> Iterator[Site]:
    """A second web server on the same data, set up otherwise."""
    port = _free_port()
    origin = f"http://127.0.0.1:{port}"
    running = replace(site, url=origin, environment=site.environment | {"PUBLIC_ORIGIN": origin} | settings)
    with ExitStack() as stack:
        _start(stack, folder / "web.log", _web(port), running.environment)
        _wait_until_it_answers(running.url, folder / "web.log")
        yield running


@pytest.fixture
def open_context(site: Site, browser: Any) -> Iterator[Callable[..., BrowserContext]]:
    """`open_context(viewport=..., color_scheme=...)` is a fresh browser profile; its pages are watched to the end."""
    with ExitStack() as stack:

        def opened(**options: Any) -> BrowserContext:
            context = browser.new_context(base_url=site.url, **({"viewport": PHONE} | options))
            stack.callback(context.close)
            context.set_default_timeout(15_000)
            stack.enter_context(Watch(site.url).over(context))
            return context

        yield opened


@pytest.fixture
def phone(open_context: Callable[..., BrowserContext]) -> BrowserContext:
    return open_context()


@pytest.fixture
def card(platform: Callable[..., Any]) -> Callable[[Any], Any]:
    """`card(unit)` prints a card for the home: its link and its short code."""

    def printed(unit: Any) -> Any:
        with platform() as principal:
            return homeowners.enrolment_issue(principal, unit_id=unit.pk)

    return printed


@pytest.fixture
def set_joining(estate_a: Estate) -> Callable[[str], None]:
    """How further devices join the homes of the estate."""

    def choose(joining: str) -> None:
        with row_security.service_scope(estate_a.tenant.pk, "test") as _, transaction.atomic():
            Development.objects.filter(pk=estate_a.development.pk).update(joining=joining)

    return choose


@pytest.fixture
def join(card: Callable[[Any], Any]) -> Callable[..., Page]:
    """`join(context, unit)` scans the home's card and goes on to the chat."""

    def joined(context: BrowserContext, unit: Any) -> Page:
        page = context.new_page()
        page.goto(path_of(card(unit).url))
        page.get_by_role("link", name="Go to my home").click()
        page.get_by_label("Your question").wait_for()
        return page

    return joined


@pytest.fixture
def desk(open_context: Callable[..., BrowserContext]) -> Callable[[Any], Page]:
    """`desk(person)` is this staff member's documents page, after signing in by the form."""

    def signed_in(person: Any, **options: Any) -> Page:
        page = open_context(**({"viewport": {"width": 1280, "height": 800}} | options)).new_page()
        page.goto("/accounts/login")
        page.get_by_label("E-mail").fill(person.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/dashboard")
        page.goto("/documents")
        return page

    return signed_in


@pytest.fixture(autouse=True)
def _fresh_limits(forget_limits: Callable[[], None]) -> None:
    """All browsers of a run share one address."""
    forget_limits()


def path_of(url: str) -> str:
    """The path of a link that was made for another origin."""
    return "/" + url.split("/", 3)[3]


def _environment(folder: Path, port: int) -> dict[str, str]:
    from openhouse.testing.databases import app_url_here

    for name in ("broker", "broker-control", "mails"):
        (folder / name).mkdir()
    return dict(os.environ) | {
        "DJANGO_SETTINGS_MODULE": "openhouse.settings.dev",
        "DATABASE_URL": app_url_here(),
        "DATABASE_MIGRATOR_URL": "",
        "PUBLIC_ORIGIN": f"http://127.0.0.1:{port}",
        "STATIC_ROOT": str(folder / "static"),
        "BROKER_FOLDER": str(folder / "broker"),
        "MEDIA_ROOT": settings.MEDIA_ROOT,
        "AUDIT_SEAL_FILE": settings.AUDIT_SEAL_FILE,
        "EMAIL_URL": f"filemail:///{folder / 'mails'}",
        # The worker would embed what every other test of the run has uploaded, and these wait for it.
        "EMBEDDINGS": "false",
    }


def _web(port: int) -> list[str]:
    listen = ["--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    return ["-m", "gunicorn", "openhouse.wsgi", *listen, "--worker-class", "gthread", "--threads", "8"]


def _worker(folder: Path) -> list[str]:
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    beat = ["--beat", "--schedule", str(folder / "schedule")]
    # A scan of all tenants that a run has made may take a process for a minute.
    return ["-m", "celery", "-A", "openhouse", "worker", *beat, "--concurrency", "2", *quiet]


def _run(arguments: list[str], environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, timeout=START_SECONDS)


def _start(stack: ExitStack, log: Path, arguments: list[str], environment: dict[str, str]) -> None:
    output = stack.enter_context(log.open("wb"))
    command = [sys.executable, *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    stack.callback(process.wait, timeout=START_SECONDS)
    stack.callback(process.terminate)


def _wait_until_it_answers(url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urlopen(f"{url}/healthz", timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                pytest.fail(f"the web server does not answer:\n{log.read_text()[-2000:]}")
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
