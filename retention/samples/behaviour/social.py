"""What people do for the shop: join campaigns, check in, review, share. All of it is kept since the first day."""

import numpy as np
import pandas as pd

from retention.samples import figures_of_the_trade as f
from retention.samples import joining, season
from retention.samples.behaviour.visits import MINI_PROGRAM, deeds
from retention.samples.chance import draw, stream
from retention.samples.people import at_least
from retention.samples.shop import Shop


def campaign_joins(seed: int, made: Shop) -> pd.DataFrame:
    """Joins of 女王节, 618 and 双11: mostly by people who order in the campaign, before they do."""
    rng = stream(seed, "campaign_joins")
    orders = made.orders[made.orders["made_by"] == "shop"].sort_values(["at", "number"], kind="stable")
    at, person = orders["at"].to_numpy().astype("datetime64[s]"), orders["person"].to_numpy()
    size, frames = len(made.people), []
    hunter = (made.people["role"] == "hunter").to_numpy()
    for year in range(f.FIRST_DAY.year, f.LAST_DAY.year + 1):
        for name, first, last in f.CAMPAIGN_JOINS:
            start, end = season.year_day(year, first), season.year_day(year, last) + np.timedelta64(1, "D")
            lucky, when, early = rng.random(size), rng.random(size), rng.exponential(1.0, size)
            if start >= season.END:
                continue
            end = min(end, season.END)
            inside, before, lately = (at >= start) & (at < end), at < end, (at < start) & (at >= start - np.timedelta64(365, "D"))
            first_in = pd.Series(at[inside], person[inside]).groupby(level=0).min().reindex(range(size)).to_numpy()
            known, recent = np.bincount(person[before], minlength=size) > 0, np.bincount(person[lately], minlength=size) > 0
            j = f.CAMPAIGN_JOINED
            chance = np.select([hunter, ~np.isnat(first_in), recent], [j["hunter"], j["orders"], j["lately"]], default=j["others"])
            joins = np.flatnonzero(known & (lucky < chance))
            any_time = start + ((end - start).astype(int) * when).astype("timedelta64[s]")
            ahead = np.maximum(first_in - (early * season.DAY + 180).astype("timedelta64[s]"), start)
            rows = pd.DataFrame({"person": joins, "channel": made.people["channel"].to_numpy()[joins]})
            frames.append(deeds(rows, "参加活动", np.where(np.isnat(first_in), any_time, ahead)[joins], about=f"{year}年{name}"))
    return pd.concat(frames, ignore_index=True)


def check_ins(seed: int, made: Shop) -> pd.DataFrame:
    """Daily check-ins in the mini-program, by some members while the habit lasts; a day counts once."""
    rng = stream(seed, "check_ins")
    joined = joining.profiles(seed, made)["joined_at"].to_numpy()
    member, c = ~np.isnat(joined), f.CHECK_INS
    # Others check in without having joined, now and then: the mini-program lets them.
    start = np.where(member, joined, joining.history(made)["first_at"].to_numpy())
    chosen = np.flatnonzero(rng.random(len(joined)) < np.where(member, c["members"], c["others"]))
    first = season.day_of(start[chosen])
    length = np.minimum(rng.exponential(c["days"], len(chosen)), len(season.DAYS) - first)
    who = np.repeat(np.arange(len(chosen)), 1 + rng.poisson(length * c["per_day"]))
    day = (first[who] + rng.random(len(who)) * length[who]).astype(np.int64).clip(max=len(season.DAYS) - 1)
    rows = pd.DataFrame({"person": chosen[who], "channel": MINI_PROGRAM, "day": day}).drop_duplicates(["person", "day"])
    return deeds(rows, "签到", np.maximum(season.moments(rng, rows["day"].to_numpy()), start[rows["person"]]))


def reviews(seed: int, made: Shop) -> pd.DataFrame:
    """Stars for one line of some completed orders; fewer for what went back and what came late."""
    rng = stream(seed, "reviews")
    completed = made.orders["completed_at"].to_numpy().astype("datetime64[s]")
    own = made.orders["made_by"].isin(["shop", "rule"]).to_numpy() & ~np.isnat(completed)
    order = np.flatnonzero(own & (rng.random(len(made.orders)) < f.REVIEWED))
    lines = made.lines[(made.lines["article"] >= 0) & ~made.lines["gift"] & made.lines["order"].isin(order)]
    refunded = made.returns[made.returns["amount"] > 0].groupby("line")["requested_at"].min().reindex(lines.index)
    # Of an order of several goods, any; what went back is seldom written about.
    turn = rng.random(len(lines)) + (refunded.notna().to_numpy() & (rng.random(len(lines)) < f.RETURNED_SILENT))
    lines = lines.assign(turn=turn, refunded=refunded).sort_values(["order", "turn"]).drop_duplicates("order")
    lines = lines[lines["turn"] < 1]
    order = lines["order"].to_numpy()
    at = completed[order] + rng.integers(3600, 15 * season.DAY, len(order)).astype("timedelta64[s]")
    stars = 1 + draw(rng, f.RATINGS, len(order))
    back = lines["refunded"].to_numpy() < at
    way = (made.orders["signed_at"] - made.orders["dispatched_at"]).dt.total_seconds().to_numpy()[order] / season.DAY
    stars = (stars - f.RATING_RETURNED * back - f.RATING_LATE * (way > f.LATE_DAYS)).clip(1, 5)
    happened = at < season.END
    table = deeds(made.orders.loc[order], "评价", at, code=lines["code"].to_numpy(), order=order, rating=stars)
    return table[happened].reset_index(drop=True)


def shares(seed: int, made: Shop) -> pd.DataFrame:
    """Goods shown to others: a few people make most of it. Of what they bought where they bought, after it was signed for."""
    rng = stream(seed, "shares")
    s = f.SHARES
    signed = made.orders[made.orders["made_by"].isin(["shop", "rule"]) & (made.orders["signed_at"] < season.END) & made.orders["closed_at"].isna()]
    lines = made.lines[(made.lines["article"] >= 0) & ~made.lines["gift"] & made.lines["order"].isin(signed.index)]
    line_person = made.orders["person"].to_numpy()[lines["order"]]
    buyers = np.unique(line_person)
    many = np.zeros(len(made.people), dtype=np.int64)
    koc = rng.permutation(buyers)[: min(at_least(2, s["koc"] * len(made.people)), len(buyers))]
    many[koc] = (s["koc_least"] * (1 + rng.pareto(s["koc_tail"], len(koc)))).clip(max=s["koc_most"]).astype(np.int64)
    few = buyers[rng.random(len(buyers)) < s["others"]]
    many[few] = np.maximum(many[few], 1 + draw(rng, (80, 20), len(few)))
    # Each share is of one of her own lines, drawn again and again.
    by_person = np.argsort(line_person, kind="stable")
    first, count = np.searchsorted(line_person[by_person], buyers), np.bincount(line_person, minlength=len(made.people))[buyers]
    who = np.repeat(np.arange(len(buyers)), many[buyers])
    line = lines.iloc[by_person[first[who] + (rng.random(len(who)) * count[who]).astype(np.int64)]]
    order = line["order"].to_numpy()
    since = made.orders["signed_at"].to_numpy().astype("datetime64[s]")[order]
    at = since + ((season.END - since).astype(int) * rng.random(len(order)) ** 2).astype("timedelta64[s]")
    rows = pd.DataFrame({"person": buyers[who], "channel": np.where(rng.random(len(who)) < 0.6, f.CHANNELS.index("小红书"), MINI_PROGRAM)})
    return deeds(rows, "分享", at, code=line["code"].to_numpy(), about="商品分享")


def koc_people(shared: pd.DataFrame) -> np.ndarray:
    """People with so many shares that the shop calls them KOC."""
    counts = shared["person"].value_counts()
    return np.sort(counts.index[counts >= f.KOC_SHARES].to_numpy())
