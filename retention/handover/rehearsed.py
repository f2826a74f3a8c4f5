"""Addresses of a rehearsal: always the same one in place of an address, and nobody's."""

import re

# 10 begins no mobile number of the mainland, and `.invalid` never resolves.
TELEPHONE = re.compile(r"(?:(?:\+|00)?86)?(10\d{9})")
PLACE = "@rehearsal.invalid"


def invented(digest: str, channel: str) -> str:
    """An address made of a hash (hexadecimal) of the real one.

    >>> invented("0123456789abcdef0123", "sms"), invented("0123456789abcdef0123", "email")
    ('+8610999896491', '0123456789abcdef@rehearsal.invalid')
    """
    return f"{digest[:16]}{PLACE}" if channel == "email" else f"+8610{int(digest[:12], 16) % 10**9:09d}"


def invented_telephone(cell: str) -> str:
    """A telephone of a rehearsal as it was written in its files; empty for any other."""
    found = TELEPHONE.fullmatch(re.sub(r"[\s-]", "", cell))
    return f"+86{found[1]}" if found else ""
