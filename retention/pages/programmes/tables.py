"""Members, margin and programmes brought together, and what programmes come to on the same draws, each table made when first asked for.

A shop may have too little history for the members' model (guests only, five customers): then `nothing` says why, and only what needs no
members can be asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import pandas as pd

from retention.pages.effects.tables import Effects
from retention.pages.lifetime.sentences import why_no_model
from retention.pages.programmes.sentences import best_of
from retention.pages.programmes.shop_members import ShopMembers
from retention.pages.programmes.verdict import NOTHING_RUNS, Base, Running
from retention.programmes import accounting, compare, economics, experiment, holdings, response
from retention.programmes import break_even as even
from retention.programmes.design import Designs, search
from retention.programmes.holdings import of_simulation
from retention.programmes.simulate import Simulated
from retention.programmes.trial import Trial
from retention.programmes.verdict import Verdict, decide
from retention.programmes.what_if import MEMBERS, usual_changes, what_if
from retention.settings import Assumptions, JourneysSettings, Programme, SettingsProblem
from retention.settings.loyalty import Measured
from retention.settings.preset_programmes import distinct, known_programmes
from retention.tables import DataProblem
from retention.tables.kpis import KPI_LEVEL

ROLES = ("best", "balanced", "generous")
USUAL_REWARD = 0.05


@dataclass(frozen=True)
class Plan(ShopMembers):
    """What the sections on programmes share."""

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
        """The uplift each usual discount needs: discount, product (at the product margin), own (at the shop's); assumed of it: value, low, high."""
        needed = even.break_even_of(even.USUAL_DISCOUNTS, {"product": even.PRODUCT_MARGIN, "own": self.margin})
        return needed.join(compare.predicted(self.assumptions, needed["discount"], KPI_LEVEL, self.settings.months).drop(columns="reward"))

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

    @property
    def base(self) -> Base:
        """On whom the figures rest."""
        simulated = len(self.members), int((self.members.joins > 0).sum())
        return Base(len(self.everybody), self.newcomers, *simulated, self.left_out, self.everybody_counts, self.new_last_year is not None)

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
        """One row per programme judged: label, value, low, high, p_positive … (`compare.comparison`)."""
        return self.compared(self.results)

    def compared(self, results: Mapping[str, Simulated]) -> pd.DataFrame:
        """What programmes come to on the same draws (`compare.comparison`), beside today's too."""
        prior, today = self.settings.redemption_prior, self.results.get(self.settings.today)
        return compare.comparison(results, KPI_LEVEL, prior, today=None if today is None else economics.gains(today, prior))

    @cached_property
    def best(self) -> str:
        """Name of the programme with the highest gain of those judged."""
        return str(best_of(self.table)["programme"])

    @cached_property
    def costs(self) -> dict[str, pd.DataFrame]:
        """What each programme costs and brings by part (`economics.costs`), with its label."""
        s = self.settings
        return {
            name: economics.costs(r, KPI_LEVEL, s.redemption_prior).assign(programme=name, label=r.programme.label)
            for name, r in self.results.items()
        }

    @cached_property
    def rewards(self) -> pd.DataFrame:
        """What each third of the members receives of the programme in question, and what the shop has of it; thirds with members only."""
        found = economics.who_gains(self.in_question, self.members.third)
        thirds = found[(found["group"] != "all") & (found["members"] > 0)]
        return thirds.assign(share=thirds["share"].fillna(0.0))

    @cached_property
    def by_tier(self) -> pd.DataFrame:
        """Members and gain by tier of each programme judged."""
        tables = [economics.by_tier(r, KPI_LEVEL).assign(label=r.programme.label) for r in self.results.values()]
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
        """The programme in question where it has points, else the best judged that has; None where none has."""
        if self.in_question.programme.points is not None:
            return self.in_question
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
        return holdings.expiring(self.pointed, KPI_LEVEL)

    @cached_property
    def liability(self) -> pd.DataFrame:
        """What open points stand for by month, in the books and to be expected."""
        return accounting.liability_by_month(self.pointed, KPI_LEVEL, self.settings.redemption_prior)

    @cached_property
    def points_age(self) -> pd.DataFrame:
        """Open points at the end by age."""
        return holdings.ageing(self.pointed, KPI_LEVEL)

    # --- what it hangs on, and better designs ----------------------------------------------------------

    @cached_property
    def sensitivity(self) -> pd.DataFrame:
        """The gain of the programme in question with each assumption at its ends."""
        return compare.tornado(self.in_question.programme, self.trial, self.settings.design.draws)

    @cached_property
    def everything(self) -> Trial:
        """How programmes are tried on all members: who live under today's programme while they are observed."""
        s = self.settings
        today = self.known[s.today] if s.today else None
        return Trial(self.members, self.assumptions, self.margin, self.start, s.months, s.seed, KPI_LEVEL, s.redemption_prior, today)

    @cached_property
    def needed(self) -> pd.DataFrame:
        """One row per programme judged and the best proposed: programme, label, net (break-even uplift, missing where none is enough), …"""
        asked = self.judged | {role: one for role, one in self.designs.programmes.items() if role == "best"}
        return even.needed_uplifts(asked, self.choices, self.trial, self.settings.design.draws)

    @cached_property
    def trial(self) -> Trial:
        """How designs, break-even and single assumptions are tried: on fewer members, which do for differences on the same draws."""
        s = self.settings
        return self.everything.on(self.everybody_and_new.sample(s.design.members, s.seed))

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
        return self.compared(self.proposed_results) if self.proposed_results else self.table.iloc[:0]

    @cached_property
    def proposed_results(self) -> dict[str, Simulated]:
        """Each programme proposed on the same draws."""
        return {role: self.tried(programme) for role, programme in self.designs.programmes.items()}

    @cached_property
    def choices(self) -> pd.DataFrame:
        """All programmes judged and proposed."""
        return pd.concat([self.table, self.proposed], ignore_index=True) if len(self.proposed) else self.table

    @cached_property
    def verdict(self) -> Verdict:
        """What to do, and with which programme."""
        s = self.settings
        costs = {name: result.programme.fixed_a_year for name, result in (self.results | self.proposed_results).items()}
        least = costs if s.least_gain is None else dict.fromkeys(costs, s.least_gain)
        return decide(self.choices, s.today, least, self.designs.at_bound)

    @property
    def in_question(self) -> Simulated:
        """The programme that the first line is about."""
        return (self.results | self.proposed_results)[self.verdict.programme]

    @cached_property
    def losers(self) -> tuple[int, int]:
        """Members who have a discount today, and how many of them would lose it or part of it by what is advised."""
        what, _, _ = self.verdict.kind.partition("-")
        if self.everything.today is None or what not in ("change", "stop"):
            return 0, 0
        other = self.in_question.programme if what == "change" else None
        return compare.who_loses(self.everything.today, other, self.members, self.start, self.settings.months)

    @property
    def asked(self) -> str:
        """Name of the programme that the first line is about: today's where it could not be tried, too."""
        return self.settings.today if self.verdict.kind == "stop-untried" else self.verdict.programme

    @property
    def power(self) -> float:
        """Chance that the experiment this shop can run shows what is assumed of the programme in question."""
        return float(self.experiment_plan.set_index("quantity")["value"]["power"])

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

    @cached_property
    def small(self) -> Trial:
        """How changes to a programme are tried: on a small sample, so that an answer comes while somebody waits."""
        return self.trial.on(self.trial.members.sample(MEMBERS, self.trial.seed))

    @cached_property
    def changed(self) -> pd.DataFrame:
        """What a handful of changes to the programme in question come to."""
        programme = self.in_question.programme
        return what_if(programme, self.small, usual_changes(programme, self.margin))

    # --- the shop's own test -----------------------------------------------------------------------------

    @cached_property
    def measured_by(self) -> Measured:
        """The shop's own test of a reward: the one that these settings name, else the largest that notebook 04 measured whose reward it knows."""
        own, rewards = self.settings.measured_by, {k: one.reward_seen for k, one in self.book.settings_of(JourneysSettings).measured.items()}
        if own.campaign:
            return own if own.reward_seen is not None else own.model_copy(update={"reward_seen": rewards.get(own.campaign)})
        if not any(rewards.values()):
            return own
        told = self.book.shared(Effects).with_rewards
        return Measured(campaign=told["experiment"].iloc[0], reward_seen=float(told["reward_seen"].iloc[0])) if len(told) else Measured()

    @cached_property
    def measured(self) -> pd.DataFrame | None:
        """What the shop's own test has shown (`experiment.measured`); None where it names none or it cannot be found."""
        touches, campaign = self.book.table("touches"), self.measured_by.campaign
        if not campaign or touches is None:
            return None
        s = self.settings
        drawn = experiment.arms(touches, self.book.need("orders"), campaign, s.experiment_days, self.book.as_of)
        # What it could have shown is asked of what was assumed before it.
        return experiment.measured(drawn, self.prior_uplift) if len(drawn) else None

    @property
    def measured_uplift(self) -> tuple[float, float, float] | None:
        """The uplift that was measured with its interval; None where none was."""
        return None if self.measured is None else experiment.measured_uplift(self.measured)

    @property
    def assumptions(self) -> Assumptions:
        """What is assumed of members, the elasticity as the shop's own test leaves it where that says what it gave."""
        told, reward = self.settings.assumptions, self.measured_by.reward_seen
        if reward is None or self.measured_uplift is None:
            return told
        return told.model_copy(update={"elasticity": response.updated(told.elasticity, told.most_uplift.value, self.measured_uplift, reward)})

    @property
    def prior_uplift(self) -> float:
        """Uplift that is assumed of a reward of 5 %, or of the one the shop's test gave."""
        reward = self.measured_by.reward_seen
        months = max(round(self.settings.experiment_days * 12 / 365), 1)
        told = compare.predicted(self.settings.assumptions, [USUAL_REWARD if reward is None else reward], months=months)
        return float(told["value"].iloc[0])

    @property
    def expected_uplift(self) -> float:
        """Net uplift that is assumed to come of the programme in question or of the change to it; without a simulation that of a reward of 5 %."""
        if self.nothing:
            return self.prior_uplift
        found = self.choices.set_index("programme")["uplift_net"]
        # A change is seen beside those who keep today's programme.
        return float(found[self.verdict.programme] - (found[self.settings.today] if self.verdict.kind == "change" else 0.0))

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
