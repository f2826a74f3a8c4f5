"""Texts as somebody made up would read them: per step, variant, channel and language, with the step's own offer and goods."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from retention.journeys import texts
from retention.journeys.languages import LANGUAGES, in_language
from retention.journeys.plan import Plan
from retention.journeys.texts import Text
from retention.journeys.writing import Writer, in_short
from retention.settings import Journey, JourneysSettings, Step

COLUMNS = ["journey", "step", "variant", "share", "template", "channel", "language", "written", "letters", "parts"]


def previews(settings: JourneysSettings, writer: Writer) -> pd.DataFrame:
    """One row per step of a live journey, variant (empty: there is one text for all), channel and language in which the shop wrote the text.

    share: of the variant; written: as it arrives; letters; parts: SMS it is paid as, 0 for other channels.
    """
    rows = []
    for name, journey in settings.all_journeys.items():
        for step, variant, template in _templates(journey) if journey.live else ():
            for channel in step.channels:
                for text in _in_each_language(writer, template, channel):
                    whole = _written(settings, writer, journey, step, channel, text)
                    parts = texts.segments(whole) if channel == "sms" else 0
                    told = (name, step.id, variant, journey.variants.get(variant, 1.0), template, channel, text.language, whole, len(whole), parts)
                    rows.append(told)
    return pd.DataFrame(rows, columns=COLUMNS)


def each_text(shown: pd.DataFrame) -> pd.DataFrame:
    """Every text once, whichever steps send it."""
    return shown.drop_duplicates(["template", "channel", "language", "written"], ignore_index=True)


def extremes(shown: pd.DataFrame, n: int) -> pd.DataFrame:
    """The n longest and the n shortest texts; all where there are no more."""
    ordered = each_text(shown).sort_values(["letters", "template"], ascending=[False, True], ignore_index=True)
    return ordered if len(ordered) <= 2 * n else pd.concat([ordered.head(n), ordered.tail(n)], ignore_index=True)


def of_variants(shown: pd.DataFrame) -> pd.DataFrame:
    """Texts of steps that have variants."""
    return shown[shown["variant"] != ""].reset_index(drop=True)


def languages(plan: Plan, writer: Writer) -> pd.DataFrame:
    """language, customers (of the plan who are written to in it), written (texts in use that are there in it), texts (all in use), file (of
    texts in it; empty where none is read).

    One row per language other than the shop's that a customer has or a text is written in.
    """
    used = {template for one in plan.request.settings.all_journeys.values() if one.live for step in one.steps for template in step.templates}
    own = {text.language for text in writer.texts.values()}
    told = pd.Series(plan.people.languages, dtype=object).value_counts()
    names = sorted({*told.index, *writer.others} - own - {""})
    rows = [(name, int(told.get(name, 0)), len(used & {*writer.others.get(name, {})}), len(used), _file(name)) for name in names]
    return pd.DataFrame(rows, columns=["language", "customers", "written", "texts", "file"])


def _file(language: str) -> str:
    return in_language(language) if language in LANGUAGES else ""


def _templates(journey: Journey) -> Iterator[tuple[Step, str, str]]:
    """Step, variant and text; no variant where a step has one text for all."""
    for step in journey.steps:
        named = step.template if isinstance(step.template, dict) else {"": step.template}
        yield from ((step, variant, template) for variant, template in named.items())


def _in_each_language(writer: Writer, template: str, channel: str) -> list[Text]:
    own = writer.texts[template]
    others = (writer.text(template, channel, language) for language in writer.others)
    return [own, *(text for text in others if text.language != own.language)]


def _written(settings: JourneysSettings, writer: Writer, journey: Journey, step: Step, channel: str, text: Text) -> str:
    """The text as it arrives; what the step does not give out is not in it."""
    before = journey.step(step.reminds_of)
    offer = settings.offers.get(step.offer or (before.offer if before is not None else ""))
    given: dict[str, Any] = {"shop": writer.shop} | ({"offer": in_short(offer, text.language)} if offer else {})
    values = {name: value for name, value in (text.of_somebody | given).items() if name != "goods" or step.goods}
    written = text.written(channel, values)
    return (texts.sms(written, writer.signature, text.language, journey.purpose == "marketing") if channel == "sms" else written).strip()
