"""The plain shop: BG/NBD × Gamma-Gamma and nothing else, so that planted parameters can be recovered.

No seasons, promotions, returns or dirt. Orders per Fader, Hardie & Lee (2005), amounts per Fader &
Hardie's note 025. Times are continuous; two orders of a day become one purchase day on reading.
"""

import numpy as np
import pandas as pd

from retention.samples import exports, names, rhythm, season
from retention.samples import figures_of_the_trade as f
from retention.samples.chance import stream

PERIOD = exports.Period(str(f.FIRST_DAY), str(np.datetime64(f.LAST_DAY) + 1), "utf-8-sig", False)
PRODUCT = "HS00001-0-0"


def draw(seed: int, customers: int) -> pd.DataFrame:
    """One row per order: person, day (since the start, with fractions), cents."""
    rng, p = stream(seed, "plain"), f.PLAIN
    first = rng.uniform(0, f.PLAIN_ACQUISITION_DAYS, customers)
    rate = rng.gamma(p["r"], 1 / p["alpha"], customers)
    leaves = rng.beta(p["a"], p["b"], customers)
    who, day = rhythm.repeat_times(rng, first, rate, leaves, float(len(season.DAYS)))
    orders = pd.DataFrame({"person": np.concatenate([np.arange(customers), who]), "day": np.concatenate([first, day])})
    scale = rng.gamma(p["q"], 1 / p["v"], customers)
    yuan = rng.gamma(p["p"], 1 / scale[orders["person"]])
    orders["cents"] = np.maximum(np.round(yuan * 100), 1).astype(np.int64)
    return orders.sort_values(["day", "person"], kind="stable", ignore_index=True)


def files(seed: int, customers: int) -> dict[str, tuple[pd.DataFrame, str]]:
    """(table, encoding) by file name, in the layout of the full shop; the customers' table comes without an encoding."""
    orders = draw(seed, customers)
    at = season.START + np.floor(orders["day"].to_numpy() * season.DAY).astype("timedelta64[s]")
    size = len(orders)
    number = exports.guarded((at.astype(np.int64) * 10**9 + np.arange(size)).astype(str))
    customer = np.array([f"2200{i + 10**11:012d}" for i in range(customers)], dtype=object)
    money, blank = exports.yuan(orders["cents"]), np.full(size, "", dtype=object)
    paid = exports.stamps(at, slashes=False)
    order_table = pd.DataFrame(
        {
            "订单编号": number,
            "主订单编号": blank,
            "客户编号": customer[orders["person"]],
            "渠道": f.CHANNELS[0],
            "订单类型": "普通",
            "订单状态": exports.COMPLETED,
            "下单时间": paid,
            "付款时间": paid,
            "发货时间": blank,
            "完成时间": paid,
            "商品总价": money,
            "优惠金额": "0.00",
            "优惠券": blank,
            "实付金额": money,
            "运费": "0.00",
            "备注": blank,
        }
    )
    lines = pd.DataFrame({"订单编号": number, "行号": 1, "商品编码": PRODUCT, "商品名称": "均码单品", "数量": 1, "吊牌价": money, "实付金额": money})
    people = pd.DataFrame({"客户编号": customer, **dict.fromkeys(names.COLUMNS[1:], "")})
    product = {
        "商品编码": PRODUCT,
        "款号": "HS00001",
        "商品名称": "均码单品",
        "品类": f.CATEGORIES[4],
        "品牌": "HerStyle",
        "风格": f.STYLES[0],
        "季节": "四季",
        "颜色": f.COLOURS[0],
    }
    product |= {"尺码": "均码", "吊牌价": "510.00", "成本": "178.50", "上架日期": str(f.FIRST_DAY)}
    last = str(f.LAST_DAY).replace("-", "")
    return {
        f"客户资料_{last}.xlsx": (people, ""),
        f"商品_{last}.csv": (pd.DataFrame([product]), PERIOD.encoding),
        PERIOD.name("订单"): (order_table, PERIOD.encoding),
        PERIOD.name("订单明细"): (lines, PERIOD.encoding),
    }


def truth(seed: int, customers: int, written: dict[str, tuple[pd.DataFrame, str]]) -> dict[str, object]:
    """The planted parameters (days and yuan) and what the files hold."""
    orders = written[PERIOD.name("订单")][0]
    return {
        "kind": "plain",
        "seed": seed,
        "customers": customers,
        "parameters": dict(f.PLAIN),
        "unit": "days, yuan",
        "expected": {
            "rows": {name: len(table) for name, (table, _) in written.items()},
            "customers": customers,
            "orders": len(orders),
            "orders_that_count": len(orders),
            "gross_paid_of_orders_that_count": f"{orders['实付金额'].astype(float).sum():.2f}",
            "as_of": str(f.LAST_DAY),
        },
    }
