"""Whose address counts: the peer's, unless the peer is a proxy of ours; and how much of it counts."""

import pytest
from django.test import RequestFactory

from apps.core.addresses import UNKNOWN, client_address, limited_address


def asked(peer, forwarded=""):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))


@pytest.mark.parametrize("forged", ["198.51.100.1", "127.0.0.1", "::1", "unknown", "", "198.51.100.1, 10.0.0.1"])
def test_a_stranger_changes_nothing_by_what_it_says(forged, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert asked("203.0.113.9", forged) == "203.0.113.9"


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("192.0.2.66, 198.51.100.1", "198.51.100.1"),
        ("10.9.9.9, 198.51.100.1, 10.0.0.3, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("evil, 198.51.100.1", "198.51.100.1"),
        ("198.51.100.1, evil", "10.0.0.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("fe80::1%eth0", "fe80::1"),
        ("", "10.0.0.1"),
    ],
)
def test_proxies_of_ours_are_walked_from_the_right(forwarded, client, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert asked("10.0.0.1", forwarded) == client


def test_without_proxies_nobody_is_believed(settings):
    settings.TRUSTED_PROXIES = []
    assert asked("127.0.0.1", "198.51.100.1") == "127.0.0.1"


@pytest.mark.parametrize("peer", ["", "unix:", "@"])
def test_a_socket_without_an_address_is_unknown(peer):
    assert asked(peer, "198.51.100.1") == UNKNOWN


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
    ],
)
def test_one_ipv6_customer_counts_once(address, counted):
    assert limited_address(address) == counted


def test_a_forged_header_gives_no_second_allowance(anonymous):
    client = anonymous()
    answers = [client.get("/api/nothing", headers={"X-Forwarded-For": f"198.51.100.{i}"}) for i in range(1, 4)]
    left = [int(answer.headers["RateLimit"].split("r=")[1].split(";")[0]) for answer in answers]
    assert left == [left[0], left[0] - 1, left[0] - 2]
