"""A desk at which the real command is run in a working folder of its own: a tiny shop, a notebook of three cells, a past.

Processes are forked from one that has everything loaded, so that they start at once and can be killed at any moment.
"""

import json
import multiprocessing
import os
import sys
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from textwrap import dedent

import duckdb
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from retention import durable
from retention.imports import FACTS
from retention.report import history
from tests.conftest import ROOT

NOTEBOOK = "01_small"
FEW = "customer,date,amount\n" + "".join(f"c{i % 9},2026-0{1 + i % 6}-1{i % 3},{100 + i}\n" for i in range(30))
MORE = FEW + "".join(f"c{i % 9},2026-06-2{i % 9},{50 + i}\n" for i in range(12))
ROWS = {FEW: 30, MORE: 42}
SETTINGS = "language: en\ncurrency: EUR\nexports: [../../orders.csv]\nkeep: 10\n"
# What a notebook of the playbook does: it opens tables, keeps one, writes a list and tells figures.
CELLS = (
    'params = ""\ndata = "../data/corner"\nas_of = "last_order"',
    """
    from pathlib import Path
    from retention import kept, worklists
    from retention.shop import Shop
    from retention.tables.promise import Column, Table

    shop = Shop(Path(data), as_of)
    people = shop.need("orders").to_pandas().groupby("customer_id").size().reset_index(name="orders")
    columns = {"customer_id": Column("text", "the customer"), "orders": Column("integer", "their orders")}
    kept.write(people, shop, Table(name="small", one_row_per="customer", key=("customer_id",), columns=columns), shop.as_of.isoformat())
    worklists.write({}, {"everybody": people.assign(of=people["orders"].sum())}, shop.out / "lists", "en")
    """,
    """
    from IPython.display import display
    orders = dict(name="orders", group=None, value=float(people["orders"].sum()), low=None, high=None, n=None, unit="count")
    told = dict(as_of=shop.as_of.isoformat(), newest=shop.is_newest)
    display({"application/vnd.retention.kpi+json": [orders], "application/vnd.retention.page+json": told, "text/plain": ""}, raw=True)
    """,
)
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.desk", "retention.cli", "retention.shop", "retention.report.runner", "retention.report.exporter", "papermill"])


class Desk:
    """A working folder with one export, settings, the notebook, and the command run in it."""

    def __init__(self, folder: Path):
        self.folder, self.orders = folder, folder / "orders.csv"
        self.data, self.reports = folder / "data" / "corner", folder / "reports" / "corner"
        self.home = self.reports / NOTEBOOK
        self.bring(FEW)
        self.settings = folder / "params" / "corner"
        self.settings.mkdir(parents=True)
        (self.settings / "shop.yaml").write_text(SETTINGS, encoding="utf-8")
        self.write_notebook(*CELLS)

    def write_notebook(self, parameters: str, *cells: str) -> None:
        """The only notebook of this playbook."""
        content = [new_markdown_cell("# Small\n\n## Section", id="title"), new_code_cell(parameters, id="where", metadata={"tags": ["parameters"]})]
        content += [new_code_cell(dedent(source).strip(), id=f"cell-{number}") for number, source in enumerate(cells, 1)]
        (self.folder / "notebooks").mkdir(exist_ok=True)
        nbformat.write(new_notebook(cells=content), self.folder / "notebooks" / f"{NOTEBOOK}.ipynb")

    def bring(self, export: str) -> None:
        """Lay today's export where it is imported from."""
        self.orders.write_text(export, encoding="utf-8")

    def start(self, *arguments: str, crash_at: str = "", said: str = "said") -> ForkServerProcess:
        """The command with this shop's settings; what it says goes into the file `said`."""
        asked = [*arguments, "--params", "params/corner"]
        process = _FORKS.Process(target=_command, args=(str(self.folder), asked, crash_at, str(self.folder / said)))
        process.start()
        return process

    def run(self, *arguments: str, crash_at: str = "") -> int:
        """The command's exit code, below zero when a signal ended it."""
        process = self.start(*arguments, crash_at=crash_at)
        return ended(process)

    def said(self, said: str = "said") -> str:
        return (self.folder / said).read_text(encoding="utf-8")

    # What lies there, each refused when it is not whole.

    def rows(self) -> int:
        """Rows of the shop's table of orders; facts and table must tell the same."""
        [(rows,)] = duckdb.sql(f"select count(*) from read_parquet('{self.data}/tables/orders.parquet/*.parquet')").fetchall()
        assert json.loads((self.data / "tables" / FACTS).read_text(encoding="utf-8"))["tables"]["orders"] == rows
        return rows

    def listed(self) -> int:
        """Orders of all customers by the work list; a list that was stepping aside when its writer died counts as it is."""
        aside = sorted((self.data / "out").glob(f"{durable.PREFIX}*-old-lists"))
        place = self.data / "out" / "lists" if (self.data / "out" / "lists").is_dir() else aside[0]
        lines = (place / "everybody.csv").read_text(encoding="utf-8-sig").splitlines()
        assert len(lines) == 10
        [of] = {int(line.split(",")[-1]) for line in lines[1:]}
        assert sum(int(line.split(",")[-2]) for line in lines[1:]) == of
        return of

    def latest(self) -> str:
        """Run id of the report that readers are shown."""
        run = os.readlink(self.home / "latest")
        assert (self.home / run / "report.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
        assert json.loads((self.home / run / "status.json").read_text(encoding="utf-8"))["code"] == 0
        board = (self.reports / "index.html").read_text(encoding="utf-8")
        assert board.rstrip().endswith("</html>")
        return run

    def days(self) -> dict[str, float]:
        """History: the day looked from → its figure."""
        trends = history.trends(self.home)
        return dict(zip(trends["as_of"], trends["value"], strict=True))

    def leftovers(self) -> list[str]:
        return sorted(
            str(path.relative_to(self.folder)) for place in ("data", "reports") for path in (self.folder / place).rglob(f"{durable.PREFIX}*")
        )

    def live_through(self) -> None:
        """Leave two runs of long ago behind, a good one and a failed one."""
        for kind, code in {"ok": 0, "cell_failed": 10}.items():
            begun = datetime.now(UTC) - timedelta(days=4000 - len(list(self.home.glob("*"))))
            run = self.home / f"{begun:%Y%m%dT%H%M%S}-{code:06d}"
            run.mkdir(parents=True)
            for page in history.HEAVY:
                (run / page).write_text("a page", encoding="utf-8")
            told = {"code": code, "kind": kind, "as_of": f"{begun:%Y-%m-%d}", "language": "en"}
            (run / "kpis.json").write_text(json.dumps([{"name": "orders", "group": None, "value": 7.0, "unit": "count"}]), encoding="utf-8")
            (run / "status.json").write_text(json.dumps(told), encoding="utf-8")

    def of_long_ago(self) -> set[str]:
        """Files that are left of runs of long ago."""
        return {path.name for run in self.home.glob("201[0-9]*") for path in run.iterdir()}


def ended(process: ForkServerProcess, within: float = 300) -> int:
    process.join(within)
    assert process.exitcode is not None, "it hangs"
    return process.exitcode


def _command(folder: str, arguments: list[str], crash_at: str, said: str) -> None:
    """What the forked process does: `retention` as from a shell, with the desk's notebooks."""
    from retention import cli, project

    os.chdir(folder)
    os.environ |= {"RETENTION_CRASH_AT": crash_at, "PYTHONPATH": str(ROOT)}
    with open(said, "wb", buffering=0) as told:
        os.dup2(told.fileno(), 1)
        os.dup2(told.fileno(), 2)
    project.root = lambda: Path(folder)
    sys.argv = ["retention", *arguments]
    cli.main()
