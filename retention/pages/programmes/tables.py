"""Members, margin and programmes brought together, and what programmes come to on the same draws, each table made when first asked for.

A shop may have too little history for the members' model (guests only, five customers): then `nothing` says why, and only what needs no
members can be asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from retention import lifetime
from retention.lifetime import fallbacks
from retention.lifetime.fallbacks import Fitted
from retention.loyalty import accounting, bought, compare, economics, experiment, holdings
from retention.loyalty import break_even as even
from retention.loyalty.design import Designs, search
from retention.loyalty.members import Members, members_of
from retention.loyalty.preset_programmes import distinct, known_programmes
from retention.loyalty.redemption import of_simulation
from retention.loyalty.simulate import Simulated
from retention.loyalty.trial import Trial
from retention.loyalty.what_if import MEMBERS, usual_changes, what_if
from retention.pages.kit.book import Concept
from retention.pages.kit.words import Words
from retention.pages.lifetime.sentences import why_no_model
from retention.pages.membership.tables import Today
from retention.pages.programmes.sentences import best_of
from retention.pages.programmes.verdict import NOTHING_RUNS, Running
from retention.settings import LifetimeSettings, LoyaltySettings, Programme, SettingsProblem
from retention.tables import DataProblem

# Break-even and tornado look at differences on the same draws, for which fewer members and draws do.
FEW_MEMBERS, FEW_DRAWS = 3_000, 32
ROLES = ("best", "balanced", "generous")


@dataclass(frozen=True)
class Plan(Concept[LoyaltySettings]):
    """What the sections on programmes share."""

    @property
    def words(self) -> Words:
        """Texts in the shop's language."""
        return self.book.words

    @property
    def start(self) -> date:
        """The first day of the simulation."""
        return self.book.as_of + timedelta(days=1)

    @property
    def window(self) -> str:
        """The days that are simulated, as the window of a figure."""
        return f"{self.start}..{self.start + timedelta(days=round(self.settings.months * 365 / 12) - 1)}"

    @property
    def margin_given(self) -> bool:
        """Whether the shop gives its margin; else it is assumed, which every page says first."""
        return self.book.about.margin_rate is not None

    @property
    def margin(self) -> float:
        """Contribution as a share of net paid."""
        given = self.book.about.margin_rate
        return self.settings.assumptions.contribution.value if given is None else given

    @cached_property
    def known(self) -> dict[str, Programme]:
        """All programmes that have a name: the presets and the shop's own."""
        return known_programmes(self.settings.programmes, self.book.about.language)

    @cached_property
    def programmes(self) -> dict[str, Programme]:
        """The programmes to judge, today's first."""
        today = (self.settings.today,) if self.settings.today else ()
        names = list(dict.fromkeys((*today, *self.settings.compare)))
        if unknown := [name for name in names if name not in self.known]:
            raise SettingsProblem(f"compare: no programme is called {unknown[0]!r}; there are {', '.join(self.known)}")
        return distinct({name: self.known[name] for name in names})

    @cached_property
    def refused(self) -> dict[str, Programme]:
        """Programmes in which a tier takes off the whole margin or more: no number of orders pays for them, so they are not tried."""
        above = {name: even.above_margin(programme, self.margin)["kind"] for name, programme in self.programmes.items()}
        return {name: self.programmes[name] for name, kinds in above.items() if (kinds == "tier").any()}

    @cached_property
    def judged(self) -> dict[str, Programme]:
        """The programmes that are tried."""
        return {name: programme for name, programme in self.programmes.items() if name not in self.refused}

    @cached_property
    def usual_discounts(self) -> pd.DataFrame:
        """The uplift each usual discount needs: discount, product (at the product margin), own (at the shop's)."""
        return even.break_even_of(even.USUAL_DISCOUNTS, {"product": even.PRODUCT_MARGIN, "own": self.margin})

    @cached_property
    def discounts(self) -> pd.DataFrame:
        """Each discount of each programme and the uplift it needs alone (`break_even_table`), with the programme's label."""
        rows = [even.break_even_table(one, self.margin).assign(label=one.label) for one in self.programmes.values()]
        return pd.concat(rows, ignore_index=True)

    @property
    def running(self) -> Running:
        """What the shop runs today."""
        name = self.settings.today
        return Running(name, self.programmes[name].label) if name else NOTHING_RUNS

    # --- members ---------------------------------------------------------------------------------------

    @cached_property
    def history(self) -> pd.DataFrame:
        """Repeat history of each customer."""
        return lifetime.repeat_history(self.book.need("orders"), self.book.as_of)

    @cached_property
    def fitted(self) -> Fitted | None:
        """The models of notebook 05; None without customers."""
        settings = self.book.settings_of(LifetimeSettings).model_copy(update={"replicates": 0})
        return fallbacks.fit(self.history, settings) if len(self.history) else None

    @cached_property
    def today(self) -> Today:
        """Members, orders and books of today."""
        return self.book.shared(Today)

    @property
    def nothing_id(self) -> str:
        """Why there is no figure of programmes, as the key figures say it."""
        if not self.judged:
            return "kpi-missing-refused"
        why = self.fitted.why_no_model if self.fitted is not None else None
        return f"kpi-missing-{why.case}" if why else "kpi-missing-simulation"

    @cached_property
    def nothing(self) -> str:
        """Why nothing can be simulated, as a sentence; empty where it can."""
        if not self.judged:
            return self.words("loyalty-all-refused")
        if self.fitted is None:
            return self.words("loyalty-nobody")
        if self.fitted.model is None:
            return self.words("loyalty-no-model", why=why_no_model(self.fitted, self.words))
        return "" if len(self.members) else self.words("loyalty-no-members")

    @cached_property
    def everybody(self) -> Members:
        """All members; all known customers where the shop does not say who is one. Accounts of another kind are left out."""
        if self.fitted is None or self.fitted.model is None:
            raise DataProblem("members: there is no model of how they order")
        usual = self.history[~self.history["customer_id"].isin(self.fitted.bulk)].reset_index(drop=True)
        posterior = lifetime.posterior(self.fitted.model, self.fitted.spend, usual)
        tasks = bought.tasks(self.book.table("events"))
        told = (self.today.purchases, self.today.refunds, tasks, self.today.joined)
        return members_of(posterior, *told, self.start, self.today.completion_days)

    @cached_property
    def members(self) -> Members:
        """The members that are simulated."""
        return self.everybody.sample(self.settings.most_members, self.settings.seed)

    @property
    def left_out(self) -> int:
        """Accounts of another kind among the members: no customers a programme is for."""
        bulk = self.fitted.bulk if self.fitted is not None else frozenset()
        return len(bulk if self.everybody_counts else bulk & set(self.today.joined["customer_id"]))

    @property
    def everybody_counts(self) -> bool:
        """Whether all known customers are taken as members, because nobody is named as one."""
        return self.today.joined.empty

    @cached_property
    def order_value(self) -> float:
        """Mean net paid of an order."""
        return self.fitted.order_mean if self.fitted is not None else 0.0

    # --- programmes tried ------------------------------------------------------------------------------

    def tried(self, programme: Programme) -> Simulated:
        """A programme on all draws."""
        return self.everything.simulated(programme, self.settings.draws)

    @cached_property
    def results(self) -> dict[str, Simulated]:
        """Each programme judged on the same draws."""
        return {name: self.tried(programme) for name, programme in self.judged.items()}

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per programme judged: label, value, low, high, p_positive … (`compare.comparison`), without the row of no programme."""
        return self.compared(self.results)

    def compared(self, results: Mapping[str, Simulated], level: float | None = None) -> pd.DataFrame:
        """What programmes come to on the same draws (`compare.comparison`), without the row of no programme."""
        s = self.settings
        found = compare.comparison(results, level or s.level, s.redemption_prior)
        return found[found["programme"] != compare.NONE].reset_index(drop=True)

    @cached_property
    def best(self) -> str:
        """Name of the programme with the highest gain of those judged."""
        return str(best_of(self.table)["programme"])

    @cached_property
    def costs(self) -> dict[str, pd.DataFrame]:
        """What each programme costs and brings by part (`economics.costs`), with its label."""
        s = self.settings
        return {
            name: economics.costs(r, s.level, s.redemption_prior).assign(programme=name, label=r.programme.label) for name, r in self.results.items()
        }

    @cached_property
    def rewards(self) -> pd.DataFrame:
        """What each third of the members receives of the best programme judged, and what the shop has of it; thirds with members only."""
        found = economics.who_gains(self.results[self.best], self.members.third)
        thirds = found[(found["group"] != "all") & (found["members"] > 0)]
        return thirds.assign(share=thirds["share"].fillna(0.0))

    @cached_property
    def by_tier(self) -> pd.DataFrame:
        """Members and gain by tier of each programme judged."""
        tables = [economics.by_tier(r, self.settings.level).assign(label=r.programme.label) for r in self.results.values()]
        return pd.concat(tables, ignore_index=True)

    @cached_property
    def best_to_lose(self) -> str:
        """Name of the best programme judged whose tiers can be lost, else of the best."""
        lost = self.table[[self.judged[name].qualification.downgrade for name in self.table["programme"]]]
        return str(best_of(lost)["programme"]) if len(lost) else self.best

    @cached_property
    def moves(self) -> pd.DataFrame:
        """From which tier to which in the last year of `best_to_lose` (`economics.migration`)."""
        found = economics.migration(self.results[self.best_to_lose])
        return found[found["year"] == found["year"].max()]

    # --- points ----------------------------------------------------------------------------------------

    @cached_property
    def with_points(self) -> Simulated | None:
        """The best programme judged that has points; None where none has."""
        has = self.table[[self.judged[name].points is not None for name in self.table["programme"]]]
        return self.results[str(best_of(has)["programme"])] if len(has) else None

    @property
    def pointed(self) -> Simulated:
        """The same, where one has."""
        if self.with_points is None:
            raise DataProblem("points: no programme judged has any")
        return self.with_points

    @cached_property
    def points_flow(self) -> pd.DataFrame:
        """Points issued, burned and expired by month."""
        return economics.points_flow(self.pointed)

    @cached_property
    def redeemed(self) -> dict[str, float | str]:
        """Share of the points ever spent in the simulation."""
        found = of_simulation(self.pointed, self.settings.redemption_prior)
        return {"value": found.rate, "low": found.low, "high": found.high, "source": "simulated"}

    @cached_property
    def expiring(self) -> pd.DataFrame:
        """Points about to lapse at the end."""
        return holdings.expiring(self.pointed, self.settings.level)

    @cached_property
    def liability(self) -> pd.DataFrame:
        """What open points stand for by month, in the books and to be expected."""
        return accounting.liability_by_month(self.pointed, self.settings.level, self.settings.redemption_prior)

    @cached_property
    def points_age(self) -> pd.DataFrame:
        """Open points at the end by age."""
        return holdings.ageing(self.pointed, self.settings.level)

    # --- what it hangs on, and better designs ----------------------------------------------------------

    @cached_property
    def sensitivity(self) -> pd.DataFrame:
        """The gain of the best programme judged with each assumption at its ends."""
        return compare.tornado(self.judged[self.best], self.few, FEW_DRAWS)

    @cached_property
    def everything(self) -> Trial:
        """How programmes are tried on all members."""
        s = self.settings
        return Trial(self.members, s.assumptions, self.margin, self.start, s.months, s.seed, s.level, s.redemption_prior)

    @cached_property
    def few(self) -> Trial:
        """The same on fewer members, for differences on the same draws."""
        return self.everything.on(self.everybody.sample(FEW_MEMBERS, self.settings.seed))

    @cached_property
    def needed(self) -> pd.DataFrame:
        """One row per programme judged: programme, label, net (break-even uplift, missing where none is enough), most, assumed, gain."""
        return even.needed_uplifts(self.judged, self.table, self.few, FEW_DRAWS)

    @cached_property
    def trial(self) -> Trial:
        """How designs are tried: on fewer members, else as everything here."""
        s = self.settings
        return self.everything.on(self.everybody.sample(s.design.members, s.seed))

    @cached_property
    def designs(self) -> Designs:
        """What the search found, beginning from the best programme judged."""
        s = self.settings
        taken = {programme.label for programme in self.judged.values()}
        labels = {role: self.words(f"loyalty-design-{role}") for role in ROLES}
        own = {role: f"{label} ({role})" if label in taken else label for role, label in labels.items()}
        return search(self.judged[self.best], self.trial, s.design, self.order_value, own)

    @cached_property
    def proposed(self) -> pd.DataFrame:
        """The proposed programmes on the draws and members of those judged; columns as in `table`, no rows where nothing is proposed."""
        if not self.designs.programmes:
            return self.table.iloc[:0]
        return self.compared({role: self.tried(programme) for role, programme in self.designs.programmes.items()})

    @cached_property
    def choices(self) -> pd.DataFrame:
        """All programmes judged and proposed."""
        return pd.concat([self.table, self.proposed], ignore_index=True) if len(self.proposed) else self.table

    @property
    def marked(self) -> pd.DataFrame:
        """All designs tried, those on the front and the programmes with a label: gain, reward, on_front, label."""
        named = self.choices.rename(columns={"value": "gain"})
        parts = (
            self.designs.tried.assign(on_front=False, label=""),
            self.designs.frame.assign(on_front=True, label=""),
            named.assign(on_front=False),
        )
        return pd.concat([part[["gain", "reward", "on_front", "label"]] for part in parts], ignore_index=True)

    @property
    def fresh(self) -> pd.DataFrame:
        """The proposed programmes on fresh draws: columns of the front, value (gain), label."""
        rows = self.designs.frame[self.designs.frame["role"] != ""].rename(columns={"gain": "value"})
        return rows.assign(label=[self.designs.programmes[role].label for role in rows["role"]])

    @cached_property
    def small(self) -> Trial:
        """How changes to a programme are tried: on a small sample, so that an answer comes while somebody waits."""
        return self.trial.on(self.trial.members.sample(MEMBERS, self.trial.seed))

    @cached_property
    def changed(self) -> pd.DataFrame:
        """What a handful of changes to the best programme judged come to."""
        programme = self.judged[self.best]
        return what_if(programme, self.small, usual_changes(programme, self.margin))

    # --- the shop's own test -----------------------------------------------------------------------------

    @cached_property
    def measured(self) -> pd.DataFrame | None:
        """What the shop's own test has shown (`experiment.measured`); None where it names none or it cannot be found."""
        touches, campaign = self.book.table("touches"), self.settings.measured_by
        if not campaign or touches is None:
            return None
        s = self.settings
        drawn = experiment.arms(touches, self.book.need("orders"), campaign, s.experiment_days, self.book.as_of)
        return experiment.measured(drawn, self.expected_uplift) if len(drawn) else None

    @property
    def measured_uplift(self) -> tuple[float, float, float] | None:
        """The uplift that was measured with its interval; None where none was."""
        return None if self.measured is None else experiment.measured_uplift(self.measured)

    @property
    def expected_uplift(self) -> float:
        """Net uplift that is assumed to come of the best programme judged; without a simulation the mean of the thirds."""
        if not self.nothing:
            return float(best_of(self.table)["uplift_net"])
        a = self.settings.assumptions
        return float(sum(getattr(a, name).value for name in economics.UPLIFTS) / len(economics.UPLIFTS))

    @cached_property
    def order_counts(self) -> pd.DataFrame:
        """Orders of each member within the days of an experiment; of all known customers where nobody is named as a member."""
        joined = self.today.joined
        if joined.empty:
            joined = self.history[["customer_id"]].assign(joined_on=pd.to_datetime(self.history["first_on"]))
        return experiment.order_counts(self.book.need("orders"), joined, self.book.as_of, self.settings.experiment_days)

    @cached_property
    def experiment_plan(self) -> pd.DataFrame:
        """The experiment this shop can run: quantity, value."""
        return experiment.plan(self.order_counts["orders"], self.settings.experiment_days, self.expected_uplift)

    @cached_property
    def experiment_sizes(self) -> pd.DataFrame:
        """Members and months it takes to show an uplift; no rows where there is nobody to compare."""
        counts = self.order_counts["orders"]
        uplifts = experiment.UPLIFTS if len(counts) > 1 and counts.sum() else ()
        return experiment.sizes(counts, self.settings.experiment_days, uplifts)
