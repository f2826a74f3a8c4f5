"""CDNOW, the music shop every paper on these models uses, and hand-made orders."""

from datetime import date
from importlib.metadata import distribution

import ibis
import pandas as pd
import pytest

CALIBRATION_END, HOLDOUT_END = date(1997, 9, 30), date(1998, 6, 30)


def orders_table(rows: list[tuple]) -> ibis.expr.types.Table:
    """An orders table (the columns this room reads) from (customer, day, net paid, counts)."""
    frame = pd.DataFrame(rows, columns=["customer_id", "ordered_on", "net_paid", "counts"])
    return ibis.memtable(frame).mutate(net_paid=ibis._.net_paid.cast("decimal(18,2)"), customer_id=ibis._.customer_id.cast("string"))


@pytest.fixture(scope="session")
def cdnow_orders():
    """The 1/10 sample, 6,919 orders of 2,357 customers, from the lifetimes wheel (without importing it)."""
    path = distribution("lifetimes").locate_file("lifetimes/datasets/CDNOW_sample.txt")
    raw = pd.read_csv(path, sep=r"\s+", header=None, names=["master", "id", "day", "discs", "paid"], dtype={"id": str, "day": str})
    days = pd.to_datetime(raw["day"]).dt.date
    return orders_table(list(zip(raw["id"], days, raw["paid"], [True] * len(raw), strict=True)))


@pytest.fixture(scope="session")
def cdnow(cdnow_orders):
    """Repeat histories at the end of calibration with the following 39 weeks beside them."""
    from retention.lifetime import calibration_and_holdout

    return calibration_and_holdout(cdnow_orders, CALIBRATION_END, HOLDOUT_END)


@pytest.fixture(scope="session")
def cdnow_model(cdnow):
    from retention.lifetime import fit_bgnbd

    return fit_bgnbd(cdnow)


@pytest.fixture(scope="session")
def cdnow_spend(cdnow):
    from retention.lifetime import fit_gamma_gamma

    return fit_gamma_gamma(cdnow)
