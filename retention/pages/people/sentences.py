"""Notebook 01 in words: whom the shop may contact, its members, super-users, follow-up, marked accounts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from retention.pages.kit.labels import Heads, channel_label, field_label, heads, mark_label, message_id
from retention.pages.kit.lists import list_of
from retention.pages.kit.words import Words
from retention.settings import MarkRules, OwnField, SuperUserRule
from retention.tables.kpis import UNTOLD
from retention.worklists import WorkList

# --- reach -------------------------------------------------------------------------------------------


def reach_title(funnel: pd.DataFrame, reached: int, words: Words) -> str:
    """What share may be contacted at all, and which channel reaches most."""
    customers = int(funnel["customers"].max())
    if not customers:
        return words("reach-title-none")
    if funnel["consent"].isna().all():
        return words("reach-title-no-consents")
    if not reached:
        return words("reach-title-nobody")
    used = funnel[funnel["consent"] > 0].sort_values("consent", ascending=False, kind="stable")
    message = "reach-title-one" if len(used) == 1 else "reach-title-most"
    return words(message, any=reached / customers, channel=channel_label(used["channel"].iloc[0], words))


def reach_in_words(funnel: pd.DataFrame, overlap: pd.DataFrame, masked: int, days: int, words: Words) -> str:
    """How many can be reached, by how many channels, and who by one only."""
    if overlap.empty:
        return words("reach-title-none")
    reached = overlap[overlap["channels"] > 0]
    buyers = int(overlap["active"].sum())
    if buyers:
        facts = {"reached": int(reached["customers"].sum()), "n": int(overlap["customers"].sum()), "buyers": buyers, "days": str(days)}
        sentences = [words("reach-words-any", share=float(reached["active"].sum()) / buyers, **facts)]
    else:
        sentences = [reach_title(funnel, int(reached["customers"].sum()), words) + words("reach-stop")]
    several = int(overlap.loc[overlap["channels"] > 1, "customers"].sum())
    if several:
        sentences.append(words("reach-words-more", k=several))
    alone = funnel.sort_values("only", ascending=False, kind="stable").iloc[0]
    if alone["only"] > 0:
        sentences.append(words("reach-words-only", channel=channel_label(alone["channel"], words), k=int(alone["only"])))
    if masked:
        sentences.append(words("reach-words-masked", k=masked))
    return words.sentences(*sentences)


def reach_rows(funnel: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """The funnel as a table for eyes; channels nobody has an address for are left out."""
    funnel = funnel[funnel["address"] > 0].reset_index(drop=True)
    share = funnel["active"] / funnel["active_customers"].where(funnel["active_customers"] > 0)
    rows = funnel.assign(channel=[channel_label(name, words) for name in funnel["channel"]], buyers_share=share)
    formats = {"channel": "text", **dict.fromkeys(("customers", "address", "consent", "active"), "count"), "buyers_share": "share", "only": "count"}
    return rows, heads(formats, "reach-head", words)


def overlap_heads(words: Words) -> Heads:
    """Heads of the table by how many channels customers can be reached."""
    return heads(dict.fromkeys(("channels", "customers", "active"), "count"), "reach-overlap-head", words)


def purposes_rows(table: pd.DataFrame, words: Words, own_fields: Mapping[str, OwnField]) -> tuple[pd.DataFrame, Heads]:
    """Fields with their purposes as a table for eyes."""
    comma = words("pyramid-list-comma")
    told = [
        comma.join(words(f"reach-purpose-{purpose}") for purpose in purposes) or words("reach-purposes-nothing") for purposes in table["purposes"]
    ]
    rows = table.assign(field=[field_label(name, words, own_fields) for name in table["field"]], purposes=told)
    formats = {"field": "text", "purposes": "text", **dict.fromkeys(("customers", "usable", "blanked"), "count")}
    return rows, heads(formats, "reach-purposes-head", words)


# --- members -----------------------------------------------------------------------------------------


def members_title(shares: pd.DataFrame, words: Words) -> str:
    """Members' share of buyers and of sales."""
    known = shares.set_index("what")
    value = known["value"]
    if pd.isna(value["customers"]):
        return words("members-title-few", k=int(known["members"]["customers"]), n=int(known["n"]["customers"]))
    if value[["buyers", "sales"]].isna().any():
        message = "members-title-few-buyers" if known["n"]["buyers"] else "members-title-no-sales"
        return words(message, customers=float(value["customers"]))
    return words("members-title", buyers=float(value["buyers"]), sales=float(value["sales"]))


def joins_title(by_source: pd.Series, words: Words) -> str:
    """How many members, and how most of them joined; `by_source` has most first."""
    if by_source.empty:
        return words("members-joins-none")
    n, source = int(by_source.sum()), str(by_source.index[0])
    return words("members-joins-title-plain", n=n) if source == "unknown" else words("members-joins-title", n=n, source=source)


def source_label(source: str, words: Words) -> str:
    """A source as the shop names it; ours for those without a name and for all the small ones together."""
    return words(f"members-source-{source}") if source in ("unknown", "other") else source


def compared_rows(compared: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Members beside non-members as a table for eyes, each figure with its interval."""
    rows = []
    told = compared[~compared["missing"].isin(UNTOLD)]
    for measure in told["measure"].unique():
        of = told[told["measure"] == measure]
        cells = {row["group"]: _with_interval(row, _figure_format(str(measure), words), words) for row in of.to_dict("records")}
        n = words("pyramid-list-comma").join(words.count(value) for value in of["n"])
        rows.append({"measure": words(f"members-measure-{message_id(str(measure))}"), **cells, "n": n})
    formats = dict.fromkeys(("measure", "member", "non_member", "n"), "text")
    return pd.DataFrame(rows, columns=list(formats)), heads(formats, "members-head", words)


def _with_interval(row: Mapping, shown: Callable[[float], str], words: Words) -> str:
    if pd.isna(row["value"]):
        return words("members-too-few")
    if pd.isna(row["low"]):
        return shown(row["value"])
    return words("members-value", value=shown(row["value"]), low=shown(row["low"]), high=shown(row["high"]))


def _figure_format(figure: str, words: Words) -> Callable[[float], str]:
    """How a figure is written, by its name."""
    if figure in ("aov", "spend_per_buyer"):
        return words.money
    return words.share if figure.endswith("rate") else lambda value: words.number(value, 2)


# --- super-users -------------------------------------------------------------------------------------


def rule_values(rule: SuperUserRule) -> dict[str, str]:
    """The thresholds as names, not amounts."""
    return {"shares": str(rule.shares), "reviews": str(rule.reviews), "orders": str(rule.orders)}


def super_user_action(people: pd.DataFrame, rule: SuperUserRule, words: Words) -> dict[str, Any]:
    """What blocks.Action takes, but the place of the list."""
    facts = {name: int(people[name].fillna(0).sum()) for name in ("reviews", "shares")} | {"koc": int(people["koc"].notna().sum())}
    about = {"title": words("super-title"), "who": words("super-who", **rule_values(rule)), "why": words("super-why", **facts)}
    money = {"money": float(people["net_paid"].sum()), "money_label": words("pyramid-actions-money")}
    return about | money | {"how_many": len(people)}


def results_rows(results: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Campaigns that reached super-users as a table for eyes; a difference only where there is one."""
    rows = []
    for row in results.to_dict("records"):
        counts = {
            arm: words("super-count", ordered=int(row[f"{arm}_ordered"]), n=int(row[arm])) if row[arm] else words("super-no-difference")
            for arm in ("treated", "control", "untested")
        }
        points = {name: words.number(row[name] * 100) for name in ("difference", "low", "high") if pd.notna(row["difference"])}
        shown = (
            words("super-difference", value=points["difference"], low=points["low"], high=points["high"]) if points else words("super-no-difference")
        )
        rows.append({"campaign": str(row["campaign"]), **counts, "difference": shown})
    formats = dict.fromkeys(("campaign", "treated", "control", "untested", "difference"), "text")
    return pd.DataFrame(rows, columns=list(formats)), heads(formats, "super-head", words)


# --- follow-up ---------------------------------------------------------------------------------------


def follow_up_action(row: Mapping, silent_days: int, silent: pd.DataFrame, words: Words) -> dict[str, Any]:
    """What blocks.Action takes for one reason (a row of `follow_up.by_reason`); `silent` are the silent owners' rows."""
    reason = str(row["reason"])
    message = f"follow-{message_id(reason)}"
    hand_over = {"owners": len(silent)} | {name: int(silent[name].sum()) for name in ("overdue", "due_soon")}
    facts = {"days": int(row["waiting"])} if reason == "overdue" else hand_over if reason == "hand_over" else {}
    who = words(f"{message}-who", **({"days": str(silent_days)} if reason == "hand_over" else {}))
    money = {"money": float(row["net_paid"]), "money_label": words("pyramid-actions-money")}
    return {"title": words(message), "who": who, **money, "why": words(f"{message}-why", **facts), "how_many": row["customers"]}


def owners_rows(owners: pd.DataFrame, code: Callable[[str], str], words: Words) -> tuple[pd.DataFrame, Heads]:
    """Owners as a table for eyes, under a code: their names stay in the work list. Customers without an owner come last."""
    codes = [words("follow-nobody") if pd.isna(name) else code(str(name)) for name in owners["owner"]]
    silent = [words("follow-yes" if flag else "follow-no") for flag in owners["silent"]]
    rows = owners.assign(owner=codes, silent=silent, last=owners["last_touch_on"])
    formats = {"owner": "text", **dict.fromkeys(("customers", "overdue", "due_soon"), "count"), "last": "date", "silent": "text"}
    return rows, heads(formats, "follow-head", words)


def contacted_in_words(returned: pd.DataFrame, words: Words) -> str:
    """How many came back of those contacted from the lists and of the others, and that neither was drawn by lot."""
    rows = {row["group"]: row for row in returned.to_dict("records")}
    counts = {
        f"{name}_{what}": int(rows[group][what]) for name, group in (("c", "contacted"), ("o", "not_contacted")) for what in ("customers", "returned")
    }
    return words.sentences(words("contacted-counts", day=str(rows["contacted"]["since"]), **counts), words("contacted-no-lot"))


# --- marked accounts ---------------------------------------------------------------------------------


def marks_title(costs: pd.DataFrame, lacking: Mapping[str, str], words: Words) -> str:
    """How many accounts are marked, and their share of sales and of refunds; which marks were looked for where none is found."""
    odd = costs[(costs["mark"] != "ordinary") & (costs["customers"] > 0)]
    if odd.empty:
        return _none_marked([mark for mark in costs["mark"] if mark != "ordinary" and mark not in lacking], lacking, words)
    shares = {"n": int(odd["customers"].sum()), "sales": float(odd["gross_paid_share"].sum())}
    if odd["refunded_share"].isna().any():
        return words("marks-title-no-refunds", **shares)
    return words("marks-title", **shares, refunds=float(odd["refunded_share"].sum()))


def _none_marked(judged: Sequence[str], lacking: Mapping[str, str], words: Words) -> str:
    if not lacking:
        return words("marks-title-none")
    named = words("pyramid-list-comma").join([mark_label(mark, words) for mark in judged])
    return words("marks-title-none-of", judged=named) if judged else words("marks-title-not-judged")


def marks_in_words(costs: pd.DataFrame, rules: MarkRules, usual: float, lacking: Mapping[str, str], words: Words) -> list[str]:
    """One line per rule with how many it marks; a mark whose data are `lacking` (pieces, coupons, lines, refunds, returns) says so."""
    n = costs.set_index("mark")["customers"]
    orders = str(rules.least_orders)
    facts: dict[str, dict[str, Any]] = {
        "wholesale": {"units": f"{rules.wholesale_units:g}"},
        "reseller": {"orders": orders, "pieces": f"{rules.reseller_pieces:g}", "times": f"{rules.reseller_times:g}"},
        "coupon_hunter": {"orders": orders, "peak": rules.hunter_peak_share, "coupon": rules.hunter_coupon_share},
        "high_returns": {"orders": orders, "rate": rules.returns_rate, "usual": usual},
    }
    lines = [
        words(f"marks-words-no-{lacking[mark]}") if mark in lacking else words(f"marks-words-{message_id(mark)}", n=int(n[mark]), **values)
        for mark, values in facts.items()
    ]
    return [*lines, words("marks-words-signs")]


def costs_rows(costs: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """What each mark costs as a table for eyes."""
    rows = costs.assign(mark=[mark_label(mark, words) for mark in costs["mark"]], gross=costs["gross_paid"], net=costs["net_paid"])
    told = [name for name in ("gross", "discount", "refunded", "net") if rows[name].notna().any()]
    formats = {"mark": "text", "customers": "count", **dict.fromkeys(told, "money")}
    return rows, heads(formats, "marks-head", words)


def averages_rows(averages: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Averages with and without marked accounts as a table for eyes."""
    rows = []
    for row in averages[~averages["missing"].isin(UNTOLD)].to_dict("records"):
        shown = _figure_format(row["figure"], words)
        every = words("members-too-few") if pd.isna(row["all"]) else shown(row["all"])
        rest = _with_interval(row | {"value": row["without"]}, shown, words)
        rows.append({"figure": words(f"marks-figure-{message_id(row['figure'])}"), "all": every, "without": rest})
    formats = dict.fromkeys(("figure", "all", "without"), "text")
    return pd.DataFrame(rows, columns=list(formats)), heads(formats, "marks-head", words)


# --- work lists --------------------------------------------------------------------------------------


def owners_listed(owners: pd.DataFrame, code: Callable[[str], str], words: Words) -> pd.DataFrame:
    """Owners with names and the codes that stand in the report, beside the list."""
    rows, heads = owners_rows(owners, code, words)
    named = rows.assign(code=rows["owner"], owner=owners["owner"].fillna(words("follow-nobody")))[
        ["owner", "code", "customers", "overdue", "due_soon", "last", "silent"]
    ]
    return named.rename(columns={name: head for name, (head, _) in heads.items()} | {"code": words("follow-head-code")})


# --- work lists ----------------------------------------------------------------------------------------


def super_user_list(people: pd.DataFrame, left_out: int, words: Words) -> WorkList:
    """The super-users, with what they did for the shop."""
    counts = zip(people["shares"].fillna(0), people["reviews"].fillna(0), strict=True)
    reasons = [words("lists-reason-super-user", shares=int(shares), reviews=int(reviews)) for shares, reviews in counts]
    columns = ("tier", "koc", "shares", "reviews", "rating", "orders", "net_paid", "last_ordered_on")
    return list_of("super_users", people.assign(reason=reasons), columns, words, left_out)


def follow_up_list(people: pd.DataFrame, as_of: date, left_out: int, words: Words) -> WorkList:
    """Whom to follow up, due on the day that was fixed, or at once where that is over."""
    reasons = [words(f"follow-reason-{str(reason).replace('_', '-')}") for reason in people["reason"]]
    due = people["next_on"].where(people["next_on"] >= pd.Timestamp(as_of), pd.Timestamp(as_of))
    columns = ("last_touch_on", "last_outcome", "next_on", "orders", "net_paid")
    return list_of("follow_up", people.assign(reason=reasons, due=due), columns, words, left_out)


def marked_list(people: pd.DataFrame, words: Words) -> WorkList:
    """The marked accounts, to be looked at: the one list they stand in."""
    reasons = [mark_label(str(mark), words) for mark in people["mark"]]
    columns = ("orders", "units", "gross_paid", "net_paid", "refund_rate", "last_ordered_on")
    return list_of("marked", people.assign(reason=reasons), columns, words)
