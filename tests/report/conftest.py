"""Small notebooks and a way to run them as the command line would."""

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from retention.report import runner

PARAMETERS = 'params = ""\ndata = "../data/corner"\nas_of = "last_order"'


class Playground:
    """A folder with notebooks/, reports/ and a shop called corner."""

    def __init__(self, root: Path):
        self.root, self.reports = root, root / "reports"
        self.home = self.reports / "corner" / "01_small"
        (root / "notebooks").mkdir()

    def notebook(self, *cells: str, parameters: str | None = PARAMETERS, name: str = "01_small") -> Path:
        """A notebook with a title, a parameters cell and the code cells given."""
        content = [new_markdown_cell("# Small\n\n## Section", id="title")]
        if parameters is not None:
            content.append(new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}))
        content += [new_code_cell(dedent(source), id=f"cell-{number}") for number, source in enumerate(cells, 1)]
        path = self.root / "notebooks" / f"{name}.ipynb"
        nbformat.write(new_notebook(cells=content), path)
        return path

    def run(self, notebook: Path, **changed) -> runner.Outcome:
        asked = {"params": "", "data": str(self.root / "data" / "corner"), "as_of": "2026-06-30", "shop": "corner", "language": "en"}
        return runner.run_notebook(notebook, reports=self.reports, **{**asked, **changed})

    def start(self, notebook: Path, **environment: str) -> subprocess.Popen:
        """The same run in a process of its own, whose exit code is the run's."""
        script = (
            "import sys; from pathlib import Path; from retention.report import runner; root = Path(sys.argv[1]);"
            "outcome = runner.run_notebook(Path(sys.argv[2]), '', str(root / 'data' / 'corner'), '2026-06-30', root / 'reports',"
            " shop='corner', language='en');"
            "sys.exit(int(outcome.code))"
        )
        return subprocess.Popen([sys.executable, "-c", script, str(self.root), str(notebook)], env={**os.environ, **environment})

    @property
    def latest(self) -> str | None:
        link = self.home / "latest"
        return os.readlink(link) if link.is_symlink() else None

    def leftovers(self) -> list[str]:
        """What a clean run must not leave: temporary names."""
        return sorted(path.name for path in self.reports.rglob(".tmp-*"))


@pytest.fixture
def playground(tmp_path) -> Playground:
    return Playground(tmp_path)
