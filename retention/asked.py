"""The shop that a command is about: its settings, its name, and where its data, exports and reports lie.

Nothing heavy is imported here: what is wrong with a command is told at once.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from retention.places import beside, folder_name, folder_name_of, params_folder

if TYPE_CHECKING:
    from retention.settings import ShopSettings

BAD_DATA, BAD_SETTINGS = 20, 11
NO_EXPORTS = "no exports given. Name a file or folder with --data, or write `exports:` into shop.yaml"

Params = Annotated[
    str, typer.Option("--params", help="folder with the shop's YAML files, e.g. params/herstyle; without it every setting has its default")
]
Named = Annotated[str, typer.Option("--shop", help="name of the shop's folder below data/ and reports/; without it that of --params or of the file")]
Raw = Annotated[
    list[Path] | None, typer.Option("--data", help="raw exports, a file or a folder; goes before `exports:` in shop.yaml. May be given several times")
]


@dataclass(frozen=True)
class Asked:
    """What a command is about: the shop's settings and their folder as found, its name, and the folder that holds data/ and reports/."""

    params: str
    about: "ShopSettings"
    name: str
    home: Path
    given: str
    named: bool

    @property
    def answers(self) -> Path:
        """Where answers to the import's questions are kept: the shop's own params folder, else its data folder."""
        return Path(self.given) if self.given and Path(self.given).is_dir() else self.folder

    @property
    def folder(self) -> Path:
        """The shop's data folder."""
        return self.home / "data" / self.name


def asked_for(params: str, data: list[Path] | None, shop: str = "") -> Asked:
    """The shop that is meant, its settings checked; a line says which files beside them are not read."""
    from retention.settings import not_read, shop_settings

    found = params_folder(params)
    about = shop_settings(found)
    for line in not_read(found, about):
        typer.echo(line, err=True)
    if not params and not data:
        stop(NO_EXPORTS, BAD_SETTINGS)
    name = folder_name(shop) if shop else Path(params).resolve().name if params else folder_name_of((data or [Path()])[0])
    return Asked(found, about, name, home_of(params), params, named=bool(shop or params))


def home_of(params: str) -> Path:
    """Where data/ and reports/ lie: beside the shop's params folder, or beside the folder params/ that holds it, wherever the command is run.

    Without one, and with one that comes with the package, it is the folder the command is run in.
    """
    if not params or not Path(params).exists():
        return Path()
    above = Path(os.path.abspath(params)).parent
    home = above.parent if above.name == "params" else above
    return Path() if home == Path.cwd() else home


def places_of(asked: Asked, data: list[Path] | None) -> list[Path]:
    """Where the raw exports are: --data, else `exports:` of shop.yaml, as seen from there. They are there, or one is named."""
    places = data or [beside(asked.given, place) for place in asked.about.exports]
    if not places:
        stop(NO_EXPORTS, BAD_SETTINGS)
    for place in places:
        if not place.exists():
            stop(f"{place}: no such file or folder. Give the place of the shop's exports", BAD_DATA)
    return places


def stop(sentence: str, code: int) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
