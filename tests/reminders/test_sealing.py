"""Messages that one browser alone can read, and the proof of who sends them."""

from datetime import timedelta

import jwt
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from matchmaking.reminders import sealing
from matchmaking.reminders.sealing import bytes_of, text_of
from tests.make import NOW
from tests.reminders.browsers import Browser
from tradefair.keys import is_push_key, new_push_key

KEY = new_push_key()


def private(text):
    return ec.derive_private_key(int.from_bytes(bytes_of(text), "big"), sealing.CURVE)


def test_seal_does_as_the_standard_shows():
    """RFC 8291, appendix A, to the letter."""
    sealed = sealing.seal(
        b"When I grow up, I want to be a watermelon",
        p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        auth="BTBZMqHH6r4Tts7J_aSIgg",
        own=private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        salt=bytes_of("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert text_of(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_seal_is_read_by_the_browser_whose_keys_it_has_and_by_no_other():
    mine, other = Browser(), Browser()
    sealed = sealing.seal("à 10:00".encode(), p256dh=mine.p256dh, auth=mine.auth)
    assert mine.read(sealed).decode() == "à 10:00"
    for stranger in (other, Browser(key=mine.key), Browser(auth=mine.secret)):
        with pytest.raises(InvalidTag):
            stranger.read(sealed)


def test_seal_never_draws_the_same_twice():
    mine = Browser()
    assert sealing.seal(b"a", p256dh=mine.p256dh, auth=mine.auth) != sealing.seal(
        b"a", p256dh=mine.p256dh, auth=mine.auth
    )


def test_proof_says_who_sends_to_whom_and_for_how_long():
    proof = sealing.proof("https://push.example/abc?d=e", key=KEY, contact="fair@example.com", at=NOW)
    scheme, token, public = proof.replace(",", "").replace("t=", "").replace("k=", "").split(" ")
    assert (scheme, public) == ("vapid", sealing.public_half(KEY))
    said = jwt.decode(
        token, sealing.point_of(public), ["ES256"], audience="https://push.example", options={"verify_exp": False}
    )
    assert said == {
        "aud": "https://push.example",
        "exp": int((NOW + timedelta(hours=12)).timestamp()),
        "sub": "mailto:fair@example.com",
    }


def test_a_new_key_is_one():
    assert is_push_key(KEY)
    assert len(bytes_of(sealing.public_half(KEY))) == 65


# The same names wherever they are collected, for a key is drawn anew.
NONSENSE = {"empty": "", "a": "a", "words": "nonsense!", "short": "AAAA", "nought": "A" * 43, "large": "_" * 42 + "8"}
NONSENSE["two"] = KEY + KEY


@pytest.mark.parametrize("text", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_no_key(text):
    assert not is_push_key(text)
