"""Rules of a real shop; skipped where the data are not there."""

from datetime import date

import pytest

from retention import affinity, imports
from retention.settings import AffinitySettings, ShopSettings
from retention.shop import Shop

pytestmark = [pytest.mark.real, pytest.mark.slow]


def test_online_retails_rules_join_goods_of_one_series(real, tmp_path):
    imports.import_shop([real / "online_retail" / "online_retail_2010_2011.csv.gz"], ShopSettings(), tmp_path, date(2026, 1, 1))
    shop, asked = Shop(tmp_path), AffinitySettings()
    lines = shop.need("order_lines")
    left_out = affinity.bulk_accounts(lines, asked.bulk_times)
    goods = affinity.goods_of(lines, None)
    tested = affinity.tested_rules(affinity.purchases(goods, shop.as_of, asked.window_days, left_out), asked)
    shown = affinity.shown_rules(tested)
    assert tested.pairs > 50_000
    # Lunch bags are collected one pattern after the other.
    assert len(shown)
    assert (shown["antecedent"].str.startswith("LUNCH BAG") & shown["consequent"].str.startswith("LUNCH BAG")).all()
    assert (shown["low"] > 1).all()
    baskets = affinity.basket_rules(goods, asked.least_joint, left_out)
    best = set(zip(baskets["antecedent"].head(10), baskets["consequent"].head(10), strict=True))
    assert ("BLUE KNITTED EGG COSY", "PINK KNITTED EGG COSY") in best
