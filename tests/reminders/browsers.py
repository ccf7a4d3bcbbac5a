"""A browser that takes push messages: its keys, and how it reads what only it can read (RFC 8291)."""

import json
import os
import struct
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from matchmaking.reminders.models import PushSubscription
from matchmaking.reminders.sealing import bytes_of, raw, text_of
from tests.make import NOW


def derived(secret, salt, info, size):
    return HKDF(SHA256(), size, salt, info).derive(secret)


class Browser:
    def __init__(self, key=None, auth=None):
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        self.secret = auth or os.urandom(16)

    @cached_property
    def p256dh(self):
        return text_of(raw(self.key.public_key()))

    @cached_property
    def auth(self):
        return text_of(self.secret)

    def subscribed(self, user, endpoint, **kw):
        facts = {"p256dh": self.p256dh, "auth": self.auth, "created_at": NOW}
        return PushSubscription.objects.create(user=user, endpoint=endpoint, **facts | kw)

    def read(self, sealed):
        """What has been sealed for this browser."""
        salt, (size, length) = sealed[:16], struct.unpack("!IB", sealed[16:21])
        sender, record = sealed[21 : 21 + length], sealed[21 + length :]
        assert len(record) <= size
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        info = b"WebPush: info\x00" + bytes_of(self.p256dh) + sender
        secret = derived(self.key.exchange(ec.ECDH(), theirs), self.secret, info, 32)
        key = derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
        padded = AESGCM(key).decrypt(nonce, record, None)
        assert padded.endswith(b"\x02")
        return padded[:-1]

    def said(self, sealed):
        return json.loads(self.read(sealed))
