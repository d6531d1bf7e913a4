"""What leaves goes to one listed host outside, signed, and waits for nobody; everywhere else is refused."""

import hashlib
import hmac
import json
import socket
from http.server import BaseHTTPRequestHandler
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils import timezone

from apps.anomalies.models import Delivery, Webhook
from apps.anomalies.webhook import delivering, setting, targets
from apps.audit.models import AuditLog
from apps.core import row_security
from apps.core.errors import Invalid
from apps.core.identity import Principal, Role
from openhouse.testing import loopback
from openhouse.testing.anomalies import plain_finding
from openhouse.testing.clients import _open

SECRET = "a secret of thirty-two characters"
HOOK = "https://hooks.example.test/openhouse"


@pytest.fixture
def receiver(settings):
    """A server on loopback that keeps what it is sent and answers with `status`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.got.append((self.path, dict(self.headers), body))
            self.send_response(kept.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *args):
            """Silent."""

    kept = SimpleNamespace(got=[], status=204)
    with loopback.serving(Handler, kept) as server:
        settings.WEBHOOK_TEST_LOOPBACK = True
        settings.WEBHOOK_HOSTS = [f"127.0.0.1:{server.server_port}"]
        kept.url = f"{server.url}/hook"
        yield kept


def hook(estate, url, secret=SECRET, **values):
    """Set up as the tenant's admin."""
    session, _ = _open("staff", estate.admin.pk, uuid4().bytes, {})
    who = Principal(role=Role.ADMIN, session=session, tenant_id=estate.tenant.pk, subject_id=estate.admin.pk)
    with row_security.acting(session):
        return setting.webhook_set(who, url=url, secret=secret, **values)


def deliveries(platform, estate):
    with platform():
        return list(Delivery.objects.filter(tenant_id=estate.tenant.pk))


def test_an_anomaly_is_sent_once_signed_and_without_personal_data(estate_a, estate_b, receiver, platform):
    hook(estate_a, receiver.url)
    finding = plain_finding(estate_a.tenant)
    plain_finding(estate_b.tenant)
    delivering.deliver()
    delivering.deliver()
    ((path, headers, body),) = receiver.got
    told = json.loads(body)
    assert (path, told["anomaly"], told["tenant"]) == ("/hook", str(finding.pk), str(estate_a.tenant.pk))
    assert set(told) <= {
        *("event", "anomaly", "tenant", "detector", "kind", "severity", "count"),
        *("first_seen", "last_seen", "reopened"),
    }
    signed = f"{headers['X-OpenHouse-Timestamp']}.".encode() + body
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-OpenHouse-Signature"] == f"v1={expected}"
    (sent,) = deliveries(platform, estate_a)
    assert (sent.attempts, sent.failure, sent.next_at) == (1, "", None)
    assert deliveries(platform, estate_b) == []


@pytest.mark.parametrize("status", [302, 500])
def test_what_is_not_taken_is_tried_again_later_and_not_followed(estate_a, receiver, platform, status):
    hook(estate_a, receiver.url)
    plain_finding(estate_a.tenant)
    receiver.status = status
    delivering.deliver()
    delivering.deliver()
    assert [path for path, _, _ in receiver.got] == ["/hook"]
    (row,) = deliveries(platform, estate_a)
    assert (row.attempts, row.failure, row.sent_at) == (1, f"status {status}", None)
    assert row.next_at > timezone.now()
    receiver.status = 200
    with platform():
        Delivery.objects.filter(pk=row.pk).update(next_at=timezone.now())
    delivering.deliver()
    (row,) = deliveries(platform, estate_a)
    assert (row.attempts, row.failure, row.next_at) == (2, "", None)


def test_it_gives_up_in_the_end(estate_a, receiver, platform):
    hook(estate_a, receiver.url)
    plain_finding(estate_a.tenant)
    receiver.status = 500
    with platform():
        Delivery.objects.filter(tenant_id=estate_a.tenant.pk).update(attempts=delivering.ATTEMPTS - 1)
    delivering.deliver()
    (row,) = deliveries(platform, estate_a)
    assert (row.next_at, row.failure) == (None, "status 500")


def test_a_secret_that_no_key_opens_fails_in_plain_words_and_holds_up_nobody(
    estate_a, estate_b, receiver, platform, as_staff
):
    hook(estate_a, receiver.url)
    hook(estate_b, receiver.url)
    finding = plain_finding(estate_a.tenant)
    plain_finding(estate_b.tenant)
    with platform():
        Webhook.objects.filter(tenant_id=estate_a.tenant.pk).update(sealed_secret=b"sealed with a key that is gone")
    delivering.deliver()
    assert [json.loads(body)["tenant"] for _, _, body in receiver.got] == [str(estate_b.tenant.pk)]
    (row,) = deliveries(platform, estate_a)
    assert (row.attempts, row.sent_at, row.failure) == (1, None, "secret cannot be read: please set it again")
    page = as_staff(estate_a.admin).get("/admin-enterprise/anomalies/delivery/").content.decode()
    assert row.failure in page
    hook(estate_a, receiver.url)
    with platform():
        Delivery.objects.filter(pk=row.pk).update(next_at=timezone.now())
    delivering.deliver()
    assert json.loads(receiver.got[-1][2])["anomaly"] == str(finding.pk)


REFUSED = [
    "http://hooks.example.test/",
    "https://hooks.example.test.evil.test/",
    "https://evil.test/?hooks.example.test",
    "https://hooks.example.test@evil.test/",
    "https://evil@hooks.example.test/",
    "https://hooks.example.test:8443/",
    "https://sub.hooks.example.test/",
    "https://hooks.example.test./",
    "https://hooks.example.test\\@evil.test/",
    "https://hooks.example.test /",
    "https://hooks.example.test/#part",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://2130706433/",
    "https://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "ftp://hooks.example.test/",
    "//hooks.example.test/",
    "https://",
    "https://[",
    "nonsense",
]


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_not_exactly_listed_is_refused(url, settings):
    settings.WEBHOOK_HOSTS = ["hooks.example.test"]
    assert targets.judged(HOOK).host == "hooks.example.test"
    with pytest.raises(targets.Refused):
        targets.judged(url)


INSIDE = [
    *("127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
    *("::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "ff02::1", "::"),
]


@pytest.mark.parametrize("address", INSIDE)
def test_a_listed_name_that_leads_inside_is_refused(address, settings, monkeypatch):
    settings.WEBHOOK_HOSTS = ["hooks.example.test"]

    def resolve(host, port, **kwargs):
        return [(0, 0, 0, "", (found, port)) for found in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    addresses = ["93.184.215.14"]
    assert targets.address_of(targets.judged(HOOK)) == "93.184.215.14"
    addresses = ["93.184.215.14", address]
    with pytest.raises(targets.Refused, match="private address"):
        targets.address_of(targets.judged(HOOK))


def test_loopback_is_for_tests_alone(receiver, settings):
    assert targets.address_of(targets.judged(receiver.url)) == "127.0.0.1"
    settings.WEBHOOK_TEST_LOOPBACK = False
    with pytest.raises(targets.Refused):
        targets.judged(receiver.url)


def test_the_secret_is_sealed_and_what_is_set_up_is_on_the_trail(estate_a, receiver, superuser, platform):
    with pytest.raises(Invalid):
        hook(estate_a, "https://evil.test/")
    with pytest.raises(Invalid):
        hook(estate_a, receiver.url, secret="short")
    with pytest.raises(Invalid):
        hook(estate_a, receiver.url, secret="")
    made = hook(estate_a, receiver.url)
    assert SECRET.encode() not in bytes(made.sealed_secret)
    assert hook(estate_a, receiver.url, secret="", active=False).pk == made.pk
    plain_finding(estate_a.tenant)
    assert deliveries(platform, estate_a) == []
    with platform():
        assert Webhook.objects.filter(tenant_id=estate_a.tenant.pk).count() == 1
        told = AuditLog.objects.filter(tenant_id=estate_a.tenant.pk, event="anomaly.webhook_changed").order_by("at")
        assert [row.request_payload["fields"] for row in told] == [["secret", "url"], []]
