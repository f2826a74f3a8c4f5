"""What a notebook's texts in another language lack."""

from typing import NamedTuple

from nbformat import NotebookNode


class Gaps(NamedTuple):
    """Markdown cells without a text, and texts without a cell (by cell id)."""

    missing: list[str]
    extra: list[str]


def gaps(notebook: NotebookNode, translation: dict[str, str]) -> Gaps:
    """What `translation` lacks for `notebook`, and what it has too much."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    shown = [cell.id for cell in cells if "hide-in-report" not in cell.metadata.get("tags", [])]
    return Gaps([cell for cell in shown if not translation.get(cell)], [cell for cell in translation if cell not in {c.id for c in cells}])
