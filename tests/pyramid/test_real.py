"""Published and recomputed figures of a real shop (METHODS §1); skipped where the data are not there."""

from datetime import date
from pathlib import Path

import pytest

from retention import imports, pyramid
from retention.settings import ShopSettings
from retention.shop import Shop

DATA = Path(__file__).parents[2].parent / "shared" / "data"

pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="needs the real data sets, which are not in the project"),
]


def build(raw: Path, folder: Path):
    imports.import_shop([raw], ShopSettings(), folder, date(2026, 1, 1))
    shop = Shop(folder)
    tables = {name: shop.table(name) for name in ("orders", "order_lines", "returns", "customers", "products")}
    return pyramid.build(tables, as_of=shop.as_of, window_days=365, own_fields={}), tables


def test_online_retail_has_the_customers_orders_and_money_of_the_published_table(tmp_path):
    built, tables = build(DATA / "online_retail" / "online_retail_2010_2011.csv.gz", tmp_path / "online_retail")
    assert len(built) == 4_338
    assert (built["orders"].sum(), built["orders_kept"].sum(), (built["orders_kept"] > 0).sum()) == (18_532, 18_388, 4_327)
    assert round(built["gross_paid"].sum(), 2) == 8_911_407.90
    assert round(built["refunded"].sum(), 2) == 464_239.77
    assert (built["orders"] >= 2).sum() == 2_845
    assert round((built["purchase_days"] >= 2).mean(), 4) == 0.6432
    outside = pyramid.outside(tables["orders"], tables["returns"], tables["customers"]).set_index("reason")["customers"]
    # 4,372 customers = 4,338 with a sale + 33 with cancellations only + 1 with a price of zero only.
    assert outside.to_dict() == {"no_order_counts": 1, "refunds_only": 33, "never_ordered": 0}


def test_cdnow_has_its_customers_and_orders(tmp_path):
    built, _ = build(DATA / "cdnow_sample" / "CDNOW_sample.txt", tmp_path / "cdnow")
    assert (len(built), built["orders"].sum()) == (2_357, 6_919)
    # METHODS §4: days with a repeat purchase to the end of the data are purchase days less one each.
    assert (built["days_to_second_order"].notna() == (built["purchase_days"] > 1)).all()
