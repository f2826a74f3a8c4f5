"""What all tests share: one sample shop of 1,500 customers, the real data where it is, and reproducible laws."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from retention import durable
from tests.importer import Importer

settings.register_profile("reproducible", derandomize=True, deadline=None)
settings.load_profile("reproducible")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
TODAY = date(2026, 11, 1)


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real data sets beside the checkout; they are never part of the project."""
    if not SHARED.is_dir():
        pytest.skip("the real data sets are not here (../shared/data)")
    return SHARED


@pytest.fixture(scope="session")
def herstyle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """HerStyle's data folder with raw exports of 1,500 customers, imported; made once for all workers. Do not write into it."""
    from retention import imports, playbook, project, samples

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    folder = shared / "shop" / "herstyle"
    with durable.lock(shared / "herstyle.lock", wait=300):
        if not (folder / "tables").is_dir():
            samples.make(folder, customers=1_500)
            about = playbook.shop_settings(project.root() / "params" / "herstyle")
            imports.import_shop([folder / "raw"], about, folder, TODAY)
    return folder


@pytest.fixture
def shop(tmp_path: Path) -> Importer:
    """A folder for raw files written by hand, and their import."""
    return Importer(tmp_path)
