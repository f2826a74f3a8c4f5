"""Where the notebooks and the shipped params lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent
# Where the runner says which folder the command was run in; a notebook's own working folder is that of the notebooks.
STARTED_IN = "RETENTION_STARTED_IN"


def root() -> Path:
    """The folder that holds `notebooks/` and `params/`."""
    for folder in (PACKAGE.parent, PACKAGE / "_project"):
        if (folder / "notebooks").is_dir() and (folder / "params").is_dir():
            return folder
    raise FileNotFoundError("notebooks/ and params/ were not found beside or inside the package; install it again")


def notebooks() -> list[Path]:
    """The playbook's notebooks in order."""
    return sorted(root().glob("notebooks/[0-9]*.ipynb"))
