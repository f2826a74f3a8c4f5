"""Shops made of a map and a file written by hand: what tests of money read of them."""

from retention.imports import Imported


def mapped(shop, sources: str, **files: str) -> Imported:
    """Write a map with these sources and files of these names (`orders="a,b\\n1,2\\n"` is orders.csv), and import them."""
    (shop.raw / "map.yaml").write_text("name: own\nsources:\n" + sources, encoding="utf-8")
    for name, content in files.items():
        shop.write(f"{name}.csv", content)
    return shop.run(map=str(shop.raw / "map.yaml"))


def money(shop) -> list[list]:
    """Orders that count: number, gross, refunded (0 where nothing tells), net, pieces (lines where they are not told)."""
    orders = shop.table("orders").sort_values("order_id").fillna({"refunded": 0})
    of_lines = shop.table("order_lines").groupby("order_id")["counts"].sum()
    orders["units"] = orders["units"].fillna(orders["order_id"].map(of_lines).fillna(1)).astype(int)
    return orders.loc[orders["counts"], ["order_id", "gross_paid", "refunded", "net_paid", "units"]].to_numpy().tolist()


def lines(shop) -> list[list]:
    """Order, what was paid for the line, and whether it counts."""
    return shop.table("order_lines").sort_values(["order_id", "line_no"])[["order_id", "line_paid", "counts"]].to_numpy().tolist()


def back(shop) -> list[list]:
    """Returns: order, amount, asked, status, how found."""
    told = shop.table("returns").sort_values(["return_id", "part"])
    return told[["order_id", "amount", "asked", "status", "found_by"]].to_numpy().tolist()
