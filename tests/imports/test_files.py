"""Files of every kind beside each other: each has a fate, none fills the machine, none ends in a traceback."""

import gzip
import io
import json
import random
import warnings
import zipfile
from contextlib import suppress

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.imports import ledger_lines, read_facts
from retention.imports.raw import readable
from retention.imports.reading import tables_in, text_table
from retention.tables import DataProblem
from tests.laws import tries

ORDERS = "customer,date,amount\nAnn,2026-05-01,10\nBob,2026-05-02,20\n"


def packed(place, **members):
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return place


def workbook(rows):
    made, place = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(place)
    return place.getvalue()


# -- every file has a fate --------------------------------------------------------------------------


def test_files_of_other_kinds_are_told_and_hidden_ones_passed_over(shop):
    shop.write("orders.csv", ORDERS)
    for name in ("invoice.pdf", "notes.docx", "shirt.jpg", ".DS_Store", "~$orders.xlsx", ".~lock.orders.csv#"):
        shop.write(name, "x")
    imported = shop.run()
    assert imported.not_recognised == tuple(f"{n}: no kind of file that is read" for n in ("invoice.pdf", "notes.docx", "shirt.jpg"))
    assert read_facts(shop.data)["not_recognised"] == list(imported.not_recognised)
    assert "not read: invoice.pdf: no kind of file that is read" in ledger_lines(imported)


def test_a_folder_with_nothing_to_read_says_what_there_is(shop):
    shop.write("orders.pdf", "x")
    with pytest.raises(DataProblem, match=r"no file to read \(there is only: orders\.pdf\)"):
        shop.run()


def test_yearly_files_with_equal_columns_are_one_table(shop):
    shop.write("2025.csv", "customer,date,amount\nAnn,2025-05-01,10\n")
    shop.write("2026.csv", "date,amount,customer\n2026-05-01,20,Bob\n")
    shop.write("codes.csv", "code,meaning\nA,shirt\n")
    imported = shop.run()
    assert shop.table("orders")["gross_paid"].sum() == 30
    assert imported.not_recognised == ("codes.csv: it has other columns than 2025.csv (code, meaning)",)


def test_two_tables_of_orders_with_different_columns_are_refused(shop):
    shop.write("a.csv", ORDERS)
    shop.write("b.csv", "buyer,day,paid\nAnn,2026-05-01,10\n")
    with pytest.raises(DataProblem, match=r"2 tables .* different columns \(a\.csv: customer, date, amount; b\.csv: buyer, day, paid\)"):
        shop.run()


def test_a_year_that_lost_its_header_is_refused(shop):
    shop.write("2025.csv", ORDERS)
    shop.write("2026.csv", "Cid,2026-05-01,10\nDot,2026-05-02,20\n")
    with pytest.raises(DataProblem, match=r"2026\.csv: it has no row with the names of its columns"):
        shop.run()


# -- zip --------------------------------------------------------------------------------------------


def test_the_files_of_a_zip_are_read(shop):
    book = workbook([["customer", "date", "amount"], ["Cid", "2026-05-03", 5]])
    frame = pd.DataFrame({"customer": ["Dot"], "date": ["2026-05-04"], "amount": [7]})
    place = packed(shop.raw / "all.zip", **{"a/orders.csv": ORDERS, "b.xlsx": book, "c.parquet": frame.to_parquet(), "read me.pdf": "x"})
    imported = shop.run()
    assert shop.table("orders")["gross_paid"].sum() == 42
    assert imported.not_recognised == ("all.zip · read me.pdf: no kind of file that is read",)
    assert "all.zip · a/orders.csv: 2 rows read, 2 kept" in ledger_lines(imported)
    assert {raw.member for raw in tables_in(place)[0]} == {"a/orders.csv", "b.xlsx", "c.parquet"}


def test_a_map_knows_the_files_of_a_zip_by_their_names(shop):
    source = "grain: order\n    files: 'sold*.csv'\n    header: [a, b, c]\n    columns: {customer_id: a, ordered_at: b, gross_paid: c}"
    (shop.raw / "map.yaml").write_text(f"name: own\nsources:\n  o:\n    {source}\n", encoding="utf-8")
    rows = "a,b,c\nAnn,2026-05-01,1\n"
    packed(shop.raw / "all.zip", **{"sold-2026.csv": rows, "asked-2026.csv": rows})
    imported = shop.run(map=str(shop.raw / "map.yaml"))
    assert imported.tables["orders"] == 1
    assert imported.not_recognised[0].startswith("all.zip · asked-2026.csv: ")


def test_chinese_names_in_a_zip_are_read_as_they_were_written(tmp_path):
    packed(tmp_path / "a.zip", **{"XXXX.csv": ORDERS})
    content = (tmp_path / "a.zip").read_bytes().replace(b"XXXX", "订单".encode("gb18030"))
    (tmp_path / "a.zip").write_bytes(content)
    [raw], _ = tables_in(tmp_path / "a.zip")
    assert (raw.member, text_table(raw).num_rows) == ("订单.csv", 2)


def test_of_two_files_of_one_name_in_a_zip_the_first_is_read_and_the_other_is_told(shop):
    with zipfile.ZipFile(shop.raw / "all.zip", "w") as archive, warnings.catch_warnings(action="ignore"):
        archive.writestr("orders.csv", ORDERS)
        archive.writestr("orders.csv", "customer,date,amount\nz,2026-05-03,5\n")
    imported = shop.run()
    assert imported.not_recognised == ("all.zip · orders.csv: a second file of this name in the zip; the first one is read",)
    assert "all.zip · orders.csv: 2 rows read, 2 kept" in ledger_lines(imported)


@pytest.mark.parametrize(
    ("files", "named"),
    [(2, "2 files and sheets with the same columns (0.csv, 1.csv): "), (4, "4 files and sheets with the same columns (0.csv, 1.csv, 2.csv, …): ")],
)
def test_of_many_files_with_the_same_columns_the_first_are_named(shop, files, named):
    for number in range(files):
        shop.write(f"{number}.csv", f"customer,date,amount\na{number},2026-05-01,5\n")
    assert ledger_lines(shop.run())[0].startswith(named)


@pytest.mark.parametrize("content", [b'{"places": [', b"", b"\xff\xfe", b"[]"])
def test_facts_that_cannot_be_read_are_none(shop, content):
    """The next import mends them."""
    shop.write("orders.csv", ORDERS)
    shop.run()
    (shop.data / "tables" / "import.json").write_bytes(content)
    assert read_facts(shop.data) == {}


def test_what_a_zip_may_not_hold_is_told_or_refused(shop):
    inner = packed(shop.raw / "inner.zip", **{"orders.csv": ORDERS}).read_bytes()
    (shop.raw / "inner.zip").unlink()
    packed(shop.raw / "all.zip", **{"orders.csv": ORDERS, "inner.zip": inner, "../../evil.csv": ORDERS, "__MACOSX/._orders.csv": "x"})
    assert shop.run().not_recognised == (
        "all.zip · inner.zip: packed a second time; unpack it",
        "all.zip · ../../evil.csv: its place lies outside the zip",
    )


def test_too_many_files_in_a_zip_are_refused(shop):
    packed(shop.raw / "all.zip", **{f"{n}.csv": "x" for n in range(1_001)})
    with pytest.raises(DataProblem, match=r"all\.zip: 1,001 files in one zip; at most 1,000 are read"):
        shop.run()


# -- bounded ----------------------------------------------------------------------------------------


def bomb(place, size):
    """Zeros without end, packed by the thousand."""
    with gzip.open(place, "wb", compresslevel=1) as file:
        for _ in range(size >> 20):
            file.write(bytes(1 << 20))


def test_zeros_packed_by_the_thousand_are_refused(shop, monkeypatch):
    monkeypatch.setattr("retention.imports.containers.MOST_UNPACKED", 4 << 20)
    monkeypatch.setattr("retention.imports.containers.MOST_TIMES", 100)
    bomb(shop.raw / "orders.csv.gz", 32 << 20)
    with pytest.raises(DataProblem, match=r"orders\.csv\.gz: [\d,]+ bytes unpack to more than [\d,]+; no export does that"):
        shop.run()
    (shop.raw / "orders.csv.gz").unlink()
    packed(shop.raw / "orders.zip", **{"orders.csv": bytes(32 << 20)})
    with pytest.raises(DataProblem, match=r"orders\.zip: [\d,]+ bytes unpack to more than"):
        shop.run()
    (shop.raw / "orders.zip").rename(shop.raw / "orders.xlsx")
    with pytest.raises(DataProblem, match=r"orders\.xlsx: [\d,]+ bytes unpack to more than"):
        shop.run()


def test_a_text_without_an_end_of_line_is_no_table(shop):
    shop.write("orders.csv", "x" * 600_000)
    with pytest.raises(DataProblem, match=r"orders\.csv: no end of a line in the first 262,144 bytes"):
        shop.run()


def test_a_row_longer_than_any_has_its_sentence(shop):
    shop.write("orders.csv", ORDERS + "x" * 17_500_000 + ",2026-05-01,3\n")
    with pytest.raises(DataProblem, match=r"orders\.csv: row [24] or one soon below it is longer than 8,388,608 bytes"):
        shop.run()


def test_more_columns_than_a_table_has_are_refused(shop):
    shop.write("orders.csv", ",".join(f"c{n}" for n in range(20_000)) + "\n")
    with pytest.raises(DataProblem, match=r"orders\.csv: a row with 20,000 columns; at most 2,000 are read"):
        shop.run()


def test_columns_called_like_ours_are_read(shop):
    shop.write("orders.csv", "customer,date,amount,_row,_broken,Customer\nAnn,2026-05-01,10,x,y,z\n")
    assert shop.run().tables["orders"] == 1
    assert shop.table("orders")["customer_id"].tolist() == ["Ann"]


# -- Parquet ----------------------------------------------------------------------------------------


def test_parquet_of_any_kind_of_column_is_read(shop):
    columns = {
        "customer": pa.array([7, None], pa.int64()).cast(pa.float64()),
        "date": pa.array([1_777_629_600_123_456_789, 1_777_700_000_000_000_000], pa.timestamp("ns")),
        "amount": pa.array([10.5, float("inf")]),
        "list": pa.array([[1], [2]]),
        "struct": pa.array([{"a": 1}, {"a": 2}]),
        "map": pa.array([[("a", 1)], []], pa.map_(pa.string(), pa.int64())),
        "bytes": pa.array([b"\xff", b"x"]),
        "word": pa.array(["a", "b"]).dictionary_encode(),
        "_row": pa.array([None, True]),
    }
    pq.write_table(pa.table(columns), shop.raw / "orders.parquet")
    assert shop.fates(shop.run()) == {"kept": 1, "no gross_paid": 1}
    assert shop.table("orders")["customer_id"].tolist() == ["7"]
    assert str(shop.table("orders")["ordered_at"][0]) == "2026-05-01 10:00:00.123456"


def test_a_name_with_signs_that_no_engine_takes_is_read(shop):
    shop.write("orders.csv", "customer,date,amount,no\0te\nAnn,2026-05-01,10,x\0y\n")
    assert shop.run().tables["orders"] == 1


def test_a_folder_of_parquet_is_one_table(shop):
    folder = shop.raw / "orders.parquet"
    folder.mkdir()
    with pytest.raises(DataProblem, match=r"orders\.parquet: a Parquet folder without any part in it"):
        shop.run()
    for n in (1, 2):
        frame = pd.DataFrame({"customer": [f"c{n}"], "date": ["2026-05-01"], "amount": [n]})
        frame.to_parquet(folder / f"part-{n}.parquet")
    assert shop.fates(shop.run()) == {"kept": 2}


# -- fuzz -------------------------------------------------------------------------------------------


def samples():
    """A small file of each kind, as bytes."""
    frame = pd.DataFrame({"customer": ["Ann", "Bob"], "date": ["2026-05-01", "2026-05-02"], "amount": [10.0, 20.0]})
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("orders.csv", ORDERS)
    return {
        "a.csv": ORDERS.encode(),
        "b.csv": '客户,日期,金额\n"王\n芳",2026-05-01,12.5\n'.encode("gb18030"),
        "c.csv": ORDERS.encode("utf-16"),
        "d.csv.gz": gzip.compress(ORDERS.encode(), mtime=0),
        "e.xlsx": workbook([["customer", "date", "amount"], ["Ann", "2026-05-01", 10]]),
        "f.parquet": frame.to_parquet(),
        "g.zip": archive.getvalue(),
        "h.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    }


SAMPLES = samples()


def mangled(content, seed):
    """A file with bytes changed, cut out, doubled, or its end gone."""
    chance, made = random.Random(seed), bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(made) + 1)
        what = chance.choice(["change", "nul", "cut", "double", "end", "mark"])
        if what == "end":
            del made[at:]
        elif what == "cut":
            del made[at : at + chance.randint(1, 40)]
        elif what == "double":
            made[at:at] = made[max(0, at - 50) : at]
        else:
            made[at : at + 1] = {"nul": b"\x00", "mark": b'"'}.get(what, bytes([chance.randrange(256)]))
    return bytes(made)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_damaged_file_is_imported_or_has_its_sentence(shop, name):
    """The whole way: workbooks are looked at for work lists before they are read."""
    for content in (mangled(SAMPLES[name], seed=3), SAMPLES[name][: len(SAMPLES[name]) // 2]):
        (shop.raw / name).write_bytes(content)
        with suppress(DataProblem):
            assert shop.run().tables["orders"]


@tries(250)
@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 10**9))
def test_whatever_is_done_to_a_file_it_is_read_or_has_its_sentence(tmp_path_factory, name, seed):
    path = tmp_path_factory.mktemp("mangled") / name
    path.write_bytes(mangled(SAMPLES[name], seed))
    try:
        with readable(path):
            for raw in tables_in(path)[0]:
                text_table(raw)
    except DataProblem as problem:
        said = str(problem)
    else:
        said = path.name
    assert path.name in said
    assert json.dumps(said)
