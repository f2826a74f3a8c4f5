"""Filled-in work lists → touches: those in the shop's own folder, kept as they were filled in, and those among the exports."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from retention import worklists
from retention.imports.maps import ImportMap, Source
from retention.imports.raw import BROKEN, ROW, RawFile, readable
from retention.imports.reading import look, text_table

NAME = "work lists"
FIELDS = ("touch_id", "customer_id", "touched_at", "kind", "channel", "campaign", "owner", "outcome")
SOURCE = Source(grain="touch", columns={field: field for field in FIELDS})
# Rows that were ticked, and those of them whose day is the one on which the list was saved.
TICKED, UNDATED = "ticked", "ticked without a day"

# A list has columns that nobody has filled in yet; the reader of workbooks warns of each.
logging.getLogger("fastexcel.types.dtype").setLevel(logging.ERROR)


def import_map(zone: str) -> ImportMap:
    """The map of work lists in a shop's time zone."""
    return ImportMap(name=NAME, time_zone=zone, sources={NAME: SOURCE})


def split(files: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Work lists, and the exports."""
    lists = [path for path in files if worklists.is_list(path)]
    return lists, [path for path in files if path not in lists]


def read(path: Path) -> pd.DataFrame:
    """The texts of a list under its heads, with `_row`; DataProblem where it cannot be read."""
    with readable(path):
        table = text_table(look(path))
    return table.drop_columns([BROKEN]).to_pandas()


def harvest(data: Path, folders: list[Path] | None = None) -> list[str]:
    """Keep what was filled in on the lists in a shop's folder (in `folders` of it); a line for each file that could not be read."""
    return worklists.harvest(data, read, folders)


def stage(lists: Sequence[Path], data: Path, work: Path, first: int) -> Iterator[tuple[RawFile, int]]:
    """Stage what was kept and each of `lists`, numbered from `first`: fields of touches as text, `_fate` and `_undated`."""
    kept = worklists.kept(data)
    told = [(data / worklists.KEPT_FILE, kept.assign(row=range(1, len(kept) + 1)))] if len(kept) else []
    told += [(path, worklists.told(read(path), worklists.saved_on(path), path.name)) for path in lists]
    for number, (path, rows) in enumerate(told, start=first):
        touches = worklists.touches(rows).rename(columns={"row": ROW, "fate": "_fate", "undated": "_undated"})
        table = pa.Table.from_pandas(touches.astype(dict.fromkeys(FIELDS, str)), preserve_index=False)
        pq.write_table(table.append_column(BROKEN, pa.nulls(len(touches), pa.string())), work / f"{number}.parquet")
        yield RawFile(path, "list", FIELDS), number


def judged_query(judged: str, relation: str) -> str:
    """SQL that gives rows nobody ticked their fate, and the others their kind."""
    fate = "coalesce(nullif(list._fate, ''), told.fate)"
    kind = f"case when list._undated then '{UNDATED}' else '{TICKED}' end"
    return f"select told.* replace ({fate} as fate, {kind} as row_kind) from ({judged}) told join {relation} list using (_row)"
