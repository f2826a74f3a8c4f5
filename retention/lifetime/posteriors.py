"""What the models know of each customer given her history, as laws to draw from: still buying, order rate, chance to stop, order value.

BG/NBD: the rate is Gamma(r + x, α + T) if she is alive, the chance to stop Beta(a, b + x) (b + x + 1 in MBG/NBD). Gamma-Gamma: an order
is worth Gamma(p) · v / Gamma(q) with her own q and v. The uncertainty of the parameters themselves is not in them.
"""

import numpy as np
import pandas as pd

from retention.lifetime.forecasting import DAYS_A_YEAR, Customers, alive, expected_orders
from retention.lifetime.order_model import BgNbd
from retention.lifetime.spend_model import GammaGamma, order_value

COLUMNS = ("customer_id", "alive", "rate_shape", "rate_rate", "stop_a", "stop_b", "spend_p", "spend_q", "spend_v", "expected_orders_a_year")
# A law this narrow is a number: where a figure is known but not its spread.
CERTAIN = 1e6


def posterior(model: BgNbd, spend: GammaGamma | None, history: pd.DataFrame) -> pd.DataFrame:
    """One row per customer in the order of `history`: COLUMNS, rates per day.

    Without a spend model, and for customers whose own law has no mean (q ≤ 1), order values scatter around the one mean that is known.
    """
    x, recency, age = (history[name].to_numpy(float) for name in ("frequency", "recency", "T"))
    return pd.DataFrame(
        {
            "customer_id": history["customer_id"].to_numpy(object),
            "alive": alive(model, x, recency, age),
            "rate_shape": model.r + x,
            "rate_rate": model.alpha + age,
            "stop_a": model.a,
            "stop_b": model.b + x + model.modified,
            **_spend_laws(spend, history),
            "expected_orders_a_year": expected_orders(model, Customers.of(history), DAYS_A_YEAR),
        }
    )[list(COLUMNS)]


def _spend_laws(spend: GammaGamma | None, history: pd.DataFrame) -> dict[str, np.ndarray | float]:
    """Shape of one order's value, and each customer's q and v."""
    n = len(history)
    frequency, money = history["frequency"].to_numpy(float), history["monetary_value"].to_numpy(float)
    if spend is None:
        # Values of orders spread like waiting times: no shop's are all the same, and nothing more is known.
        base = float(history["net_paid"].sum() / (frequency + 1).sum()) if n else 0.0
        return {"spend_p": 1.0, "spend_q": np.full(n, CERTAIN), "spend_v": np.full(n, base * (CERTAIN - 1))}
    known = (frequency > 0) & (money > 0)
    q = spend.p * np.where(known, frequency, 0.0) + spend.q
    v = spend.v + np.where(known, frequency * np.where(known, money, 0.0), 0.0)
    mean = order_value(spend, frequency, money)
    plain = q <= 1
    return {
        "spend_p": spend.p,
        "spend_q": np.where(plain, CERTAIN, q),
        "spend_v": np.where(plain, mean * (CERTAIN - 1) / spend.p, v),
    }
