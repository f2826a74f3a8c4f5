"""The benchmark's plan as an analyst would write it in pandas: the same candidates and guards on the same files, none of the product's code."""

import hashlib
from pathlib import Path

import pandas as pd

NOW = pd.Timestamp("2026-07-01 08:30")  # the shop's clock, on which all customers live here
UNTIL, ZONE, DAY = NOW + pd.Timedelta(24, "h"), pd.Timedelta(8, "h"), pd.Timedelta(1, "D")
CAPS = ((("sms",), 1, 7), (("sms",), 4, 30), (("email",), 2, 7), (("sms", "email", "push", "wecom", "phone"), 3, 7))
IMPORTANT = {"birthday": 1, "anniversary": 1, "first": 3, "completed": 3, "dormant": 6, "silent": 6}
PLACE = {name: place for place, name in enumerate(("first", "completed", "birthday", "anniversary", "dormant", "silent"))}


def entries(read, lasts: dict[str, int]) -> pd.DataFrame:
    """customer_id, journey, key, begins, due of all six journeys."""
    orders = read("orders", "customer_id", "order_id", "ordered_at", "ordered_on", "paid_at", "completed_at", "counts").query("counts")
    orders = orders.sort_values(["customer_id", "ordered_at", "order_id"])
    first = orders.drop_duplicates("customer_id")
    parts = [first.assign(journey="first", key=first["order_id"], begins=first["paid_at"] + ZONE, due=first["paid_at"] + ZONE)]
    done = orders[orders["completed_at"] + ZONE <= NOW]
    begins = done["completed_at"] + ZONE
    parts.append(done.assign(journey="completed", key=done["order_id"], begins=begins, due=(begins + DAY).dt.normalize() + pd.Timedelta(10, "h")))
    customers = read("customers", "customer_id", "birthday")
    told = (("birthday", customers, customers["birthday"]), ("anniversary", first, first["ordered_on"]))
    for name, people, born in told:
        born = pd.to_datetime(born)
        leap = (born.dt.month == 2) & (born.dt.day == 29)
        on = pd.to_datetime({"year": 2026, "month": born.dt.month, "day": born.dt.day.where(~leap, 28)})
        parts.append(people.assign(journey=name, key="2026", begins=on)[(born.dt.year < 2026).to_numpy()])
    last = orders.groupby("customer_id")["ordered_on"].max()
    seen = read("events", "customer_id", "happened_on", "kind").query("kind != 'message_open'").groupby("customer_id")["happened_on"].max()
    anything = pd.concat([last, seen]).groupby(level=0).max().reindex(last.index)
    for name, since, days in (("dormant", last, 90), ("silent", anything, 60)):
        on = pd.to_datetime(since) + days * DAY
        parts.append(pd.DataFrame({"customer_id": last.index, "journey": name, "key": last.astype(str).to_numpy(), "begins": on.to_numpy()}))
    table = pd.concat(parts, ignore_index=True)[["customer_id", "journey", "key", "begins", "due"]]
    table["due"] = table["due"].fillna(table["begins"] + pd.Timedelta(10, "h"))
    table["expires"] = table["due"] + pd.to_timedelta(table["journey"].map(lasts), "D")
    back = max(lasts["dormant"], lasts["silent"]) + 2
    away = table["journey"].isin(["dormant", "silent"])
    near = table["begins"].between(NOW.normalize() - back * DAY, NOW.normalize() + 2 * DAY)
    group = table[away & near].sort_values(["begins", "journey"], kind="stable")
    lost = group[group.duplicated(["customer_id", "key"])].index
    return table.assign(taken=table.index.isin(lost))


def drawn(people: pd.Series, salt: str, share: float) -> pd.Series:
    """Who is kept back by lot."""
    limit = f"{round(share * 2**32):08x}"
    lots = {who: hashlib.sha256(f"{salt}|{who}".encode()).hexdigest()[:8] < limit for who in people.unique()}
    return people.map(lots)


def planned(folder: Path, lasts: dict[str, int], offer: float, margin: float, floor: float, budget: float) -> tuple[int, int]:
    """Candidates and messages that go."""

    def read(name: str, *columns: str) -> pd.DataFrame:
        return pd.read_parquet(folder / f"{name}.parquet", columns=list(columns))

    table = entries(read, lasts)
    table = table[(table["due"] < UNTIL) & (table["expires"] > NOW - DAY)].reset_index(drop=True)
    people = read("customers", "customer_id", "phone", "email", "birthday")
    table = table.merge(people, on="customer_id", how="left")
    earliest = table["due"].clip(lower=NOW)
    hour = earliest.dt.hour
    opens = earliest.dt.normalize() + pd.Timedelta(9, "h")
    table["at"] = earliest.where(hour.between(9, 19), opens.where(hour < 9, opens + DAY))
    ok = ~table["taken"] & (table["expires"] > NOW) & (table["at"] < table["expires"])
    ok &= ~(pd.to_datetime(table["birthday"]) > NOW - pd.DateOffset(years=14))
    ok &= ~drawn(table["customer_id"], "2026|all", 0.05)
    for name in PLACE:
        here = table["journey"] == name
        ok &= ~(here & drawn(table["customer_id"].where(here, "nobody"), f"2026|{name}", 0.1))
    consents = read("consents", "customer_id", "channel", "purpose", "given", "changed_at", "source").query("purpose == 'marketing'")
    consents = consents.sort_values("changed_at").drop_duplicates(["customer_id", "channel"], keep="last")
    touches = read("touches", "customer_id", "touched_at", "channel", "status").query("status != 'not_sent'")
    mine = table[["customer_id", "at"]].reset_index().merge(touches, on="customer_id")
    mine["ago"] = mine["at"] - (mine["touched_at"] + ZONE)
    free = {}
    for channel, column, works in (("email", "email", r"[^@\s]+@[^@\s]+\.[^@\s]+"), ("sms", "phone", r"1[3-9]\d{9}")):
        word = consents[consents["channel"] == channel].set_index("customer_id")
        yes = word[word["given"] & word["source"].notna()].index
        back = set(people.loc[people["customer_id"].isin(word[~word["given"]].index), column].dropna())
        free[channel] = table[column].str.fullmatch(works).fillna(False) & table["customer_id"].isin(yes) & ~table[column].isin(back)
    for channels, most, days in CAPS:
        counts = mine[(mine["ago"] < days * DAY) & mine["channel"].isin(channels)].groupby("index").size().reindex(table.index, fill_value=0)
        if len(channels) > 1:
            ok &= counts < most
        else:
            free[channels[0]] &= counts < most
    ok &= free["email"] | free["sms"]
    table["channel"] = free["email"].map({True: "email", False: "sms"})
    chosen = table[ok & (table["at"] < UNTIL)].assign(important=table["journey"].map(IMPORTANT), place=table["journey"].map(PLACE))
    chosen = chosen.sort_values(["important", "due", "place", "key", "customer_id"], kind="stable")
    # The text and the margin, then one message a customer, one text an address and day, and the budget.
    chosen["text"] = (
        "【Shop】" + f"{offer:g}元，" + (chosen["at"].dt.normalize() + 14 * DAY).dt.strftime("%Y-%m-%d") + "前可用，拒收请回复R"
    ).str.len()
    left = (1 - offer / 300 - (1 - margin)) / (1 - offer / 300)
    chosen = chosen[(chosen["text"] <= 500) & (left >= floor)]
    chosen["address"] = chosen["email"].where(chosen["channel"] == "email", chosen["phone"])
    chosen["day"] = chosen["at"].dt.normalize()
    chosen = chosen.drop_duplicates(["address", "day"]).drop_duplicates("customer_id")
    return len(table), int(((pd.Series(offer, index=chosen.index)).cumsum() <= budget).sum())
