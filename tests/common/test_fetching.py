"""Reading foreign addresses: what comes back, and that it is never too much nor too slow."""

import gzip
import socket
import time
from dataclasses import replace

import pytest
import trustme

from matchmaking.common import fetching
from matchmaking.common.fetching import Encoded, NotPublic, TooLarge, TooSlow, Unanswered, fetch
from tests.common.drips import drip_body, drip_headers, flood_with_beginnings
from tests.outside import NAME, answer, server

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
