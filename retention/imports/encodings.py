"""Which encoding a text is in, told by the lines with bytes beyond ASCII; the others say nothing.

Chinese in GB18030 stands in pairs of high bytes. In western text such bytes stand alone between letters, where GB18030 would read
`Müller` as `M黮ler`: each byte and the letter after it make a rare character.
"""

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from retention.imports.containers import blocks
from retention.tables import DataProblem

# More unreadable rows than this share means the encoding is wrong, not the rows.
TOLERATED = 0.01
# So many bytes beyond ASCII tell a text's encoding (a Chinese character has two or three of them); the rest is counted while it is read.
ENOUGH_BYTES = 300_000
ASCII = bytes(range(128))
# So many lines tell by where such bytes stand in them.
TELLING = 3_000
# One foreign byte, or two amid small letters (as in Größe), beside a Latin letter; and runs of whole pairs.
WESTERN = re.compile(rb"(?<![\x80-\xff])(?:(?<=[A-Za-z])[\x80-\xff](?![\x80-\xff])|[\x80-\xff](?=[A-Za-z])|(?<=[a-z])[\x80-\xff]{2}(?=[a-z]))")
PAIRS = re.compile(rb"(?<![\x80-\xff])(?!(?<=[a-z])[\x80-\xff]{2}[a-z])(?:[\x81-\xfe][\xa1-\xfe])+(?![\x80-\xff])")
# What GB18030 makes of other alphabets is Chinese hardly anybody writes: its second level, by the first of two bytes.
RARE = bytes(range(0xD8, 0xF8))
# The letters of old Apple programmes lie where western Windows has signs.
MAC_LETTER = re.compile(rb"(?<=[A-Za-z])[\x80-\x9f](?=[A-Za-z])")


def find_encoding(path: Path, member: str = "") -> str:
    """UTF-8 or UTF-16 (with or without BOM), GB18030, or western Windows or Mac; a file that is none of them is refused."""
    start = next(blocks(path, member), b"")[:1000]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    empty = start[::2].count(0), start[1::2].count(0)
    if max(empty) * 3 > len(start) > min(empty) * 10:
        # Plain letters in two bytes each, of which the first or the last is empty.
        return "utf-16-be" if empty[0] > empty[1] else "utf-16-le"
    lines = list(_foreign_lines(path, member))
    if _reads(lines, "utf-8"):
        return "utf-8-sig"
    if _is_western(lines[:TELLING]):
        return _western(lines[:TELLING])
    if _reads(lines, "gb18030") and _reads_as_chinese(lines[:TELLING]):
        return "gb18030"
    raise DataProblem(unknown_encoding(path.name, min(_unreadable(lines, code) for code in ("utf-8", "gb18030")), len(lines)))


def unknown_encoding(name: str, unreadable: int, lines: int) -> str:
    """The sentence about text that is in none of the encodings."""
    return (
        f"{name}: neither UTF-8 nor GB18030 text, nor western; of {lines:,} lines with other than plain letters {unreadable:,} cannot be read. "
        "Save it as 'CSV UTF-8' in Excel, or give `encoding:` in the import map (e.g. cp1251)"
    )


def _foreign_lines(path: Path, member: str) -> Iterator[bytes]:
    """Lines with bytes beyond ASCII until they hold enough of them; a line is cut only where it is longer than a block."""
    seen, rest = 0, b""
    for block in blocks(path, member):
        if block.isascii() and not rest:
            continue
        whole, end, rest = (rest + block).rpartition(b"\n")
        if not end:
            whole, rest = rest, b""
        lines, more = _beyond_ascii(whole), len(whole.translate(None, ASCII))
        if seen + more < ENOUGH_BYTES:
            seen += more
            yield from lines
            continue
        for line in lines:
            yield line
            seen += len(line.translate(None, ASCII))
            if seen >= ENOUGH_BYTES:
                return
    yield from _beyond_ascii(rest)


def _beyond_ascii(text: bytes) -> list[bytes]:
    return [line for line in text.replace(b"\r", b"\n").split(b"\n") if not line.isascii()]


def _reads(lines: list[bytes], encoding: str) -> bool:
    """Whether hardly a line cannot be read. Most files can be as a whole, and of others some lines tell; both are quicker than all lines."""
    try:
        if "\ufffd" not in b"\n".join(lines).decode(encoding):
            return True
    except UnicodeDecodeError:
        pass
    most = int(TOLERATED * len(lines))
    return sum(1 for _ in islice(_wrong(lines, encoding), most + 1)) <= most


def _unreadable(lines: list[bytes], encoding: str) -> int:
    return sum(1 for _ in _wrong(lines, encoding))


def _wrong(lines: list[bytes], encoding: str) -> Iterator[bytes]:
    """Lines that cannot be read."""
    return (line for line in lines if "\ufffd" in line.decode(encoding, errors="replace"))


def _is_western(lines: list[bytes]) -> bool:
    """Whether most foreign bytes stand alone beside Latin letters, or as single signs (£, €) that GB18030 cannot read."""
    text = b"\n".join(lines)
    western = len(WESTERN.findall(text))
    signs = re.search(rb"(?<![\x80-\xff])[\x80\xa3\xa5\xb0](?![\x80-\xff])", text)
    if not western and not signs:
        return False
    pairs = len(PAIRS.findall(text))
    return western > pairs or (signs is not None and not pairs)


def _western(lines: list[bytes]) -> str:
    letters = sum(len(MAC_LETTER.findall(line)) for line in lines)
    others = sum(len(re.findall(rb"(?<=[A-Za-z])[\xc0-\xff](?=[A-Za-z])", line)) for line in lines)
    return "mac_roman" if letters > others else "cp1252"


def _reads_as_chinese(lines: list[bytes]) -> bool:
    """Whether GB18030 makes sense: other text read so gives rare and private-use characters, hardly any common ones."""
    text = b"\n".join(lines)
    wide = re.sub(r"[\x00-\x7f\u3000-\u303f\uff00-\uffef]+", "", text.decode("gb18030", errors="replace"))
    common = len(re.findall(r"[\u4e00-\u9fff]", wide))
    firsts = b"".join(PAIRS.findall(text))[::2]
    rare = len(firsts) - len(firsts.translate(None, RARE))
    return len(wide) - common <= common and rare * 2 <= common
