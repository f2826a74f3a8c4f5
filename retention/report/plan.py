"""A run checked before anything is started: the notebook, its parameters, where things go.

papermill takes any parameter of any type and only warns; here a wrong one is a sentence.
"""

import ast
import hashlib
import json
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from retention import imports, project
from retention.settings import SettingsProblem, day_asked

PARAMETERS = ("params", "data", "as_of")
SECRET_NAME = re.compile(r"passw|secret|token|api_?key|credential", re.IGNORECASE)
SECRET_VALUE = re.compile(r"://[^/\s:]+:[^/\s@]+@|(?:passw(?:or)?d|secret|token|api_?key)\s*[=:]", re.IGNORECASE)
NO_SECRETS = "parameters are printed in reports, so secrets belong in the environment"


@dataclass(frozen=True)
class Plan:
    """What will be run: `parameters` as the notebook sees them, `environment` as its kernel does."""

    notebook: Path
    content: NotebookNode
    parameters: dict[str, str]
    environment: dict[str, str]
    reports: Path
    shop: str
    language: str
    title: str
    inputs: dict[str, Any]

    @property
    def home(self) -> Path:
        """reports/<shop>/<notebook>."""
        return self.reports / self.shop / self.notebook.stem


def check(notebook: Path, params: str, data: str, as_of: str, reports: Path, shop: str, language: str, title: str = "") -> Plan:
    """The plan of a run, or SettingsProblem with a sentence on what is wrong."""
    if not re.fullmatch(r"\w[\w. -]*", shop):
        raise SettingsProblem(f"the shop's name {shop!r} cannot be a folder; use letters, digits, '-' and '_'")
    if params and not Path(params).exists():
        raise SettingsProblem(f"{params}: no such folder with settings")
    day_asked(as_of)
    for name, value in {"params": params, "data": data}.items():
        if SECRET_VALUE.search(value):
            raise SettingsProblem(f"{name} holds what looks like a password; {NO_SECRETS}")
    content = _read(notebook)
    _check_parameters_cell(notebook.name, content)
    notebook = notebook.resolve()
    return Plan(
        notebook=notebook,
        content=content,
        parameters={"params": _seen_from(notebook.parent, params), "data": _seen_from(notebook.parent, data), "as_of": as_of},
        environment={
            **os.environ,
            "NUMBA_CACHE_DIR": str(Path(data).resolve() / ".cache" / "numba"),
            "PLOTLY_RENDERER": "plotly_mimetype",
            "RETENTION_REPORTS": str((reports / shop).resolve()),
            project.STARTED_IN: str(Path.cwd()),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        },
        reports=reports.resolve(),
        shop=shop,
        language=language,
        title=title,
        inputs=inputs(params, data),
    )


def inputs(params: str, data: str) -> dict[str, Any]:
    """What a run is made from, so that it can be told from its report: digests of each settings file and export, the commit if there is one."""
    path = Path(params)
    files = [] if not params else [path] if path.is_file() else sorted(path.rglob("*.yaml"))
    settings = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    exports = imports.read_facts(Path(data)).get("exports", {})
    found = {"settings_hash": _short(settings), "exports_hash": _short(exports), "commit": _commit(), "settings": settings, "exports": exports}
    return {name: value for name, value in found.items() if value}


def _short(digests: Mapping[str, str]) -> str:
    """Twelve digits that change when any of the files does; empty without files."""
    return hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()[:12] if digests else ""


def _commit() -> str:
    """The git commit of the notebooks, and a + where files differ from it; empty in an installed package."""
    root = project.root()
    if not (root / ".git").exists():
        return ""
    try:
        said = [subprocess.run(["git", "-C", str(root), *asked], capture_output=True, text=True, check=True, timeout=10).stdout.strip() for asked in
                (["rev-parse", "--short=12", "HEAD"], ["status", "--porcelain", "--untracked-files=no"])]  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return said[0] + "+" * bool(said[1])


def _read(notebook: Path) -> NotebookNode:
    try:
        return nbformat.read(notebook, as_version=4)
    except FileNotFoundError as error:
        raise SettingsProblem(f"{notebook}: no such notebook") from error
    except Exception as error:  # nbformat raises many kinds for files that are no notebooks
        raise SettingsProblem(f"{notebook}: not readable as a notebook: {' '.join(str(error).split())[:200]}") from error


def _check_parameters_cell(name: str, content: NotebookNode) -> None:
    cells = [cell for cell in content.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        raise SettingsProblem(f"{name}: should have one cell tagged 'parameters', it has {len(cells)}")
    try:
        assigned = _assigned(ast.parse(cells[0].source))
    except SyntaxError as error:
        raise SettingsProblem(f"{name}: its parameters cell is not readable: {error.msg}, line {error.lineno}") from error
    secret = [n for n in assigned if SECRET_NAME.search(n)]
    if secret:
        raise SettingsProblem(f"{name}: its parameters cell holds {secret[0]!r}; {NO_SECRETS}")
    wrong = [f"lacks {n!r}" for n in PARAMETERS if n not in assigned]
    wrong += [f"holds {n!r}, which is no parameter" for n in assigned if n not in PARAMETERS]
    if wrong:
        should = "It should hold params, data and as_of only; values belong in the settings files"
        raise SettingsProblem(f"{name}: its parameters cell {'; it '.join(wrong)}. {should}")


def _assigned(tree: ast.Module) -> list[str]:
    names = []
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target] if isinstance(statement, ast.AnnAssign) else []
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return names


def _seen_from(folder: Path, path: str) -> str:
    """`path` relative to `folder`, so that no machine's folders stand in a notebook."""
    if not path:
        return path
    try:
        return Path(os.path.relpath(Path(path).resolve(), folder)).as_posix()
    except ValueError:  # another drive of a Windows machine
        return Path(path).resolve().as_posix()
