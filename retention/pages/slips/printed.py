"""A slip as one page of HTML that the browser prints: all from data escaped, nothing loaded, readable by its owner only."""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

import segno
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from retention import durable, names
from retention.pages.kit.labels import message_id
from retention.pages.kit.words import Words
from retention.pages.slips.tables import book_of, slip_of, view_of
from retention.service import PARCEL_BACK, ReturnSlip, ReturnView
from retention.tables import DataProblem

TEMPLATE, VIEW = (Path(__file__).with_name(name) for name in ("slip.html.j2", "view.html.j2"))
# What one page has room for; more is said to be there.
MOST_GOODS, LONGEST_NAME, LONGEST_REASON, LONGEST_NUMBER, ADDRESS_LINES = 6, 50, 90, 80, 5
# How a return of each kind ends for the customer.
LAST_STEP = {"return": "refund", "exchange": "exchange", "repair": "repair"}


def write_slip(params: str, data: Path, return_id: str, kind: str | None) -> tuple[Path, list[str]]:
    """Write the slip into `out/slips` of the shop's folder; the page, and what is missing on it, in a line each."""
    book = book_of(params, data)
    told = slip_of(book, return_id)
    if kind is None and told.kind not in PARCEL_BACK:
        raise DataProblem(f"return {return_id!r} sends no goods back, so it needs no slip. With --kind return it is printed all the same")
    if kind is None and told.outcome != "open":
        when = f" on {told.ended_on}" if told.ended_on else ""
        wanted = "repair" if told.kind == "repair" else "return"
        raise DataProblem(
            f"return {return_id!r} was {told.outcome}{when}, so nothing is sent back any more. With --kind {wanted} it is printed all the same"
        )
    shown = kind or ("repair" if told.kind == "repair" else "return")
    page = slip_page(told, shown, book.about.name, book.settings.return_address, book.words)
    folder = durable.folder_with(0o700, book.shop.data / "out" / "slips")
    target = durable.write_file(folder / f"{shown}_{_file_name(return_id)}.html", page, mode=0o600)
    address = [] if book.settings.return_address.strip() else [book.words("slip-set-address", file="05_service_nps.yaml")]
    return data / target.relative_to(book.shop.data), address


def write_view(params: str, data: Path, return_id: str) -> Path:
    """Write into `out/slips` what the customer may see of one return; the page. Nobody's name and no other return stands on it."""
    book = book_of(params, data)
    page = view_page(view_of(book, return_id), book.about.name, book.words)
    folder = durable.folder_with(0o700, book.shop.data / "out" / "slips")
    target = durable.write_file(folder / f"view_{_file_name(return_id)}.html", page, mode=0o600)
    return data / target.relative_to(book.shop.data)


def view_page(told: ReturnView, shop: str, words: Words) -> str:
    """The page: where it stands, what comes next and by when, what happened so far."""
    said = words(f"view-{told.outcome if told.outcome != 'open' else 'open-' + message_id(told.actor)}", day=told.ended_on or "none")
    step = words(f"view-next-{message_id(told.step)}") if told.step and told.step != "not_known" else ""
    changes = [(words.day(row["on"]), _state(row["state"], words)) for row in told.changes.to_dict("records")]
    return _template(VIEW).render(
        words=words,
        title=words("view-title"),
        shop=names.shortened(names.seen(shop), LONGEST_NAME),
        number=names.shortened(names.seen(told.return_id), LONGEST_NUMBER),
        said=said,
        step=step,
        due=words("view-due", day=told.due_on) if told.due_on and step else "",
        changes=changes,
    )


def _state(state: str, words: Words) -> str:
    """A state in the customer's words; one of the shop's own as it writes it."""
    message = f"view-state-{message_id(state)}"
    return words(message) if words.has(message) else names.seen(state)


def _file_name(return_id: str) -> str:
    """A number as a file's name; one that cannot be it as it stands gets a code, so that no two share a file."""
    plain = re.sub(r"[^0-9A-Za-z-]+", "_", return_id)[:60]
    return plain if plain == return_id else f"{plain}_{hashlib.sha256(return_id.encode()).hexdigest()[:8]}"


def slip_page(told: ReturnSlip, shown: str, shop: str, address: str, words: Words) -> str:
    """The page; `shown` is return or repair."""
    if len(told.return_id) > LONGEST_NUMBER:
        raise DataProblem(f"the number of this return has {len(told.return_id)} letters; a slip has room for {LONGEST_NUMBER}")
    rows = told.goods.to_dict("records")
    lines = [names.shortened(line, LONGEST_REASON) for part in address.splitlines() if (line := names.seen(part).strip())]
    return _template(TEMPLATE).render(
        words=words,
        shown=shown,
        title=words(f"slip-title-{shown}"),
        why=words(f"slip-reason-{shown}"),
        shop=names.shortened(names.seen(shop), LONGEST_NAME),
        number=names.seen(told.return_id),
        code=_code(told.return_id),
        order=names.shortened(names.seen(told.order_id), LONGEST_NAME),
        reason=names.shortened(names.seen(told.reason), LONGEST_REASON),
        goods=[_good(row) for row in rows[:MOST_GOODS]],
        more=len(rows) - MOST_GOODS if len(rows) > MOST_GOODS else 0,
        address=lines[:ADDRESS_LINES],
        steps=_steps(told, shown, words),
    )


@cache
def _template(place: Path) -> Template:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(place.read_text(encoding="utf-8"))


def _code(return_id: str) -> str:
    """The number as a QR code, SVG within the page; the sign-free text around it is segno's own."""
    return segno.make(return_id, error="m", micro=False).svg_inline(border=4, omitsize=True)


def _good(row: dict[Any, Any]) -> dict[str, str]:
    """A line of goods: name, what tells it apart, pieces ("" where not told)."""
    apart = " · ".join(names.seen(str(row[name])) for name in ("colour", "size") if isinstance(row[name], str) and row[name])
    pieces = "" if row["pieces"] != row["pieces"] or row["pieces"] is None else f"{int(row['pieces'])}"
    return {"name": names.shortened(names.seen(str(row["name"])), LONGEST_NAME), "apart": names.shortened(apart, LONGEST_NAME), "pieces": pieces}


def _steps(told: ReturnSlip, shown: str, words: Words) -> list[str]:
    """What the customer does, and what the shop does then."""
    send = words("slip-step-send-by", day=told.send_by) if told.send_by else words("slip-step-send")
    last = "repair" if shown == "repair" else LAST_STEP.get(told.kind, "settle")
    first = words("slip-step-fault") if shown == "repair" else words("slip-step-pack")
    return [first, words("slip-step-inside"), send, words("slip-step-keep"), words(f"slip-step-{last}")]
