"""What lies in one order together: support, confidence, lift, leverage, conviction and Zhang's measure of pairs.

Each is defined as in mlxtend and equal to it on the same baskets. These measures describe the orders as they are; they know neither
time nor season, so goods sold in the same weeks look related (sequential rules compare within the month).
"""

from collections.abc import Collection

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _
from numpy.typing import ArrayLike
from scipy import sparse

COLUMNS = ["antecedent", "consequent", "orders", "n", "joint", "support", "confidence", "lift", "leverage", "conviction", "zhang"]


def basket_rules(goods: ir.Table, least_joint: int = 20, left_out: Collection[str] = ()) -> pd.DataFrame:
    """Pairs of goods in at least `least_joint` orders (`goods_of`; guests' too), in both directions, highest lift first.

    Columns: antecedent, consequent, orders (all), n (orders with the antecedent), joint (with both), and the measures.
    """
    return rules_of(*baskets(goods, left_out), least_joint)


def rules_of(names: np.ndarray, table: sparse.csr_array, least_joint: int) -> pd.DataFrame:
    """`basket_rules` of orders × goods."""
    pairs = sparse.triu(table.T @ table, k=1).tocoo()
    enough = pairs.data >= least_joint
    one, other, joint = pairs.row[enough], pairs.col[enough], pairs.data[enough].astype(int)
    each = np.asarray(table.sum(axis=0)).ravel()
    a, c, both = np.concatenate([one, other]), np.concatenate([other, one]), np.concatenate([joint, joint])
    measured = measures(both, each[a], each[c], table.shape[0]).assign(antecedent=names[a], consequent=names[c], n=each[a], joint=both)
    measured = measured.assign(orders=table.shape[0])[COLUMNS]
    return measured.sort_values(["lift", "antecedent", "consequent"], ascending=[False, True, True], ignore_index=True)


def baskets(goods: ir.Table, left_out: Collection[str] = ()) -> tuple[np.ndarray, sparse.csr_array]:
    """Names of the goods, and orders × goods: 1 where the order has the good."""
    held = goods.filter(_.customer_id.isnull() | _.customer_id.notin(sorted(left_out))) if left_out else goods
    held = held.select("order_id", "good").distinct()
    orders = held.select("order_id").distinct().mutate(number=ibis.row_number().over(order_by="order_id")).select("order_id", "number")
    things = held.select("good").distinct().mutate(item=ibis.row_number().over(order_by="good")).select("good", "item")
    cells = held.inner_join(orders, "order_id").inner_join(things, "good").select("number", "item").to_pyarrow()
    names = np.array(things.order_by("item").to_pyarrow()["good"].to_pylist(), dtype=object)
    row, column = cells["number"].to_numpy(), cells["item"].to_numpy()
    size = (int(row.max()) + 1 if len(row) else 0, len(names))
    return names, sparse.csr_array((np.ones(len(row), dtype=np.int32), (row, column)), shape=size)


def measures(joint: ArrayLike, n_a: ArrayLike, n_c: ArrayLike, orders: int) -> pd.DataFrame:
    """Measures of rules A → C from orders with both, with A, with C, and all.

    Conviction is infinite where every order with A has C; Zhang's measure runs from −1 (never together) over 0 (independent) to 1.

    >>> measures([2], [4], [5], 10).round(3).to_dict("records")
    [{'support': 0.2, 'confidence': 0.5, 'lift': 1.0, 'leverage': 0.0, 'conviction': 1.0, 'zhang': 0.0}]
    """
    both, a, c = (np.asarray(x, dtype=float) / max(orders, 1) for x in (joint, n_a, n_c))
    confidence, leverage = both / a, both - a * c
    with np.errstate(divide="ignore", invalid="ignore"):
        conviction = np.where(confidence < 1, (1 - c) / (1 - confidence), np.inf)
        largest = np.maximum(both * (1 - a), a * (c - both))
        zhang = np.where(largest > 0, leverage / largest, 0.0)
    return pd.DataFrame(
        {"support": both, "confidence": confidence, "lift": both / (a * c), "leverage": leverage, "conviction": conviction, "zhang": zhang}
    )
