"""The house keeps its shape: rooms import no other room, modules stay small, nothing names a machine."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "retention"
FOUNDATION = {"tables", "settings", "stats", "seasons", "names", "durable", "privacy", "contact", "orders", "worklists"}
ROOMS = ("imports", "pyramid", "metrics", "samples", "lifetime", "affinity", "segments", "loyalty")
MOST_LINES = 430


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Dotted names of what a module imports at run time; imports for type checkers do not count."""
    names: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(n) for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" for n in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            names |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{a.name}" for a in node.names}
    return names


def ours(path: Path) -> set[str]:
    """Rooms and modules of the package that a module imports."""
    return {name.split(".")[1] for name in imported(path) if name.startswith("retention.")}


@pytest.mark.parametrize("room", [r for r in ROOMS if (PACKAGE / r).is_dir()])
def test_a_room_imports_only_the_foundation(room):
    strangers = {str(path.relative_to(ROOT)): extra for path in modules(PACKAGE / room) if (extra := ours(path) - FOUNDATION - {room})}
    assert not strangers


@pytest.mark.parametrize("room", ["figures", "words"])
def test_figures_and_words_take_tables_not_rooms(room):
    strangers = {str(path.relative_to(ROOT)): extra for path in modules(PACKAGE / room) if (extra := ours(path) & set(ROOMS))}
    assert not strangers


def test_the_foundation_stands_on_nothing_but_itself():
    files = {name: modules(PACKAGE / name) or [PACKAGE / f"{name}.py"] for name in FOUNDATION}
    assert {name: set().union(*map(ours, paths)) - FOUNDATION for name, paths in files.items()} == {name: set() for name in FOUNDATION}


def test_only_one_module_imports_lifetimes():
    importers = [str(p.relative_to(PACKAGE)) for p in modules(PACKAGE) if any(n.split(".")[0] == "lifetimes" for n in imported(p))]
    assert importers in ([], ["lifetime/reference.py"])


def test_modules_can_be_read_in_one_go():
    lengths = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in modules(PACKAGE)}
    assert {name: n for name, n in lengths.items() if n > MOST_LINES} == {}


def test_no_tracked_file_names_a_machine_or_a_registry():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    # Put together here so that this file does not name them itself.
    folders = [rf"/{name}/\w" for name in ("work", "root")]
    registries = [rf"{name}\.org" for name in ("pypi", "python" + "hosted")]
    forbidden = re.compile("|".join(folders + registries))
    found = []
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in (".py", ".md", ".yaml", ".toml", ".txt", ".ipynb", ".j2", ".ftl", ".css", ".js", ".sh", "") and path.is_file():
            found += [name for line in path.read_text(encoding="utf-8").splitlines() if forbidden.search(line)]
    assert found == []
