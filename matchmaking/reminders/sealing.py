"""A message that one browser alone can read (RFC 8291), and the proof that it is from us (RFC 8292). Pure.

Written here because the usual library cannot be installed without a compiler (docs/decisions/0030-push-and-offline.md).
"""

import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD = 4096  # bytes of the only record; push services take no more
LAST = b"\x02"  # what follows the text in the last record
PROVEN = timedelta(hours=12)  # how long a proof holds; a day at the most


def bytes_of(text: str) -> bytes:
    """base64url to bytes; ValueError if it is none."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def text_of(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def point_of(p256dh: str) -> ec.EllipticCurvePublicKey:
    """A browser's public key; ValueError if it is none."""
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, bytes_of(p256dh))


def raw(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def seal(
    text: bytes, *, p256dh: str, auth: str, own: ec.EllipticCurvePrivateKey | None = None, salt: bytes | None = None
) -> bytes:
    """The text as only the browser with these keys can read it. `own` and `salt` are drawn anew for each message."""
    own, salt = own or ec.generate_private_key(CURVE), salt or os.urandom(16)
    theirs = point_of(p256dh)
    met = own.exchange(ec.ECDH(), theirs)
    secret = _derive(met, salt=bytes_of(auth), info=b"WebPush: info\x00" + raw(theirs) + raw(own.public_key()), size=32)
    key = _derive(secret, salt=salt, info=b"Content-Encoding: aes128gcm\x00", size=16)
    nonce = _derive(secret, salt=salt, info=b"Content-Encoding: nonce\x00", size=12)
    sender = raw(own.public_key())
    head = salt + struct.pack("!IB", RECORD, len(sender)) + sender
    return head + AESGCM(key).encrypt(nonce, text + LAST, None)


def _derive(secret: bytes, *, salt: bytes, info: bytes, size: int) -> bytes:
    return HKDF(SHA256(), size, salt, info).derive(secret)


def _private(key: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(bytes_of(key), "big"), CURVE)


def public_half(key: str) -> str:
    """What browsers are told of our private key."""
    return text_of(raw(_private(key).public_key()))


def proof(endpoint: str, *, key: str, contact: str, at: datetime) -> str:
    """The header by which the push service at the endpoint knows us, and whom to write to if we make trouble."""
    parts = urlsplit(endpoint)
    audience, until = f"{parts.scheme}://{parts.netloc}", int((at + PROVEN).timestamp())
    said = {"aud": audience, "exp": until, "sub": f"mailto:{contact}"}
    return f"vapid t={jwt.encode(said, _private(key), algorithm='ES256')}, k={public_half(key)}"
