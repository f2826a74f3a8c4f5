"""Returns as of the book's day: where each stands, what they say, and which goods come back more often than their category."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import ibis.expr.types as ir
import pandas as pd

from retention import privacy, service
from retention.pages.kit.book import Concept
from retention.pages.service.tables import Desk
from retention.service.kpis import return_rows
from retention.settings import ServiceSettings
from retention.tables.kpis import KPI_LEVEL, kpi_table


@dataclass(frozen=True)
class Returns(Concept[ServiceSettings]):
    """What the sections on returns share."""

    @property
    def _returns(self) -> ir.Table | None:
        return self.book.table("returns")

    @property
    def _states(self) -> ir.Table | None:
        return self.book.table("return_states")

    @property
    def tells_of_states(self) -> bool:
        """Whether any export tells of single steps."""
        return self._states is not None

    @cached_property
    def moment(self) -> datetime:
        """The moment up to which returns are known, UTC."""
        return service.known_until(self.book.as_of, self.book.shop.zone, self._states)

    @cached_property
    def standings(self) -> pd.DataFrame:
        """One row per return (`service.return_standings`)."""
        return service.return_standings(self._returns, self._states, self.moment, self.book.shop.zone, self.book.shop.is_newest)

    @property
    def knows_open(self) -> bool:
        """Whether anything tells which returns are open: their states by day, or of the newest day how each one stands."""
        return self.tells_of_states or bool(self.book.shop.is_newest and self.standings["status"].notna().any())

    @property
    def _clocks(self) -> pd.DataFrame | None:
        desk = self.book.shared(Desk)
        return desk.clocks if desk.is_there else None

    @property
    def tells_of_tickets(self) -> bool:
        """Whether the help desk tells which order a ticket is about."""
        return self._clocks is not None and bool(self._clocks["order_id"].notna().any())

    @cached_property
    def open(self) -> pd.DataFrame:
        """Open returns, the most urgent first, each with its ticket and who has it (`service.with_tickets`)."""
        return service.with_tickets(service.open_returns(self.standings), self._clocks)

    @cached_property
    def late(self) -> pd.DataFrame:
        """Those that wait longer than promised for the shop or the platform."""
        return service.late_returns(self.open)

    @property
    def without_ticket(self) -> int:
        """Open returns that nobody has a ticket of; none where the help desk tells of no orders."""
        return int(self.open["ticket_id"].isna().sum()) if self.tells_of_tickets else 0

    @cached_property
    def figures(self) -> pd.DataFrame:
        """Returns open, and late, as key figures."""
        return kpi_table(return_rows(len(self.open), len(self.late), self.knows_open, self.book.as_of))

    @cached_property
    def by_state(self) -> pd.DataFrame:
        """Open returns by kind and state."""
        return service.open_by_state(self.standings)

    @cached_property
    def by_age(self) -> pd.DataFrame:
        """Open returns by age."""
        return service.open_by_age(self.standings)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """All returns by kind: how they ended."""
        return service.by_outcome(self.standings)

    @cached_property
    def spans(self) -> pd.DataFrame:
        """How long each state held, those that still hold cut off (`service.time_in_states`)."""
        return service.time_in_states(service.state_spans(self._states, self.standings), KPI_LEVEL)

    @cached_property
    def to_end(self) -> pd.DataFrame:
        """How long a return takes, by kind."""
        return service.time_to_end(self.standings, KPI_LEVEL)

    @cached_property
    def not_allowed(self) -> pd.DataFrame:
        """Changes of state that should not be, each with a code in place of an example's number."""
        found = service.illegal_transitions(self._states, self.standings)
        secret = privacy.key(self.book.shop.data)
        return found.assign(example=[privacy.pseudonym(str(number), secret).replace("C-", "R-") for number in found["example"]])

    @cached_property
    def goods(self) -> pd.DataFrame:
        """Goods that came back (`service.returned_goods`); no rows where nobody tells what was bought."""
        lines = self.book.table("order_lines")
        if self._returns is None or lines is None:
            return pd.DataFrame({name: pd.Series(dtype=object) for name in ("return_id", "reason", "theme", "size", "fate")})
        return service.returned_goods(self._returns, lines, self.book.table("products"), self.book.shop.is_newest)

    @cached_property
    def reasons(self) -> pd.DataFrame:
        """Reasons as customers gave them, "" where none."""
        return service.reported_reasons(self.goods, KPI_LEVEL)

    @property
    def counted(self) -> int:
        """Returns of goods that are counted."""
        return int(self.reasons["returns"].sum())

    @cached_property
    def _said(self) -> pd.DataFrame:
        return service.what_is_said(self.goods, self.book.table("tickets"), self.book.table("surveys"))

    @cached_property
    def _tried(self) -> pd.DataFrame:
        return service.two_sizes(self.book.need("order_lines"), self.book.table("products"), self.goods)

    @cached_property
    def size(self) -> pd.DataFrame:
        """How many came back for their size, by each thing that tells of it; of sizes ordered only where the shop tells of sizes."""
        found = service.size_estimates(self._said, self._tried, KPI_LEVEL)
        if self.goods["size"].fillna("").ne("").any():
            return found
        return found[found["source"] != "two_sizes"].reset_index(drop=True)

    @cached_property
    def rates(self) -> pd.DataFrame:
        """Share that comes back by product and size, beside its category."""
        bought = service.purchases(self.book.need("order_lines"), self.book.table("products"), self.goods, self.book.as_of)
        return service.return_rates(bought, KPI_LEVEL)

    @cached_property
    def to_change(self) -> pd.DataFrame:
        """Products and sizes that come back more often than their category, most pieces at stake first, with what is said of them."""
        return service.what_to_change(self.rates, self._said, self._tried, KPI_LEVEL)
