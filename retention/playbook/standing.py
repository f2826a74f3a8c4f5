"""What notebook 03 shows of today's programme: `today = standing.of(book)`; tiers, points, next steps, the shop's own balances beside ours.

Without a programme of today, or without members, each function says so in a line. Names of customers stand in work lists only.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TypeAlias

import pandas as pd
import plotly.graph_objects as go

from retention.figures import blocks
from retention.figures import points as charts
from retention.figures.blocks import NOTHING, Action, Html, prose
from retention.loyalty import bought
from retention.loyalty.holdings import ageing_of_lots, value_per_point
from retention.loyalty.ledger import Ledger, points_ledger
from retention.loyalty.presets import known_programmes, tier_keys
from retention.loyalty.reconciled import Reconciled, reconcile
from retention.loyalty.redemption import Redemption, ledger_cohorts, redemption
from retention.playbook import Playbook, lists
from retention.settings import LoyaltySettings, Programme, SettingsProblem
from retention.tables import MEMBERS, PYRAMID
from retention.tables.kpis import kpi_row
from retention.words import Words
from retention.words import points as say
from retention.words import standing as tell

LISTS = "member_lists"
YEAR = 365
Shown: TypeAlias = Html | go.Figure


@dataclass(frozen=True)
class Today:
    """The members of a shop today and the books of its programme, each made when first asked for."""

    book: Playbook[LoyaltySettings]

    @property
    def settings(self) -> LoyaltySettings:
        """Settings of notebook 03."""
        return self.book.settings

    @property
    def words(self) -> Words:
        """Texts in the shop's language."""
        return self.book.words

    @cached_property
    def programme(self) -> Programme | None:
        """The programme the shop runs now; None where none is named."""
        if not self.settings.today:
            return None
        known = known_programmes(self.settings.programmes, self.book.about.language)
        if self.settings.today not in known:
            raise SettingsProblem(f"today: no programme is called {self.settings.today!r}; there are {', '.join(known)}")
        return known[self.settings.today]

    @cached_property
    def joined(self) -> pd.DataFrame:
        """Who is a member since when; without rows where the shop does not say."""
        return bought.joined(self.book.table("memberships"), self.book.table("customers"), self.book.as_of)

    @cached_property
    def purchases(self) -> pd.DataFrame:
        """All orders of known customers, with the day they were completed."""
        about = self.book.about
        return bought.purchases(self.book.need("orders"), self.completion_days, about.time_zone or "UTC")

    @cached_property
    def completion_days(self) -> int:
        """Days from order to completion, as the exports have it; the setting where they do not."""
        return bought.completion_days(self.book.need("orders"), self.settings.completion_days)

    @cached_property
    def ledger(self) -> Ledger | None:
        """The books of today's programme; None without one or without members."""
        if self.programme is None or self.joined.empty:
            return None
        events = self.book.table("events")
        refunds = bought.refunds(self.book.need("orders"), self.book.table("returns"))
        told = (self.purchases, refunds, bought.burns(events), bought.tasks(events))
        return points_ledger(self.programme, *told, self.joined, self.book.as_of, self.completion_days)

    @cached_property
    def members(self) -> pd.DataFrame:
        """As the table MEMBERS, but with tiers called as the programme calls them; empty without a programme of today."""
        if self.ledger is None or self.programme is None or self.ledger.members.empty:
            return pd.DataFrame(columns=list(MEMBERS.columns))
        told = self.ledger.members
        known = told if "joined_on" in told else told.merge(self.joined[["customer_id", "joined_on"]], "left", "customer_id")
        return MEMBERS.check(known[list(MEMBERS.columns)])

    @property
    def table(self) -> pd.DataFrame:
        """The table MEMBERS."""
        names = [name for name in MEMBERS.columns if name.endswith("_name")]
        return self.members.assign(**{name: self.members[name].map(self.key_of, na_action="ignore") for name in names})

    def key_of(self, tier_name: str) -> str:
        """What a tier is called in data: a preset's by its key, since its names are in the shop's language; the shop's own as it is."""
        preset = self.settings.today not in self.settings.programmes
        return tier_keys(self.book.about.language).get(tier_name, tier_name) if preset else tier_name

    @cached_property
    def redeemed(self) -> Redemption | None:
        """Share of points ever spent, by this shop's own points."""
        if self.ledger is None or self.programme is None or self.programme.points is None:
            return None
        cohorts = ledger_cohorts(self.ledger.entries, self.ledger.lots, self.book.as_of)
        return redemption(cohorts, self.settings.redemption_prior, self.settings.level, self.settings.seed)

    @cached_property
    def reconciled(self) -> Reconciled | None:
        """Our balances and tiers beside the shop's own; None where it states none."""
        stated = self.book.table("memberships")
        if self.ledger is None or stated is None:
            return None
        return reconcile(self.ledger.members, stated.select("customer_id", "points", "tier").to_pandas())

    @cached_property
    def order_value(self) -> float:
        """What is usually paid for an order, shop currency."""
        paid = self.purchases.loc[self.purchases["counts"].astype(bool), "paid"]
        return float(paid.median()) if len(paid) else 0.0

    @cached_property
    def near(self) -> pd.DataFrame:
        """Members whom one usual order brings to the next tier, nearest first."""
        if self.members.empty or self.programme is None:
            return self.members
        points = self.programme.points.per_money if self.programme.points else 0.0
        one = {"orders": 1.0, "points": self.order_value * points}.get(self.programme.qualification.basis, self.order_value)
        found = self.members[(self.members["to_next"] <= one) & (self.members["expected_tier"] <= self.members["tier"])]
        return found.sort_values(["to_next", "customer_id"], ignore_index=True)

    @cached_property
    def lapsing(self) -> pd.DataFrame:
        """Members with points that lapse soon, most points first."""
        soon = f"expiring_{tell.SOON_DAYS}"
        return self.members[self.members[soon] > 0].sort_values([soon, "customer_id"], ascending=[False, True], ignore_index=True)

    @cached_property
    def listed(self) -> dict[str, tuple[pd.DataFrame, lists.Written]]:
        """The work lists, written when they are first asked for: the members in each, no marked accounts, and where it lies."""
        found, work = {}, []
        pyramid = self.book.made(PYRAMID)
        for key, members in {"next_steps": self.members, "near_next_tier": self.near, "points_lapsing": self.lapsing}.items():
            people, left_out = lists.without_marked(members, pyramid)
            if len(people):
                found[key] = people
                work.append(tell.step_list(key, lists.owned(people, pyramid), lists.due(self.book), left_out, self.words))
        written = lists.write(self.book, LISTS, *work)
        return {key: (people, written[key]) for key, people in found.items()}

    @property
    def missing(self) -> Html | None:
        """The line in place of everything without a programme or members; None where there are both."""
        if self.programme is None:
            return blocks.missing(self.words("standing-none"), self.words)
        return blocks.missing(self.words("standing-needs-members"), self.words) if self.members.empty else None


def of(book: Playbook[LoyaltySettings]) -> Today:
    """What the functions below work with."""
    return Today(book)


# --- lists -----------------------------------------------------------------------------------------------


def actions(today: Today) -> list[Action]:
    """Write each member's next step as work lists; what to do with the two that ask for something."""
    w, listed, asked = today.words, today.listed, []
    if "near_next_tier" in listed:
        people, of = listed["near_next_tier"]
        asked.append(Action(**of.told(tell.step_action(people, today.order_value, w), w)))
    if "points_lapsing" in listed and today.programme is not None:
        people, of = listed["points_lapsing"]
        asked.append(Action(**of.told(tell.expiry_action(people, value_per_point(today.programme), w), w)))
    return asked


def kpi_rows(today: Today) -> list[dict]:
    """Members, points outstanding and lapsing, burn to earn, for kpis.json."""
    day = f"{today.book.as_of}..{today.book.as_of}"
    n = len(today.joined)
    rows = [
        kpi_row("members_in_programme", "count", day, value=n, n=n)
        if n
        else kpi_row("members_in_programme", "count", day, missing="kpi-missing-memberships")
    ]
    why = (
        "kpi-missing-programme" if today.programme is None else "kpi-missing-points" if today.programme.points is None else "kpi-missing-memberships"
    )
    if today.ledger is not None:
        rows += [
            kpi_row("members_in_programme", "count", day, group=today.key_of(str(name)), value=int(n), n=int(n))
            for name, n in today.members["tier_name"].value_counts().items()
        ]
    if today.ledger is None or today.programme is None or today.programme.points is None:
        return rows + [
            kpi_row(name, unit, day, missing=why)
            for name, unit in (("points_outstanding", "count"), ("points_expiring", "count"), ("burn_to_earn", "ratio"))
        ]
    held = today.members[["points_usable", "points_pending"]].sum().sum()
    rows.append(kpi_row("points_outstanding", "count", day, value=float(held), n=len(today.members)))
    rows.append(kpi_row("points_expiring", "count", day, value=float(today.members["expiring_30"].sum()), n=len(today.lapsing)))
    return [*rows, _burn_to_earn(today)]


def burned_and_earned(today: Today) -> tuple[float, float]:
    """Points spent (net of those given back) and earned (net of those taken back) in the last year, by the ledger."""
    if today.ledger is None:
        return 0.0, 0.0
    entries = today.ledger.entries
    recent = entries[pd.to_datetime(entries["day"]) > pd.Timestamp(today.book.as_of) - pd.Timedelta(YEAR, "D")]
    moved = recent.groupby("kind")["points"].sum()
    earned = sum(moved.get(kind, 0) for kind in ("earned", "task")) - moved.get("clawed", 0)
    return float(moved.get("burned", 0) - moved.get("given_back", 0)), float(earned)


def _burn_to_earn(today: Today) -> dict:
    window = f"{today.book.as_of - timedelta(days=YEAR - 1)}..{today.book.as_of}"
    burned, earned = burned_and_earned(today)
    if earned <= 0:
        return kpi_row("burn_to_earn", "ratio", window, missing="kpi-missing-burns")
    return kpi_row("burn_to_earn", "ratio", window, value=burned / earned, n=len(today.members))


# --- shown -------------------------------------------------------------------------------------------------


def tiers(today: Today) -> Shown:
    """Members by tier, today and once orders under way are completed."""
    if today.missing is not None or today.programme is None:
        return today.missing or NOTHING
    return charts.tiers(tier_table(today.members, today.programme), today.programme.label, today.book.as_of, today.words)


def tier_table(members: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """One row per tier, lowest first: tier_name, members, share, expected (members once orders under way complete), points, pending, expiring."""
    counted = members.groupby("tier").agg(
        members=("customer_id", "size"), points=("points_usable", "sum"), pending=("points_pending", "sum"), expiring=("expiring_90", "sum")
    )
    rows = counted.reindex(range(len(programme.tiers)), fill_value=0)
    rows.insert(0, "tier_name", [tier.name for tier in programme.tiers])
    rows["expected"] = members["expected_tier"].value_counts().reindex(rows.index, fill_value=0)
    return rows.assign(share=rows["members"] / max(len(members), 1)).reset_index(drop=True)


def in_words(today: Today) -> Html:
    """Members, points, what lapses, and how many points will ever be spent."""
    if today.missing is not None or today.programme is None:
        return NOTHING
    said = [tell.standing_in_words(today.members, today.programme, today.words)]
    burned, earned = burned_and_earned(today)
    if earned > 0:
        said.append(today.words("standing-burn-settles" if burned / earned < say.SEDIMENT else "standing-burn-moves", share=burned / earned))
    if today.redeemed is not None and today.redeemed.source != "none":
        found = today.redeemed
        said.append(say.liability_in_words({"value": found.rate, "low": found.low, "high": found.high, "source": found.source}, today.words))
    steps = [today.words("standing-steps"), today.listed["next_steps"][1].in_words(today.words)] if "next_steps" in today.listed else []
    return prose("\n\n".join([*said, ("" if today.words.language == "zh" else " ").join(steps)]))


def points_age(today: Today) -> Shown:
    """Points members hold, by age."""
    if today.missing is not None or today.ledger is None or today.programme is None or today.programme.points is None:
        return NOTHING
    table = ageing_of_lots(today.ledger.lots, today.book.as_of)
    if not table["points"].sum() > 0:
        return NOTHING
    return charts.ageing(table, today.programme.label, today.words, today.book.as_of)


def reconciliation(today: Today) -> Shown:
    """Our balances beside the shop's own: how many agree, and the largest differences under a code."""
    if today.reconciled is None:
        return NOTHING
    w, found = today.words, today.reconciled
    shown = [blocks.table(*tell.fate_rows(found.counts, w), w, caption=w("standing-fates-caption"))]
    if len(found.points):
        rows = found.points.head(tell.MOST_DIFFERENCES).assign(customer=lambda t: t["customer_id"].map(today.book.pseudonym))
        shown.append(blocks.table(*tell.difference_rows(rows, w), w, caption=w("standing-differences-caption", n=len(found.points))))
    return blocks.folded(w("standing-reconciliation"), *shown)


def reconciliation_in_words(today: Today) -> Html:
    """How many balances and tiers agree."""
    return NOTHING if today.reconciled is None else prose(tell.reconciled_in_words(today.reconciled.counts, today.words))


def tier_figures(today: Today) -> Shown:
    """Members and points by tier, folded."""
    if today.missing is not None or today.programme is None:
        return NOTHING
    rows, heads = tell.tier_rows(tier_table(today.members, today.programme), today.programme.points is not None, today.words)
    return blocks.folded(today.words("standing-tiers-table"), blocks.table(rows, heads, today.words))


def dictionary(today: Today) -> Html:
    """What each column of the table members means."""
    rows = tell.dictionary(today.words)
    return blocks.folded(today.words("standing-dictionary"), blocks.table(rows, {str(c): (str(c), "text") for c in rows}, today.words))


def save(today: Today) -> Html:
    """Keep the table members for notebook 04."""
    return today.book.save(today.table, MEMBERS)
