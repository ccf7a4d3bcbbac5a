"""Reading foreign addresses: what comes back, and that nobody gets into our own network that way."""

import gzip
import socket
import time
from dataclasses import replace
from ipaddress import ip_address

import pytest
import trustme

from matchmaking.common import fetching
from matchmaking.common.fetching import Encoded, NotPublic, TooLarge, TooSlow, Unanswered, fetch, is_public, post
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


# What comes back ----------------------------------------------------------------


def test_fetch_returns_what_is_there_and_tells_nothing_about_anybody():
    with server(answer("BEGIN:VCALENDAR")) as there:
        assert fetch(there.address("/ä b/basic.ics?key=a%2Fb"), ways=there.ways()) == b"BEGIN:VCALENDAR"
    (request,) = there.heard
    first, *headers = request.strip().split("\r\n")
    assert first == "GET /%C3%A4%20b/basic.ics?key=a%2Fb HTTP/1.1"
    assert sorted(headers) == [
        "Accept-Encoding: identity",
        "Accept: text/calendar, */*;q=0.1",
        "Connection: close",
        f"Host: {NAME}:{there.port}",
        "User-Agent: Tradefair",
    ]


def test_fetch_reads_what_comes_in_chunks():
    def speak(line, _path):
        line.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nBEG\r\n2\r\nIN\r\n0\r\n\r\n")

    with server(speak) as there:
        assert fetch(there.address(), ways=there.ways()) == b"BEGIN"


def test_fetch_reads_an_empty_answer():
    with server(answer("")) as there:
        assert fetch(there.address(), ways=there.ways()) == b""


@pytest.mark.parametrize("status", ["404 Not Found", "401 Unauthorized", "500 Oops", "204 No Content", "304 Same"])
def test_fetch_says_no_more_than_that_there_is_nothing(status):
    with server(answer("words of the server", status)) as there, pytest.raises(Unanswered) as refusal:
        fetch(there.address(), ways=there.ways())
    assert str(refusal.value) == ""


def test_fetch_does_not_find_a_name_that_nobody_has():
    with pytest.raises(Unanswered):
        fetch("https://nobody.invalid/a.ics")


def test_fetch_finds_nobody_where_nobody_listens():
    with server(answer()) as there:
        pass
    with pytest.raises(Unanswered):
        fetch(there.address(), ways=there.ways())


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nBEGIN",
        b"HTTP/1.1 200 OK\r\n" * 200,
    ],
    ids=["nothing", "another protocol", "too little", "too many headers"],
)
def test_fetch_refuses_what_is_no_whole_answer(said):
    with server(lambda line, _path: line.sendall(said)) as there, pytest.raises(Unanswered):
        fetch(there.address(), ways=there.ways())


def test_fetch_refuses_a_certificate_of_another_name():
    with server(answer("secret"), certified="other.example") as there:
        with pytest.raises(Unanswered):
            fetch(there.address(), ways=there.ways())
        assert there.heard == []


def test_fetch_refuses_a_certificate_that_nobody_has_signed_whom_we_know():
    with server(answer("secret"), authority=trustme.CA()) as there:
        with pytest.raises(Unanswered):
            fetch(there.address(), ways=there.ways())
        assert there.heard == []


# Redirects ----------------------------------------------------------------


def steps(line, path):
    """/3 leads to /2, and so on; /0 is the end."""
    left = int(path.strip("/"))
    if left:
        answer(status="302 Found", Location=f"/{left - 1}")(line, path)
    else:
        answer("here")(line, path)


def test_fetch_follows_three_redirects():
    with server(steps) as there:
        assert fetch(there.address("/3"), ways=there.ways()) == b"here"


def test_fetch_follows_no_fourth():
    with server(steps) as there:
        with pytest.raises(Unanswered):
            fetch(there.address("/4"), ways=there.ways())
        assert len(there.heard) == 4


@pytest.mark.parametrize(
    "where",
    [
        "https://127.0.0.2:{port}/",
        "https://[::1]:{port}/",
        "https://[::1:{port}/",
        "https://10.0.0.1:{port}/",
        "https://intranet.example:{port}/",
        "https://me:secret@calendar.example:{port}/",
        "http://calendar.example:{port}/",
        "https://calendar.example:1/",
        "//169.254.169.254:{port}/latest/meta-data/",
        "file:///etc/passwd",
        "gopher://calendar.example/",
    ],
)
def test_fetch_judges_where_a_redirect_leads(where):
    with server(
        lambda line, path: answer(status="302 Found", Location=where.format(port=there.port))(line, path)
    ) as there:
        with pytest.raises(NotPublic):
            fetch(there.address(), ways=there.ways(intranet_example=["192.168.1.1"]))
        assert len(there.heard) == 1


# Bringing something ----------------------------------------------------------------


def drip_body(line, _path):
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        line.sendall(b"x")
        time.sleep(0.05)


def drip_headers(line, _path):
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        line.sendall(b"X")
        time.sleep(0.05)


def flood_with_beginnings(line, _path):
    while True:
        line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def test_post_brings_what_it_is_given_and_says_what_is_said_to_that():
    with server(answer("never read", "429 Slow Down", Retry_After="7")) as there:
        said = post(there.address("/push?key=a"), b"\x00sealed", {"TTL": "60"}, ways=there.ways())
    assert (said.status, said.reason, said.headers["retry-after"]) == (429, "Slow Down", "7")
    assert there.brought == [b"\x00sealed"]
    (request,) = there.heard
    first, *headers = request.strip().split("\r\n")
    assert first == "POST /push?key=a HTTP/1.1"
    assert sorted(headers) == [
        "Accept-Encoding: identity",
        "Connection: close",
        "Content-Length: 7",
        f"Host: {NAME}:{there.port}",
        "TTL: 60",
        "User-Agent: Tradefair",
    ]


@pytest.mark.parametrize("address", ["http://example.com/", "https://127.0.0.1/", "https://me@example.com/"])
def test_post_refuses_addresses_that_are_not_public(address):
    with pytest.raises(NotPublic):
        post(address, b"", {})


def test_post_refuses_a_public_name_that_means_a_private_address():
    with server(answer()) as inside:
        with pytest.raises(NotPublic):
            post(inside.address(name="intranet.example"), b"", {}, ways=inside.ways(intranet_example=["10.0.0.7"]))
        assert inside.heard == []


def test_post_follows_nobody():
    with server(answer(status="307 Moved", Location="https://169.254.169.254/")) as there:
        assert post(there.address(), b"", {}, ways=there.ways()).status == 307
    assert len(there.heard) == 1


def test_post_does_not_read_what_it_is_sent():
    with server(drip_body) as there:
        assert post(there.address(), b"", {}, ways=there.ways(patience=2)).status == 200


@pytest.mark.parametrize(
    "speak",
    [drip_headers, flood_with_beginnings, lambda line, _path: time.sleep(5)],
    ids=["headers", "beginnings", "silence"],
)
def test_post_has_one_deadline_for_everything(speak):
    began = time.monotonic()
    with server(speak) as there, pytest.raises(TooSlow):
        post(there.address(), b"", {}, ways=there.ways(patience=1))
    assert time.monotonic() - began < 3


def test_post_finds_nobody_where_nobody_listens():
    with server(answer()) as there:
        pass
    with pytest.raises(Unanswered):
        post(there.address(), b"", {}, ways=there.ways())


# Too much, and too slow ----------------------------------------------------------------


def test_fetch_refuses_at_once_what_says_that_it_is_too_large():
    with server(answer("x", Content_Length=str(1 << 30))) as there, pytest.raises(TooLarge):
        fetch(there.address(), ways=there.ways())


def test_fetch_stops_reading_a_gigabyte_that_does_not_say_how_large_it_is():
    sent = []

    def speak(line, _path):
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _piece in range(1024):
            line.sendall(b"x" * (1 << 20))
            sent.append(1)

    with server(speak) as there, pytest.raises(TooLarge):
        fetch(there.address(), ways=there.ways())
    assert sum(sent) < 20  # megabytes; the others were never asked for


def test_fetch_takes_five_megabytes_and_not_a_byte_more():
    for more in (0, 1):
        with server(answer(b"x" * (fetching.MOST_BYTES + more))) as there:
            if more:
                with pytest.raises(TooLarge):
                    fetch(there.address(), ways=there.ways())
            else:
                assert len(fetch(there.address(), ways=there.ways())) == fetching.MOST_BYTES


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "GZip, gzip"])
def test_fetch_refuses_what_is_compressed(coding):
    bomb = gzip.compress(b"0" * (1 << 24))
    with server(answer(bomb, Content_Encoding=coding)) as there, pytest.raises(Encoded):
        fetch(there.address(), ways=there.ways())


def drip_chunks(line, _path):
    line.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        line.sendall(b"1\r\nx\r\n")
        time.sleep(0.05)


def drip_redirects(line, path):
    time.sleep(0.4)
    answer(status="302 Found", Location="/")(line, path)


@pytest.mark.parametrize(
    "speak",
    [drip_body, drip_headers, drip_chunks, drip_redirects, flood_with_beginnings, lambda line, _path: time.sleep(5)],
    ids=["body", "headers", "chunks", "redirects", "beginnings", "silence"],
)
def test_fetch_has_one_deadline_for_everything(speak):
    began = time.monotonic()
    with server(speak) as there, pytest.raises(TooSlow):
        fetch(there.address(), ways=there.ways(patience=1))
    assert time.monotonic() - began < 3


def test_fetch_does_not_wait_for_a_server_that_does_not_greet():
    """It takes the connection, and says nothing when the encryption is to be agreed."""
    with server(answer()) as there, socket.create_server(("127.0.0.1", 0)) as mute:
        ways = replace(there.ways(patience=1), ports=(mute.getsockname()[1],))
        began = time.monotonic()
        with pytest.raises(TooSlow):
            fetch(f"https://{NAME}:{mute.getsockname()[1]}/", ways=ways)
    assert time.monotonic() - began < 3


def test_fetch_does_not_wait_for_a_slow_resolver():
    def slow(_name, _port):
        time.sleep(3)
        return []

    began = time.monotonic()
    with pytest.raises(TooSlow):
        fetch("https://example.com/", ways=fetching.Ways(resolve=slow, patience=0.5))
    assert time.monotonic() - began < 2
