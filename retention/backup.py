"""Which files a shop cannot do without: what people gave, wrote or ticked, and what only the past could tell.

All of the shop's data folder is listed but what can be made again from the exports, so that what a later version keeps there is listed, too.
Of reports it is the figures and how each run went; pages are made of them and of the data.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from retention import durable, privacy
from retention.imports.reading import find_files
from retention.report import history
from retention.tables import DataProblem

# Made again by the next import or run. An analyst's copy of the tables is made again by the lab.
MADE_AGAIN = ("tables", "left_out", "out/slips", ".cache", "lab/*/tables", "rehearsal")
PAST = ("kpis.json", "status.json")
MEGABYTE = 1e6


def listed(data: Path, reports: Path, exports: list[Path], params: Path | None, maps: Sequence[str]) -> list[Path]:
    """Files to keep: settings, exports, the data folder's own, the past of `reports` (reports/<shop>). DataProblem where the key is wrong."""
    privacy.check_key(data)
    settings = [*_below(params), *_own_maps(params, maps)] if params else []
    past = [path for name in PAST for path in reports.glob(f"*/{history.RUN_ID}/{name}")]
    of_exports = [path for place in find_files(exports) for path in (_below(place) if place.is_dir() else [place])]
    found = {_seen(path): path for path in (*settings, *of_exports, *_kept_data(data), *past)}
    return [found[name] for name in sorted(found)]


def lines(files: list[Path]) -> list[str]:
    """A line for each file, as seen from the working folder where it lies below it; DataProblem where a name is more than a line."""
    names = [_seen(path) for path in files]
    broken = [name for name in names if "\n" in name or "\r" in name]
    if broken:
        raise DataProblem(f"{broken[0]!r}: its name has a line break in it, which no list of files can hold. Rename it")
    # What tar or rsync would take for an option or a comment is told to be a file.
    return [f"./{name}" if name[0] in "-#;" else name for name in names]


def notes(files: list[Path], data: Path) -> list[str]:
    """What to know of the list: how much it is, what lies elsewhere, what is kept secret in it."""
    told = [f"{len(files):,} files, {sum(path.stat().st_size for path in files) / MEGABYTE:,.1f} MB"]
    elsewhere = [path for path in files if os.path.isabs(_seen(path))]
    if elsewhere:
        told.append(f"{len(elsewhere):,} of them lie outside this folder and are named in full, e.g. {_seen(elsewhere[0])}")
    if (data / privacy.KEY_FILE).exists():
        told.append(
            "among them are customers' data and the key of their codes: keep the copy where only those may read it who may read the shop's data"
        )
    return told


def _kept_data(data: Path) -> Iterator[Path]:
    again = {found for pattern in MADE_AGAIN for found in data.glob(pattern)}
    for path in _below(data):
        if again.isdisjoint(path.parents) and path.suffix != durable.LOCK:
            yield path


def _below(folder: Path) -> list[Path]:
    """All files of a folder, but what a dead run left."""
    return [p for p in folder.rglob("*") if p.is_file() and not any(part.startswith(durable.PREFIX) for part in p.relative_to(folder).parts)]


def _own_maps(params: Path, names: Sequence[str]) -> list[Path]:
    """Import maps that are named by a path of their own, as the import finds them."""
    found = [[path for path in (params / name, Path(name)) if path.is_file()][:1] for name in names]
    return [path for paths in found for path in paths]


def _seen(path: Path) -> str:
    """A file as seen from the working folder, in full where it lies elsewhere."""
    full = Path(os.path.abspath(path))
    return (full.relative_to(Path.cwd()) if full.is_relative_to(Path.cwd()) else full).as_posix()
