"""What makes the import fast changes nothing about what it says."""

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.imports.encodings import ENOUGH_BYTES, TOLERATED, find_encoding
from retention.imports.reading import is_plain
from retention.imports.typing import EMPTY, _cells
from retention.tables import DataProblem
from tests.importer import Importer

TRICKY = [*EMPTY, " a", "a\u3000", "\ufeff1", "1\u00a0", '="7"', "'8", "'x", "=x", "a=", "0.00", "无印", "虚无", "0000-00-01", "Nancy", "上衣", "10"]


def cleaned(folder, cells, plain):
    pq.write_table(pa.table({"x": cells, "_row": list(range(len(cells))), "_broken": pa.nulls(len(cells), pa.string())}), folder / "x.parquet")
    query = _cells({"status": "x"}, f"(select *, null as _other, null as _packed from read_parquet('{folder}/x.parquet'))", ["x"] if plain else [])
    return duckdb.sql(f"select status, content, garbled from ({query}) order by _row").fetchall()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(TRICKY), st.text("0a无 \u3000'=-", max_size=4), st.none()), min_size=1, max_size=5))
def test_a_column_called_plain_holds_no_cell_that_cleaning_changes(tmp_path_factory, values):
    cells = pa.array(values, pa.string())
    if is_plain(cells):
        folder = tmp_path_factory.mktemp("plain")
        assert cleaned(folder, cells, plain=True) == cleaned(folder, cells, plain=False)


def test_numbers_and_words_are_plain_and_guards_are_not():
    assert is_plain(pa.array(["10.50", "", None, "交易成功", "2026/01/31 08:00"]))
    assert not any(is_plain(pa.array(["交易成功", odd])) for odd in [w for w in EMPTY if w] + [" a", "a\t", '="7"', "'8"])
    assert is_plain(pa.array([" a", "b", "c "]).slice(1, 1))


def test_a_file_that_turns_unreadable_after_its_first_part_is_refused(tmp_path):
    shop = Importer(tmp_path)
    good = "".join(f"客户甲乙丙丁,2026-01-{1 + i % 28:02d},{i}.00\n" for i in range(ENOUGH_BYTES // 8)).encode()
    bad = b"\xff\xff,2026-01-05,1.00\n" * int(ENOUGH_BYTES // 8 * TOLERATED * 2)
    path = shop.raw / "orders.csv"
    path.write_bytes("客户,日期,金额\n".encode() + good + bad * 3)
    assert find_encoding(path) == "utf-8-sig"
    with pytest.raises(DataProblem, match=r"orders.csv: neither UTF-8 nor GB18030 text"):
        shop.run()


def test_times_are_the_same_in_zones_with_and_without_summer_time(tmp_path):
    """The zone's offset is subtracted where it never changed, asked day by day elsewhere."""
    for zone, expected in {
        "Asia/Shanghai": ["2025-12-31 16:00:00", "2026-06-30 16:00:00"],
        "Europe/London": ["2026-01-01 00:00:00", "2026-06-30 23:00:00"],
    }.items():
        folder = tmp_path / zone.replace("/", "-")
        folder.mkdir()
        shop = Importer(folder)
        shop.write("orders.csv", "customer,date,amount\na,2026-01-01 00:00,5\nb,2026-07-01 00:00,6\n")
        shop.run(time_zone=zone)
        assert sorted(shop.table("orders")["ordered_at"].astype(str)) == expected
