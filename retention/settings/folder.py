"""A shop's params folder: the files it may hold, each read into its model, and files that only nearly have their names.

A file called `shop.yml` would never be read and the shop never find out, so it is refused by name.
"""

import difflib
import os
import re
from pathlib import Path
from typing import TypeVar

from retention.settings.journeys import JourneysSettings
from retention.settings.loyalty import LoyaltySettings
from retention.settings.offers import OffersSettings
from retention.settings.pyramid import PyramidSettings
from retention.settings.reading import Settings, SettingsProblem
from retention.settings.service import ServiceSettings
from retention.settings.shop import ShopSettings

MODELS: dict[str, type[Settings]] = {
    "01_data_pyramid": PyramidSettings,
    "02_segmentation": OffersSettings,
    "03_loyalty_design": LoyaltySettings,
    "04_automation": JourneysSettings,
    "05_service_nps": ServiceSettings,
}
SHOP = "shop.yaml"
# The file of a notebook's settings, where it is not called as the notebook.
FILES = {"04_automation": "journeys.yaml"}
READ = (SHOP, *(FILES.get(notebook, f"{notebook}.yaml") for notebook in MODELS))
# Names taken for what else a shop sets; messages.yaml holds the texts of its messages.
TAKEN = ("messages.yaml", "messages.en.yaml", "messages.zh.yaml", "schedule.yaml", "import.yaml")
# From here on a name is taken for a slip of another one.
NEAR = 0.85

Model = TypeVar("Model", bound=Settings)


def shop_settings(params: str | Path) -> ShopSettings:
    """shop.yaml of a params folder; all defaults where no folder is given. A file with nearly the name of one that is read is refused."""
    if not _given(params):
        return ShopSettings()
    if not Path(params).is_dir():
        raise SettingsProblem(
            f"{params}: no such folder with settings{_looked_for(params)}. Give the folder that holds shop.yaml, e.g. params/herstyle"
        )
    _refuse_near_names(Path(params))
    return ShopSettings.read(Path(params) / SHOP)


def notebook_settings(model: type[Model], params: str | Path, language: str = "") -> Model:
    """A notebook's own YAML; all defaults, in the shop's language, where the folder has none."""
    path = Path(params) / file_of(notebook_of(model))
    return model.read(path) if str(params) and path.is_file() else model.default(language)


def file_of(notebook: str) -> str:
    """The name of the file with a notebook's settings."""
    return FILES.get(notebook, f"{notebook}.yaml")


def notebook_of(model: type[Settings]) -> str:
    """The notebook whose settings these are."""
    return next(notebook for notebook, of in MODELS.items() if of is model)


def not_read(params: str | Path, about: ShopSettings) -> list[str]:
    """A line for each YAML file of the folder that nothing reads."""
    known = {*READ, *TAKEN, *(Path(name).name for name in about.maps)}
    there = _yaml_files(Path(params)) if str(params) else []
    return [f"{path}: not read; no settings file has this name" for path in there if path.name not in known]


def _given(params: str | Path) -> bool:
    if not isinstance(params, str | os.PathLike):
        raise SettingsProblem(f"params is {params!r}; it should be the folder that holds shop.yaml, or '' for a shop without settings")
    return bool(str(params))


def _looked_for(params: str | Path) -> str:
    return "" if Path(params).is_absolute() else f" (looked for {Path(params).resolve()})"


def _refuse_near_names(folder: Path) -> None:
    for path in _yaml_files(folder):
        meant = _meant(path.name)
        if meant:
            raise SettingsProblem(f"{path}: no settings file is read by this name; did you mean {meant}? Rename it, or move it out of the folder")


def _yaml_files(folder: Path) -> list[Path]:
    """Files that are YAML by their endings: shop.yml and shop.yaml.txt, too; neither hidden ones nor an editor's copies."""
    there = [path for path in folder.iterdir() if re.search(r"\.ya?ml(\.txt)?$", path.name, re.IGNORECASE)]
    return sorted(path for path in there if path.is_file() and not path.name.startswith("."))


def _meant(name: str) -> str:
    """The name of a file that is read and that this one only nearly has; empty for any other name."""
    stem = name.casefold().partition(".")[0]
    stems = {known.partition(".")[0]: known for known in reversed((*READ, *TAKEN))}
    near = difflib.get_close_matches(stem, stems, n=1, cutoff=NEAR)
    copied = any(stem.startswith(f"{known}{mark}") for known in stems for mark in "_- ")
    return stems[near[0]] if near and not copied and name not in (*READ, *TAKEN) else ""
