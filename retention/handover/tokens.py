"""Tokens of unsubscribe links: each tells which message it came with, and only the shop can make one.

A token is the message's key and a keyed hash of it, so no table of tokens is needed; the key is a hash itself and says nothing about
anybody.
"""

import base64
import binascii
import hashlib
import hmac

KEY_BYTES, MAC_BYTES = 16, 16


def token(secret: bytes, message_key: str) -> str:
    """The token of a message, 43 signs that may stand in an address of the web."""
    key = bytes.fromhex(message_key)
    if len(key) != KEY_BYTES:
        raise ValueError("a message's key has 32 hexadecimal signs")
    return _written(key + _mac(secret, key))


def key_of(secret: bytes, token: str) -> str | None:
    """The key of the message that a token came with; None where this shop did not make it."""
    try:
        read = base64.b64decode(f"{token}=", altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    key, mac = read[:KEY_BYTES], read[KEY_BYTES:]
    # The last sign has bits that stand for nothing: of all ways to write a token only one is ours.
    ours = hmac.compare_digest(mac, _mac(secret, key)) and _written(read) == token
    return key.hex() if ours else None


def _mac(secret: bytes, key: bytes) -> bytes:
    """A hash for this purpose only: the same secret makes pseudonyms, too."""
    return hmac.new(secret, b"unsubscribe|" + key, hashlib.sha256).digest()[:MAC_BYTES]


def _written(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
