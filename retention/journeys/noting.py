"""What a plan would have noted once it is handed over: new entries, lots, messages and tags, as the tables of what was sent promise."""

import numpy as np
import pandas as pd

from retention.journeys import rules
from retention.journeys.due import local_days
from retention.journeys.entering import History
from retention.journeys.guards import bit
from retention.journeys.plan import Plan
from retention.tables import ASSIGNMENTS, ENTRIES, MESSAGES, TAGS

DAY = np.timedelta64(1, "D")
TIER = "tier:"


def noted(plan: Plan) -> History:
    """The new rows of all four tables."""
    return History(new_entries(plan), new_assignments(plan), new_messages(plan), new_tags(plan))


def joined(before: History, new: History) -> History:
    """What was noted before and now; of messages, lots and tags with one key the newer row holds."""

    def both(one: pd.DataFrame, other: pd.DataFrame, key: list[str]) -> pd.DataFrame:
        parts = [part for part in (one, other) if len(part)]
        return pd.concat(parts, ignore_index=True).drop_duplicates(key, keep="last") if parts else one

    return History(
        both(before.entries, new.entries, list(ENTRIES.key)),
        both(before.assignments, new.assignments, list(ASSIGNMENTS.key)),
        both(before.messages, new.messages, list(MESSAGES.key)),
        both(before.tags, new.tags, list(TAGS.key)),
    )


def new_entries(plan: Plan) -> pd.DataFrame:
    """Who entered a journey since the last plan. The group of journeys keeps the occasion from now on, whether a message goes or not."""
    table, request = plan.entries.table, plan.request
    fresh = table[table["still_true"] & (table["begins"] <= pd.Timestamp(request.now)) & ~table["before"] & (table["won_by"] == "")]
    keys = ["customer_id", "journey", "entry_key"]
    known = pd.MultiIndex.from_frame(request.history.entries[keys])
    fresh = fresh[~pd.MultiIndex.from_frame(fresh[keys]).isin(known)]
    if fresh.empty:
        return ENTRIES.empty()
    groups = {name: journey.exclusive_group or None for name, journey in request.settings.all_journeys.items()}
    group = fresh["journey"].map(groups)
    return pd.DataFrame(
        {
            **{key: fresh[key].astype("str") for key in keys},
            "entrance": fresh["entrance"].astype(object).where(fresh["entrance"] != "").astype("str"),
            "exclusive_group": group.astype("str"),
            "group_key": fresh["entry_key"].where(group.notna()).astype("str"),
            "entered_at": fresh["begins"].astype("datetime64[s]"),
            "left_at": pd.Series(pd.NaT, index=fresh.index, dtype="datetime64[s]"),
            "left_why": pd.Series(None, index=fresh.index, dtype="str"),
        }
    ).reset_index(drop=True)


def new_assignments(plan: Plan) -> pd.DataFrame:
    """The lots of all who got as far as the lot, in both arms, also those who were blocked later: they are the experiment."""
    table, request = plan.table, plan.request
    drawn = table[(table["outcome"] != "waits") & table["in_experiment"] & (table["purpose"] == "marketing")].sort_values("due", kind="stable")
    first = drawn.drop_duplicates(["customer_id", "journey"])
    known = pd.MultiIndex.from_frame(request.history.assignments[["customer_id", "journey"]])
    first = first[~pd.MultiIndex.from_frame(first[["customer_id", "journey"]]).isin(known)]
    if first.empty:
        return ASSIGNMENTS.empty()
    salt = request.settings.hold_out.salt
    return pd.DataFrame(
        {
            "customer_id": first["customer_id"].astype("str"),
            "journey": first["journey"].astype("str"),
            "arm": np.where((first["bits"].to_numpy() & bit("control")) != 0, "control", "treated"),
            "variant": first["variant"].where(first["variant"] != "").astype("str"),
            "share": [request.share_of(name) for name in first["journey"]],
            "salt": [f"{salt}|{name}" for name in first["journey"]],
            "first_due": first["due"].astype("datetime64[s]"),
        }
    ).reset_index(drop=True)


def new_messages(plan: Plan) -> pd.DataFrame:
    """The messages that go, reserved."""
    goes, request = plan.goes, plan.request
    if goes.empty:
        return MESSAGES.empty()
    zones = [plan.people.zones[person] for person in goes["person"]]
    day = local_days(goes["send_from"].to_numpy().astype("datetime64[s]"), zones)
    valid = np.array([request.settings.offers[offer].valid_days if offer else 0 for offer in goes["offer"]])
    until = np.where(goes["offer"].to_numpy() == "", np.datetime64("NaT", "D"), day + valid * DAY)
    return pd.DataFrame(
        {
            "message_key": plan.keys,
            **{name: goes[name].astype("str").to_numpy() for name in ("customer_id", "journey", "entry_key")},
            "step": goes["step_key"].astype("str").to_numpy(),
            **{name: goes[name].astype("str").to_numpy() for name in ("purpose", "channel")},
            "variant": goes["variant"].where(goes["variant"] != "").astype("str").to_numpy(),
            "template": goes["template"].astype("str").to_numpy(),
            "due_at": goes["due"].to_numpy().astype("datetime64[s]"),
            "sent_at": goes["send_from"].to_numpy().astype("datetime64[s]"),
            "state": "reserved",
            "offer": goes["offer"].where(goes["offer"] != "").astype("str").to_numpy(),
            "offer_until": until.astype("datetime64[s]"),
        }
    )


def new_tags(plan: Plan) -> pd.DataFrame:
    """Tags of journeys for who entered, tags and tiers of rules for whom they hold; one a customer and tag, and none she has already."""
    request = plan.request
    entries = new_entries(plan)
    tags = {name: journey.tag for name, journey in request.settings.all_journeys.items() if journey.tag}
    of_journeys = {"customer_id": entries["customer_id"], "tag": entries["journey"].map(tags), "by": entries["journey"]}
    parts = [pd.DataFrame(of_journeys).dropna(subset="tag")]
    for rule in request.settings.rules:
        # The tag of a rule that sends is set for whoever enters.
        wanted = [rule.then.tag] if rule.then.tag and rule.then.send is None else []
        wanted += [TIER + rule.then.set_tier] if rule.then.set_tier else []
        if not rule.live or not wanted or request.wide.empty:
            continue
        holds = rules.checked(rule.when, request.kinds, f"rules.{rule.id}").holds(request.wide)
        who = request.wide.loc[holds, "customer_id"]
        parts += [pd.DataFrame({"customer_id": who, "tag": tag, "by": rule.id}) for tag in wanted]
    found = pd.concat(parts, ignore_index=True).drop_duplicates(["customer_id", "tag"])
    known = pd.MultiIndex.from_frame(request.history.tags[["customer_id", "tag"]])
    found = found[~pd.MultiIndex.from_frame(found[["customer_id", "tag"]]).isin(known)]
    if found.empty:
        return TAGS.empty()
    until = pd.Series(pd.NaT, index=found.index, dtype="datetime64[s]")
    told = found.astype("str").assign(since=pd.Timestamp(request.now), until=until)
    return told[list(TAGS.columns)].astype({"since": "datetime64[s]"}).sort_values(["customer_id", "tag"], ignore_index=True)
