"""The house keeps its shape: rooms import no other room, modules stay small, nothing names a machine."""

import ast
import re
import subprocess
from collections.abc import Container
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "retention"
FOUNDATION = {"tables", "settings", "stats", "seasons", "names", "durable", "privacy", "contact", "orders", "worklists"}
FOUNDATION |= {"redemption", "deferral", "simulation", "hours", "forms"}
ROOMS = ("imports", "pyramid", "metrics", "samples", "lifetime", "affinity", "segments", "membership", "programmes", "journeys")
ROOMS += ("experiments", "service", "handover", "ledger")
PAGES = PACKAGE / "pages"
# Modules of a page that call rooms of methods; all others take what these made.
COMPUTING = ("__init__", "tables", "shop_members", "sections", "design_sections", "sliders", "printed")
SUMMING = {"groupby", "merge", "quantile", "median", "pivot_table"}
MOST_LINES = 430


def seen_from_root(path: Path) -> str:
    return str(path.relative_to(ROOT))


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


def at_the_top(path: Path, known: Container[str]) -> set[str]:
    """Modules among `known` that a module needs to be imported itself: what its functions import later is not among them."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            names |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {whole if (whole := f"{node.module}.{a.name}") in known else node.module for a in node.names}
    return {name for name in names if name in known}


def ours(path: Path) -> set[str]:
    """Rooms and modules of the package that a module imports."""
    return {name.split(".")[1] for name in imported(path) if name.startswith("retention.")}


@pytest.mark.parametrize("room", [r for r in ROOMS if (PACKAGE / r).is_dir()])
def test_a_room_imports_only_the_foundation(room):
    strangers = {str(path.relative_to(ROOT)): extra for path in modules(PACKAGE / room) if (extra := ours(path) - FOUNDATION - {room})}
    assert not strangers


@pytest.mark.parametrize("path", [p for p in modules(PAGES) if p.stem not in COMPUTING], ids=seen_from_root)
def test_sentences_pictures_and_rows_take_finished_tables_and_no_room(path):
    if path.parent.name != "kit":
        assert ours(path) & set(ROOMS) == set()


@pytest.mark.parametrize("path", modules(PAGES), ids=seen_from_root)
def test_page_rooms_compute_nothing(path):
    """Neither statistics nor the calls by which frames are summed up or put together: that is for the rooms of methods."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
    assert called & SUMMING == set()
    assert {name for name in imported(path) if name.split(".")[0] == "scipy" or name == "retention.stats"} == set()


def test_no_arrow_runs_back_up():
    """Rooms of methods know no page; what all pages are made of knows no concept; a report knows pages by what they are made of."""
    of_methods = [path for room in ROOMS for path in modules(PACKAGE / room) if "pages" in ours(path)]
    concept = re.compile(r"retention\.pages\.(?!kit\b)")
    of_kit = [path for path in (*modules(PAGES / "kit"), *modules(PACKAGE / "report")) if any(map(concept.match, imported(path)))]
    assert [seen_from_root(path) for path in (*of_methods, *of_kit)] == []


def test_the_compiled_simulation_knows_nothing_of_ours():
    assert {seen_from_root(path): strangers for path in modules(PACKAGE / "simulation") if (strangers := ours(path) - {"simulation"})} == {}


def test_modules_import_each_other_in_no_circle():
    files = {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in modules(PACKAGE)}
    graph = {name: at_the_top(path, files) - {name} for name, path in files.items()}
    list(TopologicalSorter(graph).static_order())  # CycleError names the circle


@pytest.mark.parametrize("package", [p.parent for p in PACKAGE.rglob("__init__.py")], ids=seen_from_root)
def test_no_package_gives_out_a_thing_by_the_name_of_one_of_its_modules(package):
    own = {p.stem for p in package.glob("*.py")} | {p.parent.name for p in package.glob("*/__init__.py")}
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    room = ".".join(package.relative_to(ROOT).parts)
    given = {a.asname or a.name for node in tree.body if isinstance(node, ast.ImportFrom) and node.module != room for a in node.names}
    given |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assert given & own == set()


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
