"""Runs of the notebooks that tests share: each notebook once per language, on a copy of HerStyle of its own, by whichever worker asks first."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import nbformat
import pandas as pd
import plotly.graph_objects as go
from IPython.core.formatters import DisplayFormatter
from jupyter_client.jsonutil import json_clean
from nbformat.v4 import new_output

from retention import durable, playbook, privacy, project
from retention.pages import segments
from retention.pages.kit.section import Section
from retention.report import exporter, recorded, runner, translate
from retention.tables import PYRAMID, SEGMENTS

PYRAMIDS, GROUPS, PROGRAMMES, VALUE = "01_data_pyramid", "02_segmentation", "03_loyalty_design", "05_service_nps"
STEMS = [path.stem for path in project.notebooks()]
LANGUAGES = ("en", "zh")
LONG = 900  # seconds another worker may need for a run on a busy machine

# Fewer draws, designs, members and replicates than a report needs; every rule and every chart is the same.
QUICK = {
    PROGRAMMES: "\nmonths: 18\ndraws: 24\nmost_members: 500\nexperiment_days: 120\ndesign: {trials: 12, members: 200, draws: 8, fresh_draws: 20}\n",
    VALUE: "\nreplicates: 20\n",
}


@dataclass(frozen=True)
class Ran:
    """A run's report (`folder`), the shop's folder it read and wrote (`data`) and its language. Tests only read them.

    `names` is what the cells named, where they ran in this process.
    """

    stem: str
    language: str
    folder: Path
    data: Path
    names: dict = field(default_factory=dict)

    @property
    def reports(self) -> Path:
        """The folder with everything readers may be given."""
        return self.folder.parents[2]

    @cached_property
    def html(self) -> str:
        """The page."""
        return (self.folder / "report.html").read_text(encoding="utf-8")

    @cached_property
    def outputs(self) -> list[dict]:
        """Everything the cells showed, as type → content."""
        cells = nbformat.read(self.folder / "executed.ipynb", as_version=4).cells
        return [output.data for cell in cells if cell.cell_type == "code" for output in cell.outputs if "data" in output]

    @property
    def charts(self) -> int:
        """How many charts the cells showed."""
        return sum(exporter.PLOTLY in shown for shown in self.outputs)

    @property
    def said(self) -> str:
        """All sentences and tables the cells showed."""
        return "\n".join(shown.get("text/html") or shown.get("text/markdown") or "" for shown in self.outputs if exporter.PLOTLY not in shown)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Figures as recorded."""
        return pd.DataFrame(json.loads((self.folder / "kpis.json").read_text(encoding="utf-8")))

    @cached_property
    def figures(self) -> dict[tuple[str, str | None], dict]:
        """(name, group) → figure, as recorded."""
        return {(f["name"], f["group"]): f for f in json.loads((self.folder / "kpis.json").read_text(encoding="utf-8"))}

    @cached_property
    def truth(self) -> dict:
        """What was planted in the sample shop."""
        return json.loads((self.data / "truth.json").read_text(encoding="utf-8"))


def has_gaps(said: str) -> bool:
    """Whether a sentence or table shows a value that is missing."""
    return bool(re.search(r"\bnan\b|<NA>|NaT", said))


def params_in(language: str, folder: Path, stem: str, shop: str = "herstyle") -> str:
    """The shop's params in a language, with little to reckon for notebook `stem`, as the folder `folder`."""
    folder.mkdir(parents=True)
    for path in (project.root() / "params" / shop).glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("language: en", f"language: {language}")
        (folder / path.name).write_text(text, encoding="utf-8")
    with open(folder / f"{stem}.yaml", "a", encoding="utf-8") as own:
        own.write(QUICK.get(stem, ""))
    return str(folder)


def read(stem: str) -> nbformat.NotebookNode:
    """The notebook as it lies in the project."""
    return nbformat.read(project.root() / "notebooks" / f"{stem}.ipynb", as_version=4)


def report(stem: str, data: Path, params: str, reports: Path, language: str = "") -> Ran:
    """Run a notebook as the command does."""
    notebook = project.root() / "notebooks" / f"{stem}.ipynb"
    outcome = runner.run_notebook(notebook, params, str(data), "last_order", reports, shop=data.name, language=language)
    assert outcome.code == runner.Code.OK, outcome.message
    return Ran(stem, language, reports / data.name / stem / "latest", data)


def rehearsed(stem: str, data: Path, params: str, reports: Path) -> Ran:
    """The notebook's cells run in this process, and the page made of what they show: all but the kernel, whose start takes longest by far."""
    content = read(stem)
    names: dict = {}
    for cell in [cell for cell in content.cells if cell.cell_type == "code"]:
        shown = _shown_by(cell.source, names)
        parts = shown.parts if isinstance(shown, Section) else [] if shown is None else [shown]
        cell.outputs = [new_output("display_data", data=_faces(part)) for part in parts]
        if "parameters" in cell.metadata.get("tags", []):
            names.update(params=params, data=str(data), as_of="last_order")
    about = {"notebook": stem, "title": translate.title(content), "shop": data.name, "run_id": "r1", "started": "2026-07-02T08:00:00+00:00"}
    content.metadata["retention"] = about | recorded.facts(content)
    folder = reports / data.name / stem / "latest"
    folder.mkdir(parents=True)
    nbformat.write(content, folder / "executed.ipynb")
    (folder / "kpis.json").write_text(json.dumps(recorded.figures(content), allow_nan=False), encoding="utf-8")
    exporter.write_assets(reports)
    (folder / "report.html").write_text(exporter.page(content), encoding="utf-8")
    return Ran(stem, content.metadata["retention"].get("language", ""), folder, data, names)


def _shown_by(source: str, names: dict) -> object:
    """What a cell shows: the value of its last line, where that is one."""
    lines = ast.parse(source).body
    last = lines.pop() if lines and isinstance(lines[-1], ast.Expr) else None
    exec(compile(ast.Module(lines, []), "<cell>", "exec"), names)
    return None if last is None else eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)


def _faces(shown: object) -> dict:
    if isinstance(shown, go.Figure):
        return {exporter.PLOTLY: json.loads(shown.to_json())}
    return json_clean(DisplayFormatter().format(shown)[0])


def copied(shop: Path, folder: Path) -> Path:
    """A copy of a shop's tables, so that what is written stays there."""
    folder.mkdir(parents=True)
    shutil.copytree(shop / "tables", folder / "tables")
    for name in ("truth.json", "out", privacy.KEY_FILE):
        if (shop / name).is_dir():
            shutil.copytree(shop / name, folder / name)
        elif (shop / name).exists():
            shutil.copy(shop / name, folder)
    return folder


def with_compiled(data: Path) -> Path:
    """Let runs on the shop find what tests have compiled; each shop keeps its own otherwise, and every run would compile."""
    (data / ".cache").mkdir(exist_ok=True)
    (data / ".cache" / "numba").symlink_to(os.environ["NUMBA_CACHE_DIR"])
    return data


# --- what lies in a shop before a notebook runs -------------------------------------------------------------


def _groups_of_a_month_earlier(data: Path, params: str) -> None:
    """As a run of that day left them, when it was the newest one."""
    day = "2026-05-31"
    segments.save(playbook.open(GROUPS, params, str(data), day))
    (data / "out" / "before").mkdir()
    (data / "out" / "days" / day).rename(data / "out" / "before" / day)


def _pyramid_and_groups(data: Path, params: str) -> None:
    book = playbook.open(VALUE, params, str(data))
    book.made(PYRAMID)
    book.made(SEGMENTS)


BEFORE: dict[str, Callable[[Path, str], None]] = {GROUPS: _groups_of_a_month_earlier, VALUE: _pyramid_and_groups}


# --- runs made once for all workers ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Runs:
    """Notebooks run on HerStyle in `shared`, a folder of all workers."""

    herstyle: Path
    shared: Path

    def of(self, stem: str, language: str) -> Ran:
        """The notebook's run in a language."""
        home = self.shared / "runs" / stem / language
        with durable.lock(home.with_suffix(".lock"), wait=LONG):
            if not (home / "reports" / "herstyle" / stem / "latest").exists():
                shutil.rmtree(home, ignore_errors=True)
                data = self._shop(stem, home)
                return report(stem, data, params_in(language, home / "params", stem), home / "reports", language)
        return Ran(stem, language, home / "reports" / "herstyle" / stem / "latest", home / "herstyle")

    def by_nbval(self, stem: str, home: Path) -> subprocess.CompletedProcess:
        """The notebook run by nbval as an analyst runs it: as it lies there, with the paths it has by default."""
        (home / "notebooks").mkdir()
        notebook = shutil.copy(project.root() / "notebooks" / f"{stem}.ipynb", home / "notebooks")
        params_in("en", home / "params" / "herstyle", stem)
        self._shop(stem, home / "data")
        command = [sys.executable, "-m", "pytest", "--nbval-lax", "-q", "-p", "no:cacheprovider", notebook, "--rootdir", str(home)]
        environment = os.environ | {"PYTHONPATH": str(project.root())}
        return subprocess.run(command, cwd=home / "notebooks", capture_output=True, text=True, check=False, env=environment)

    def _shop(self, stem: str, home: Path) -> Path:
        """HerStyle with what should lie in it before the notebook, for one run."""
        return with_compiled(copied(self._prepared(stem), home / "herstyle"))

    def _prepared(self, stem: str) -> Path:
        if stem not in BEFORE:
            return self.herstyle
        data = self.shared / "runs" / stem / "before" / "herstyle"
        with durable.lock(data.parent.with_suffix(".lock"), wait=LONG):
            if not data.is_dir():
                with durable.new_folder(data) as folder:
                    (folder / "tables").symlink_to(self.herstyle / "tables")
                    BEFORE[stem](folder, params_in("en", folder / "params", stem))
                    shutil.copy(self.herstyle / "truth.json", folder)
        return data
