"""Running one notebook and putting its report where readers look for it.

check → lock → temporary folder → papermill → page → rename into place → `latest` → board. A run that
fails or is stopped keeps its notebook and its reason, and `latest` stays with the last good one.
"""

import copy
import importlib.metadata
import json
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from retention import durable
from retention.pages.kit.section import RUN_FOLDER
from retention.report import history, index, kernel, recorded, translate
from retention.report.plan import Plan, check
from retention.settings import SettingsProblem
from retention.tables import DataProblem

Progress = Callable[[str], None]


class Code(IntEnum):
    """How a run ended, as the exit code a scheduler sees; in words: the messages report-code-…"""

    OK = 0
    CELL_FAILED = 10
    BAD_SETTINGS = 11
    LOCKED = 12
    DEAD_KERNEL = 13
    TIMEOUT = 14
    LEFT_EARLY = 15
    BAD_FIGURES = 16
    EXPORT_FAILED = 17
    BAD_DATA = 20
    CANNOT_WRITE = 21
    STOPPED = 143

    @property
    def message(self) -> str:
        """Id of the sentence that says it."""
        return f"report-code-{self.name.lower().replace('_', '-')}"


# Errors that a cell raises and that have codes of their own.
BY_ERROR = {"SettingsProblem": Code.BAD_SETTINGS, "DataProblem": Code.BAD_DATA, "SystemExit": Code.LEFT_EARLY}
# Errors of files, of Python and of the database, that a cell raises; what the system refused stands in their messages.
OF_FILES = ("OSError", "PermissionError", "FileNotFoundError", "NotADirectoryError", "IOException", "OutOfMemoryException")


@dataclass(frozen=True)
class Outcome:
    """What became of a run; `folder` is None when it did not start."""

    code: Code
    run_id: str
    folder: Path | None
    seconds: float
    message: str


@dataclass(frozen=True)
class _Ending:
    """How a run went so far: its code, the sentence to it, the cell it ended in, what the notebook told about itself."""

    code: Code = Code.OK
    message: str = ""
    cell: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def run_notebook(
    notebook: Path,
    params: str,
    data: str,
    as_of: str,
    reports: Path,
    *,
    shop: str,
    language: str,
    title: str = "",
    progress: Progress | None = None,
    retries: int = 1,
    cell_timeout: int | None = 1800,
    keep: int = history.KEEP_DAYS,
) -> Outcome:
    """Run a notebook for a shop; `params` (a folder, or empty) and `data` (the shop's folder) are paths as seen from here.

    `shop` names its folder in `reports`, `title` is its name for people. `progress` is told where the
    run is, before each cell. Only a dead kernel is tried again, `retries` times. SIGTERM and Ctrl-C end the
    kernel, keep what was run, and go on as SystemExit(143) and KeyboardInterrupt. An empty `language`
    is the notebook's to tell. Pages stay for `keep` days. A run that looks from another day than the newest one stands beside the
    others and never becomes `latest`.
    """
    started = time.monotonic()
    try:
        plan = check(Path(notebook), params, data, as_of, Path(reports), shop, language, title)
    except SettingsProblem as problem:
        return Outcome(Code.BAD_SETTINGS, "", None, 0.0, str(problem))
    try:
        durable.folder_with(0o755, plan.home)
        with durable.lock(plan.home / ".lock"), _sigterm_as_exception():
            return _run(plan, started, _Position(plan, progress or (lambda _: None)), retries, cell_timeout, keep)
    except OSError as error:
        return Outcome(Code.CANNOT_WRITE, "", None, 0.0, f"{plan.notebook.stem}: {durable.explained(error)}")
    except durable.Busy:
        return Outcome(Code.LOCKED, "", None, 0.0, f"{plan.notebook.stem}: another run for {plan.shop} is under way; wait until it has ended.")


@contextmanager
def _sigterm_as_exception() -> Iterator[None]:
    """SIGTERM raises SystemExit(143) inside, so that everything opened is closed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(*_: object) -> None:
        raise SystemExit(int(Code.STOPPED))

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Position:
    """Where a running notebook is, told to the terminal as it goes on."""

    def __init__(self, plan: Plan, progress: Progress):
        self.stem, self.progress = plan.notebook.stem, progress
        self.total = sum(cell.cell_type == "code" for cell in plan.content.cells) + 1  # papermill adds the parameters' cell
        self.restart()

    def restart(self) -> None:
        self.cell, self.section, self.done = "", "", 0

    def cell_starts(self, cell: NotebookNode, cell_index: int) -> None:
        self.cell = cell.get("id", str(cell_index))
        if cell.cell_type == "markdown":
            self.section = (re.findall(r"^##? +(.+)$", cell.source, re.MULTILINE) or [self.section])[-1]
        elif cell.cell_type == "code":
            self.done += 1
            self.progress(f"{self.stem}: {self.done}/{self.total} {self.section}".rstrip())
            if self.done == 2:
                durable.crash_point("papermill")

    def ended(self, code: Code, what: str) -> _Ending:
        return _Ending(code, f"{self.stem}, cell {self.cell!r}: {what}" if self.cell else f"{self.stem}: {what}", self.cell)


def _run(plan: Plan, started: float, at: _Position, retries: int, cell_timeout: int | None, keep: int) -> Outcome:
    kernel.end_orphans(plan.home)
    durable.sweep(plan.home)
    begun = datetime.now(UTC)
    run_id = f"{begun:%Y%m%dT%H%M%S}-{begun.microsecond:06d}"
    stopped: BaseException | None = None
    try:
        with durable.new_folder(plan.home / run_id) as folder:
            durable.crash_point("start")
            try:
                ending = _made(plan, folder, run_id, begun, at, retries, cell_timeout)
            except (SystemExit, KeyboardInterrupt) as stop:
                stopped, ending = stop, _tidied_if_it_can(plan, folder, at.ended(Code.STOPPED, "stopped from outside"))
            except OSError as error:
                _without_pages(folder)
                ending = at.ended(Code.CANNOT_WRITE, durable.explained(error))
            seconds = round(time.monotonic() - started, 1)
            ending = _with_status(
                folder, at, ending, {**_about(plan, run_id, begun, ending.facts), "seconds": seconds, "parameters": plan.parameters}
            )
            durable.readable_by_all(folder)
            durable.crash_point("publish")
    except OSError:
        if stopped is not None:
            raise stopped from None
        raise
    try:
        _published(plan, run_id, ending, keep, begun)
    except OSError as error:
        ending = at.ended(Code.CANNOT_WRITE, durable.explained(error)) if ending.code == Code.OK else ending
    if stopped is not None:
        raise stopped
    message = ending.message or f"{plan.notebook.stem}: done in {seconds} s"
    return Outcome(ending.code, run_id, plan.home / run_id, seconds, message)


def _published(plan: Plan, run_id: str, ending: _Ending, keep: int, begun: datetime) -> None:
    """`latest` and the board after a run whose folder is in its place."""
    durable.crash_point("latest")
    if ending.code == Code.OK and ending.facts.get("newest", True):
        durable.point(plan.home / "latest", run_id)
    durable.crash_point("index")
    history.prune(plan.home, keep, begun)
    index.write(plan.reports, plan.shop)


def _made(plan: Plan, folder: Path, run_id: str, begun: datetime, at: _Position, retries: int, cell_timeout: int | None) -> _Ending:
    """The notebook executed into `folder` and, where it ran to its end, the page."""
    ending = _tidy(plan, folder, _execute(plan, folder, at, retries, cell_timeout))
    return _make_page(plan, folder, run_id, begun) if ending.code == Code.OK else ending


def _tidied_if_it_can(plan: Plan, folder: Path, ending: _Ending) -> _Ending:
    try:
        return _tidy(plan, folder, ending)
    except OSError:
        return ending


def _with_status(folder: Path, at: _Position, ending: _Ending, about: dict[str, Any]) -> _Ending:
    """Write status.json. On a full disk it takes the room of the pages, and the run has failed then, however it ended."""
    try:
        _write_status(folder, ending, about)
    except OSError as error:
        _without_pages(folder)
        if ending.code == Code.OK:
            ending = at.ended(Code.CANNOT_WRITE, durable.explained(error))
        _write_status(folder, ending, about)
    return ending


def _without_pages(folder: Path) -> None:
    """Pages that were cut off help nobody, and their room is wanted."""
    for name in history.HEAVY:
        (folder / name).unlink(missing_ok=True)


def _write_status(folder: Path, ending: _Ending, about: dict[str, Any]) -> None:
    ended = {"code": int(ending.code), "kind": ending.code.name.lower(), "message": ending.message, "cell": ending.cell}
    _write_json(folder / "status.json", {**about, **ended})


def _execute(plan: Plan, folder: Path, at: _Position, retries: int, cell_timeout: int | None) -> _Ending:
    """Run the notebook into `folder`/executed.ipynb, again after a dead kernel."""
    for attempt in range(retries + 1):
        time.sleep(2**attempt - 1)
        at.restart()
        ending = _execute_once(plan, folder, at, cell_timeout)
        if ending.code != Code.DEAD_KERNEL:
            break
    return ending


def _execute_once(plan: Plan, folder: Path, at: _Position, cell_timeout: int | None) -> _Ending:
    import papermill
    from nbclient.exceptions import CellTimeoutError
    from papermill.exceptions import PapermillExecutionError

    try:
        with kernel.started(plan.notebook.parent, plan.environment | {RUN_FOLDER: str(folder.resolve())}, folder) as manager:
            done = papermill.execute_notebook(
                copy.deepcopy(plan.content),
                str(folder / "executed.ipynb").replace("{", "{{").replace("}", "}}"),  # papermill formats paths
                parameters=plan.parameters,
                kernel_name="python3",
                language="python",  # notebooks in git carry no kernel metadata
                progress_bar=False,
                km=manager,
                execution_timeout=cell_timeout,
                iopub_timeout=60,  # a busy machine may be slow to hand over a large output
                on_cell_start=at.cell_starts,
            )
    except PapermillExecutionError as error:
        refused = durable.refusal(error.evalue) if error.ename in OF_FILES else None
        if refused:
            return at.ended(Code.CANNOT_WRITE, durable.explained(refused))
        return at.ended(BY_ERROR.get(error.ename, Code.CELL_FAILED), f"{error.ename}: {error.evalue}")
    except CellTimeoutError:
        return at.ended(Code.TIMEOUT, f"took longer than {cell_timeout} seconds")
    except RuntimeError as error:  # nbclient's DeadKernelError, and a kernel that never answered
        if "kernel" not in str(error).lower():
            raise
        return at.ended(Code.DEAD_KERNEL, "the kernel died, most often for want of memory")
    # papermill takes sys.exit(0) for success; a run is good only when every cell has run to its end.
    if not all(_ran(cell) for cell in done.cells):
        return at.ended(Code.LEFT_EARLY, "left the notebook before its end (sys.exit in a cell)")
    return _Ending()


def _ran(cell: NotebookNode) -> bool:
    if cell.cell_type != "code" or not cell.source.strip():
        return True
    left = any(output.output_type == "error" and output.ename == "SystemExit" for output in cell.outputs)
    return cell.execution_count is not None and not left


def _tidy(plan: Plan, folder: Path, ending: _Ending) -> _Ending:
    """Put the reason of a failure into the executed notebook, and take the machine's paths out of it."""
    executed = folder / "executed.ipynb"
    content = nbformat.read(executed, as_version=4) if executed.exists() else copy.deepcopy(plan.content)
    content.metadata.pop("papermill", None)
    for cell in content.cells:
        failed_here = ending.code != Code.OK and cell.cell_type == "code" and cell.get("id") == ending.cell
        if failed_here and not any(output.output_type == "error" for output in cell.outputs):
            cell.outputs.append(nbformat.v4.new_output("error", ename=ending.code.name, evalue=ending.message, traceback=[ending.message]))
    nbformat.write(content, executed)
    return _Ending(ending.code, ending.message, ending.cell, recorded.facts(content))


def _make_page(plan: Plan, folder: Path, run_id: str, begun: datetime) -> _Ending:
    """kpis.json and report.html from the executed notebook."""
    from retention.report import exporter

    content = nbformat.read(folder / "executed.ipynb", as_version=4)
    facts = recorded.facts(content)
    try:
        figures = recorded.figures(content)
    except DataProblem as problem:
        return _Ending(Code.BAD_FIGURES, f"{plan.notebook.stem}: {problem}", facts=facts)
    _write_json(folder / "kpis.json", figures, indent=None)
    content.metadata["retention"] = _about(plan, run_id, begun, facts)
    nbformat.write(content, folder / "executed.ipynb")
    durable.crash_point("export")
    try:
        exporter.write_assets(plan.reports)
        (folder / "report.html").write_text(exporter.page(content), encoding="utf-8")
    except Exception as error:  # whatever breaks in drawing a page, the notebook has run and its results are kept
        return _Ending(Code.EXPORT_FAILED, f"{plan.notebook.stem}: its page could not be made: {type(error).__name__}: {error}", facts=facts)
    return _Ending(facts=facts)


def _about(plan: Plan, run_id: str, begun: datetime, facts: dict[str, Any]) -> dict[str, Any]:
    """What the cover, the footer and the board say of a run; the notebook's own facts stand beside what was asked for."""
    language = plan.language or facts.get("language") or "en"
    text = translate.translated(plan.content, translate.texts(plan.notebook.stem, language))
    return {
        "shop_name": plan.title or plan.shop,
        **facts,
        "notebook": plan.notebook.stem,
        "title": translate.title(text) or plan.notebook.stem,
        "shop": plan.shop,
        "language": language,
        "run_id": run_id,
        "started": begun.isoformat(timespec="seconds"),
        "as_of_asked": plan.parameters["as_of"],
        **plan.inputs,
        "version": importlib.metadata.version("retention-playbook"),
    }


def _write_json(path: Path, content: Any, indent: int | None = 1) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=indent, allow_nan=False), encoding="utf-8")
