"""Sales of each category by month beside the year before, and over the last weeks beside the same campaign weeks a year before."""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from retention.seasons import Calendar, window_to, year_before

MONTHS = 12
LEAST_MOVED = 0.005


def category_months(goods: ir.Table, as_of: date, months: int = MONTHS) -> pd.DataFrame:
    """One row per category and each of the last `months` months, months without sales included, categories with most sales first.

    Columns: category, month (its 1st), paid (shop currency, guests included, refunds not taken off), last_year (same month a year before;
    missing before the first sale of the shop), partial (the month is not over on `as_of`).
    """
    sold = goods.filter(_.category.notnull())
    found = sold.group_by("category", number=_.ordered_on.year() * 12 + _.ordered_on.month() - 1).agg(
        paid=_.line_paid.sum().cast("float64"), began=_.ordered_on.min()
    )
    found = found.order_by("category", "number").to_pyarrow().to_pandas()
    if found.empty:
        return pd.DataFrame(columns=["category", "month", "paid", "last_year", "partial"])
    last = as_of.year * 12 + as_of.month - 1
    began = pd.Timestamp(found["began"].min())
    first_whole = began.year * 12 + began.month - 1 + (began.day > 1)
    table = found.pivot(index="number", columns="category", values="paid").reindex(range(last - 2 * months + 1, last + 1)).fillna(0.0)
    order = table.tail(months).sum().sort_values(ascending=False, kind="stable").index
    rows = [
        {
            "category": str(category),
            "month": pd.Timestamp(number // 12, number % 12 + 1, 1),
            "paid": float(table.loc[number, category]),
            "last_year": float(table.loc[number - 12, category]) if months >= 12 and number - 12 >= first_whole else float("nan"),
            "partial": number == last and (as_of + timedelta(days=1)).month == as_of.month,
        }
        for category in order
        for number in range(last - months + 1, last + 1)
    ]
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Trend:
    """`months` as `category_months` gives them. `moved`: the category that moved most on the year before over whole months, and its rate;
    None without a year before or where none moved by half a percent. `largest`: the category with most sales and its share; None without sales.
    """

    months: pd.DataFrame
    moved: tuple[str, float] | None
    largest: tuple[str, float] | None

    @classmethod
    def of(cls, months: pd.DataFrame) -> "Trend":
        """What the months of categories come to."""
        if months.empty or months["paid"].sum() <= 0:
            return cls(months, None, None)
        paid = months.groupby("category", sort=False)["paid"].sum()
        return cls(months, _most_moved(months), (str(paid.idxmax()), float(paid.max() / paid.sum())))


def _most_moved(months: pd.DataFrame) -> tuple[str, float] | None:
    whole = months[months["last_year"].notna() & ~months["partial"].astype(bool)].groupby("category", sort=False)[["paid", "last_year"]].sum()
    whole = whole[whole["last_year"] > 0]
    if whole.empty:
        return None
    # By money, not by rate: a tiny category doubles easily.
    moved = whole["paid"] - whole["last_year"]
    row = int(moved.abs().to_numpy().argmax())
    rate = float(moved.iloc[row] / whole["last_year"].iloc[row])
    return (str(whole.index[row]), rate) if abs(rate) >= LEAST_MOVED else None


def category_change(goods: ir.Table, as_of: date, days: int, calendar: Calendar) -> pd.DataFrame:
    """One row per category: paid in the last `days` days, over the campaign-aligned window a year before, and the change.

    Columns: category, paid, last_year, change (paid / last_year − 1, missing where nothing was sold), first and last (days of this window),
    year_first and year_last. Empty where the shop's history does not reach back to the year before.
    """
    now = window_to(as_of, days)
    before = year_before(now, calendar)
    sold = goods.filter(_.category.notnull())
    inside = {"paid": now, "last_year": before}
    sums = {
        name: _.line_paid.sum(where=_.ordered_on.between(ibis.date(window.first.isoformat()), ibis.date(window.last.isoformat()))).cast("float64")
        for name, window in inside.items()
    }
    found = sold.group_by("category").agg(**sums, began=_.ordered_on.min()).order_by("category").to_pyarrow().to_pandas()
    columns = ["category", "paid", "last_year", "change", "first", "last", "year_first", "year_last"]
    if found.empty or pd.Timestamp(found["began"].min()).date() > before.first:
        return pd.DataFrame(columns=columns)
    found = found.fillna({"paid": 0.0, "last_year": 0.0})
    table = found.assign(
        change=found["paid"] / found["last_year"].where(found["last_year"] > 0) - 1,
        first=now.first,
        last=now.last,
        year_first=before.first,
        year_last=before.last,
    )
    return table.sort_values(["paid", "category"], ascending=[False, True], ignore_index=True)[columns]
