"""A sample in chunks is one shop: same goods, numbers that never meet, counts that add up."""

from datetime import date

import pandas as pd
import pytest

from retention import imports, samples
from retention.samples import chunks
from retention.settings import ShopSettings

SIZE = 160


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "CHUNK", SIZE)
        patch.setattr(chunks, "LEAST", 60)
        folder = tmp_path_factory.mktemp("chunked")
        return folder, samples.make(folder, customers=2 * SIZE + 20)


def read(folder, what):
    paths = sorted((folder / "raw").glob(f"{what}_*.csv"))
    encodings = ["utf-8-sig" if path.read_bytes().startswith(b"\xef\xbb\xbf") else "gb18030" for path in paths]
    return pd.concat([pd.read_csv(p, dtype=str, encoding=e, keep_default_na=False) for p, e in zip(paths, encodings, strict=True)])


def test_sizes_add_up_and_small_shops_are_one_chunk():
    assert chunks.sizes(20_000) == [20_000]
    assert all(sum(chunks.sizes(n)) == n for n in (50, 50_000, 50_001, 54_999, 55_000, 1_234_567))
    assert max(chunks.sizes(10_000_001)) < chunks.CHUNK + chunks.LEAST


@pytest.mark.long
def test_the_first_chunk_is_the_shop_of_that_size(made, tmp_path):
    alone = samples.make(tmp_path, customers=SIZE)
    assert chunks.seed_of(samples.SEED, 0) == samples.SEED
    first = read(tmp_path, "订单")
    whole = read(made[0], "订单")
    assert set(map(tuple, first.to_numpy())) < set(map(tuple, whole.to_numpy()))
    assert made[1]["canaries"] == alone["canaries"]


@pytest.mark.long
def test_customers_and_orders_of_chunks_never_meet(made):
    folder, truth = made
    customers = read(folder, "客户资料")
    assert truth["chunks"] == 2
    assert len(customers) == customers["客户编号"].nunique() == truth["customers"] == 2 * SIZE + 20
    chunk_of = customers["客户编号"].str.len().map({16: 0, 19: 1})
    assert chunk_of.value_counts().to_dict() == {1: SIZE + 20, 0: SIZE}
    orders = read(folder, "订单")
    number = orders["订单编号"].str.strip('="')
    assert (number.str.endswith("001") & (number.str.len() == 22) == (orders["客户编号"].str.len() == 19)).all()


@pytest.mark.long
def test_a_chunked_sample_imports_to_what_its_truth_says(made, tmp_path):
    folder, truth = made
    imported = imports.import_shop([folder / "raw"], ShopSettings(map="herstyle"), tmp_path / "shop", date(2026, 7, 1))
    expected = truth["expected"]
    orders = pd.read_parquet(tmp_path / "shop" / "tables" / "orders.parquet")
    assert len(orders) == expected["orders"]
    assert orders["counts"].sum() == expected["orders_that_count"]
    assert f"{orders.loc[orders['counts'], 'gross_paid'].sum():.2f}" == expected["gross_paid_of_orders_that_count"]
    assert imported.tables["customers"] == expected["customers"]
    assert imported.tables["products"] == expected["rows"]["商品_20260630.csv"]
    assert imported.tables["coupons"] == truth["told"]["behaviour"]["expected"]["coupons"]
    assert imported.ledger["rows"].sum() == sum(expected["rows"].values())


@pytest.mark.long
def test_bytes_do_not_depend_on_how_many_chunks_are_drawn_at_once(made, tmp_path, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", SIZE)
    monkeypatch.setattr(chunks, "LEAST", 60)
    monkeypatch.setattr(chunks, "AT_ONCE", 1)
    assert samples.make(tmp_path, customers=2 * SIZE + 20) == made[1]
    first, second = ({p.name: p.read_bytes() for p in (folder / "raw").iterdir()} for folder in (made[0], tmp_path))
    assert first == second
