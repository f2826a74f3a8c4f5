"""Groups on real data: what comes back by itself (METHODS §9)."""

from datetime import date

import pytest

from retention import imports
from retention.segments import best_fifth, came_back, spent_around
from retention.settings import ShopSettings
from retention.shop import Shop
from tests.conftest import TODAY


@pytest.mark.real
def test_online_retail_without_any_campaign(real, tmp_path):
    imports.import_shop(sorted((real / "online_retail").glob("*.csv.gz")), ShopSettings(map="online_retail"), tmp_path / "shop", TODAY)
    spent = spent_around(Shop(tmp_path / "shop").need("orders"), date(2011, 6, 30), 60)
    quiet = came_back(spent, 60)
    assert (quiet["n"], round(quiet["share"], 3)) == (1_330, 0.235)
    assert best_fifth(spent)[["before", "after"]].mean().round().tolist() == [2_707, 1_833]
