"""The command `retention`: sample, import, check, run.

Heavy imports stand inside the functions, so that help comes at once. What goes wrong is one clear
sentence and an exit code, never a traceback.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Retention playbook: from a shop's order exports to reports that say what to do.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

BAD_DATA, BAD_SETTINGS, BUSY = 20, 11, 12
RUN_LOCK = ".run.lock"

Params = Annotated[
    str, typer.Option("--params", help="folder with the shop's YAML files, e.g. params/herstyle; without it every setting has its default")
]
Raw = Annotated[
    list[Path] | None, typer.Option("--data", help="raw exports, a file or a folder; goes before `exports:` in shop.yaml. May be given several times")
]


@app.command(epilog="Example:  retention sample --customers 5000")
def sample(
    customers: Annotated[int, typer.Option(min=50, help="how many customers")] = 20_000,
    plain: Annotated[
        bool, typer.Option("--plain", help="a shop exactly as the CLV model supposes: no seasons, promotions, returns or mistakes")
    ] = False,
    seed: Annotated[int, typer.Option(help="the same seed gives the same files")] = 20260630,
    shop: Annotated[str, typer.Option(help="name of the folder under data/")] = "herstyle",
    fresh: Annotated[bool, typer.Option("--fresh", help="make it again even when it is there")] = False,
) -> None:
    """Make the sample shop HerStyle: raw exports in data/SHOP/raw, as a shop has them, and truth.json beside them."""
    from retention import samples

    folder = Path("data") / shop
    if (folder / "truth.json").is_file() and not fresh:
        typer.echo(f"{folder / 'raw'} is there already (make it again with --fresh)")
        return
    with _progress(f"making {customers:,} customers") as say:
        samples.make(folder, seed=seed, customers=customers, plain=plain, progress=say)
    typer.echo(f"raw exports are in {folder / 'raw'}; next: retention run --params params/herstyle")


@app.command("import", epilog="Example:  retention import --params params/herstyle")
def import_(params: Params = "", data: Raw = None) -> None:
    """Read raw exports into typed tables and say what became of every row."""
    from retention import durable

    params = _found(params)
    folder = _folder(params, _places(params, data))
    with durable.lock(folder / RUN_LOCK):
        _import(params, data, folder)


@app.command(epilog="Example:  retention check --params params/herstyle")
def check(params: Params = "") -> None:
    """Check the settings of a shop and print each with its value and meaning."""
    from retention import playbook
    from retention.settings import describe

    params = _found(params)
    for title, settings in [
        ("shop.yaml", playbook.shop_settings(params)),
        *((f"{n}.yaml", playbook.notebook_settings(model, params)) for n, model in playbook.MODELS.items()),
    ]:
        typer.echo(f"\n{title}")
        for name, value, meaning in describe(settings):
            shown = value if value not in ("", (), {}) else "(not set)"
            typer.echo(f"  {name}: {shown}\n      {meaning}")


@app.command(epilog="Examples:  retention run --data orders.xlsx\n\n          retention run 01 --params params/herstyle --as-of 2026-05-31")
def run(
    notebooks: Annotated[list[str] | None, typer.Argument(help="numbers of the notebooks to run, e.g. 01; all without it")] = None,
    params: Params = "",
    data: Raw = None,
    reports: Annotated[Path, typer.Option(help="where reports go")] = Path("reports"),
    as_of: Annotated[str, typer.Option("--as-of", help="the last day to look at: 2026-06-30, last_order or today")] = "last_order",
) -> None:
    """Import the exports, run the notebooks and write the reports; ends with the page to open."""
    from retention import durable, playbook, project
    from retention.report import runner

    chosen = [n for n in project.notebooks() if not notebooks or any(n.stem.startswith(wanted) for wanted in notebooks)]
    if not chosen:
        _stop(f"no notebook {', '.join(notebooks or [])}; there are {', '.join(n.stem for n in project.notebooks())}", BAD_SETTINGS)
    params = _found(params)
    playbook.shop_settings(params)
    folder, worst = _folder(params, _places(params, data)), 0
    # One lock over import and notebooks, or a second run would change the tables under the first.
    with durable.lock(folder / RUN_LOCK):
        language = _import(params, data, folder)
        for notebook in chosen:
            outcome = runner.run_notebook(notebook, params, str(folder), as_of, reports, shop=folder.name, language=language)
            typer.echo(outcome.message, err=bool(outcome.code))
            worst = worst or int(outcome.code)
    if (reports / folder.name / "index.html").is_file():
        typer.echo(f"open {reports / folder.name / 'index.html'}")
    if worst:
        raise typer.Exit(worst)


def _import(params: str, data: list[Path] | None, folder: Path) -> str:
    """Import into the shop's data folder and print the ledger; returns the shop's language."""
    from retention import imports, playbook

    about = playbook.shop_settings(params)
    with _progress("importing") as say:
        imported = imports.import_shop(_places(params, data), about, folder, date.today(), Path(params) if params else None, say)
    for line in imports.ledger_lines(imported):
        typer.echo(line)
    return imported.language


def _folder(params: str, places: list[Path]) -> Path:
    """The shop's data folder: named like its params folder, else like the first export."""
    return Path("data") / (Path(params).resolve().name if params else _plain_name(places[0]))


def _places(params: str, data: list[Path] | None) -> list[Path]:
    """Where the raw exports are: --data, else `exports:` of shop.yaml."""
    from retention import playbook

    places = data or [Path(place) for place in playbook.shop_settings(params).exports]
    if not places:
        _stop("no exports given. Name a file or folder with --data, or write `exports:` into shop.yaml", BAD_SETTINGS)
    return places


def _found(params: str) -> str:
    """A params folder as given, or one that comes with the package (params/herstyle works from anywhere)."""
    from retention import project

    shipped = project.root() / params
    return str(shipped) if params and not Path(params).exists() and shipped.is_dir() else params


def _plain_name(place: Path) -> str:
    """A shop's folder name from a file's: letters, digits, dashes."""
    stem = place.resolve().name.split(".")[0]
    return "".join(c if c.isalnum() else "-" for c in stem).strip("-").lower() or "shop"


@contextmanager
def _progress(doing: str) -> Iterator:
    """A line that moves while something long is done; on a terminal only."""
    from rich.console import Console

    console = Console(stderr=True)
    with console.status(f"{doing} …") as status:
        yield lambda text: status.update(f"{doing}: {text} …")


def _stop(sentence: str, code: int) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)


def main() -> None:
    """Entry point: what the user can mend becomes a sentence and an exit code."""
    try:
        app()
    except (ValueError, RuntimeError) as problem:
        sentence, code = _explained(problem)
        typer.echo(sentence, err=True)
        sys.exit(code)


def _explained(problem: Exception) -> tuple[str, int]:
    """Sentence and exit code of a problem the user can mend; any other one goes on as it is."""
    from retention.durable import Busy
    from retention.settings import SettingsProblem
    from retention.tables import DataProblem

    if isinstance(problem, Busy):
        return f"another run is at work on {Path(str(problem)).parent}; wait for it to end, or look for it in the task manager", BUSY
    if isinstance(problem, SettingsProblem):
        return str(problem), BAD_SETTINGS
    if isinstance(problem, DataProblem):
        return str(problem), BAD_DATA
    raise problem
