"""Coupons: those the orders name, and the many more that nobody used.

Every order with a personal coupon has a row here. It was used when the order stands; of orders that
were closed the holder got it back, unused. 95折券 and 店铺券5元 are codes on the shop's front page,
issued to nobody. The win-back coupon is taken off by hand: the order's own column names none.
"""

import numpy as np
import pandas as pd

from retention.samples import baskets, joining, season
from retention.samples import figures_of_the_trade as f
from retention.samples.behaviour.first_coupon import due, first_coupon_arms
from retention.samples.chance import draw, stream
from retention.samples.shop import Shop, counting

NEVER = np.datetime64("NaT", "s")
DAY = np.timedelta64(season.DAY, "s")
# Name: letter of its number, kind, threshold and face value in yuan, share taken off, days of validity.
JOINING, REPEAT, BIRTHDAY, WIN_BACK = "入会券20元", "复购9折券", "生日券50元", f.WIN_BACK_NAME
CATALOGUE: dict[str, tuple[str, str, int, int, float, int]] = {
    JOINING: ("J", "无门槛", 0, 20, 0.0, f.JOINING_VALID),
    REPEAT: ("F", "折扣", 0, 0, 0.10, f.FIRST_COUPON_VALID),
    BIRTHDAY: ("B", "无门槛", 0, 50, 0.0, f.BIRTHDAY_VALID),
    WIN_BACK: ("W", "满减", f.WIN_BACK_ABOVE, f.WIN_BACK_OFF, 0.0, f.WIN_BACK_VALID),
    **{f"满{above}减{off}": ("C", "满减", above, off, 0.0, f.CAMPAIGN_VALID) for above, off in f.THRESHOLD_COUPONS},
}


def all_coupons(seed: int, made: Shop) -> pd.DataFrame:
    """One row per coupon: number, person, name, issued_at, used_at (NaT: not used), order (−1: on none); by time of issue."""
    parts = {"J": _joining(seed, made), "F": _repeat(seed, made), "B": _birthday(seed, made), "W": _win_back(seed, made), "C": _campaign(seed, made)}
    return pd.concat([_numbered(table, letter) for letter, table in parts.items()], ignore_index=True).sort_values(
        ["issued_at", "number"], kind="stable", ignore_index=True
    )


def _numbered(table: pd.DataFrame, letter: str) -> pd.DataFrame:
    """Numbers by kind, second and position, so that one kind's numbers depend on no other."""
    issued = np.maximum(table["issued_at"].to_numpy().astype("datetime64[s]"), season.START)
    table = table.assign(issued_at=issued, used_at=table["used_at"].astype("datetime64[s]"))
    table = table.sort_values(["issued_at", "person", "order"], kind="stable", ignore_index=True)
    second = table["issued_at"].to_numpy().astype("datetime64[s]").astype(np.int64)
    return table.assign(number=[f"{letter}{s}{i:06d}" for i, s in enumerate(second.tolist())])


def _on_orders(made: Shop, name: str) -> pd.DataFrame:
    """person, at, order, used_at of the orders that name a coupon; used where the order stands."""
    orders = made.orders[(made.orders["coupon"] == baskets.COUPONS.index(name)) & (made.orders["made_by"] == "shop")]
    at = orders["at"].to_numpy().astype("datetime64[s]")
    stands = counting(orders).to_numpy()
    return pd.DataFrame({"person": orders["person"].to_numpy(), "at": at, "order": orders.index.to_numpy(), "used_at": np.where(stands, at, NEVER)})


def _rows(name: str, person: np.ndarray, issued: np.ndarray, used: np.ndarray | None = None, order: np.ndarray | None = None) -> pd.DataFrame:
    """Coupons of one name; those not used name no order."""
    size = len(person)
    used = np.full(size, NEVER) if used is None else used
    on = np.full(size, -1) if order is None else np.where(np.isnat(used), -1, order)
    return pd.DataFrame({"person": person, "name": name, "issued_at": issued.astype("datetime64[s]"), "used_at": used, "order": on})


def _more(used: np.ndarray, rate: float) -> int:
    """How many unused ones are to be added so that `rate` of all are used."""
    return max(0, round((~np.isnat(used)).sum() / rate) - len(used))


def _joining(seed: int, made: Shop) -> pd.DataFrame:
    """¥20 for each member on joining."""
    joined = joining.profiles(seed, made)["joined_at"].to_numpy()
    person = np.flatnonzero(~np.isnat(joined))
    held = _on_orders(made, JOINING).drop_duplicates("person").set_index("person").reindex(person)
    return _rows(JOINING, person, joined[person], held["used_at"].to_numpy(), held["order"].fillna(-1).astype(int).to_numpy())


def _repeat(seed: int, made: Shop) -> pd.DataFrame:
    """9折 a day after the first completed order: in the test to the treated half, outside to those the shop reached. Some get one again later."""
    rng = stream(seed, "named_coupons")
    first, arms, held = due(made), first_coupon_arms(seed, made).set_index("person")["arm"], _on_orders(made, REPEAT)
    arm = arms.reindex(first["person"]).to_numpy()
    first = first[arm != "control"].assign(treated=arm[arm != "control"] == "treated")
    valid = np.timedelta64(f.FIRST_COUPON_VALID, "D")
    held = held.merge(first.rename(columns={"at": "due"}), on="person", how="left")
    inside = (held["at"] > held["due"]) & (held["at"] <= held["due"] + valid)
    held = held.assign(inside=inside).sort_values(["inside", "used_at", "at"], ascending=[False, True, True], na_position="last", kind="stable")
    own = held["inside"] & ~held["person"].duplicated()
    known_since = joining.history(made)["first_at"].to_numpy()[held["person"]] + np.timedelta64(60, "s")
    again = np.maximum(held["at"].to_numpy() - DAY * rng.integers(1, 26, len(held)), known_since)
    # Nobody in the test gets a second one while it is watched.
    quiet = arms.index.to_series().reindex(held["person"]).notna().to_numpy()
    watched = due(made).set_index("person")["at"].reindex(held["person"]).to_numpy() + np.timedelta64(f.FIRST_COUPON_DAYS + 1, "D")
    again = np.where(quiet & (held["at"].to_numpy() > watched), np.maximum(again, watched), again)
    issued = np.where(own, held["due"].to_numpy(), again)
    given = _rows(REPEAT, held["person"].to_numpy(), issued, held["used_at"].to_numpy(), held["order"].to_numpy())
    left = first[~first["person"].isin(held["person"][own])]
    sure = left["treated"].to_numpy()
    wanted = max(0, _more(given["used_at"].to_numpy(), f.REPEAT_COUPON_USED) - int(sure.sum()))
    chosen = rng.permutation(np.flatnonzero(~sure))[:wanted]
    rest = left.iloc[np.sort(np.concatenate([np.flatnonzero(sure), chosen]))]
    return pd.concat([given, _rows(REPEAT, rest["person"].to_numpy(), rest["at"].to_numpy())], ignore_index=True)


def _birthday(seed: int, made: Shop) -> pd.DataFrame:
    """¥50, a week before the birthday and valid for a year; the platform also knows birthdays the shop does not."""
    rng = stream(seed, "birthday_coupons")
    known, past = joining.profiles(seed, made), joining.history(made)
    held = _on_orders(made, BIRTHDAY)
    who = held["person"].to_numpy()
    born = known["birthday"].to_numpy().astype("datetime64[D]")
    day = _last_birthday(born[who], held["at"].to_numpy())
    anyhow = held["at"].to_numpy() - DAY * rng.integers(1, f.BIRTHDAY_VALID, len(held))
    issued = np.maximum(np.where(np.isnat(day), anyhow, day), past["first_at"].to_numpy()[who] + np.timedelta64(60, "s"))
    given = _rows(BIRTHDAY, who, issued, held["used_at"].to_numpy(), held["order"].to_numpy())
    joined = known["joined_at"].to_numpy()
    frames = []
    for year in range(f.FIRST_DAY.year, f.LAST_DAY.year + 1):
        day = _last_birthday(born, np.full(len(born), np.datetime64(f"{year}-12-31T23:59:59")))
        frames.append(pd.DataFrame({"person": np.arange(len(born)), "at": day})[(day > joined) & (day < season.END) & (day >= season.START)])
    # One a year: not who already holds one of that time.
    others = pd.concat(frames, ignore_index=True)
    others = others[~others["person"].isin(who)].reset_index(drop=True)
    rest = others.iloc[np.sort(rng.permutation(len(others))[: _more(given["used_at"].to_numpy(), f.BIRTHDAY_COUPON_USED)])]
    return pd.concat([given, _rows(BIRTHDAY, rest["person"].to_numpy(), rest["at"].to_numpy())], ignore_index=True)


def _last_birthday(born: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Ten o'clock a week before the latest birthday whose coupon was out by then; NaT where none is known."""
    offset = born - born.astype("datetime64[Y]").astype("datetime64[D]")
    year = before.astype("datetime64[Y]")

    def in_year(y: np.ndarray) -> np.ndarray:
        day: np.ndarray = (y.astype("datetime64[D]") + offset - np.timedelta64(7, "D")).astype("datetime64[s]") + np.timedelta64(10, "h")
        return day

    this = in_year(year)
    return np.where(this < before, this, in_year(year - 1))


def _win_back(seed: int, made: Shop) -> pd.DataFrame:
    """满399减80 for people who have not ordered for 90 days; 1–2 % are used, on orders without another coupon."""
    rng, (begins, ends), day = stream(seed, "win_back"), f.WIN_BACK_DAYS, float(season.DAY)
    spells = _spells(made)
    wanted = max(1, round(f.WIN_BACK_USERS * len(made.people)))
    used = np.sort(rng.permutation(np.flatnonzero(spells["fits"]))[:wanted])
    used_at = spells["until"].to_numpy()[used]
    issued = used_at - (day * rng.uniform(1, f.WIN_BACK_VALID - 1, len(used))).astype("timedelta64[s]")
    given = _rows(WIN_BACK, spells["person"].to_numpy()[used], issued, used_at, spells["next"].to_numpy()[used])
    room = (np.minimum(spells["days"].to_numpy(), ends) - begins).clip(0)
    room[used] = 0
    spell = draw(rng, room, _more(used_at, f.WIN_BACK_USED)) if room.any() else np.empty(0, dtype=int)
    waited = (day * (begins + room[spell] * rng.random(len(spell)))).astype("timedelta64[s]")
    rest = _rows(WIN_BACK, spells["person"].to_numpy()[spell], spells["at"].to_numpy()[spell] + waited)
    return pd.concat([given, rest], ignore_index=True)


def _spells(made: Shop) -> pd.DataFrame:
    """One row per order that counts: person, at, until (the next one or the end), days, next (its row, −1) and whether the coupon fits that."""
    orders = made.orders[counting(made.orders) & made.orders["made_by"].isin(["shop", "rule"])].sort_values(["person", "at"], kind="stable")
    at, person, row = orders["at"].to_numpy().astype("datetime64[s]"), orders["person"].to_numpy(), orders.index.to_numpy()
    same = np.r_[person[1:] == person[:-1], np.zeros(min(len(person), 1), dtype=bool)]
    until = np.where(same, np.roll(at, -1), season.END)
    days = (until - at).astype(np.int64) / season.DAY
    following = np.roll(row, -1)
    after = made.orders.loc[following]
    price = (after["paid"] >= (f.WIN_BACK_ABOVE - f.WIN_BACK_OFF) * 100) & (after["list"] - after["paid"] >= f.WIN_BACK_OFF * 100)
    fits = same & price.to_numpy() & (after["coupon"] == 0).to_numpy() & (days > f.WIN_BACK_DAYS[0] + f.WIN_BACK_VALID)
    return pd.DataFrame({"person": person, "at": at, "until": until, "days": days, "next": np.where(same, following, -1), "fits": fits})


def _campaign(seed: int, made: Shop) -> pd.DataFrame:
    """满减 coupons taken from the shop's pages around the time of orders; most are left to expire."""
    rng = stream(seed, "campaign_coupons")
    names = [f"满{above}减{off}" for above, off in f.THRESHOLD_COUPONS]
    given = []
    for name in names:
        held = _on_orders(made, name)
        ago = np.minimum(rng.exponential(season.DAY, len(held)), 10 * season.DAY).astype(np.int64) + 30
        given.append(
            _rows(
                name,
                held["person"].to_numpy(),
                held["at"].to_numpy() - ago.astype("timedelta64[s]"),
                held["used_at"].to_numpy(),
                held["order"].to_numpy(),
            )
        )
    table = pd.concat(given, ignore_index=True)
    orders = made.orders[made.orders["made_by"] == "shop"]
    near = rng.integers(0, len(orders), _more(table["used_at"].to_numpy(), f.CAMPAIGN_COUPON_USED))
    wait = (DAY * rng.uniform(-6, 4, len(near))).astype("timedelta64[s]")
    issued = (orders["at"].to_numpy().astype("datetime64[s]")[near] + wait).clip(season.START, season.END - np.timedelta64(60, "s"))
    rest = _rows("", orders["person"].to_numpy()[near], issued)
    rest["name"] = np.asarray(names, dtype=object)[draw(rng, table["name"].value_counts().reindex(names).fillna(0) + 1, len(near))]
    return pd.concat([table, rest], ignore_index=True)
