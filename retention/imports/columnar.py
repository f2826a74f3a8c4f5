"""Parquet, as one file or a folder of parts → text cells. Columns that hold lists or tables have no text and are left out."""

import io
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from retention.imports.containers import opened
from retention.imports.raw import MOST_COLUMNS, RawFile, numbered, table_name, tidy
from retention.tables import DataProblem

ROWS_A_BATCH = 1 << 17
LARGEST_WHOLE = 2.0**53


def table_in(path: Path, member: str = "") -> RawFile:
    """The one table of a Parquet file or folder."""
    names = tidy([field.name for field in _flat(_schema(path, member))])
    if not 0 < len(names) <= MOST_COLUMNS:
        raise DataProblem(f"{table_name(path, member)}: {len(names):,} columns that can be read; a table has 1 to {MOST_COLUMNS:,}. Export it again")
    return RawFile(path, "parquet", names, member=member, top=(names,))


def batches(raw: RawFile) -> Iterator[pa.Table]:
    """The rows of a Parquet table, counted from 1."""
    row = 1
    for batch in _read(raw.path, raw.member):
        flat = [batch.schema.get_field_index(field.name) for field in _flat(batch.schema)]
        yield numbered(pa.table([_as_text(batch.column(n)) for n in flat], names=list(raw.header)), row)
        row += batch.num_rows


def _schema(path: Path, member: str) -> pa.Schema:
    if member:
        return pq.read_schema(opened(path, member))
    if path.is_dir():
        parts = sorted(path.rglob("*.parquet"))
        if not parts:
            raise DataProblem(f"{path.name}: a Parquet folder without any part in it. Export it again, or take the folder away")
        return pq.read_schema(parts[0])
    return pq.read_schema(path)


def _read(path: Path, member: str) -> Iterator[pa.RecordBatch]:
    if member:
        return pq.ParquetFile(io.BytesIO(opened(path, member).read())).iter_batches(ROWS_A_BATCH)
    return ds.dataset(path, format="parquet").to_batches(batch_size=ROWS_A_BATCH)


def _flat(schema: pa.Schema) -> list[pa.Field]:
    return [field for field in schema if not pa.types.is_nested(field.type)]


def _as_text(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _as_text(column.cast(kind.value_type))
    if pa.types.is_timestamp(kind):
        # Times to the billionth of a second have no written form that is read.
        return column.cast(pa.timestamp("us", kind.tz), safe=False).cast(pa.string())
    if pa.types.is_floating(kind):
        return _number_as_text(column.cast(pa.float64()))
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return pa.array([cell if cell is None else cell.decode("utf-8", errors="replace") for cell in column.to_pylist()], pa.string())
    return column.cast(pa.string())


def _number_as_text(column: pa.Array) -> pa.Array:
    """Numbers as they are written: whole ones without a point, none for those that are no number."""
    column = pc.if_else(pc.is_finite(column), column, pa.scalar(None, pa.float64()))
    whole = pc.all(pc.and_(pc.equal(pc.floor(column), column), pc.less(pc.abs(column), LARGEST_WHOLE)), min_count=0).as_py()
    return column.cast(pa.int64()).cast(pa.string()) if whole else column.cast(pa.string())
