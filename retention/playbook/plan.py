"""The plan behind notebook 03: members, margin and programmes brought together, and tried on the same draws.

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
from retention.loyalty import bought, compare, experiment
from retention.loyalty import break_even as even
from retention.loyalty.design import Designs, search
from retention.loyalty.members import Members, members_of
from retention.loyalty.presets import known_programmes
from retention.loyalty.simulate import Simulated
from retention.loyalty.trial import Trial
from retention.playbook import Playbook
from retention.playbook.standing import Today
from retention.playbook.standing import of as standing_of
from retention.settings import Assumptions, LifetimeSettings, LoyaltySettings, Programme, SettingsProblem
from retention.tables import DataProblem
from retention.words import Words
from retention.words import loyalty as tell
from retention.words.lifetime import why_no_model
from retention.words.verdict import NOTHING_RUNS, Running

# Break-even and tornado look at differences on the same draws, for which fewer members and draws do.
FEW_MEMBERS, FEW_DRAWS = 3_000, 32
ROLES = ("best", "balanced", "generous")
UPLIFTS = ("uplift_light", "uplift_moderate", "uplift_heavy")


@dataclass(frozen=True)
class Plan:
    """Members, programmes and what they come to, each made when first asked for."""

    book: Playbook[LoyaltySettings]

    @property
    def settings(self) -> LoyaltySettings:
        """Settings of notebook 03."""
        return self.book.settings

    @property
    def words(self) -> Words:
        """Texts in the shop's language."""
        return self.book.words

    @property
    def start(self) -> date:
        """The first day of the simulation."""
        return self.book.as_of + timedelta(days=1)

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
        return tell.distinct({name: self.known[name] for name in names})

    @cached_property
    def refused(self) -> dict[str, Programme]:
        """Programmes in which a tier takes off the whole margin or more: no number of orders pays for them, so they are not tried."""
        above = {name: even.above_margin(programme, self.margin)["kind"] for name, programme in self.programmes.items()}
        return {name: self.programmes[name] for name, kinds in above.items() if (kinds == "tier").any()}

    @cached_property
    def judged(self) -> dict[str, Programme]:
        """The programmes that are tried."""
        return {name: programme for name, programme in self.programmes.items() if name not in self.refused}

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
        return standing_of(self.book)

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
        refunds = bought.refunds(self.book.need("orders"), self.book.table("returns"))
        tasks = bought.tasks(self.book.table("events"))
        told = (self.today.purchases, refunds, tasks, self.today.joined)
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
        return str(tell.best_of(self.table)["programme"])

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
        found = [{"programme": name, **even.programme_break_even(one, self.few, FEW_DRAWS)} for name, one in self.judged.items()]
        beside = self.table.rename(columns={"uplift_net": "assumed", "value": "gain"})[["programme", "label", "assumed", "gain"]]
        return pd.DataFrame(found)[["programme", "net", "most"]].merge(beside, on="programme", validate="one_to_one")

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
        if self.measured is None:
            return None
        value, low, high = self.measured.loc[self.measured["quantity"] == "uplift", ["value", "low", "high"]].astype(float).iloc[0]
        return (value, low, high) if pd.notna(low) else None

    @property
    def expected_uplift(self) -> float:
        """Net uplift that is assumed to come of the best programme judged; without a simulation the mean of the thirds."""
        if not self.nothing:
            return float(tell.best_of(self.table)["uplift_net"])
        a = self.settings.assumptions
        return float(sum(getattr(a, name).value for name in UPLIFTS) / len(UPLIFTS))


def assumed_range(assumptions: Assumptions) -> tuple[float, float]:
    """From the lowest to the highest uplift that is assumed of any third of the members, 90 % of each guess."""
    ends = [compare.ends(getattr(assumptions, name)) for name in UPLIFTS]
    return min(low for low, _ in ends), max(high for _, high in ends)
