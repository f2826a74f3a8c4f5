"""What a notebook recorded while it ran: its figures and the facts for the page's cover.

Both travel as outputs with a mimetype of their own beside what people see. A cell's JSON turns NaN
into the text "nan", so numbers are checked to be numbers.
"""

import json
import math
import re
from collections import Counter
from typing import Any

from nbformat import NotebookNode

from retention.pages.kit.told import FACTS, FIGURES
from retention.tables import KPIS, DataProblem

# Days as 2026-06-30: as_of, whether it is the newest one, the first day of the period, the last day with data; whether exports tell of orders.
TOLD = ("as_of", "newest", "first_day", "data_until", "rows_read", "rows_left_out", "read_as", "shop_name", "currency", "language", "sells")
NUMBERS = tuple(name for name, column in KPIS.columns.items() if column.kind == "number")


def figures(notebook: NotebookNode) -> list[dict[str, Any]]:
    """All figures of an executed notebook in order; DataProblem says which one is wrong and why."""
    told = [figure for listed in _outputs(notebook, FIGURES) for figure in _listed(listed)]
    # A section shown twice tells the same figures twice.
    found = list({json.dumps(figure, sort_keys=True): figure for figure in told}.values())
    for figure in found:
        _check(figure)
    repeated = [key for key, times in Counter((f["name"], f["group"]) for f in found).items() if times > 1]
    if repeated:
        name, group = repeated[0]
        raise DataProblem(f"{len(repeated)} key figures are recorded twice, e.g. {name!r}{f' of {group!r}' if group else ''}. Record each once.")
    return found


def facts(notebook: NotebookNode) -> dict[str, Any]:
    """What the notebook told about itself (`TOLD`), the last word on each counting."""
    told: dict[str, Any] = {}
    for output in _outputs(notebook, FACTS):
        if isinstance(output, dict):
            told.update({key: output[key] for key in TOLD if isinstance(output.get(key), (str, int))})
    return told


def _outputs(notebook: NotebookNode, mimetype: str) -> list[Any]:
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.get("outputs", [])]
    return [output["data"][mimetype] for output in outputs if mimetype in output.get("data", {})]


def _listed(output: Any) -> list[dict[str, Any]]:
    if not isinstance(output, list) or not all(isinstance(figure, dict) for figure in output):
        raise DataProblem("key figures are recorded as a list with one entry for each figure; this notebook recorded something else.")
    return [{"group": None, "value": None, **figure} for figure in output]


def _check(figure: dict[str, Any]) -> None:
    name = figure.get("name")
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise DataProblem(f"a key figure is called {name!r}; names are lower-case letters, digits and underscores, like 'repurchase_rate'.")
    if figure["group"] is not None and not isinstance(figure["group"], str):
        raise DataProblem(f"the group of key figure {name!r} is {figure['group']!r}; it should be a text or nothing.")
    for key in NUMBERS:
        value = figure.get(key)
        if value is not None and (isinstance(value, (bool, str)) or not isinstance(value, (int, float)) or not math.isfinite(value)):
            raise DataProblem(f"{key} of key figure {name!r} is {value!r}, which is no number. Leave it out and say why in 'missing'.")
    if figure["value"] is None and not figure.get("missing"):
        raise DataProblem(f"key figure {name!r} has no value and does not say why; 'missing' should.")
