"""A map for tables that no map knows: what each column was taken for, how sure that is and why. It serves once a person agreed to it."""

from dataclasses import dataclass
from typing import Any, Literal

from retention.imports import meaning
from retention.imports.answers import Answers
from retention.imports.cells import Cells, staged_cells
from retention.imports.guess import guess
from retention.imports.map_parts import Texts
from retention.imports.maps import DAYS, MONEY, TIMES, WHOLE, ImportMap, Source
from retention.imports.raw import RawFile
from retention.imports.recognise import table_of_sales
from retention.imports.roles import DATED, NUMERIC
from retention.names import seen
from retention.new_shop.written import dumped, flow

FILE = "own_map.yaml"
# What a row's own amount and an order's pieces are called before it is known what a row is.
ASKED_AS = {"line_paid": "gross_paid", "units": "quantity"}
# So well a name fits at most that says it outright.
PLAINLY = 1
Sureness = Literal["sure", "likely", "guess"]


@dataclass(frozen=True)
class Proposed:
    """The map, its file with every line commented out, and lines for the terminal."""

    map: ImportMap
    text: str
    lines: list[str]


def propose(tables: list[RawFile], answers: Answers) -> Proposed:
    """A map for the first table that tells of sales; Question where it cannot be told."""
    raw = table_of_sales(tables, answers)
    with staged_cells(raw) as (cells, place):
        guessed = guess([raw], [place], answers)
        source = guessed.sources["orders"]
        why = {field: _why(field, str(column), cells, answers) for field, column in source.columns.items()}
    unused = [column for column in raw.header if column not in source.columns.values()]
    lines = [f"{seen(raw.name)}: no shipped map knows its columns; one is proposed:"]
    lines += [f"  {field} = {seen(str(column))} ({why[field][0]}: {why[field][1]})" for field, column in source.columns.items()]
    lines += [f"  not used: {', '.join(map(seen, unused))}"] * bool(unused)
    named = guessed.model_copy(update={"name": "own"})
    return Proposed(named, _file(named, source, why, unused, raw.name), lines)


def _why(field: str, column: str, cells: Cells, answers: Answers) -> tuple[Sureness, str]:
    """How sure it is that a column is a field, and why."""
    role = ASKED_AS.get(field, field)
    if column in (answers.columns.get(role), answers.columns.get(field)):  # type: ignore[call-overload]
        return "sure", "you said so"
    rank = meaning.rank(role, column) if role in meaning.ROLES else None
    pattern, things = (NUMERIC, "numbers") if field in (*MONEY, *WHOLE) else (DATED, "dates") if field in (*TIMES, *DAYS) else ("", "")
    share = cells.share(column, pattern) if pattern else 1.0
    values = f"{share:.0%} of its values are {things}" if pattern else ""
    if rank is None:
        return "guess", values or "its values look so"
    told = f"by its name, and {values}" if values else "by its name"
    return ("sure" if rank <= PLAINLY and share == 1 else "likely"), told


def _file(named: ImportMap, source: Source, why: dict[str, tuple[Sureness, str]], unused: list[str], file: str) -> str:
    """The map as a file whose lines are all commented out; remarks stand behind two signs, so that they stay comments."""
    head = [f"## An import map proposed for {seen(file)}. Nothing is read by it as long as the signs # stand in front of its lines.",
            "## Look at each line, mend what is wrong, and take away the # (one only) in front of those that are right."]  # fmt: skip
    rest: dict[str, Any] = source.model_dump(mode="json", exclude_defaults=True, exclude={"grain", "columns", "footer"})
    plain = {how: [word for word in told if not word.endswith((":", "："))] for how, told in (source.footer or Texts()).model_dump().items()}
    lines = _yaml({"name": named.name, "currency": named.currency, "language": named.language})
    header = flow([str(column) for column in source.columns.values()])
    lines += [
        "sources:",
        "  orders:",
        f"    grain: {source.grain}",
        f"    header: {header}",
        "    columns:",
    ]
    lines += [f"      {field}: {flow(str(column))}   # {why[field][0]}: {why[field][1]}" for field, column in source.columns.items()]
    lines += [f"    {line}" for line in _yaml(rest)]
    lines += [f"    footer: {flow({how: told for how, told in plain.items() if told})}"] * any(plain.values())
    remarks = [f"## Not used: {', '.join(map(seen, unused))}"] if unused else []
    return "\n".join([*head, *(f"#{line}" for line in lines), *remarks, ""])


def _yaml(values: dict[str, Any]) -> list[str]:
    return dumped({k: v for k, v in values.items() if v not in ("", None)}).splitlines() if values else []
