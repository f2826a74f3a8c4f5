"""Where things that a command names lie, and what a folder made of them is called."""

import os
from pathlib import Path

from retention import project


def beside(params: str, place: str) -> Path:
    """A place that shop.yaml names, as seen from its folder; as seen from here where only that is there (so older ones meant it)."""
    there = Path(os.path.normpath(Path(params).resolve() / place))
    if not there.exists() and Path(place).exists():
        return Path(place)
    return Path(os.path.relpath(there)) if there.is_relative_to(Path.cwd()) else there


def params_folder(params: str) -> str:
    """A params folder as given, or one that comes with the package (params/herstyle works from anywhere)."""
    shipped = project.root() / params
    return str(shipped) if params and not Path(params).exists() and shipped.is_dir() else params


def folder_name_of(place: Path) -> str:
    """A shop's folder name from a file's: letters, digits, dashes."""
    return folder_name(place.resolve().name.split(".")[0])


def folder_name(stem: str) -> str:
    """Letters, digits and dashes of a name, in small letters."""
    return "".join(c if c.isalnum() else "-" for c in stem).strip("-").lower() or "shop"
