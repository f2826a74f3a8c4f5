"""`retention init`: what a shop's exports are, what they lack, and a params folder for it. Nothing a person changed is overwritten."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from retention import durable, imports
from retention.imports import answers as answered
from retention.imports.answers import Answers
from retention.imports.guess import GUESSED
from retention.imports.recognise import lacks_orders, refuse_nearly_known, tells_of_orders, tells_of_sales
from retention.new_shop import proposal, written
from retention.new_shop.exports import Exports, look
from retention.new_shop.missing import what_is_missing
from retention.settings import ShopSettings, shop_settings
from retention.tables import DataProblem

__all__ = ["Wanted", "begin"]


@dataclass(frozen=True)
class Wanted:
    """A new shop as it was asked for: its name, its exports, where params/ and data/ lie, and what goes before what the exports say."""

    name: str
    places: tuple[Path, ...]
    home: Path
    language: str = ""
    currency: str = ""
    time_zone: str = ""

    @property
    def params(self) -> Path:
        """The folder with the shop's settings."""
        return self.home / "params" / self.name

    def said(self) -> dict[str, str]:
        """Language, currency and zone: as the command says, else as an earlier shop.yaml does."""
        before = shop_settings(self.params) if (self.params / "shop.yaml").is_file() else ShopSettings()
        return {name: getattr(self, name) or getattr(before, name) for name in ("language", "currency", "time_zone")}

    @property
    def data(self) -> Path:
        """The folder with the shop's tables."""
        return self.home / "data" / self.name


def begin(wanted: Wanted, told: Answers, today: date, say: Callable[[str], None]) -> list[str]:
    """Look at the exports, write what is settled by them into the params folder; returns lines for the terminal, the next command last."""
    before, settings = imports.read_facts(wanted.data), wanted.said()
    ShopSettings.parse(dict(settings), "the command")
    places = wanted.places or tuple(Path(place) for place in before.get("places", ()))
    if not places:
        raise DataProblem(f"no exports given, and {wanted.data} holds no shop yet. Name files or folders: retention init {wanted.name} exports/")
    known = answered.kept(wanted.data).joined(answered.kept(wanted.params)).joined(told)
    say("looking at the exports")
    found = look(places, wanted.params)
    by_meaning = lacks_orders(found.known, found.strangers, known) or not found.known
    if by_meaning and not _begun(before, places):
        return _proposed(wanted, found, places, known, today)
    maps = () if by_meaning else tuple(found.maps)
    trial = found.tried(ShopSettings.parse({**settings, "map": maps}, "the command"), today, known, say)
    lines = [*found.lines(trial), *what_is_missing(found, trial)]
    lines += written.settings(wanted.params, places, trial, maps, found.own_fields(), wanted.name, settings["time_zone"], today)
    lines += [*_moved_answers(wanted, known, told, today, tuple(trial.files)), *_proposed_beside(wanted, found, known, today)]
    return [*lines, f"next: retention run --params {_typed(wanted.params)}"]


def _begun(before: dict, places: tuple[Path, ...]) -> bool:
    """Whether the shop was imported by the meaning of its columns, from these files: then a person has seen how they are read."""
    return GUESSED in before.get("map", "").split(", ") and {str(place.resolve()) for place in places} <= set(before.get("places", ()))


def _proposed(wanted: Wanted, found: Exports, places: tuple[Path, ...], told: Answers, today: date) -> list[str]:
    """A map for tables that no map knows, which a person has to agree to, and settings that name it beside the maps of the other tables."""
    map_file = wanted.params / proposal.FILE
    refuse_nearly_known(found.strangers, [match.map for match in found.known])
    proposed = proposal.propose(found.strangers, told)
    lines = [*found.known_lines(), *(f"not read: {unread}" for unread in found.unread), *found.nearly(), *proposed.lines]
    wrote = written.kept_or_written(map_file, proposed.text, today)
    maps = [*found.maps, proposal.FILE]
    lines += written.for_own_map(wanted.params, places, proposed.map, maps, wanted.name, wanted.said(), today)
    agree = f"take away the signs # in front of the lines of {_typed(map_file)} that are right"
    return [*lines, wrote, f"next: {agree}; then: retention run --params {_typed(wanted.params)}"]


def _proposed_beside(wanted: Wanted, found: Exports, told: Answers, today: date) -> list[str]:
    """A map for a table of sales beside those that are known; it is named in shop.yaml by the person who agrees to it."""
    strangers = [raw for raw in found.strangers if tells_of_sales(raw, told)] if any(tells_of_orders(m.source) for m in found.known) else []
    if not strangers:
        return []
    try:
        proposed = proposal.propose(strangers, told)
    except DataProblem as problem:
        return [f"{problem} (answer it, and a map is proposed for this file)"]
    wrote = written.kept_or_written(wanted.params / proposal.FILE, proposed.text, today)
    agree = f"once its lines are right, without the signs #, write into shop.yaml: map: [{', '.join([*found.maps, proposal.FILE])}]"
    return [*proposed.lines, f"{wrote}; {agree}"]


def _moved_answers(wanted: Wanted, known: Answers, told: Answers, today: date, files: tuple[str, ...]) -> list[str]:
    """What was answered before stands beside shop.yaml from now on."""
    if known == Answers():
        return []
    old = wanted.data / answered.FILE
    if told != Answers() or old.is_file():
        answered.keep(known, wanted.params, today, files)
    moved = old.is_file()
    old.unlink(missing_ok=True)
    durable.flush_folder(wanted.params)
    return [f"{wanted.params / answered.FILE}: holds the answers given before" if moved else f"{wanted.params / answered.FILE}: holds your answers"]


def _typed(path: Path) -> str:
    """A path as every shell takes it."""
    shown = path.as_posix()
    return f'"{shown}"' if " " in shown else shown
