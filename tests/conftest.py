"""What all tests share: one sample shop of 1,500 customers, the real data where it is, and reproducible laws."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from retention import cli, durable
from tests.importer import Importer

if TYPE_CHECKING:
    from tests.notebooks import Runs

# Nothing is judged by the clock: on a busy machine a law only takes longer.
settings.register_profile("reproducible", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("reproducible")

# Names of all tests as this process found them, before any is left out.
FOUND = pytest.StashKey[list[str]]()

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
TODAY = date(2026, 11, 1)

# What numba compiles is compiled once for all workers and all kernels of notebooks, and kept for the next time.
COMPILED = Path(os.environ.setdefault("NUMBA_CACHE_DIR", str(ROOT / "tests" / "__pycache__" / "numba")))
COMPILED.mkdir(parents=True, exist_ok=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    config.stash[FOUND] = [item.nodeid for item in items]
    if "LIST_OF_TESTS" in os.environ:
        Path(os.environ["LIST_OF_TESTS"]).write_text("\n".join(config.stash[FOUND]), encoding="utf-8")


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real data sets beside the checkout; they are never part of the project."""
    if not SHARED.is_dir():
        pytest.skip("the real data sets are not here (../shared/data)")
    return SHARED


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all workers, for what is made once; whoever makes something there holds its lock."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


@pytest.fixture(scope="session")
def herstyle(shared: Path) -> Path:
    """HerStyle's data folder with raw exports of 1,500 customers, imported; made once for all workers. Do not write into it."""
    from retention import imports, project, samples
    from retention.settings import shop_settings

    folder = shared / "shop" / "herstyle"
    with durable.lock(shared / "herstyle.lock", wait=300):
        if not (folder / "tables").is_dir():
            samples.make(folder, customers=1_500)
            about = shop_settings(project.root() / "params" / "herstyle")
            imports.import_shop([folder / "raw"], about, folder, TODAY)
    return folder


@pytest.fixture(scope="session")
def runs(herstyle: Path, shared: Path) -> "Runs":
    """The notebooks' runs on HerStyle, each made once for all workers."""
    from tests.notebooks import Runs

    return Runs(herstyle, shared)


@pytest.fixture
def shop(tmp_path: Path) -> Importer:
    """A folder for raw files written by hand, and their import."""
    return Importer(tmp_path)


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


@pytest.fixture
def retention(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """The command's entry point in an empty working folder (a process for each would take two seconds)."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["retention", *arguments])
        try:
            cli.main()
            code = 0
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return run
