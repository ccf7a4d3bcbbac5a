"""The servers that help two pages to find each other."""

import base64
import hashlib
import hmac

from matchmaking.accounts.models import User
from matchmaking.lobbies.video import LASTS, servers_for
from tests.make import NOW


def test_without_a_server_people_find_each_other_alone():
    assert servers_for(User(pk=7), at=NOW) == []


def test_credentials_are_a_persons_own_and_end_by_themselves(settings):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:turn.example.com"], "between us"
    (server,) = servers_for(User(pk=7), at=NOW)
    assert server["urls"] == ["turn:turn.example.com"]
    assert server["username"] == f"{int((NOW + LASTS).timestamp())}:7"
    expected = hmac.new(b"between us", server["username"].encode(), hashlib.sha1).digest()
    assert base64.b64decode(server["credential"]) == expected
