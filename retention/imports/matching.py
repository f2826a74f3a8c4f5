"""Cancellations that name no order find the sale they take back.

In time order, each takes from the latest earlier sale of the same customer, product and price that
still has pieces left (METHODS §1). What finds no sale stays unmatched; it is shown, never spread.
"""

from collections import defaultdict

import pandas as pd


def match_cancellations(cancellations: pd.DataFrame, sales: pd.DataFrame) -> pd.DataFrame:
    """Book cancellations to sale lines.

    cancellations: one row per cancelled line, `row`, `at`, `quantity` > 0, `unit_price`, `amount` and the pair's key
    `customer_id`, `product_id`. sales: `order_id`, `line_no`, `at`, `quantity`, `unit_price` and the same key.
    Returns one row per booking: `row`, `part`, `order_id`, `line_no` (both missing if unmatched), `quantity`, `amount`.
    Amounts of one cancellation add up to its amount exactly.
    """
    shelves = _shelves(sales)
    bookings: list[tuple] = []
    for c in cancellations.sort_values(["at", "row"]).to_dict("records"):
        left, unbooked, part = int(c["quantity"]), c["amount"], 0
        for sale in reversed(shelves.get((c["customer_id"], c["product_id"], c["unit_price"]), [])):
            if left == 0:
                break
            if sale["at"] > c["at"] or sale["left"] == 0:
                continue
            taken = min(left, sale["left"])
            amount = unbooked if taken == left else round(c["amount"] * taken / int(c["quantity"]), 2)
            sale["left"] -= taken
            left, unbooked, part = left - taken, unbooked - amount, part + 1
            bookings.append((c["row"], part, sale["order_id"], sale["line_no"], taken, amount))
        if left or not part:
            bookings.append((c["row"], part + 1, None, None, left, unbooked))
    return pd.DataFrame(bookings, columns=["row", "part", "order_id", "line_no", "quantity", "amount"])


def _shelves(sales: pd.DataFrame) -> dict[tuple, list[dict]]:
    """Sale lines by (customer, product, price), earliest first."""
    shelves: dict[tuple, list[dict]] = defaultdict(list)
    for s in sales.sort_values(["at", "order_id", "line_no"]).to_dict("records"):
        shelves[s["customer_id"], s["product_id"], s["unit_price"]].append(
            {"at": s["at"], "order_id": s["order_id"], "line_no": s["line_no"], "left": int(s["quantity"])}
        )
    return shelves
