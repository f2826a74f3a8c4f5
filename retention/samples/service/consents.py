"""Consents: who may be written to by which channel, for what, since when, and who took it back.

Marketing needs consent per channel. Personalisation, which using the address region for marketing is
part of, needs one of its own (channel 不限). Customers whose telephone the platform masks cannot have
given consent to SMS or calls.
"""

import numpy as np
import pandas as pd

from retention.samples import exports, season, told
from retention.samples import figures_of_the_trade as f
from retention.samples.chance import stream
from retention.samples.shop import Shop, counting

NEVER = np.datetime64("NaT", "s")
MARKETING, PERSONALISATION, SURVEY, ANY = "营销", "个性化", "调研", "不限"
GIVEN_AT = {"短信": "结算页勾选", "企业微信": "导购添加好友", "公众号": "关注公众号", "邮件": "会员资料页", "电话": "导购登记"}
TAKEN_BACK_AT = {"短信": "回复R退订", "企业微信": "删除好友", "公众号": "取消关注", "邮件": "退订链接", "电话": "客服登记", ANY: "隐私设置页"}


def spells(seed: int, made: Shop, people: pd.DataFrame, first: np.ndarray) -> pd.DataFrame:
    """One row per person, channel and purpose agreed to: `given_at`, and `until` (NaT: it stands); `first`: first orders."""
    rng = stream(seed, "consents")
    size = len(people)
    bought = np.zeros(size, dtype=bool)
    bought[made.orders["person"]] = True
    parts = []
    for channel, can in _askable(people, bought).items():
        chance = np.full(size, f.CONSENTS[channel])
        if channel == "企业微信":
            # An adviser adds her customers herself.
            chance = np.where(people["专属导购"] != "", f.ADVISED_FRIENDS, chance)
        yes = can & (rng.random(size) < chance)
        wait = np.where(rng.random(size) < 0.5, 60, rng.exponential(45 * season.DAY, size))
        given = first + wait.astype("timedelta64[s]")
        back = yes & (rng.random(size) < f.WITHDRAWN[channel])
        until = np.where(back, given + rng.exponential(200 * season.DAY, size).astype("timedelta64[s]") + 3600, NEVER)
        parts.append(_spell(np.flatnonzero(yes), channel, MARKETING, given[yes], until[yes]))
        if channel in f.NPS_RESPONSE:
            asked = yes & (rng.random(size) < f.SURVEYED)
            parts.append(_spell(np.flatnonzero(asked), channel, SURVEY, given[asked], until[asked]))
    reached = pd.concat(parts, ignore_index=True)
    earliest = reached.groupby("person")["given_at"].min()
    agreed = earliest[rng.random(len(earliest)) < f.PERSONALISED]
    back = rng.random(len(agreed)) < f.UNPERSONALISED
    given = agreed.to_numpy().astype("datetime64[s]") + 30
    until = np.where(back, given + rng.exponential(150 * season.DAY, len(agreed)).astype("timedelta64[s]") + 3600, NEVER)
    both = pd.concat([reached, _spell(agreed.index.to_numpy(), ANY, PERSONALISATION, given, until)], ignore_index=True)
    return both[both["given_at"] < season.END].reset_index(drop=True)


def _askable(people: pd.DataFrame, bought: np.ndarray) -> dict[str, np.ndarray]:
    """Who can be asked for a channel at all."""
    known = bought & (people["手机"] != "").to_numpy()
    phone = known & ~people["手机"].str.contains("*", regex=False).to_numpy()
    return {
        "短信": phone,
        "企业微信": known,
        "公众号": known,
        "邮件": known & (people["邮箱"] != "").to_numpy(),
        "电话": phone & (people["专属导购"] != "").to_numpy(),
    }


def _spell(person: np.ndarray, channel: str, purpose: str, given: np.ndarray, until: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"person": person, "channel": channel, "purpose": purpose, "given_at": given, "until": until})


def standing(agreed: pd.DataFrame, channel: str, purpose: str, moment: np.datetime64) -> np.ndarray:
    """Persons whose consent holds at a moment, ascending."""
    some = agreed[(agreed["channel"] == channel) & (agreed["purpose"] == purpose)]
    holds = (some["given_at"] <= moment) & ~(some["until"] <= moment)
    return np.sort(some.loc[holds, "person"].to_numpy())


def file(agreed: pd.DataFrame, numbers: np.ndarray) -> pd.DataFrame:
    """Every consent given and withdrawn, in time order."""
    taken = agreed[agreed["until"] < season.END]
    source = agreed["channel"].map(GIVEN_AT).fillna(GIVEN_AT["短信"])
    given = agreed.assign(at=agreed["given_at"], what="同意", source=source)
    back = taken.assign(at=taken["until"], what="撤回", source=taken["channel"].map(TAKEN_BACK_AT))
    rows = pd.concat([given, back]).sort_values(["at", "person", "channel", "purpose"], kind="stable", ignore_index=True)
    return pd.DataFrame(
        {
            "客户编号": numbers[rows["person"]],
            "渠道": rows["channel"],
            "用途": rows["purpose"],
            "操作": rows["what"],
            "时间": exports.stamps(rows["at"].to_numpy().astype("datetime64[s]"), slashes=False),
            "来源": rows["source"],
        }
    )


def truth(agreed: pd.DataFrame, made: Shop) -> dict[str, object]:
    """Consents that stand at the end; reach in percent of buyers of the last 365 days."""
    orders = made.orders[counting(made.orders) & (made.orders["at"] >= season.END - np.timedelta64(365, "D"))]
    buyers = np.unique(orders["person"])
    kinds = agreed[["channel", "purpose"]].drop_duplicates().sort_values(["channel", "purpose"])
    counts = {(c, p): standing(agreed, c, p, season.END) for c, p in zip(kinds["channel"], kinds["purpose"], strict=True)}
    return {
        "standing": {f"{c} {p}": len(people) for (c, p), people in counts.items()},
        "reach_percent_of_yearly_buyers": {c: told.percent(np.isin(buyers, people)) for (c, p), people in counts.items() if p == MARKETING},
        "withdrawn": int((agreed["until"] < season.END).sum()),
        "region_in_marketing_needs": PERSONALISATION,
    }
