"""The tables of a plan of messages, each made when first asked for: rooms of methods are introduced to each other here."""

import difflib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from retention import affinity, experiments, journeys, ledger, service
from retention.contact import country_of_zone, with_withdrawals
from retention.journeys import batches, languages, offer_costs, previews, rules, summary
from retention.pages.affinity.tables import Goods
from retention.pages.kit.book import Concept
from retention.pages.parcels.tables import notices_for
from retention.service import nps
from retention.settings import JourneysSettings, OffersSettings, SettingsProblem
from retention.tables import MEMBERS, PYRAMID, SEGMENTS, own_records

TABLES = (
    "orders",
    "order_lines",
    "customers",
    "products",
    "events",
    "coupons",
    "consents",
    "touches",
    "shipments",
    "scans",
    "tickets",
    "returns",
    "surveys",
)
MORNING = time(8, 30)
# Data older than this make a plan a rehearsal.
FRESH = timedelta(hours=36)
STOP = "STOP"


@dataclass(frozen=True)
class Planning(Concept[JourneysSettings]):
    """What the sections on messages share.

    `wanted`: the moment to plan from; none: now, or the morning after the data where these are old. `past`: what was handed over before; none:
    what the shop's ledger says. `rehearse`: nothing of the plan is for real, whatever the moment.
    """

    wanted: datetime | None = None
    past: ledger.Known | None = None
    rehearse: bool = False

    # --- when ----------------------------------------------------------------------------------------

    @cached_property
    def zone(self) -> str:
        """The shop's time zone."""
        return self.book.about.time_zone or self.book.shop.zone

    @cached_property
    def clock(self) -> datetime:
        """What time it really is."""
        return datetime.now(UTC)

    @cached_property
    def now(self) -> datetime:
        """The moment the plan looks from."""
        if self.wanted is not None:
            return self.wanted
        morning = datetime.combine(self.book.as_of + timedelta(days=1), MORNING, ZoneInfo(self.zone))
        return morning if self.clock - morning > FRESH else self.clock.astimezone(ZoneInfo(self.zone))

    @property
    def rehearsal(self) -> bool:
        """Whether the plan looks from another time than now, so that nothing of it may be handed over."""
        return self.rehearse or abs(self.clock - self.now) > FRESH

    @cached_property
    def data_until(self) -> date:
        """The last day that the plan knows of."""
        return self.book.shop.at(self.now).as_of

    # --- what ----------------------------------------------------------------------------------------

    @cached_property
    def seen(self) -> journeys.Seen:
        """The shop's tables at that moment, and its members."""
        at = self.book.shop.at(self.now)
        segmentation = self.book.settings_of(OffersSettings)
        return journeys.Seen(
            {name: at.table(name) for name in TABLES} | {"consents": with_withdrawals(at.table("consents"), self.withdrew, self.zone)},
            self.now,
            self.zone,
            self._members,
            self._members_before,
            segmentation.silent_days,
            segmentation.dormant_days,
            self._owed_a_call(at.table("surveys")),
            notices_for(self.settings, self.book, at),
        )

    def _owed_a_call(self, surveys: ir.Table | None) -> frozenset[str] | None:
        """Detractors' answers that a call is owed for, by the rule of notebook 05's list."""
        if surveys is None:
            return None
        told = nps.answers(surveys)
        return service.owed_a_call(told, self.now.astimezone(UTC).replace(tzinfo=None))

    @cached_property
    def handed_over(self) -> ledger.Known | None:
        """What the ledger knew at that moment; None where nothing was ever planned for sending."""
        if self.past is not None:
            return self.past
        with ledger.to_look_at(self.book.shop.data / own_records.FOLDER) as book:
            return None if book is None else ledger.known(book)

    @property
    def withdrew(self) -> pd.DataFrame | None:
        """Who withdrew by a reply or a click, as far as the ledger knows."""
        return None if self.handed_over is None else self.handed_over.withdrawals

    @cached_property
    def standing(self) -> ledger.Standing | None:
        """How the shop's ledger stands; None where nothing was ever planned for sending."""
        return ledger.standing(self.book.shop.data / own_records.FOLDER)

    @cached_property
    def _members(self) -> pd.DataFrame | None:
        return self.book.made(MEMBERS) if self.book.table("memberships") is not None else None

    @cached_property
    def _members_before(self) -> pd.DataFrame | None:
        return self.book.before(MEMBERS) if self._members is not None else None

    @cached_property
    def wide(self) -> pd.DataFrame:
        """One row per customer with an order: pyramid, segments, members, as rules read them."""
        parts = [self.book.made(SEGMENTS), *([self._members] if self._members is not None else [])]
        wide = self.book.made(PYRAMID)
        for promise, part in zip((SEGMENTS, MEMBERS), parts, strict=False):
            fresh = [name for name in part if name not in wide and name not in rules.LEFT_OUT[promise.name]]
            wide = wide.join(part.set_index("customer_id")[fresh], on="customer_id")
        return wide

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The columns rules may use."""
        return journeys.columns_of_rules(self.book.about.fields)

    @property
    def language(self) -> str:
        """The language of texts."""
        return self.settings.language or self.book.about.language or "en"

    @cached_property
    def texts(self) -> journeys.Wording:
        """The texts, in the shop's language and in others it wrote, checked against the journeys."""
        found = languages.read(self.language, Path(self.book.params) if self.book.params else None)
        journeys.refuse(self.settings, found, self.kinds)
        return found

    @property
    def signature(self) -> str:
        """What stands in front of every SMS."""
        return self.settings.signature or self.book.about.name[:16]

    @cached_property
    def writer(self) -> journeys.Writer:
        """What texts are filled with."""
        told = self.texts
        return journeys.Writer(told.own, self.book.about.name, self.signature, self.next_goods, self._names_of_goods, told.others)

    @cached_property
    def next_goods(self) -> dict[str, str]:
        """The good that a message may offer to each customer: the best of notebook 02's that she has not bought or given back since."""
        lines = self.seen.tables["order_lines"]
        wanted = any(step.goods == "next_goods" for one in self.settings.all_journeys.values() if one.live for step in one.steps)
        if lines is None or not wanted:
            return {}
        chosen = self.book.settings_of(OffersSettings).affinity
        sold = affinity.goods_of(lines, self.seen.tables["products"], chosen.goods)
        since = self.now.date() - timedelta(days=chosen.window_days)
        return affinity.good_to_offer(self.book.shared(Goods).handed(), sold, self.seen.tables["returns"], since, self._names_of_goods)

    @cached_property
    def _names_of_goods(self) -> dict[str, str]:
        products = self.book.table("products")
        if products is None:
            return {}
        told = products.filter(products.name.notnull()).select("product_id", "name").to_pandas()
        return dict(zip(told["product_id"], told["name"], strict=True))

    @cached_property
    def usual_order(self) -> float:
        """What an order usually comes to: the median of customers' order values."""
        worth = self.book.made(PYRAMID)["aov"].astype(float).clip(lower=1).sort_values()
        # Where nobody is known nobody is written to.
        return float(worth.iloc[len(worth) // 2]) if len(worth) else 1.0

    # --- the plan ------------------------------------------------------------------------------------

    @cached_property
    def _request(self) -> journeys.Request:
        """What the plan is made from, before the control groups have their size."""
        offers = journeys.Offers(self.book.about.margin_rate, self.usual_order)
        return journeys.Request(
            self.book.about.name,
            self.seen,
            self.settings,
            self.wide,
            self.kinds,
            experiments.control_group,
            experiments.variants_of,
            country=country_of_zone(self.zone),
            ready=journeys.ready(self.settings, self.signature),
            stopped=self.stopped,
            stale=self._stale,
            rehearsal=self.rehearsal,
            **self._before,
            standing=(self.writer.judge, offers.judge),
            at_the_end=(offers.within_budget,),
        )

    @property
    def _before(self) -> dict[str, Any]:
        """What was handed over before, as plans take it."""
        told = self.handed_over
        if told is None:
            return {}
        return {"history": journeys.History(told.entries, told.assignments, told.messages, told.tags), "started": told.started, "steps": told.steps}

    @property
    def stopped(self) -> bool:
        """Whether somebody stopped everything."""
        folders = [self.book.shop.data, *([Path(self.book.params)] if self.book.params else [])]
        return any((folder / STOP).exists() for folder in folders)

    @property
    def _stale(self) -> frozenset[str]:
        """Journeys whose data are too old by the real clock."""
        end = datetime.combine(self.data_until + timedelta(days=1), time(), ZoneInfo(self.zone))
        return journeys.stale(self.settings, self.seen, end, self.clock)

    @cached_property
    def base_rate(self) -> float:
        """Share of customers who ordered in the last 30 days; missing where it cannot be told."""
        return summary.base_rate(self.wide)

    @cached_property
    def power(self) -> pd.DataFrame:
        """journey, a_year, at_most, share, base, smallest (rise that shows in a year; missing where none does), chosen (`chosen_by`)."""
        told, base = journeys.entered_a_year(self._request), self.base_rate
        journeys_ = self.settings.all_journeys
        auto = [journeys_[name].control == "auto" for name in told["journey"]]
        shares = [
            experiments.chosen_share(base, a_year) if by_us else float(journeys_[name].control)
            for name, a_year, by_us in zip(told["journey"], told["a_year"], auto, strict=True)
        ]
        smallest = [experiments.smallest_difference(base, a_year, share) for a_year, share in zip(told["a_year"], shares, strict=True)]
        chosen = [chosen_by(by_us, base, a_year) for by_us, a_year in zip(auto, told["a_year"], strict=True)]
        return told.assign(share=shares, base=base, smallest=smallest, chosen=chosen)

    @cached_property
    def plan(self) -> journeys.Plan:
        """The plan."""
        return journeys.make(replace(self._request, shares=dict(zip(self.power["journey"], self.power["share"], strict=True))))

    @cached_property
    def channel_costs(self) -> dict[str, float]:
        """What a message costs by channel, as far as the shop has said."""
        return {str(name): cost for name, cost in self.book.settings_of(OffersSettings).channel_costs.items()}

    @cached_property
    def batches(self) -> pd.DataFrame:
        """What would be handed over, and what needs approval first."""
        return batches.proposed(self.plan, self.channel_costs, self.usual_order)

    @cached_property
    def findings(self) -> list[journeys.Finding]:
        """What gateways or the law may send back."""
        return journeys.findings(self.settings, self.texts, self.signature)

    @cached_property
    def groups_without_a_row(self) -> pd.DataFrame:
        """Groups of customers that no row of the communication matrix speaks to: group, customers, money_share."""
        from retention.segments.groups import group_sizes

        named = {group for row in self.book.settings_of(OffersSettings).matrix for group in row.groups}
        sizes = group_sizes(self.book.made(SEGMENTS), self.book.made(PYRAMID))
        return sizes[~sizes["group"].isin(named) & (sizes["customers"] > 0)]

    # --- counted -------------------------------------------------------------------------------------

    @cached_property
    def by_channel(self) -> pd.DataFrame:
        """Messages and customers by channel."""
        return summary.by_channel(self.plan)

    @property
    def customers_written_to(self) -> int:
        """How many customers get a message now."""
        return int(self.plan.goes["person"].nunique())

    @cached_property
    def by_day(self) -> pd.DataFrame:
        """Messages by day and channel."""
        return summary.by_day(self.plan)

    @cached_property
    def used(self) -> dict[str, float]:
        """Share of the shop's coupons that were used, by kind, as far as it is known."""
        return offer_costs.used_shares(self.seen.tables["coupons"], self.seen.today)

    @cached_property
    def given_out(self) -> pd.DataFrame:
        """Offers by day and journey with what they cost at most and as expected."""
        return offer_costs.given_out(self.plan, self.usual_order, self.used)

    @property
    def given_in_all(self) -> tuple[float, float]:
        """What they cost over all days, at most and as expected."""
        return offer_costs.in_all(self.given_out)

    @property
    def given_by_journey(self) -> pd.DataFrame:
        """What they cost by journey."""
        return offer_costs.by_journey(self.given_out)

    @cached_property
    def by_hour(self) -> pd.DataFrame:
        """Messages by weekday and hour."""
        return summary.by_hour(self.plan)

    @cached_property
    def guards(self) -> pd.DataFrame:
        """All guards with what each decided or changed."""
        left_out = self.writer.goods_left_out(self.plan.request, self.plan.people, self.plan.goes) if self.next_goods else float("nan")
        return summary.by_guard(self.plan, self.batches, left_out)

    @cached_property
    def by_family(self) -> pd.DataFrame:
        """Blocked candidates by family of reasons."""
        return summary.by_family(self.plan)

    @cached_property
    def not_begun(self) -> list[str]:
        """Live journeys that count only what comes after this plan."""
        return summary.not_begun(self.plan)

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The plan as it is kept."""
        return summary.message_plan(self.plan)

    @cached_property
    def kpis(self) -> pd.DataFrame:
        """Figures of the plan."""
        return summary.kpis(self.plan, self.now.date().isoformat())

    @cached_property
    def previews(self) -> pd.DataFrame:
        """Texts as somebody made up would read them, by step, variant, channel and language."""
        return previews.previews(self.settings, self.writer)

    @property
    def shown_texts(self) -> pd.DataFrame:
        """Every text in use once."""
        return previews.each_text(self.previews)

    @property
    def variants(self) -> pd.DataFrame:
        """Texts of steps with variants."""
        return previews.of_variants(self.previews)

    @cached_property
    def languages(self) -> pd.DataFrame:
        """Languages beside the shop's: customers, and texts written in it."""
        return previews.languages(self.plan, self.writer)

    def texts_of(self, journey: str) -> set[str]:
        """Names of the texts of one live journey, or of all; SettingsProblem for a journey that there is not."""
        live = {name: one for name, one in self.settings.all_journeys.items() if one.live}
        if journey and journey not in live:
            if not live:
                raise SettingsProblem("no journey is live; write live: true at one of journeys.yaml to see its texts")
            near = difflib.get_close_matches(journey, live, n=1)
            raise SettingsProblem(
                f"no live journey is called {journey!r}; " + (f"did you mean {near[0]!r}?" if near else f"there are {', '.join(live)}")
            )
        return {template for name, one in live.items() if journey in ("", name) for step in one.steps for template in step.templates}

    def extreme_texts(self, n: int) -> pd.DataFrame:
        """The longest and the shortest texts."""
        return previews.extremes(self.previews, n)

    @cached_property
    def conditions(self) -> list[tuple[str, Any]]:
        """Name and tree of the condition of each live rule, and of each entrance of a live journey; one that several entrances share once."""
        return journeys.conditions(self.settings, self.kinds)

    @cached_property
    def tags(self) -> pd.DataFrame:
        """What the plan would note of customers: by (journey or rule), tag, customers."""
        return summary.tags(journeys.noted(self.plan).tags)

    @cached_property
    def capped_at_two(self) -> journeys.Plan | None:
        """The plan if a customer got two messages in 7 days at most; None where the shop sends no more anyway."""
        return self.plan.capped(2, 7)

    @cached_property
    def quiet_from_seven(self) -> journeys.Plan | None:
        """The plan if no marketing went after 19:00; None where the shop sends none then anyway."""
        return self.plan.quiet_from("19:00")

    def steps(self) -> pd.DataFrame:
        """People at each step of each live journey."""
        return summary.by_step(self.plan)


def chosen_by(auto: bool, base: float, a_year: float) -> str:
    """Who chose the share of a control group: shop, us by the size of the journey, or usual where that or the base rate is not known."""
    if not auto:
        return "shop"
    return "usual" if np.isnan(a_year) else "usual-without-base" if np.isnan(base) else "us"
