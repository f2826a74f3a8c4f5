"""Files of a batch: written for their owner only, with a list of checksums by which anybody can tell that none was changed or cut.

The list is one that `sha256sum -c` reads. In a rehearsal every name begins with REHEARSAL_.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from retention import durable
from retention.tables import DataProblem

SUMS, REHEARSAL = "SHA256SUMS", "REHEARSAL_"
LINE = re.compile(r"([0-9a-f]{64})  ([^/\\]+)")


def write(folder: Path, files: Mapping[str, bytes], rehearsal: bool) -> None:
    """Write files and, last, their checksums."""
    front = REHEARSAL if rehearsal else ""
    for name, content in files.items():
        durable.write_file(folder / f"{front}{name}", content, mode=0o600)
    sums = [_head(len(files)), *(f"{hashlib.sha256(content).hexdigest()}  {front}{name}" for name, content in files.items())]
    durable.write_file(folder / f"{front}{SUMS}", "".join(f"{line}\n" for line in sums), mode=0o600)


def read(folder: Path, *names: str) -> tuple[list[bytes], bool]:
    """The files of a batch under these names, and whether it is a rehearsal; DataProblem where any file was changed, cut or taken away."""
    rehearsal = (folder / f"{REHEARSAL}{SUMS}").is_file()
    front = REHEARSAL if rehearsal else ""
    listed = _listed(folder / f"{front}{SUMS}")
    missing = [name for name in names if f"{front}{name}" not in listed]
    if missing:
        raise DataProblem(f"{folder.name}: {front}{SUMS} was changed or cut, {front}{missing[0]} does not stand in it")
    found = {name: _checked(folder, name, digest, f"{front}{SUMS}") for name, digest in listed.items()}
    return [found[f"{front}{name}"] for name in names], rehearsal


def _head(files: int) -> str:
    """The first line of the list, by which one of its own lines would be missed."""
    return f"# files: {files}"


def _listed(sums: Path) -> dict[str, str]:
    """Names and checksums."""
    if not sums.is_file():
        raise DataProblem(f"{sums.parent.name}: {SUMS} is not there, so nobody can tell whether its files are whole")
    first, *lines = sums.read_bytes().decode("utf-8", errors="replace").split("\n")
    found = [LINE.fullmatch(line) for line in lines[:-1]]
    if lines[-1:] != [""] or first != _head(len(found)) or not all(found):
        raise DataProblem(f"{sums.parent.name}: {sums.name} was changed or cut")
    return {line[2]: line[1] for line in found if line}


def _checked(folder: Path, name: str, digest: str, sums: str) -> bytes:
    if not (folder / name).is_file():
        raise DataProblem(f"{folder.name}: {name} is not there any more")
    content = (folder / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise DataProblem(f"{folder.name}: {name} was changed or cut since it was written, its checksum in {sums} is another")
    return content


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV (RFC 4180), UTF-8 with BOM, because spreadsheets guess wrongly without."""
    content = io.StringIO(newline="")
    writer = csv.writer(content, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return content.getvalue().encode("utf-8-sig")


def of_csv(content: bytes) -> list[dict[str, str]]:
    """The rows of a table that `as_csv` wrote."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
