"""The commands `retention messages …`: a plan, its approval, its files, and what comes back. Nothing is sent from here."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retention.asked import BAD_SETTINGS, Named, Params, Raw, asked_for, stop

if TYPE_CHECKING:
    from retention.dispatch import Chain

app = typer.Typer(
    no_args_is_help=True, help="Messages to customers: what goes out and why, and the files it is sent from. Nothing is sent from here."
)
# What waits for somebody's approval; what cannot be handed over as things stand.
WAITS, REFUSED = 13, 14

Moment = Annotated[str, typer.Option("--now", help="from this moment, e.g. 2026-07-01T08:30 (the shop's clock); without it from now")]
Rehearse = Annotated[bool, typer.Option("--rehearse", help="play it for any day, in a ledger of its own, with addresses that are nobody's")]
Who = Annotated[str, typer.Option("--by", help="who does it; without it the name you are logged in with")]
Batch = Annotated[list[int] | None, typer.Argument(help="numbers of batches; all that may without it")]


@app.command(epilog="Example:  retention messages plan --params params/herstyle --rehearse")
def plan(
    params: Params = "",
    data: Raw = None,
    shop: Named = "",
    now: Moment = "",
    rehearse: Rehearse = False,
    look: Annotated[bool, typer.Option("--look", help="only print it: nothing is reserved")] = False,
    by: Who = "",
) -> None:
    """Plan from now: reserve what goes out as batches, and print them, what waits, and who is not written to and why.

    Data that are too old, and a day that is not today, give a look only; --rehearse plays the chain for them.
    """
    from retention.pages.automation.printed import plan_lines

    chain = _chain(params, data, shop, now, rehearse, by)
    if look or not rehearse and (now or chain.shown.rehearsal):
        planning = chain.look()
        _print(plan_lines(planning, planning.book.words))
        why = "" if look else f": the data end {planning.data_until}. --rehearse plays the chain for that day" if planning.rehearsal else ""
        typer.echo(f"\nThis was a look only, nothing is reserved{why}")
        return
    planning, done = chain.plan()
    _print(plan_lines(planning, planning.book.words))
    typer.echo(
        f"\n{done.messages:,} messages are reserved in {_named(done.batches)}" if done.batches else "\nNothing is reserved: there is nothing new"
    )
    _print(done.notes)
    _print_standing(chain)


@app.command(epilog="Example:  retention messages preview win_back --params params/herstyle")
def preview(
    journey: Annotated[str, typer.Argument(help="name of a journey in journeys.yaml, or number of a batch; all journeys without it")] = "",
    params: Params = "",
    data: Raw = None,
    shop: Named = "",
    now: Moment = "",
    rehearse: Rehearse = False,
) -> None:
    """Print the texts as somebody made up would read them, with what an SMS is paid as and what gateways may send back."""
    from retention.pages.automation.printed import preview_lines

    chain = _chain(params, data, shop, now, rehearse, "")
    if journey.isdigit():
        _print(chain.preview(int(journey)))
        return
    _print(preview_lines(chain.shown, journey, chain.shown.book.words))


@app.command(epilog="Example:  retention messages replay --params params/herstyle")
def replay(params: Params = "", data: Raw = None, shop: Named = "", now: Moment = "") -> None:
    """Play the past 30 days under today's settings beside what was sent in them; the page shows it from then on. It takes a minute or two."""
    from retention.dispatch.planned import planned_from
    from retention.pages.effects.printed import month_lines

    asked = asked_for(params, data, shop)
    _print(month_lines(planned_from(asked.params, asked.folder, now)))


@app.command(epilog="Example:  retention messages approve 3 4 --params params/myshop")
def approve(
    batches: Annotated[list[int], typer.Argument(help="numbers of batches")],
    params: Params = "",
    data: Raw = None,
    shop: Named = "",
    rehearse: Rehearse = False,
    by: Who = "",
) -> None:
    """Stand for batches that do not go by themselves: far more people than usual, above a ceiling or the budget, or a broadcast."""
    chain = _chain(params, data, shop, "", rehearse, by)
    chain.approve(batches)
    typer.echo(f"{_named(batches)} approved by {chain.who}; next: retention messages export")


@app.command(epilog="Example:  retention messages export --params params/myshop")
def export(batches: Batch = None, params: Params = "", data: Raw = None, shop: Named = "", rehearse: Rehearse = False, by: Who = "") -> None:
    """Write what may go as sealed folders in the outbox. Everything is judged once more: who withdrew or ordered meanwhile is left out."""
    chain = _chain(params, data, shop, "", rehearse, by)
    done = chain.export(batches or [])
    for batch in done.batches:
        typer.echo(f"{chain.folder / 'outbox' / f'{batch:06d}'}")
    typer.echo(f"{done.messages:,} messages in {_named(done.batches)}; next: retention messages take" if done.batches else "nothing was handed over")
    _print(done.notes)
    if done.notes:
        raise typer.Exit(WAITS)


@app.command(epilog="Example:  retention messages take --params params/myshop --by night-shift")
def take(
    batches: Batch = None,
    params: Params = "",
    data: Raw = None,
    shop: Named = "",
    rehearse: Rehearse = False,
    by: Who = "",
    again: Annotated[str, typer.Option("--again", help="why a batch that was taken is taken once more; what was sent of it would go out twice")] = "",
) -> None:
    """Claim batches before they are sent, so that nobody else sends them; ends with the folders to send from."""
    chain = _chain(params, data, shop, "", rehearse, by)
    places = chain.take(batches or [], again)
    _print(places or ["nothing lies in the outbox"])


@app.command(epilog="Example:  retention messages receipts report.json replies.json --params params/myshop")
def receipts(
    files: Annotated[list[Path], typer.Argument(help="what the gateway sent back, as JSON or CSV", exists=True, dir_okay=False)],
    params: Params = "",
    data: Raw = None,
    shop: Named = "",
    rehearse: Rehearse = False,
    by: Who = "",
) -> None:
    """Take in receipts, replies and withdrawals. A file that is read twice changes nothing; who withdrew is not written to from now on."""
    _print(_chain(params, data, shop, "", rehearse, by).receipts(files))


@app.command(epilog="Example:  retention messages coupons back_30 codes.csv --params params/myshop")
def coupons(
    pool: Annotated[str, typer.Argument(help="name of the pool, as an offer's `pool:` has it")],
    file: Annotated[Path | None, typer.Argument(help="CSV with the columns code and expires_on (may be empty)", exists=True, dir_okay=False)] = None,
    params: Params = "",
    data: Raw = None,
    shop: Named = "",
    rehearse: Rehearse = False,
    by: Who = "",
    invent: Annotated[int, typer.Option("--invent", min=1, help="in a rehearsal: so many codes that no till knows, in place of a file")] = 1_000,
) -> None:
    """Take codes of coupons into a pool; each message that promises one gets one of its own."""
    if file is None and not rehearse:
        stop("name the file with the codes; codes are invented in a rehearsal only (--rehearse)", BAD_SETTINGS)
    new, known = _chain(params, data, shop, "", rehearse, by).coupons(pool, file, invent)
    typer.echo(f"{new:,} codes are new in {pool}, {known:,} were there before")


@app.command(epilog="Example:  retention messages status --params params/myshop")
def status(params: Params = "", data: Raw = None, shop: Named = "", rehearse: Rehearse = False) -> None:
    """Print what waits for whom, what was handed over, and what came back; nothing is changed by looking."""
    _print_standing(_chain(params, data, shop, "", rehearse, ""))


@app.command("stop", epilog="Example:  retention messages stop --params params/myshop")
def stop_(
    params: Params = "",
    data: Raw = None,
    shop: Named = "",
    off: Annotated[bool, typer.Option("--off", help="go on again")] = False,
) -> None:
    """Stop everything at once: nothing is planned, handed over or taken until `--off`."""
    chain = _chain(params, data, shop, "", False, "")
    typer.echo(chain.go_on() if off else chain.stop())


@app.command(epilog="Example:  retention messages void 3 --why 'wrong text' --params params/myshop")
def void(
    batch: Annotated[int, typer.Argument(help="number of the batch")],
    why: Annotated[str, typer.Option("--why", help="the reason; it stands in the log")],
    params: Params = "",
    data: Raw = None,
    shop: Named = "",
    rehearse: Rehearse = False,
    by: Who = "",
) -> None:
    """Give up a batch that was not handed over. Its people may be written to by a later plan."""
    count = _chain(params, data, shop, "", rehearse, by).void(batch, why)
    typer.echo(f"batch {batch} is void; {count:,} messages are given up")


@app.command(epilog="Example:  retention messages reconcile --params params/myshop")
def reconcile(params: Params = "", data: Raw = None, shop: Named = "", rehearse: Rehearse = False, by: Who = "") -> None:
    """After a restored backup: take in what was handed out since, from the files of keys."""
    batches, messages = _chain(params, data, shop, "", rehearse, by).reconcile()
    typer.echo(f"{messages:,} messages of {_named(batches)} taken in" if batches else "the ledger knows all that was handed out")


@app.command(epilog="Example:  retention messages adopt --params params/myshop")
def adopt(params: Params = "", data: Raw = None, shop: Named = "", rehearse: Rehearse = False, by: Who = "") -> None:
    """After the ledger moved: go on from here. Only where the other copy sends no more, or customers are written to twice."""
    moved = _chain(params, data, shop, "", rehearse, by).adopt()
    typer.echo(f"this ledger goes on here ({', '.join(moved)})" if moved else "nothing differs from where it was used last")


def _chain(params: str, data: list[Path] | None, shop: str, now: str, rehearse: bool, by: str) -> "Chain":
    """The chain of a shop that was imported."""
    import getpass

    asked = asked_for(params, data, shop)
    from retention.dispatch import Chain

    return Chain(asked.params, asked.folder, rehearse, now, by or getpass.getuser())


def _print(lines: "tuple[str, ...] | list[str]") -> None:
    for line in lines:
        typer.echo(line)


def _print_standing(chain: "Chain") -> None:
    from retention import ledger
    from retention.dispatch import standing_lines

    found = ledger.standing(chain.folder)
    _print(
        standing_lines(found, chain.shown.zone, chain.shown.stopped)
        if found
        else ["nothing was planned for sending yet; begin with `retention messages plan`"]
    )


def _named(batches: "tuple[int, ...] | list[int]") -> str:
    """Batches in words: batch 3, batches 3, 4 and 5."""
    told = [str(batch) for batch in batches]
    return f"batch {told[0]}" if len(told) == 1 else f"batches {', '.join(told[:-1])} and {told[-1]}" if told else "no batch"
