"""Why goods come back: the reason that was ticked, beside what tickets, comments and sizes ordered together say of the same returns.

Only settled returns of goods count. A ticked reason is not always the true one, and "no reason needed" is none; each other source knows of a part of
the returns only, so each has its own number of returns and its own interval.
"""

from datetime import timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention import stats
from retention.service.return_rules import kind_of
from retention.service.return_words import SILENT, blamed_in, size_rank, size_said, theme_of

# What became of each row of `returns`: counted, or the first of these that holds.
LEFT_OUT = ("not_known", "not_settled", "before_dispatch", "goods_kept", "no_line", "no_sale", "no_product")
GOODS_KEPT = ("refund_only", "resend", "repair")
# A line of an order that was given back as a whole counts no more, though the goods were sold.
GIVEN_BACK = "closed"
# Tickets on a return are opened about the time it is asked for.
AROUND = timedelta(days=14)
SOURCES = ("reported", "tickets", "comments", "two_sizes")


def named_goods(order_lines: ir.Table, products: ir.Table | None) -> ir.Table:
    """Lines with the good they are: by the shop's list name, category and size ("" where not told); else its name on the order, else its number."""
    lines = order_lines.select(
        "order_id", "line_no", "customer_id", "ordered_on", "product_id", "product_name", pieces="quantity", counts="counts", why_not="why_not"
    )
    if products is None:
        lines = lines.mutate(listed=ibis.null("string"), category=ibis.null("string"), size=ibis.null("string"))
    else:
        lines = lines.left_join(products.select("product_id", listed="name", category="category", size="size"), "product_id").drop("product_id_right")
    good = ibis.coalesce(_.listed, _.product_name, _.product_id)
    return lines.mutate(good=good, category=_.category.fill_null(""), size=_["size"].fill_null("")).drop("listed", "product_name")


def returned_goods(returns: ir.Table, order_lines: ir.Table, products: ir.Table | None, newest: bool = True) -> pd.DataFrame:
    """One row per row of `returns`: its numbers, customer_id, returned_on, kind, reason; good, category, size, pieces, theme, fate.

    pieces: those that came back. theme: of the reported reason. fate: `counted`, or why a row is left out (one of `LEFT_OUT`; not_known: on a day
    that is not the `newest` one, a return without the day it was settled on, which may have come later).
    """
    rows = returns.to_pandas().rename(columns={"kind": "kind_told"})
    rows = rows.assign(kind=rows["kind_told"].map(kind_of), theme=rows["reason"].map(theme_of))
    status = rows["status"].fillna("settled") if "status" in rows else pd.Series("settled", index=rows.index)
    dated = rows["settled_on"].notna() if "settled_on" in rows else pd.Series(False, index=rows.index)
    status = status.where(newest | (status != "settled") | dated, "not_known")
    told = ["return_id", "part", "order_id", "line_no", "product_id", "customer_id", "returned_on", "kind", "reason", "quantity", "theme", "stage"]
    lines = named_goods(order_lines, products).semi_join(returns.filter(_.order_id.notnull()), "order_id").to_pandas()
    found = _with_line(rows[told].assign(status=status), lines)
    sold = found["counts"].eq(True) | found["why_not"].eq(GIVEN_BACK)
    reasons = [
        found["status"] == "not_known",
        found["status"] != "settled",
        found["stage"] == "before_dispatch",
        found["kind"].isin(GOODS_KEPT),
        found["pieces"].isna(),
        ~sold,
        found["good"].isna(),
    ]
    found["fate"] = np.select(reasons, LEFT_OUT, "counted")
    found["pieces"] = found["quantity"].fillna(found["pieces"]).astype(float)
    names = ["return_id", "part", "order_id", "line_no", "customer_id", "returned_on", "kind", "reason"]
    return found[[*names, "good", "category", "size", "pieces", "theme", "fate"]].sort_values(["return_id", "part"], ignore_index=True)


def _with_line(rows: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Rows of returns with their line; one that names none is that of its product in the order."""
    of_product = lines.dropna(subset=["product_id"]).sort_values("line_no").drop_duplicates(["order_id", "product_id"])
    of_product = of_product[["order_id", "product_id", "line_no"]].rename(columns={"line_no": "found_no"})
    found = rows.merge(of_product, on=["order_id", "product_id"], how="left")
    found["line_no"] = found["line_no"].fillna(found["found_no"]).astype("Int64")
    about = lines[["order_id", "line_no", "good", "category", "size", "pieces", "counts", "why_not"]].astype({"line_no": "Int64"})
    return found.drop(columns="found_no").merge(about, on=["order_id", "line_no"], how="left")


def left_out(goods: pd.DataFrame) -> pd.DataFrame:
    """What became of the rows of `returns`: fate (`counted` first), rows; one row for each that there is."""
    counted = goods["fate"].value_counts().reindex(["counted", *LEFT_OUT], fill_value=0)
    found = pd.DataFrame({"fate": counted.index, "rows": counted.to_numpy()})
    return found[(found["rows"] > 0) | (found["fate"] == "counted")].reset_index(drop=True)


def reported_reasons(goods: pd.DataFrame, level: float = stats.LEVEL) -> pd.DataFrame:
    """Reasons ticked for returns that count, most frequent first: reason ("" where none), theme, returns, share of all, low, high (Wilson)."""
    each = goods[goods["fate"] == "counted"].drop_duplicates("return_id").fillna({"reason": ""})
    found = each.groupby(["reason", "theme"]).size().reset_index(name="returns").sort_values(["returns", "reason"], ascending=[False, True])
    return _with_shares(found.reset_index(drop=True), "returns", np.full(len(found), len(each)), level)


def _with_shares(found: pd.DataFrame, k: str, n: np.ndarray, level: float) -> pd.DataFrame:
    low, high = stats.wilson(found[k].astype(float), n, level)
    share: pd.Series = found[k].astype(float) / pd.Series(np.where(n > 0, n, np.nan), index=found.index)
    return found.assign(share=share, low=np.where(n > 0, low, np.nan), high=np.where(n > 0, high, np.nan))


def what_is_said(goods: pd.DataFrame, tickets: ir.Table | None, surveys: ir.Table | None) -> pd.DataFrame:
    """One row per return that counts: return_id, order_id, good, category, size; reported, ticket, comment (themes; not_told: silent); said; theme.

    said: `small` or `large` where reason or comment says so, else "". theme: the ticket's, else the reported one where it says anything of the goods,
    else the comment's. A ticket or comment of an order with returns of several goods may be about any of them, so it is that of each.
    """
    each = goods[goods["fate"] == "counted"].drop_duplicates("return_id")
    found = each[["return_id", "order_id", "good", "category", "size", "reason"]].assign(reported=each["theme"])
    found["ticket"] = _of_tickets(each, tickets).reindex(each["return_id"]).fillna("not_told").to_numpy()
    comments = _of_surveys(each, surveys).reindex(each["return_id"])
    found["comment"] = comments["blamed"].fillna("not_told").to_numpy()
    reason = found["reason"].map(size_said)
    found["said"] = reason.where(reason != "", pd.Series(comments["said"].fillna("").to_numpy(), index=found.index))
    theme = pd.Series("not_told", index=found.index)
    for name in ("comment", "reported", "ticket"):
        theme = theme.where(found[name].isin([*SILENT, "other", "not_told"]), found[name])
    return found.drop(columns="reason").assign(theme=theme).reset_index(drop=True)


def _of_tickets(each: pd.DataFrame, tickets: ir.Table | None) -> pd.Series:
    """The theme of the first after-sales ticket opened about the time a return was asked for, by return."""
    if tickets is None:
        return pd.Series(dtype=object)
    asked = tickets.filter(_.kind == "after_sales", _.order_id.notnull(), _.topic.notnull()).select("order_id", "opened_on", "topic").to_pandas()
    near = each[["return_id", "order_id", "returned_on"]].merge(asked, on="order_id")
    near = near[(pd.to_datetime(near["opened_on"]) - pd.to_datetime(near["returned_on"])).abs() <= AROUND]
    return near.sort_values(["opened_on", "topic"]).drop_duplicates("return_id").set_index("return_id")["topic"].map(theme_of)


def _of_surveys(each: pd.DataFrame, surveys: ir.Table | None) -> pd.DataFrame:
    """What the first comment on a return's order blames, and which way it says a size is off, by return."""
    if surveys is None:
        return pd.DataFrame({"blamed": pd.Series(dtype=object), "said": pd.Series(dtype=object)})
    wrote = surveys.filter(_.comment.notnull(), _.order_id.notnull()).select("order_id", "answered_on", "survey_id", "comment").to_pandas()
    near = each[["return_id", "order_id"]].merge(wrote, on="order_id").sort_values(["answered_on", "survey_id"]).drop_duplicates("return_id")
    near = near.assign(blamed=near["comment"].map(blamed_in), said=near["comment"].map(size_said))
    return near.set_index("return_id")[["blamed", "said"]]


def two_sizes(order_lines: ir.Table, products: ir.Table | None, goods: pd.DataFrame) -> pd.DataFrame:
    """Orders with one good in several sizes of which something came back: order_id, good, category, kept (`smaller`, `larger`, `none`, `other`).

    smaller: all that was kept is smaller than all that came back, so what came back ran large for her; none: nothing was kept.
    """
    lines = named_goods(order_lines, products)
    back = goods.loc[goods["fate"] == "counted", ["order_id", "line_no"]].drop_duplicates().astype({"line_no": "int64"})
    names = ["order_id", "good", "category", "kept"]
    if products is None or back.empty:
        return pd.DataFrame(columns=names)
    several = lines.filter(_["size"] != "", _.good.notnull(), _.counts | (_.why_not == GIVEN_BACK))
    several = several.semi_join(ibis.memtable(back), "order_id").group_by("order_id", "good").mutate(sizes=_["size"].nunique()).filter(_.sizes > 1)
    rows = several.to_pandas().merge(back.assign(back=True), on=["order_id", "line_no"], how="left")
    rows = rows.assign(rank=rows["size"].map(size_rank).astype(float), back=rows["back"].eq(True))
    back_ends, kept_ends = (rows[of].groupby(["order_id", "good"])["rank"].agg(["min", "max"]) for of in (rows["back"], ~rows["back"]))
    found = rows.groupby(["order_id", "good"]).agg(category=("category", "first"), some=("back", "any"), whole=("back", "all"))
    found = found[found["some"]]
    back_ends, kept_ends = back_ends.reindex(found.index), kept_ends.reindex(found.index)
    chosen = [found["whole"], kept_ends["max"] < back_ends["min"], kept_ends["min"] > back_ends["max"]]
    return found.assign(kept=np.select(chosen, ["none", "smaller", "larger"], "other")).reset_index()[names]


def size_estimates(said: pd.DataFrame, tried: pd.DataFrame, level: float = stats.LEVEL) -> pd.DataFrame:
    """How many returns are about size, by source (`SOURCES`): source, returns (it says something of), about_size, share, low, high, silent.

    Wilson intervals. silent: returns of which the source says nothing, or nothing of the goods. Comments count complaints only. two_sizes: returns
    whose order had the good in several sizes of which some were kept, of all returns; it is a floor, most people try one size only.
    """
    rows = []
    for name, column in zip(SOURCES, ("reported", "ticket", "comment"), strict=False):
        themes = said[column][~said[column].isin([*SILENT, "not_told", "other"])]
        rows.append((name, len(themes), int((themes == "size").sum()), len(said) - len(themes)))
    kept = tried[tried["kept"] != "none"][["order_id", "good"]].drop_duplicates()
    of_tried = said.merge(kept, on=["order_id", "good"]) if len(kept) else said.iloc[:0]
    rows.append(("two_sizes", len(said), len(of_tried), 0))
    found = pd.DataFrame(rows, columns=["source", "returns", "about_size", "silent"])
    return _with_shares(found, "about_size", found["returns"].to_numpy(dtype=float), level)
