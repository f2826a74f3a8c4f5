"""A notebook's typed text in another language.

`pages/notebooks/<notebook>.<language>.md` holds the texts of its markdown cells, each after a line
`<!-- cell: <cell-id> -->`. Notebooks themselves are written in English.
"""

import re
from pathlib import Path

from nbformat import NotebookNode

HERE = Path(__file__).parents[1] / "pages" / "notebooks"
MARK = re.compile(r"^<!-- cell: *(\S+) *-->[ \t]*$", re.MULTILINE)


def texts(stem: str, language: str) -> dict[str, str]:
    """Texts by cell id; empty when the notebook has no translation."""
    path = HERE / f"{stem}.{language}.md"
    return parse(path.read_text(encoding="utf-8")) if path.exists() else {}


def parse(text: str) -> dict[str, str]:
    """Sections of a translation file by cell id; a repeated id is a ValueError.

    >>> parse('<!-- cell: title -->\\n# Hello\\n\\n<!-- cell: end -->\\nBye')
    {'title': '# Hello', 'end': 'Bye'}
    """
    pieces = MARK.split(text)[1:]
    sections = dict(zip(pieces[::2], (section.strip() for section in pieces[1::2]), strict=True))
    if len(sections) < len(pieces) // 2:
        repeated = next(cell for cell in pieces[::2] if pieces[::2].count(cell) > 1)
        raise ValueError(f"the text of cell {repeated!r} stands twice")
    return sections


def translated(notebook: NotebookNode, translation: dict[str, str]) -> NotebookNode:
    """A copy of `notebook` with the texts of `translation`; cells without one keep theirs."""
    copy = NotebookNode(notebook.copy())
    copy.cells = [
        NotebookNode({**cell, "source": translation[cell.id]}) if cell.cell_type == "markdown" and translation.get(cell.get("id")) else cell
        for cell in notebook.cells
    ]
    return copy


def title(notebook: NotebookNode) -> str:
    """The notebook's first heading of the first level; empty when it has none."""
    headings = (re.search(r"^# +(.+?) *#*$", cell.source, re.MULTILINE) for cell in notebook.cells if cell.cell_type == "markdown")
    return next((heading.group(1) for heading in headings if heading), "")
