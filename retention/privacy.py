"""Pseudonyms: what stands in reports where a customer's number would.

A keyed HMAC, never a bare hash: phone numbers and customer numbers are few enough to try them all.
The key lies in the shop's data folder, readable by its owner only, and never leaves it. What is made with it says so by the key's
fingerprint, so that a restored folder whose key was forgotten is not gone on with under other codes.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from retention import durable
from retention.tables import DataProblem

KEY_FILE = ".pseudonym-key"
# What names the key it was made with (`key`: a fingerprint): the facts of an import, the notes of kept tables.
NOTES = ("tables/import.json", "out/*.json")
# Where older versions, whose notes name no key, have customers' numbers.
NUMBERED = ("tables/orders.parquet/*.parquet", "out/*.parquet")
NUMBER = "K-[0-9A-F]{16}"


def key(data: Path) -> bytes:
    """The shop's secret, made on first use (0600); DataProblem where what is there was made with one that is gone."""
    path = Path(data) / KEY_FILE
    if not path.exists():
        with durable.lock(Path(data) / ".key.lock", wait=10):
            if not path.exists():
                check_key(data)
                durable.write_file(path, secrets.token_hex(32), mode=0o600)
    return _read(path)


def fingerprint(data: Path) -> str:
    """What names the shop's key without telling it; empty where none has been needed yet."""
    path = Path(data) / KEY_FILE
    return hashlib.sha256(b"fingerprint of " + _read(path)).hexdigest()[:16] if path.exists() else ""


def check_key(data: Path) -> None:
    """DataProblem where the shop's tables were made with another key than the one that lies there: its customers would get other codes."""
    path, there = Path(data) / KEY_FILE, fingerprint(data)
    others = [place for place, made_with in _made_with(Path(data)) if made_with != there]
    if not others and not there:
        others = [place for place in _parquet(Path(data)) if _has_numbers(place)]
    if others:
        part = Path(data) / others[0].relative_to(data).parts[0]
        wrong = "is not the key" if there else "is missing, the key"
        raise DataProblem(
            f"{path} {wrong} that {part} was made with, so customers would get other codes. Put it back from the backup (names with a dot in front "
            f"are easily left out); if it is lost for good, move {part} elsewhere and import again"
        )


def _made_with(data: Path) -> Iterator[tuple[Path, str]]:
    """Places that name a key, and its fingerprint."""
    for place in (found for pattern in NOTES for found in sorted(data.glob(pattern))):
        try:
            said = json.loads(place.read_text(encoding="utf-8"))
        except ValueError:  # half a note is none
            continue
        if isinstance(said, dict) and said.get("key"):
            yield place, said["key"]


def _parquet(data: Path) -> list[Path]:
    return [found for pattern in NUMBERED for found in sorted(data.glob(pattern))]


def _has_numbers(table: Path) -> bool:
    """Whether customers in a Parquet file carry numbers that were made with a key."""
    if "customer_id" not in pq.read_schema(table).names:
        return False
    customers = pq.read_table(table, columns=["customer_id"])["customer_id"]
    return bool(pc.any(pc.match_substring_regex(customers.cast("string"), f"^{NUMBER}$")).as_py())


def _read(path: Path) -> bytes:
    written = path.read_bytes().strip()
    if not re.fullmatch(rb"[0-9a-f]{64}", written):
        raise DataProblem(f"{path} holds no key. Put it back from the backup")
    return bytes.fromhex(written.decode())


def pseudonym(customer_id: str, secret: bytes) -> str:
    """A short name for a customer that says nothing about them, e.g. 'C-7F3A90'. The same shop gives the same name."""
    return "C-" + hmac.new(secret, customer_id.encode("utf-8"), hashlib.sha256).hexdigest()[:8].upper()


def keyed_hash(text: str, secret: bytes) -> str:
    """What a text is known by where it must not stand itself: 128 bits, 32 hexadecimal digits."""
    return hmac.new(secret, text.encode("utf-8"), hashlib.sha256).hexdigest()[:32]


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
