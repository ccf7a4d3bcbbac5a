"""Which foreign addresses are public, and that nobody gets into our own network by any other."""

from dataclasses import replace
from ipaddress import ip_address

import pytest

from matchmaking.common.fetching import NotPublic, fetch, is_public
from tests.outside import NAME, answer, server

# Which addresses are public ----------------------------------------------------------------

# fmt: off
CLOSED = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255",
    "127.0.0.1", "127.255.255.254", "168.63.129.16", "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.1", "192.0.0.170", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1",
    "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::8.8.8.8",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:0:7f00:1::1", "2001:10::1", "2001:20::1", "2001:1ff:ffff::1",
    "2001:db8::1", "2002:7f00:1::1", "2002:808:808::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254",
    "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1",
]
PUBLIC = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
    "128.0.0.1", "168.63.129.15", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255",
    "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2001:200::1", "2001:4860:4860::8888",
    "2003::1", "2600::1", "2a00:1450:4001::1", "2c0f::1",
]
# fmt: on


@pytest.mark.parametrize("address", CLOSED)
def test_what_is_not_of_the_open_internet_is_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_of_the_open_internet_is_public(address):
    assert is_public(ip_address(address))


# Addresses that lead nowhere we go ----------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/a.ics",
        "ftp://example.com/a.ics",
        "file:///etc/passwd",
        "https:///a.ics",
        "https://example.com:8443/a.ics",
        "https://example.com:22/a.ics",
        "https://example.com:99999/a.ics",
        "https://me:secret@example.com/a.ics",
        "https://@example.com/a.ics",
        "https://[::1/a.ics",
        f"https://{'a' * 64}.example.com/a.ics",
        "https://127.0.0.1/a.ics",
        "https://2130706433/a.ics",
        "https://0x7f.1/a.ics",
        "https://0/a.ics",
        "https://[::1]/a.ics",
        "https://[::ffff:127.0.0.1]/a.ics",
        "https://[64:ff9b::7f00:1]/a.ics",
        "https://localhost/a.ics",
        "https://169.254.169.254/latest/meta-data/",
    ],
)
def test_fetch_refuses_addresses_that_are_not_public(address):
    with pytest.raises(NotPublic) as refusal:
        fetch(address)
    assert str(refusal.value) == ""  # the address may be a secret


@pytest.mark.parametrize("place", ["10.0.0.7", "fd12::1", "64:ff9b::a00:7", "0.0.0.0"])
def test_fetch_refuses_a_public_name_that_means_a_private_address(place):
    with server(answer("secret")) as inside:
        with pytest.raises(NotPublic):
            fetch(inside.address(name="intranet.example"), ways=inside.ways(intranet_example=[place]))
        assert inside.heard == []


def test_fetch_goes_to_the_addresses_that_are_public_and_to_no_other():
    with server(answer("here")) as there:
        ways = there.ways(**{"calendar_example": ["10.0.0.7", "127.0.0.1"]})
        assert fetch(there.address(), ways=ways) == b"here"


@pytest.mark.parametrize("silent", [1, 2])
def test_fetch_goes_on_to_the_next_address_of_a_name_if_nobody_answers(silent):
    with server(answer("here")) as there:
        places = [*(f"127.0.0.{n + 2}" for n in range(silent)), "127.0.0.1"]
        ways = replace(there.ways(calendar_example=places), may_connect=lambda address: True)
        assert fetch(there.address(), ways=ways) == b"here"


def test_fetch_asks_once_what_a_name_means():
    """Were it asked again on connecting, the second answer could be another one (DNS rebinding)."""
    asked = []

    def rebinding(name, port):
        asked.append(name)
        return [ip_address("127.0.0.1" if len(asked) == 1 else "10.0.0.7")]

    with server(answer("here")) as there:
        ways = replace(there.ways(), resolve=rebinding)
        assert fetch(there.address(), ways=ways) == b"here"
    assert asked == [NAME]
