"""What a slip tells: the return as the shop's newest exports have it."""

from pathlib import Path

from retention import playbook, service
from retention.pages.kit.book import Playbook
from retention.settings import ServiceSettings
from retention.shop import Shop

TABLES = ("returns", "return_states", "order_lines", "products")


def book_of(params: str, data: Path) -> Playbook[ServiceSettings]:
    """The shop on the last day that its exports tell of: returns are asked for after its last order, too."""
    newest = Shop(data).days[1] if (data / "tables").is_dir() else "last_order"
    return playbook.open("05_service_nps", params, data, newest)


def slip_of(book: Playbook[ServiceSettings], return_id: str) -> service.ReturnSlip:
    """The return with this number; DataProblem names the nearest one where there is none."""
    tables = {name: book.table(name) for name in TABLES}
    moment = service.known_until(book.as_of, book.shop.zone, tables["return_states"])
    return service.return_slip(tables, return_id, moment, book.shop.zone)
