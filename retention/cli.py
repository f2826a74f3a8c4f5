"""The command `retention`: init, sample, import, check, run, slip, messages, lab, backup.

Heavy imports stand inside the functions, so that help comes at once. What goes wrong is one clear
sentence and an exit code, never a traceback.
"""

import importlib.metadata
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from retention import cli_messages
from retention.asked import BAD_DATA, BAD_SETTINGS, Asked, Named, Params, Raw, asked_for, places_of, stop
from retention.options import EVERYWHERE, answering, answers
from retention.places import folder_name, params_folder

if TYPE_CHECKING:
    from retention.settings import ShopSettings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

BUSY, CANNOT_WRITE = 12, 21
RUN_LOCK = ".run.lock"


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"retention {importlib.metadata.version('retention-playbook')}")
        raise typer.Exit


@app.callback()
def _about(
    version: Annotated[bool, typer.Option("--version", callback=_say_version, is_eager=True, help="say the version and leave")] = False,
) -> None:
    """Retention playbook: from a shop's order exports to reports that say what to do."""


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


@app.command(epilog="Example:  retention init --currency EUR myshop exports/")
@answering
def init(
    told: dict[str, Any],
    shop: Annotated[str, typer.Argument(help="the shop's name: its folders below params/, data/ and reports/")],
    exports: Annotated[list[Path] | None, typer.Argument(help="files or folders; without them those the shop was imported from before")] = None,
    language: Annotated[str, typer.Option(help="language of reports, en or zh; without it that of the exports")] = "",
    currency: Annotated[str, typer.Option(help="ISO code, where the exports do not tell it")] = "",
    time_zone: Annotated[str, typer.Option("--time-zone", help="whose days the shop counts, e.g. Europe/Berlin")] = "",
) -> None:
    """Look at a new shop's exports, say what they are and what is missing, and write its settings into params/SHOP."""
    given, today = answers(told), date.today()
    from retention import new_shop

    wanted = new_shop.Wanted(folder_name(shop), tuple(exports or ()), Path(), language, currency, time_zone)
    with _progress("looking") as say:
        lines = new_shop.begin(wanted, given, today, say)
    for line in lines:
        typer.echo(line)


@app.command("import", epilog="Example:  retention import --params params/herstyle")
@answering
def import_(told: dict[str, Any], params: Params = "", data: Raw = None, shop: Named = "") -> None:
    """Read raw exports into typed tables and say what became of every row."""
    from retention import durable

    asked = asked_for(params, data, shop)
    places = places_of(asked, data)
    with durable.lock(asked.folder / RUN_LOCK):
        _import(asked, places, told)


@app.command(epilog="Example:  retention lab --params params/herstyle")
def lab(
    params: Params = "",
    data: Raw = None,
    shop: Named = "",
    start: Annotated[bool, typer.Option("--start/--no-start", help="open JupyterLab; else only make the folder")] = True,
) -> None:
    """Open JupyterLab on copies of the notebooks and tables: what is tried there changes nothing of the schedule's."""
    from retention import durable

    asked = asked_for(params, data, shop)
    from retention import lab as labs

    with durable.lock(asked.folder / RUN_LOCK, wait=60):
        place, lines = labs.opened(asked.folder, asked.params)
    for line in (*lines, f"the notebooks are in {place}"):
        typer.echo(line)
    if start:
        # Offline: no look for news or newer versions. In a container people are root.
        quiet = ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
        root = ["--allow-root"] * (hasattr(os, "geteuid") and os.geteuid() == 0)
        raise typer.Exit(subprocess.call([sys.executable, "-m", "jupyterlab", *quiet, *root], cwd=place))


@app.command(epilog="Example:  retention backup --params params/myshop > files.txt && tar -czhf backup.tgz -T files.txt")
def backup(
    params: Params = "",
    data: Raw = None,
    shop: Named = "",
    reports: Annotated[Path | None, typer.Option(help="where reports are; as for `retention run`")] = None,
) -> None:
    """Print the files that a backup needs, one a line as tar and rsync take them; what can be made again is none of them."""
    asked = asked_for(params, data, shop)
    places = places_of(asked, data)
    if not asked.folder.is_dir():
        stop(f"{asked.folder}: nothing to keep yet. Import the shop's exports first", BAD_DATA)
    own = Path(params) if params and Path(params).is_dir() else None  # one that comes with the package need not be kept
    from retention import backup as backups
    from retention import durable

    with durable.lock(asked.folder / RUN_LOCK):
        found = backups.listed(asked.folder, (reports or asked.home / "reports") / asked.name, places, own, asked.about.maps)
    for line in backups.lines(found):
        typer.echo(os.fsencode(line))
    for note in backups.notes(found, asked.folder):
        typer.echo(note, err=True)


@app.command(epilog="Example:  retention check --params params/herstyle")
def check(params: Params = "") -> None:
    """Check the settings of a shop and print each with its value and meaning."""
    from retention.settings import MODELS, describe, file_of, in_words, not_read, notebook_settings, shop_settings

    params = params_folder(params)
    about = shop_settings(params)
    own = [(file_of(name), notebook_settings(model, params, about.language)) for name, model in MODELS.items()]
    for title, settings in [("shop.yaml", about), *own]:
        typer.echo(f"\n{title}")
        for name, value, meaning in describe(settings):
            shown = in_words(value) if value not in ("", (), {}) else "(not set)"
            typer.echo(f"  {name}: {shown}\n      {meaning}")
    for line in (*not_read(params, about), *_journeys_checked(params, about)):
        typer.echo(f"\n{line}")


def _journeys_checked(params: str, about: "ShopSettings") -> list[str]:
    """A line for each row of the communication matrix whose journey goes other ways; what cannot be planned is a SettingsProblem."""
    from retention import journeys
    from retention.journeys import languages
    from retention.settings import JourneysSettings, OffersSettings, notebook_settings

    told = notebook_settings(JourneysSettings, params, about.language)
    wording = languages.read(told.language or about.language, Path(params) if params else None)
    journeys.refuse(told, wording, journeys.columns_of_rules(about.fields))
    return journeys.other_channels(told, notebook_settings(OffersSettings, params, about.language).matrix)


@app.command(epilog="Examples:  retention run --data orders.xlsx\n\n          retention run 01 --params params/herstyle --as-of 2026-05-31")
@answering
def run(
    told: dict[str, Any],
    notebooks: Annotated[list[str] | None, typer.Argument(help="numbers of the notebooks to run, e.g. 01; all without it")] = None,
    params: Params = "",
    data: Raw = None,
    shop: Named = "",
    reports: Annotated[Path | None, typer.Option(help="where reports go; without it the folder reports/ beside data/")] = None,
    as_of: Annotated[str, typer.Option("--as-of", help="the last day to look at: 2026-06-30, last_order or today")] = "last_order",
    keep: Annotated[int | None, typer.Option(min=1, help="days that pages of past runs stay; goes before `keep:` in shop.yaml")] = None,
) -> None:
    """Import the exports, run the notebooks and write the reports; ends with the page to open."""
    from retention import durable, project
    from retention.settings import day_asked, notebooks_asked

    there = {notebook.stem: notebook for notebook in project.notebooks()}
    chosen = [there[name] for name in notebooks_asked(notebooks or [], list(there))]
    day_asked(as_of)
    asked = asked_for(params, data, shop)
    places = places_of(asked, data)
    reports = reports or asked.home / "reports"
    # One lock over import and notebooks, or a second run would change the tables under the first.
    with durable.lock(asked.folder / RUN_LOCK):
        language = _import(asked, places, told)
        worst = _run(chosen, asked, as_of, reports, language, keep or asked.about.keep)
    page = reports / asked.name / "index.html"
    if page.is_file():
        typer.echo(f"open {page}")
    if worst:
        raise typer.Exit(worst)


@app.command(epilog="Example:  retention slip --params params/herstyle SH1782862935003940")
def slip(
    return_id: Annotated[str, typer.Argument(help="number of the return, exchange or repair, as the shop's exports write it")],
    params: Params = "",
    data: Raw = None,
    shop: Named = "",
    kind: Annotated[Literal["return", "repair"] | None, typer.Option(help="which slip; without it the one its own kind asks for")] = None,
    view: Annotated[bool, typer.Option("--view", help="in place of a slip: where it stands and what comes next, as its customer may see it")] = False,
) -> None:
    """Write the slip of a return or repair as one page to print, with its number as a QR code; ends with the page to open."""
    asked = asked_for(params, data, shop)
    from retention.pages.slips.printed import write_slip, write_view

    if view:
        typer.echo(f"open {write_view(asked.params, asked.folder, return_id.strip())}")
        return

    page, notes = write_slip(asked.params, asked.folder, return_id.strip(), kind)
    for note in notes:
        typer.echo(note, err=True)
    typer.echo(f"open {page}")


@app.command(epilog="Example:  retention forms --params params/herstyle --for information")
def forms(
    params: Params = "",
    data: Raw = None,
    shop: Named = "",
    wanted: Annotated[
        Literal["information", "event", "after_sales", "return"] | None, typer.Option("--for", help="which form; all without it")
    ] = None,
    language: Annotated[Literal["en", "zh"] | None, typer.Option(help="language of the forms; without it that of the reports")] = None,
) -> None:
    """Write collection sheets for people to fill in, in Excel; laid among the exports, they are read by the next import."""
    asked = asked_for(params, data, shop)
    from retention import durable, imports
    from retention.forms import forms_of, workbook

    spoken = language or asked.about.language or imports.read_facts(asked.folder).get("language") or "en"
    folder = durable.folder_with(0o700, asked.folder / "forms")
    for form in forms_of(asked.about.fields).values():
        place = folder / f"{form.title[spoken]}.xlsx"
        if wanted in (None, form.key) and place.exists():
            typer.echo(f"{place}: is there already and may be filled in; nothing was changed. Move it away to have it written anew", err=True)
        elif wanted in (None, form.key):
            durable.write_file(place, workbook(form, spoken), mode=0o600)
            typer.echo(f"wrote {place}")


app.add_typer(cli_messages.app, name="messages")


def _run(chosen: list[Path], asked: Asked, as_of: str, reports: Path, language: str, keep: int) -> int:
    """Run the notebooks one after the other; the first code that is not 0."""
    from retention.report import runner
    from retention.shop import Shop

    # A day outside the data is told before any notebook starts.
    looked_from, worst = Shop(asked.folder, as_of), 0
    looked_from.as_of  # noqa: B018
    for notebook in chosen:
        with _progress("running") as say:
            outcome = runner.run_notebook(
                notebook, asked.params, str(asked.folder), as_of, reports, shop=asked.name, language=language, progress=say, keep=keep
            )
        typer.echo(outcome.message, err=bool(outcome.code))
        worst = worst or int(outcome.code)
        if outcome.folder and not outcome.code and not looked_from.is_newest:
            typer.echo(f"  looked at from {looked_from.as_of}: {outcome.folder / 'report.html'}")
    return worst


def _import(asked: Asked, places: list[Path], told: dict[str, Any]) -> str:
    """Import into the shop's data folder and print the ledger; returns the shop's language. What was answered is kept."""
    given = answers(told)
    from retention import imports
    from retention.imports import answers as answered

    beside, today = Path(asked.params) if asked.params else None, date.today()
    _refuse_another_shop(asked, places)
    known = answered.kept(asked.answers).joined(given)
    try:
        with _progress("importing") as say:
            imported = imports.import_shop(places, asked.about, asked.folder, today, beside, say, known)
    except answered.Question:
        # What was answered so far need not be said again.
        if told:
            answered.keep(known, asked.answers, today, (place.name for place in places))
        raise
    unused = [] if imported.understood else [f"--{name}" for name in told if name not in EVERYWHERE]
    if unused:
        typer.echo(f"{', '.join(unused)} is not used: the import map {imported.map} says what the columns of these files mean", err=True)
    elif told:
        answered.keep(known, asked.answers, today, imported.files)
    for line in imports.ledger_lines(imported):
        typer.echo(line)
    return imported.language


def _refuse_another_shop(asked: Asked, places: list[Path]) -> None:
    """Files of one name from two places are two shops, unless somebody says that they are one."""
    from retention import imports

    before = imports.read_facts(asked.folder).get("places", [])
    here = [str(place.resolve()) for place in places]
    if before and not asked.named and not set(before) & set(here):
        stop(
            f"{asked.folder} holds the shop imported from {before[0]}; {here[0]} is another file. "
            f"For another shop give it a name: --shop NAME; if it is the same shop: --shop {asked.name}",
            BAD_DATA,
        )


@contextmanager
def _progress(doing: str) -> Iterator[Callable[[str], None]]:
    """A line that moves while something long is done; on a terminal only."""
    from rich.console import Console
    from rich.markup import escape

    console = Console(stderr=True)
    with console.status(f"{doing} …") as status:
        yield lambda text: status.update(f"{doing}: {escape(text)} …")


def main() -> None:
    """Entry point: what the user can mend becomes a sentence and an exit code."""
    try:
        app()
    except (ValueError, RuntimeError, OSError) as problem:
        sentence, code = _explained(problem)
        typer.echo(sentence, err=True)
        sys.exit(code)


def _explained(problem: Exception) -> tuple[str, int]:
    """Sentence and exit code of a problem the user can mend; any other one goes on as it is."""
    from retention.durable import Busy, explained
    from retention.settings import SettingsProblem

    if isinstance(problem, SettingsProblem):
        return str(problem), BAD_SETTINGS
    if isinstance(problem, Busy):
        return f"another run is at work on {Path(str(problem)).parent}; wait for it to end, or look for it in the task manager", BUSY
    if isinstance(problem, OSError):
        return explained(problem), CANNOT_WRITE
    # Whoever raised one of these has loaded its module, which takes its time.
    from retention.ledger import Refused
    from retention.tables import DataProblem

    if isinstance(problem, Refused):
        return str(problem), cli_messages.REFUSED

    if isinstance(problem, DataProblem):
        return str(problem), BAD_DATA
    raise problem
