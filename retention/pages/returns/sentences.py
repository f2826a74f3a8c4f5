"""Returns in words: what is open, what to do, how long it takes, why goods come back."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from retention.names import seen
from retention.pages.kit.blocks import ITEM
from retention.pages.kit.figures import shown
from retention.pages.kit.labels import Heads, comma, heads, message_id
from retention.pages.kit.words import Words
from retention.tables.kpis import LEAST_GROUP

SHARES = {"share": "share", "low": "share", "high": "share"}
# Under so many returns a single kind's wait is not worth a line.
LEAST_STAYS = 10
MOST_RATES = 100


def days(value: float, words: Words) -> str:
    """A length of time in days."""
    return shown(value, "days", words)


def state_label(state: object, words: Words) -> str:
    """What a state is called; one of the shop's own as it writes it."""
    if state is None or pd.isna(state):  # type: ignore[call-overload]
        return words("returns-state-not-told")
    message = f"returns-state-{message_id(str(state))}"
    return words(message) if words.has(message) else str(state)


def kind_label(kind: str, words: Words) -> str:
    """What a kind of return is called."""
    return words(f"returns-kind-{message_id(kind)}")


def step_label(actor: str, step: str, words: Words) -> str:
    """What is to be done next, and by whom."""
    return words(f"returns-step-{message_id(actor)}", step=words(f"returns-do-{message_id(step)}"))


def reason_label(reason: object, words: Words) -> str:
    """A reason as the shop writes it; none given."""
    return words("returns-no-reason") if reason is None or pd.isna(reason) or not str(reason) else str(reason)  # type: ignore[call-overload]


# --- the bottom line -----------------------------------------------------------------------------------


def late_now(late: pd.DataFrame, words: Words) -> str:
    """How many wait longer than promised, and how long the oldest has."""
    return words("returns-late-now", n=len(late), oldest=days(late["age"].max(), words))


def open_in_words(opened: pd.DataFrame, late: int, without_ticket: int, known: bool, words: Words) -> str:
    """How many are open, whom they wait for, how many are late, and how many nobody has a ticket of; that nothing tells which are open."""
    if opened.empty:
        return words("returns-none-open" if known else "returns-open-not-known")
    counts = opened["actor"].value_counts()
    waiting = [words(f"returns-wait-{message_id(str(actor))}", n=int(n)) for actor, n in counts.items()]
    told = {"late": late, "late-customer": int((opened["standing"] == "overdue").sum()) - late, "without-ticket": without_ticket}
    more = (words(f"returns-{name}", n=n) for name, n in told.items() if n)
    return words.sentences(words("returns-open", n=len(opened), waiting=comma(waiting, words)), *more)


def to_end_in_words(to_end: pd.DataFrame, words: Words) -> str:
    """How long a return takes from the application to its end; open ones count as far as they came."""
    told = to_end[(to_end["kind"] == "all") & (to_end["stays"] >= LEAST_STAYS)]
    if told.empty or pd.isna(told["p50"].iloc[0]):
        return ""
    row = told.iloc[0]
    if pd.isna(row["p90"]):
        return words("returns-to-end-half", half=days(row["p50"], words))
    return words("returns-to-end", half=days(row["p50"], words), most=days(row["p90"], words))


def not_allowed_in_words(found: pd.DataFrame, words: Words) -> str:
    """How many changes of state should not be; a return may have several."""
    return words("returns-not-allowed", n=int(found["returns"].sum())) if len(found) else ""


def action_words(late: pd.DataFrame, opened: int, words: Words) -> tuple[str, str, str]:
    """What to do, with which returns by their next step, and what else stands on the list."""
    counts = by_step(late).to_dict("records")
    steps = [words("returns-do-step", step=step_label(row["actor"], row["step"], words), n=row["all"]) for row in counts]
    return words("returns-do-first"), comma(steps, words), words("returns-do-why", n=opened)


def list_rows(rows: pd.DataFrame, zone: str, tickets: bool, words: Words) -> pd.DataFrame:
    """The list as colleagues open it; `tickets`: the help desk tells which order a ticket is about."""
    opened = pd.to_datetime(rows["opened_at"]).dt.tz_localize("UTC").dt.tz_convert(zone).dt.strftime("%Y-%m-%d %H:%M")
    told: dict[str, Iterable[Any]] = {
        "return": rows["return_id"],
        "order": rows["order_id"],
        "customer": rows["customer_id"],
        "kind": [kind_label(kind, words) for kind in rows["kind"]],
        "state": [state_label(state, words) for state in rows["state"]],
        "next": [step_label(actor, step, words) for actor, step in zip(rows["actor"], rows["step"], strict=True)],
        "due": pd.to_datetime(rows["due_on"]).dt.strftime("%Y-%m-%d").fillna(""),
        "standing": [words(f"returns-standing-{message_id(name)}") for name in rows["standing"]],
        "opened": opened,
        "age": rows["age"].round(1),
        "assignee": rows["assignee"].fillna(""),
        "ticket": rows["ticket_id"].fillna(words("returns-no-ticket") if tickets else ""),
        "reason": rows["reason"].fillna(""),
    }
    return pd.DataFrame({words(f"returns-list-{name}"): list(values) for name, values in told.items()})


# --- what is open ----------------------------------------------------------------------------------------


def by_step(opened: pd.DataFrame) -> pd.DataFrame:
    """Open returns by actor and step, most first: overdue, others."""
    late = opened["standing"] == "overdue"
    counts = pd.DataFrame({"actor": opened["actor"], "step": opened["step"], "overdue": late, "others": ~late}).value_counts(
        ["actor", "step", "overdue"]
    )
    told = counts.unstack("overdue", fill_value=0).reindex(columns=[True, False], fill_value=0).reset_index()
    told.columns = pd.Index(["actor", "step", "overdue", "others"])
    return told.assign(all=told["overdue"] + told["others"]).sort_values(["all", "actor", "step"], ascending=[False, True, True], ignore_index=True)


def steps_title(opened: pd.DataFrame, words: Words) -> str:
    """What most open returns wait for."""
    first = by_step(opened).iloc[0]
    told = {"n": len(opened), "first": int(first["all"]), "step": words(f"returns-do-{message_id(first['step'])}")}
    return words(f"returns-steps-title-{message_id(first['actor'])}", **told)


def state_rows(by_state: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Open returns by kind and state."""
    rows = by_state.assign(
        kind=[kind_label(kind, words) for kind in by_state["kind"]],
        state=[state_label(state, words) for state in by_state["state"]],
        next=[step_label(actor, step, words) for actor, step in zip(by_state["actor"], by_state["step"], strict=True)],
        half_age=by_state["p50"],
    )
    kinds = {"kind": "text", "state": "text", "next": "text", "returns": "count", "overdue": "count", "half_age": "number", "oldest": "number"}
    return rows[list(kinds)], heads(kinds, "returns-head", words)


def age_labels(by_age: pd.DataFrame, words: Words) -> list[str]:
    """0 to 3 days, …, 30 days and more."""
    first = by_age["from_days"].tolist()
    return [
        words("returns-age", first=begins, last=ends) if ends else words("returns-age-more", first=begins)
        for begins, ends in zip(first, [*first[1:], None], strict=True)
    ]


def ages_title(by_age: pd.DataFrame, words: Words) -> str:
    """How many are open, and how many of them in the two oldest ages."""
    old = by_age.tail(2)
    return words("returns-ages-title", n=int(by_age["returns"].sum()), old=int(old["returns"].sum()), days=int(old["from_days"].iloc[0]))


def age_rows(by_age: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Open returns by age."""
    kinds = {"age": "text", "returns": "count", "overdue": "count"}
    return by_age.assign(age=age_labels(by_age, words))[list(kinds)], heads(kinds, "returns-head", words)


# --- how long steps take -----------------------------------------------------------------------------------


def spans_of_all(spans: pd.DataFrame) -> pd.DataFrame:
    """States of all kinds together, in the order in which returns go through them; rare ones are left out."""
    order = {
        state: place for place, state in enumerate(("requested", "agreed", "platform_steps_in", "sent_back", "received", "inspected_bad", "refused"))
    }
    told = spans[(spans["kind"] == "all") & (spans["stays"] >= LEAST_STAYS) & spans["p50"].notna()]
    return told.assign(place=told["state"].map(order).fillna(len(order))).sort_values("place", kind="stable", ignore_index=True)


def waits_title(told: pd.DataFrame, words: Words) -> str:
    """The step that takes longest."""
    longest = told.sort_values("p50", ascending=False).iloc[0]
    return words("returns-waits-title", state=state_label(longest["state"], words), half=days(longest["p50"], words))


def half_and_most(row: Mapping[Any, Any], words: Words) -> str:
    """When half have gone on, and nine in ten: 1.2 · 2.8."""
    both = [words.number(row[name], 1) for name in ("p50", "p90") if row[name] == row[name]]
    return "  " + " · ".join(both)


def wait_hover(label: str, row: Mapping[Any, Any], words: Words) -> str:
    """How long a state holds, of how many."""
    most = days(row["p90"], words) if row["p90"] == row["p90"] else words("returns-not-yet")
    return words("returns-wait-hover", state=label, half=days(row["p50"], words), most=most, n=row["stays"], still=row["still"])


def _days_between(row: Mapping[Any, Any], name: str, words: Words) -> str:
    """Days with their interval: 1.2 (1.1–1.4), of which an end may not be reached yet."""
    value, low, high = (row[name + end] for end in ("", "_low", "_high"))
    if pd.isna(value):
        return words("returns-not-yet")
    if pd.isna(low):
        return words.number(value)
    told = {"value": words.number(value), "low": words.number(low)}
    return words("returns-span-open", **told) if pd.isna(high) else words("returns-span", **told, high=words.number(high))


def span_rows(spans: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Each kind and state: how many, how many still, half and nine in ten with their intervals."""
    told = spans[spans["kind"] != "all"]
    rows = told.assign(
        kind=[kind_label(kind, words) for kind in told["kind"]],
        state=[state_label(state, words) for state in told["state"]],
        **{name: [_days_between(row, name, words) for row in told.to_dict("records")] for name in ("p50", "p90")},
    )
    kinds = {"kind": "text", "state": "text", "stays": "count", "still": "count", "p50": "text", "p90": "text"}
    return rows[list(kinds)], heads(kinds, "returns-head", words)


def not_allowed_rows(found: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Changes of state that should not be."""
    rows = found.assign(
        kind=[kind_label(kind, words) for kind in found["kind"]],
        before=[state_label(state, words) if state else words("returns-begin") for state in found["before"]],
        state=[state_label(state, words) for state in found["state"]],
    )
    kinds = {"kind": "text", "before": "text", "state": "text", "returns": "count", "example": "text"}
    return rows[list(kinds)], heads(kinds, "returns-head", words)


# --- why goods come back --------------------------------------------------------------------------------------


def with_reason(told: pd.DataFrame) -> int:
    """Returns that give a reason."""
    return int(told.loc[told["reason"] != "", "returns"].sum())


def reasons_title(told: pd.DataFrame, words: Words) -> str:
    """The reason given most often."""
    first = told[told["reason"] != ""].iloc[0]
    return words("returns-reasons-title", reason=reason_label(first["reason"], words), share=first["share"])


def size_in_words(size: pd.DataFrame, words: Words) -> str:
    """How many came back for their size by each thing that tells of it; of few, or where it says nothing of sizes, there is no share."""
    told = size[(size["returns"] >= LEAST_GROUP) & ((size["source"] != "two_sizes") | (size["about_size"] > 0))]
    said = [
        ITEM + words(f"returns-size-{message_id(row['source'])}", **{name: row[name] for name in SHARES}, n=row["returns"])
        for row in told.to_dict("records")
    ]
    return "\n".join([words("returns-size-lead"), *said]) if said else ""


def size_rows(size: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Each thing that tells of sizes."""
    rows = size.assign(source=[words(f"returns-source-{message_id(name)}") for name in size["source"]])
    kinds = {"source": "text", "returns": "count", "about_size": "count", **SHARES, "silent": "count"}
    return rows[list(kinds)], heads(kinds, "returns-head", words)


def change_in_words(found: pd.DataFrame, words: Words) -> str:
    """How many goods come back more often than their category, and the one with most pieces at stake."""
    goods, first = len(found[["good", "category"]].drop_duplicates()), found.iloc[0].to_dict()
    return words("returns-to-change", n=goods, first=good_label(first, words), what=_what_is_said(first, words))


def good_label(row: Mapping[Any, Any], words: Words) -> str:
    """A good, with its size where one size is meant."""
    good = seen(str(row["good"]))
    return words("returns-good-size", good=good, size=str(row["size"])) if row["size"] else good


def _what_is_said(row: Mapping[Any, Any], words: Words) -> str:
    return words(f"returns-says-{message_id(str(row['what']))}", n=row["about"], of=row["told"])


def change_title(found: pd.DataFrame, words: Words) -> str:
    """The good that comes back most beyond its category."""
    first = found.iloc[0].to_dict()
    return words("returns-change-title", good=good_label(first, words), share=first["shrunk"], usual=first["category_share"])


def change_rows(found: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Goods to look at: share beside the category's, and what is said of them."""
    records = found.to_dict("records")
    rows = found.assign(
        good=[seen(str(good)) for good in found["good"]],
        size=found["size"].replace("", words("returns-all-sizes")),
        says=[_what_is_said(row, words) for row in records],
    )
    kinds = {
        "good": "text", "size": "text", "says": "text", "at_stake": "number", "purchases": "count", "came_back": "count", "shrunk": "share",
        "category_share": "share",
    }  # fmt: skip
    return rows[list(kinds)], heads(kinds, "returns-head", words)


def rate_rows(rates: pd.DataFrame, what: str, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Products, or their sizes, by their share drawn towards their category's where few were bought; the most bought first."""
    told = rates[rates["what"] == what].sort_values("purchases", ascending=False, kind="stable").head(MOST_RATES)
    rows = told.assign(good=[seen(str(good)) for good in told["good"]])
    kinds = {"good": "text", "category": "text", "size": "text", "purchases": "count", "came_back": "count", "share": "share", "shrunk": "share"}
    kinds |= {"shrunk_low": "share", "shrunk_high": "share", "category_share": "share"}
    shown = {name: kind for name, kind in kinds.items() if name not in ("size", "category") or rows[name].ne("").any()}
    return rows[list(shown)], heads(shown, "returns-head", words)
