"""The raw exports of behaviour: events and coupons in two overlapping periods, members once; dirt mixed in and counted."""

import numpy as np
import pandas as pd

from retention.samples import dirt, exports, told
from retention.samples import figures_of_the_trade as f
from retention.samples.behaviour.coupons import CATALOGUE
from retention.samples.chance import stream
from retention.samples.people import at_least
from retention.samples.shop import Shop

Files = dict[str, tuple[pd.DataFrame, str]]
# Column `order` is dropped when a file is written: here it is the row of the table a row shows, −1 for dirt.
NO_POINTS = ("", "0", "-500")
WRONG_TIMES = {"day_that_does_not_exist": dirt.NO_SUCH_DAY, "far_future_date": dirt.FAR_FUTURE, "unreadable_date": dirt.UNREADABLE}


def numbers_or_blank(numbers: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The number of each row; empty where the row is −1."""
    return np.where(rows >= 0, np.asarray(numbers, dtype=object)[rows], "")


def event_file(events: pd.DataFrame, period: exports.Period, made: Shop, numbers: np.ndarray) -> pd.DataFrame:
    """The events of a period; their times are written alike in every export, since nothing else tells them apart."""
    some = events[period.holds(events["at"].to_numpy())]
    orders = made.orders["number"].astype(str).to_numpy()
    return pd.DataFrame(
        {
            "客户编号": numbers_or_blank(numbers, some["person"].to_numpy()),
            "时间": exports.stamps(some["at"].to_numpy(), period.slashes),
            "行为": some["kind"].to_numpy(),
            "渠道": np.asarray(f.CHANNELS, dtype=object)[some["channel"]],
            "商品编码": some["code"].to_numpy(),
            "订单编号": exports.guarded(numbers_or_blank(orders, some["order"].to_numpy())),
            "内容": some["about"].to_numpy(),
            "数量": np.where(some["quantity"] > 0, some["quantity"].astype(str), ""),
            "评分": np.where(some["rating"] > 0, some["rating"].astype(str), ""),
            "order": some.index.to_numpy(),
        }
    )


def coupon_file(coupons: pd.DataFrame, period: exports.Period, made: Shop, numbers: np.ndarray) -> pd.DataFrame:
    """The coupons issued or used in a period, as they stood when the export was taken."""
    some = coupons[period.holds(coupons["issued_at"].to_numpy()) | period.holds(coupons["used_at"].to_numpy())]
    terms = pd.DataFrame.from_dict(CATALOGUE, orient="index", columns=["letter", "kind", "above", "off", "part", "valid"]).loc[some["name"]]
    issued = some["issued_at"].to_numpy().astype("datetime64[s]")
    used = (some["used_at"] < np.datetime64(period.until, "s")).to_numpy()
    orders = made.orders["number"].astype(str).to_numpy()
    return pd.DataFrame(
        {
            "券编号": some["number"].to_numpy(),
            "客户编号": numbers[some["person"]],
            "券名称": some["name"].to_numpy(),
            "券类型": terms["kind"].to_numpy(),
            "使用门槛": exports.yuan(terms["above"] * 100),
            "面额": np.where(terms["off"] > 0, exports.yuan(terms["off"] * 100), ""),
            "优惠比例": np.where(terms["part"] > 0, terms["part"].map("{:.2f}".format), ""),
            "发放时间": exports.stamps(issued, period.slashes),
            "失效日期": exports.days(issued + terms["valid"].to_numpy().astype("timedelta64[D]"), period.slashes),
            "使用日期": np.where(used, exports.days(some["used_at"].to_numpy(), period.slashes), ""),
            "订单编号": exports.guarded(numbers_or_blank(orders, np.where(used, some["order"].to_numpy(), -1))),
            "order": some.index.to_numpy(),
        }
    )


def member_file(members: pd.DataFrame, numbers: np.ndarray) -> pd.DataFrame:
    """All members as they stand on the last day."""
    return pd.DataFrame(
        {
            "客户编号": numbers[members["person"]],
            "入会时间": exports.stamps(members["joined_at"].to_numpy(), slashes=False),
            "入会方式": members["source"],
            "会员等级": members["tier"],
            "积分余额": members["points"].astype(str),
            "会员标签": members["mark"],
            "order": members.index.to_numpy(),
        }
    )


def write_up(
    seed: int, made: Shop, numbers: np.ndarray, events: pd.DataFrame, redeemed: pd.DataFrame, coupons: pd.DataFrame, members: pd.DataFrame
) -> tuple[Files, dict[str, dict[str, int]]]:
    """The files, and the dirt by file and kind. Points spent (`redeemed`) stand among the events, with their rows behind those of `events`."""
    rng, own_rng = stream(seed, "behaviour_dirt"), stream(seed, "points_dirt")
    redeemed = redeemed.set_index(redeemed.index + len(events))
    unknown = set(numbers[(made.people["role"] == "unknown").to_numpy()])
    files: Files = {}
    counts: dict[str, dict[str, int]] = {}
    for i, (keyless, period) in enumerate(zip(told.KEYLESS, told.PERIODS, strict=True)):
        for what, table, column in (
            ("行为", event_file(events, keyless, made, numbers), "时间"),
            ("优惠券", coupon_file(coupons, period, made, numbers), "发放时间"),
        ):
            name = period.name(what)
            table, counts[name] = _dirty(rng, table, column, i)
            if what == "行为":
                more, junk = _without_points(own_rng, event_file(redeemed, keyless, made, numbers))
                table = _among(table, more)
                counts[name] |= junk
            counts[name]["unknown_customer"] = int(table["客户编号"].isin(unknown).sum())
            files[name] = (table, period.encoding)
    name = told.single("会员")
    table, copies = dirt.with_copies(rng, member_file(members, numbers))
    counts[name] = {"exact_duplicate": copies, "unknown_customer": int(table["客户编号"].isin(unknown).sum())}
    files[name] = (table, "gb18030")
    return files, counts


def _dirty(rng: np.random.Generator, table: pd.DataFrame, column: str, number: int) -> tuple[pd.DataFrame, dict[str, int]]:
    """Some rows twice, and some whose time cannot be; and how many of each kind."""
    size = len(table)
    amounts = {kind: at_least(2, f.WRONG_TIMES * size) for kind in WRONG_TIMES}
    junk = table.iloc[rng.choice(size, sum(amounts.values()))].reset_index(drop=True).assign(order=-1)
    kind = np.repeat(list(amounts), list(amounts.values()))
    for name, words in WRONG_TIMES.items():
        rows = np.flatnonzero(kind == name)
        junk.loc[rows, column] = [words[i % len(words)] for i in range(len(rows))]
    if "券编号" in junk:
        junk["券编号"] = [f"X{number}{i:015d}" for i in range(len(junk))]
    dirty, copies = dirt.with_copies(rng, table)
    return dirt.mix(rng, dirty, junk), {"exact_duplicate": copies, **amounts}


def _without_points(rng: np.random.Generator, table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Points spent, and a few rows of it that say no points, none or fewer; and how many. (Copies would be points spent twice.)"""
    junk = table.iloc[rng.choice(len(table), len(NO_POINTS))] if len(table) else table
    junk = junk.assign(数量=NO_POINTS[: len(junk)], order=-1)
    return pd.concat([table, junk], ignore_index=True), {"points_not_above_zero": len(junk)}


def _among(table: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Rows of `more` among those of a table in time order; what has no time stays where it is."""
    key = table["时间"].where(table["order"] >= 0).ffill().bfill()
    both = pd.concat([table, more], ignore_index=True)
    return both.iloc[np.argsort(pd.concat([key, more["时间"]]).to_numpy(dtype=str), kind="stable")].reset_index(drop=True)


def shown(files: Files, what: str) -> pd.DataFrame:
    """What a right import keeps of a keyless export: `row` and how often, the largest number of times any one file has it."""
    frames = [table.loc[table["order"] >= 0, ["order"]].assign(file=name) for name, (table, _) in files.items() if name.startswith(what)]
    times = pd.concat(frames).groupby(["order", "file"]).size().groupby(level="order").max()
    return times.rename_axis("row").rename("times").reset_index()
