"""What raw files are packed in: gzip and zip, opened as a stream of bytes and bounded, so that a small file cannot fill the machine."""

import gzip
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from retention.imports.raw import Unread, table_name
from retention.tables import DataProblem

BLOCK = 1 << 20
MOST_MEMBERS = 1_000
# A table is packed to a twentieth, a sheet with many empty cells to a hundredth; zeros to a thousandth.
MOST_UNPACKED, MOST_TIMES = 100 << 20, 300
UTF8_NAME, LOCKED = 0x800, 0x1
SYSTEM_FILES = ("__MACOSX/", "Thumbs.db", "desktop.ini")


def blocks(path: Path, member: str = "") -> Iterator[bytes]:
    """The unpacked bytes of a file, or of a member of a zip; DataProblem where they are far more than the file can hold."""
    packed, seen = path.stat().st_size, 0
    with opened(path, member) as handle:
        while block := handle.read(BLOCK):
            seen += len(block)
            refuse_inflated(path, packed, seen)
            yield block


def refuse_inflated(path: Path, packed: int, unpacked: int) -> None:
    """Refuse what unpacks to more than any export does."""
    if unpacked > max(MOST_UNPACKED, MOST_TIMES * packed):
        raise DataProblem(f"{path.name}: {packed:,} bytes unpack to more than {unpacked:,}; no export does that. Export it again")


def opened(path: Path, member: str = "") -> BinaryIO:
    """A file, or a member of a zip, to read from."""
    if member:
        return io.BytesIO(_member(path, member)) if _is_workbook(member) else _stream(path, member)
    return gzip.open(path, "rb") if path.name.lower().endswith(".gz") else open(path, "rb")  # type: ignore[return-value]


def members(path: Path, endings: tuple[str, ...]) -> tuple[list[str], list[Unread]]:
    """The members of a zip that end so, and what else is in it; DataProblem where it holds too much or is locked."""
    with zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir() and not _of_a_system(info)]
    if len(infos) > MOST_MEMBERS:
        raise DataProblem(f"{path.name}: {len(infos):,} files in one zip; at most {MOST_MEMBERS:,} are read. Pack the exports alone")
    refuse_inflated(path, path.stat().st_size, sum(info.file_size for info in infos))
    if any(info.flag_bits & LOCKED for info in infos):
        raise DataProblem(f"{path.name}: the zip is locked by a password. Unpack it and put the files in its place")
    reasons = {_name(info): _why_not(_name(info), endings) for info in infos}
    good = sorted(name for name, why in reasons.items() if not why)
    repeated = (Counter(map(_name, infos)) - Counter(good)).elements()
    again = [Unread(table_name(path, name), "a second file of this name in the zip; the first one is read") for name in repeated if name in good]
    return good, [*(Unread(table_name(path, name), why) for name, why in reasons.items() if why), *again]


def _of_a_system(info: zipfile.ZipInfo) -> bool:
    return any(part in info.filename for part in SYSTEM_FILES) or PurePosixPath(info.filename).name.startswith((".", "~$"))


def _why_not(name: str, endings: tuple[str, ...]) -> str:
    if name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts:
        return "its place lies outside the zip"
    if name.lower().endswith((".zip", ".gz", ".rar", ".7z")):
        return "packed a second time; unpack it"
    return "" if name.lower().endswith(endings) else "no kind of file that is read"


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; Chinese systems write GB18030 without saying so, which Python takes for the letters of the first PCs."""
    if info.flag_bits & UTF8_NAME or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _is_workbook(name: str) -> bool:
    return name.lower().endswith((".xlsx", ".xlsm", ".xls", ".parquet"))


def _stream(path: Path, member: str) -> BinaryIO:
    archive = zipfile.ZipFile(path)
    info = next(info for info in archive.infolist() if _name(info) == member)
    handle = archive.open(info)
    # The archive stays open as long as its member does.
    handle._archive = archive  # type: ignore[attr-defined]
    return handle  # type: ignore[return-value]


def _member(path: Path, member: str) -> bytes:
    with _stream(path, member) as handle:
        return handle.read()
