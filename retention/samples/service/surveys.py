"""Surveys: NPS in quarterly waves after completed orders, satisfaction (1–5) after tickets.

Everyone asked has a score in mind; whether she answers depends on the channel and, a little, on the
score, so the NPS of the answers is higher than that of all who were asked. Both stand in truth.json.
A late parcel takes 1.75 off the score on average, a partly returned order half a point.
"""

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from retention.samples import exports, season, told
from retention.samples import figures_of_the_trade as f
from retention.samples.chance import stream
from retention.samples.service import comments
from retention.samples.service.consents import SURVEY, standing
from retention.samples.service.tickets import AFTER_SALES, COMPLAINT, NEVER
from retention.samples.shop import Shop

NPS, SATISFACTION, PLATFORM = "NPS", "售后满意度", "平台"
RECENT_DAYS = 90


def nps(seed: int, made: Shop, parcels: pd.DataFrame, tickets: pd.DataFrame, agreed: pd.DataFrame) -> pd.DataFrame:
    """One row per invitation: `person`, `order`, `wave`, `channel`, `at`, `late`, `returned`, `score` (in mind), `answered_at` (NaT: never)."""
    rng = stream(seed, "nps")
    disposition = _dispositions(rng, made.people["rate"])
    # The same day and hour of each wave for a person, so that two invitations are 90 days apart.
    offset = (rng.integers(0, 3, len(made.people)) * season.DAY + rng.integers(10 * 3600, 20 * 3600, len(made.people))).astype("timedelta64[s]")
    waves = [_invited(np.datetime64(day, "s"), made, tickets, agreed) for day in f.NPS_WAVES]
    table = pd.concat(waves, ignore_index=True)
    table["at"] = table["day"].to_numpy().astype("datetime64[s]") + offset[table["person"]]
    table = table[table["at"] < season.END].reset_index(drop=True)
    size = len(table)
    late, returned = np.zeros(len(made.orders), dtype=bool), np.zeros(len(made.orders), dtype=bool)
    late[parcels.loc[parcels["late"], "order"]] = True
    returned[made.returns.loc[made.returns["stage"] == "发货后", "order"]] = True
    table = table.assign(late=late[table["order"]], returned=returned[table["order"]])
    own = f.NPS_SAME_PERSON
    latent = np.sqrt(own) * disposition[table["person"]] + np.sqrt(1 - own) * rng.standard_normal(size)
    score = np.searchsorted(np.cumsum(f.NPS_SCORES) / sum(f.NPS_SCORES), ndtr(latent)).clip(max=10)
    off = np.where(rng.random(size) < f.NPS_LATE[0], 1, 2) * table["late"] + (rng.random(size) < f.NPS_RETURNED) * table["returned"]
    table["score"] = (score - off.to_numpy()).clip(0)
    answers = rng.random(size) < _response(table)
    wait = rng.gamma(0.8, 1.1 * season.DAY, size).astype("timedelta64[s]") + 60
    table["answered_at"] = np.where(answers, table["at"].to_numpy() + wait, NEVER).astype("datetime64[s]")
    return table.drop(columns="day")


def _dispositions(rng: np.random.Generator, rate: pd.Series) -> np.ndarray:
    """Standard normal values, a little higher for those who buy often."""
    rank = ndtri((rate.rank(method="first").to_numpy() - 0.5) / len(rate))
    return f.NPS_FREQUENT * rank + np.sqrt(1 - f.NPS_FREQUENT**2) * rng.standard_normal(len(rate))


def _invited(day: np.datetime64, made: Shop, tickets: pd.DataFrame, agreed: pd.DataFrame) -> pd.DataFrame:
    """Who completed an order in the 90 days before the wave, agreed to surveys and has no open ticket; about her last such order."""
    completed = made.orders["completed_at"].to_numpy().astype("datetime64[s]")
    recent = (completed < day) & (completed >= day - np.timedelta64(RECENT_DAYS, "D")) & made.orders["made_by"].isin(["shop", "rule"]).to_numpy()
    order = np.flatnonzero(recent)
    table = pd.DataFrame({"person": made.orders["person"].to_numpy()[order], "order": order, "completed": completed[order]})
    table = table.sort_values(["person", "completed"], kind="stable").drop_duplicates("person", keep="last").drop(columns="completed")
    opened = (tickets["at"] < day) & ~(tickets["resolved_at"] <= day)
    table = table[~table["person"].isin(tickets.loc[opened, "person"])]
    channel = np.full(len(table), "", dtype=object)
    for name in ("邮件", "短信", "企业微信"):  # WeCom first, then SMS
        channel[np.isin(table["person"], standing(agreed, name, SURVEY, day))] = name
    year, month = str(day)[:4], int(str(day)[5:7])
    table = table.assign(channel=channel, wave=f"{year}Q{(month + 2) // 3}", day=day)
    return table[table["channel"] != ""]


def _response(table: pd.DataFrame) -> np.ndarray:
    """Chance to answer: the channel's on average over those asked by it, higher for the pleased."""
    pleased = np.exp(f.NPS_PLEASED * (table["score"] - table["score"].mean()))
    level = table["channel"].map(f.NPS_RESPONSE)
    return (level * pleased / pleased.groupby(table["channel"]).transform("mean")).to_numpy().astype(float)


def after_tickets(seed: int, tickets: pd.DataFrame) -> pd.DataFrame:
    """One row per invitation after a closed complaint or after-sales ticket; a long wait for a solution costs points."""
    rng = stream(seed, "after_sales_surveys")
    closed = tickets[tickets["kind"].isin([AFTER_SALES, COMPLAINT]) & (tickets["resolved_at"] < season.END - np.timedelta64(2, "h"))]
    size = len(closed)
    hours = (closed["offered_at"] - closed["at"]).dt.total_seconds().to_numpy() / 3600
    latent = 4.9 - 0.38 * np.log1p(hours) - 0.4 * (closed["kind"] == COMPLAINT).to_numpy() + 0.85 * rng.standard_normal(size)
    at = closed["resolved_at"].to_numpy().astype("datetime64[s]") + rng.integers(600, 5400, size).astype("timedelta64[s]")
    answered = np.where(
        rng.random(size) < f.AFTER_SALES_RESPONSE, at + rng.gamma(0.7, season.DAY / 2, size).astype("timedelta64[s]") + np.timedelta64(30, "s"), NEVER
    )
    table = pd.DataFrame({"person": closed["person"].to_numpy(), "order": closed["order"].to_numpy(), "wave": "", "channel": PLATFORM, "at": at})
    return table.assign(late=False, returned=False, score=np.round(latent).clip(1, 5).astype(int), answered_at=answered.astype("datetime64[s]"))


def joined(seed: int, waves: pd.DataFrame, after: pd.DataFrame, made: Shop, identity: pd.DataFrame) -> pd.DataFrame:
    """Both kinds in time order with `kind`, `number`, `comment` and its `themes`."""
    rng = stream(seed, "comments")
    table = pd.concat([waves.assign(kind=NPS), after.assign(kind=SATISFACTION)], ignore_index=True)
    table = table.sort_values(["at", "person"], kind="stable", ignore_index=True)
    is_nps = (table["kind"] == NPS).to_numpy()
    score = np.where(is_nps, table["score"], table["score"] * 2)
    mood = np.select([score >= 9, score >= 7], [1, 0], default=-1)
    text, themes = comments.write(rng, mood, _troubles(table, made), table["person"].to_numpy(), identity)
    says = rng.random(len(table)) < f.COMMENTED
    table["comment"] = np.where(says, text, "")
    table["themes"] = themes
    return table.assign(number=[f"WJ{n:08d}" for n in 20_000_000 + np.arange(len(table)) * 3])


def _troubles(table: pd.DataFrame, made: Shop) -> np.ndarray:
    """The theme of what went wrong with the order: late, or sent back for a reason."""
    reason = made.returns.drop_duplicates("order").set_index("order")["true_reason"].map(comments.REASON_THEMES)
    theme = table["order"].map(reason).fillna("").to_numpy()
    return np.where(table["late"], "物流", theme)


def file(table: pd.DataFrame, made: Shop, numbers: np.ndarray, period: exports.Period) -> pd.DataFrame:
    """Invitations of a period, with the answers that had come when the export was taken."""
    some = table[period.holds(table["at"].to_numpy())]
    order, answered = some["order"].to_numpy(), told.known_by(some["answered_at"].to_numpy().astype("datetime64[s]"), period)
    number = made.orders["number"].astype(str).to_numpy()[order]
    came = ~np.isnat(answered)
    return pd.DataFrame(
        {
            "问卷编号": some["number"].to_numpy(),
            "客户编号": numbers[some["person"]],
            "订单编号": exports.guarded(np.where(order >= 0, number, "")),
            "类型": some["kind"].to_numpy(),
            "批次": some["wave"].to_numpy(),
            "渠道": some["channel"].to_numpy(),
            "发送时间": exports.stamps(some["at"].to_numpy().astype("datetime64[s]"), period.slashes),
            "回答日期": told.days(answered),
            "分数": np.where(came, some["score"].astype(str), ""),
            "评论": np.where(came, some["comment"], ""),
        }
    )


def points(scores: pd.Series) -> float | None:
    """Net promoter score in points; None without scores."""
    return round(100 * float((scores >= 9).mean() - (scores <= 6).mean()), 2) if len(scores) else None


def truth(table: pd.DataFrame) -> dict[str, object]:
    """NPS of all asked and of those who answered, by wave and channel; what was planted; the comments' themes."""
    asked = table[table["kind"] == NPS]
    came = asked[asked["answered_at"] < season.END]
    answers = table[(table["answered_at"] < season.END) & (table["comment"] != "")]
    after = table[table["kind"] == SATISFACTION]
    return {
        "invitations": len(table),
        "answers": int((table["answered_at"] < season.END).sum()),
        "nps_of_all_asked": points(asked["score"]),
        "nps_of_those_who_answered": points(came["score"]),
        "nps_by_wave": {
            w: {"asked": points(asked.loc[asked["wave"] == w, "score"]), "answered": points(s["score"])} for w, s in came.groupby("wave")
        },
        "response_percent": {c: told.percent(g["answered_at"] < season.END) for c, g in asked.groupby("channel")},
        "after_sales_response_percent": told.percent(after["answered_at"] < season.END),
        "late_parcel_takes_off": f.NPS_LATE[0] + 2 * f.NPS_LATE[1],
        "partly_returned_order_takes_off": f.NPS_RETURNED,
        "asked_after_a_late_parcel": int(asked["late"].sum()),
        "themes": dict(zip(answers["number"], answers["themes"], strict=True)),
    }
