"""The tables of what customers are worth, each made when first asked for. The table FORECASTS is kept for notebook 02."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from retention import lifetime
from retention.lifetime import backtest, check, fallbacks, lists, newcomers, reference, value_groups
from retention.lifetime.candidates import Guess, as_expectations, known_at
from retention.lifetime.check import Checked
from retention.lifetime.fallbacks import Finding, Fitted
from retention.lifetime.newcomers import Newcomers
from retention.lifetime.own_errors import OwnErrors
from retention.lifetime.pooling import weights
from retention.lifetime.seasonal_clock import whole_year_known
from retention.lifetime.worth import value_of_groups, worth
from retention.pages.kit import lists as work_lists
from retention.pages.kit.book import Concept
from retention.pyramid.summaries import usual_gap
from retention.settings import ServiceSettings
from retention.tables import FORECASTS, PYRAMID, SEGMENTS
from retention.tables.forecasts import MODEL, POOLED
from retention.tables.kpis import LEAST_GROUP


@dataclass(frozen=True)
class Value(Concept[ServiceSettings]):
    """What the sections on value share."""

    @property
    def margin_rate(self) -> float | None:
        """Margin per net paid, where the shop gives one."""
        return self.book.about.margin_rate

    # --- forecasts -------------------------------------------------------------------------------------

    @cached_property
    def history(self) -> pd.DataFrame:
        """Repeat history of each customer at as_of."""
        return lifetime.repeat_history(self.book.need("orders"), self.book.as_of)

    @cached_property
    def fitted(self) -> Fitted:
        """The models, or what stands in for them."""
        return fallbacks.fit(self.history, self.settings)

    @property
    def usual(self) -> pd.DataFrame:
        """The repeat history without accounts of another kind, which the models leave out."""
        return self.history[~self.history["customer_id"].isin(self.fitted.bulk)]

    @cached_property
    def lacking(self) -> str:
        """Why nothing can be forecast: nobody, one-day or few; empty where something can."""
        if self.history.empty:
            return "nobody"
        if self.history["T"].max() == 0:
            return "one-day"
        return "few" if self.fitted.model is None and len(self.usual) < LEAST_GROUP else ""

    @cached_property
    def forecasts(self) -> pd.DataFrame:
        """The table FORECASTS, reused where it can be."""
        return self.book.made(FORECASTS, self.forecasts_anew)

    def forecasts_anew(self) -> pd.DataFrame:
        """The table FORECASTS from what is fitted here; empty without customers."""
        if self.history.empty:
            return pd.DataFrame(columns=list(FORECASTS.columns))
        expected = as_expectations(self.guess, fallbacks.expectations(self.fitted, self.history, self.settings))
        return fallbacks.forecasts(self.fitted, self.history, self.settings, self.margin_rate, expected)

    @cached_property
    def guesses(self) -> dict[str, Guess]:
        """What each way of forecasting says of the customers known today, the pooled forecast first."""
        orders, s = self.book.need("orders"), self.settings
        known = known_at(orders, self.book.as_of, s.horizon_days)
        return backtest.every_rule(known, orders, self.first_day, s, self.book.calendar, self.past, self.fitted)

    @property
    def whole_year(self) -> bool:
        """Whether usual customers have been known for the whole earlier year that a season needs."""
        return len(self.usual) > 0 and whole_year_known(pd.Timestamp(self.usual["first_on"].min()).date(), self.book.as_of)

    @property
    def guess(self) -> Guess:
        """The forecast of this page."""
        return self.guesses[POOLED]

    @property
    def weights(self) -> dict[str, float]:
        """What each family weighs in it, the largest first; the model alone where customers are not told apart."""
        return weights(self.guesses.keys() - {POOLED}, self.past) if self.fitted.model else {MODEL: 1.0}

    # --- totals, of all and of groups ------------------------------------------------------------------

    def worth(self, groups: pd.Series | None = None, level: float | None = None) -> pd.DataFrame:
        """Totals with their ranges, of all customers and of each group."""
        settings = self.settings.model_copy(update={"level": level or self.settings.level})
        return worth(self.fitted, self.history, settings, groups, self.guess, self.off)

    def of_groups(self, groups: pd.Series, level: float | None = None) -> pd.DataFrame:
        """Expected money of each group with its range."""
        return value_of_groups(self.worth(groups, level), self.margin_rate)

    @cached_property
    def whole(self) -> pd.DataFrame:
        """Totals of all customers at the level of the settings."""
        return self.worth()

    @cached_property
    def cohorts(self) -> pd.Series:
        """When each customer first ordered."""
        return value_groups.cohorts(self.history)

    @cached_property
    def segments(self) -> pd.Series:
        """Each customer's operating group, as notebook 02 makes them for this day."""
        return value_groups.operating_groups(self.history, self.book.made(SEGMENTS))

    @cached_property
    def bands(self) -> pd.Series:
        """How often each customer has bought."""
        return value_groups.purchase_bands(self.history)

    @cached_property
    def channels(self) -> pd.Series:
        """Where each customer first bought."""
        return value_groups.first_channels(self.history, self.pyramid)

    # --- past forecasts --------------------------------------------------------------------------------

    @cached_property
    def first_day(self) -> date:
        """Day of the first order of a known customer."""
        return pd.Timestamp(self.history["first_on"].min()).date()

    @cached_property
    def past(self) -> pd.DataFrame:
        """One row per past forecast and rule."""
        return backtest.backtest(self.book.need("orders"), self.first_day, self.book.as_of, self.settings, self.book.calendar)

    @cached_property
    def off(self) -> OwnErrors:
        """How far totals like this page's were off in the past, over its own horizon where two such windows are known."""
        s = self.settings
        long = self.past
        if s.horizon_days != s.backtest_days:
            about = (self.book.need("orders"), self.first_day, self.book.as_of, s, self.book.calendar)
            long = backtest.backtest(*about, days=s.horizon_days, past=self.past)
        return backtest.own_errors(self.past, long, s)

    @cached_property
    def judged(self) -> pd.DataFrame:
        """The past forecasts made as one would today."""
        return backtest.alike(self.past)

    @property
    def set_aside(self) -> int:
        """How many past forecasts were made before a season was known, and are not judged."""
        return 0 if self.past.empty else int(self.past["origin"].nunique()) - self.past_windows

    @cached_property
    def past_error(self) -> pd.DataFrame:
        """How far past totals were off, by rule; empty where none can be judged."""
        return backtest.past_error(self.judged)

    @property
    def past_windows(self) -> int:
        """How many past windows were looked at, whether or not anybody ordered again in them."""
        return 0 if self.judged.empty else int(self.judged["origin"].nunique())

    # --- customers still to be won ---------------------------------------------------------------------

    @cached_property
    def newcomers(self) -> Newcomers | None:
        """New customers by day so far; None without any."""
        return newcomers.newcomers(self.book.need("orders"), self.book.as_of, usual_gap(self.pyramid))

    @cached_property
    def why_no_newcomers(self) -> Finding | None:
        """Why those still to be won cannot be forecast; None where they can."""
        return newcomers.why_unknown(self.newcomers, self.settings.horizon_days, self.book.calendar)

    @property
    def newcomers_level_days(self) -> int:
        """Over how many days newcomers are compared with those of a year before."""
        assert self.newcomers is not None, "sections that tell of it need newcomers that can be forecast"
        return newcomers.level_windows(self.newcomers, self.book.calendar)[0].days

    @cached_property
    def newcomers_past(self) -> pd.DataFrame:
        """One row per past forecast of newcomers and quantity; without rows where none can be judged."""
        if self.newcomers is None or self.why_no_newcomers:
            return pd.DataFrame(columns=newcomers.BACKTEST)
        return newcomers.newcomer_backtest(self.book.need("orders"), self.newcomers, self.settings, self.book.calendar)

    def newcomers_worth(self, level: float | None = None) -> pd.DataFrame | None:
        """Customers still to be won, their orders and money, with ranges; None where that is not known."""
        if self.newcomers is None or self.why_no_newcomers:
            return None
        settings = self.settings.model_copy(update={"level": level or self.settings.level})
        return newcomers.worth_of_newcomers(self.newcomers, self.fitted, self.newcomers_past, settings, self.book.calendar, self.margin_rate)

    @cached_property
    def newcomers_by_month(self) -> pd.DataFrame:
        """New customers of each month, those expected after those who came."""
        assert self.newcomers is not None, "sections that draw it need newcomers that can be forecast"
        return newcomers.by_month(self.newcomers, self.settings.horizon_days, self.book.calendar)

    # --- the model -------------------------------------------------------------------------------------

    @cached_property
    def checked(self) -> Checked | None:
        """The latest forecast whose days are over; None in a young shop."""
        return check.latest_checked(self.book.need("orders"), self.first_day, self.book.as_of, self.settings)

    @cached_property
    def weeks(self) -> pd.DataFrame:
        """Repeat orders by week beside what was expected, the last weeks kept back; without rows where there is nothing to check."""
        return self.checked.weeks(self.book.need("orders")) if self.checked else pd.DataFrame()

    @cached_property
    def tenths(self) -> pd.DataFrame:
        """Who ordered, by tenth of the forecast; without rows where there is nothing to check."""
        return self.checked.tenths() if self.checked else pd.DataFrame()

    @cached_property
    def repeats(self) -> pd.DataFrame:
        """Customers by number of repeat orders beside what the model expects; without rows where there is no model."""
        return check.frequency_histogram(self.fitted.model, self.usual) if self.fitted.model else pd.DataFrame()

    @cached_property
    def beside_lifetimes(self) -> pd.DataFrame:
        """Our fit beside that of the library lifetimes; without rows where that is not installed or finds no maximum."""
        if not reference.is_there():
            return pd.DataFrame()
        try:
            return reference.against_lifetimes(self.usual, days=self.settings.horizon_days, seed=self.settings.seed)
        except reference.NoMaximum:
            return pd.DataFrame()

    # --- work lists ------------------------------------------------------------------------------------

    @cached_property
    def pyramid(self) -> pd.DataFrame:
        """One row per customer, as notebook 01 makes it."""
        return self.book.made(PYRAMID)

    @cached_property
    def lists(self) -> dict[str, pd.DataFrame]:
        """Work lists by name, without marked accounts. None where no model tells customers apart."""
        if self.lacking or self.fitted.model is None:
            return {}
        usual, _ = work_lists.without_marked(self.forecasts, self.pyramid)
        return {key: people for key, people in self._listed(usual).items() if len(people)}

    @cached_property
    def left_out(self) -> dict[str, int]:
        """Marked accounts that would stand in each list."""
        return {key: work_lists.without_marked(people, self.pyramid)[1] for key, people in self._listed(self.forecasts).items()}

    @cached_property
    def worth_of_lists(self) -> pd.DataFrame:
        """Expected money of those in each list, and of the rest."""
        return self.of_groups(lists.list_of_each(self.history, self.lists))

    def _listed(self, forecasts: pd.DataFrame) -> dict[str, pd.DataFrame]:
        return lists.chosen(self.fitted, forecasts, lists.most_listed(len(self.forecasts)))
