"""Pseudonyms: what stands in reports where a customer's number would.

A keyed HMAC, never a bare hash: phone numbers and customer numbers are few enough to try them all.
The key lies in the shop's data folder, readable by its owner only, and never leaves it.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

KEY_FILE = ".pseudonym-key"


def key(data: Path) -> bytes:
    """The shop's secret, made on first use (0600)."""
    path = Path(data) / KEY_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text(encoding="ascii"))
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(secrets.token_hex(32))
    return bytes.fromhex(path.read_text(encoding="ascii"))


def pseudonym(customer_id: str, secret: bytes) -> str:
    """A short name for a customer that says nothing about them, e.g. 'C-7F3A90'. The same shop gives the same name."""
    return "C-" + hmac.new(secret, customer_id.encode("utf-8"), hashlib.sha256).hexdigest()[:8].upper()


def customer_number(contact: str, secret: bytes) -> str:
    """A number for a customer whom the shop knows by a telephone or an address only; 64 bits, so that no two of millions share one."""
    return "K-" + hmac.new(secret, contact.encode("utf-8"), hashlib.sha256).hexdigest()[:16].upper()


def safe_cell(value: object) -> object:
    """A spreadsheet cell that no program runs as a formula (OWASP: leading = + - @ tab, return).

    >>> safe_cell("=cmd|' /C calc'!A0")
    "'=cmd|' /C calc'!A0"
    """
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r", "\n"):
        return "'" + value
    return value
