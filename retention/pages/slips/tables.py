"""What a slip tells: the return as the shop's newest exports have it."""

from datetime import UTC, datetime
from pathlib import Path

import ibis.expr.types as ir
import pandas as pd

from retention import playbook, service
from retention.pages.kit.book import Playbook
from retention.settings import ServiceSettings

TABLES = ("returns", "return_states", "order_lines", "products")
# No export tells of later.
THE_END = datetime(2200, 1, 1, tzinfo=UTC)


def book_of(params: str, data: Path) -> Playbook[ServiceSettings]:
    """The shop with the words and settings of its service."""
    return playbook.open("05_service_nps", params, data)


def slip_of(book: Playbook[ServiceSettings], return_id: str) -> service.ReturnSlip:
    """The return with this number; DataProblem names the nearest one where there is none.

    All that the exports tell counts, to the last change of a return: returns are asked for and go on after the shop's last order.
    """
    tables, moment = _known(book)
    return service.return_slip(tables, return_id, moment, book.shop.zone)


def view_of(book: Playbook[ServiceSettings], return_id: str) -> service.ReturnView:
    """Where that return stands; DataProblem names the nearest one where there is none."""
    tables, moment = _known(book)
    return service.return_view(tables, return_id, moment, book.shop.zone)


def _known(book: Playbook[ServiceSettings]) -> tuple[dict[str, ir.Table | None], datetime]:
    """All that the exports tell of returns, and the moment up to which they do."""
    shop = book.shop.at(THE_END)
    tables = {name: shop.table(name) for name in TABLES}
    states = tables["return_states"]
    last = shop.as_of if states is None else max(shop.as_of, pd.Timestamp(states.changed_on.max().execute()).date())
    return tables, service.known_until(last, shop.zone, states)
