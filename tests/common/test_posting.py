"""Bringing something to a foreign address: by the same ways, following nobody, with one deadline."""

import time

import pytest

from matchmaking.common.fetching import NotPublic, TooSlow, Unanswered, post
from tests.common.drips import drip_body, drip_headers, flood_with_beginnings
from tests.outside import NAME, answer, server


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
