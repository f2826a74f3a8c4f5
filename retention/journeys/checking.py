"""Settings and texts against each other: every text, column and word is looked at before a plan is made.

What cannot be sent is a SettingsProblem; what a gateway is likely to send back is a finding.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlglot import exp

from retention.journeys import occasions, rules, texts
from retention.journeys.languages import Wording
from retention.journeys.texts import PART_OF, Text
from retention.settings import Entrance, JourneysSettings, MatrixRow, SettingsProblem, Step, load_yaml


@dataclass(frozen=True)
class Finding:
    """What a gateway or the law may not let through: the text, its part, what is wrong (a name), details; `source`: the file of another language."""

    text: str
    part: str
    what: str
    told: str = ""
    better: str = ""
    source: str = ""


def refuse(settings: JourneysSettings, wording: Wording, kinds: Mapping[str, str]) -> None:
    """SettingsProblem for an unknown column or text, or a text without the part for a channel it may go by."""
    for name, journey in settings.all_journeys.items():
        for entrance in journey.enter:
            if entrance.where:
                _condition(name, entrance, kinds)
        for step in journey.steps:
            _texts_of(f"journeys.yaml: {name}.{step.id}", step, wording)
    for rule in settings.rules:
        rules.checked(rule.when, kinds, f"journeys.yaml: rules.{rule.id}")


def conditions(settings: JourneysSettings, kinds: Mapping[str, str]) -> list[tuple[str, exp.Expr]]:
    """Name and tree of the condition of each live rule, and of each entrance of a live journey; one that several entrances share once."""
    found = [(rule.id, rules.checked(rule.when, kinds, f"journeys.yaml: rules.{rule.id}").tree) for rule in settings.rules if rule.live]
    for name, journey in settings.journeys.items():
        told = {one.where: one for one in journey.enter if one.where and journey.live}
        found += [(name, _condition(name, entrance, kinds).tree) for entrance in told.values()]
    return found


def _condition(name: str, entrance: Entrance, kinds: Mapping[str, str]) -> rules.Condition:
    """The condition of an entrance, over the columns of customers and of its occasion."""
    return rules.checked(entrance.where, {**kinds, **occasions.KINDS[entrance.trigger].event_columns}, f"journeys.yaml: {name}")


def _texts_of(where: str, step: Step, wording: Wording) -> None:
    own = wording.own
    for template in step.templates:
        if template not in own:
            near = difflib.get_close_matches(template, own, n=1)
            raise SettingsProblem(f"{where}: there is no text {template!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        for channel in step.channels:
            if not own[template].part(channel):
                raise SettingsProblem(f"{where}: the text {template!r} has no part {PART_OF[channel]!r}, so it cannot go by {channel}")
        if "email" in step.channels and not own[template].parts.get("subject"):
            raise SettingsProblem(f"{where}: the text {template!r} has no subject")
        for text in (own[template], *(told[template] for told in wording.others.values() if template in told)):
            _gives_what_it_says(where, step, text)


def _gives_what_it_says(where: str, step: Step, text: Text) -> None:
    """SettingsProblem for a text that speaks of an offer or of goods where the step has none."""
    called = f"the text {text.name!r}" + (f" ({text.source})" if text.source else "")
    if {"offer", "offer_until"} & text.values and not (step.offer or step.reminds_of):
        raise SettingsProblem(f"{where}: {called} speaks of an offer, and the step has none")
    if not step.goods and any(text.needs_goods(channel) for channel in step.channels if text.part(channel)):
        raise SettingsProblem(f"{where}: {called} names goods, and the step has none; write goods: next_goods, or say it `if goods`")


def other_channels(settings: JourneysSettings, matrix: Sequence[MatrixRow]) -> list[str]:
    """A sentence for each row of the matrix that names a journey which is not live or goes by other channels; SettingsProblem for an unknown one."""
    found = []
    for row in (row for row in matrix if row.journey):
        if row.journey not in settings.all_journeys:
            near = difflib.get_close_matches(row.journey, settings.all_journeys, n=1)
            raise SettingsProblem(f"matrix: {row.key}: there is no journey {row.journey!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        journey = settings.all_journeys[row.journey]
        ways = {channel for step in journey.steps for channel in step.channels}
        if not journey.live:
            found.append(f"matrix: {row.key}: its journey {row.journey} is not live")
        elif ways != set(row.channels):
            found.append(f"matrix: {row.key} says {', '.join(sorted(row.channels))}; its journey {row.journey} goes by {', '.join(sorted(ways))}")
    return found


def ready(settings: JourneysSettings, signature: str) -> frozenset[str]:
    """Channels whose marketing has all that the law wants of it."""
    wants = {"email": bool(settings.unsubscribe and settings.shop_address), "sms": 2 <= len(signature) <= 16}
    return frozenset(channel for channel in PART_OF if wants.get(channel, True))


def findings(settings: JourneysSettings, wording: Wording, signature: str) -> list[Finding]:
    """What is doubtful about texts in use: words that gateways send back, SMS of several parts, what the shop has not set."""
    used = {(template, channel, journey.purpose) for journey in settings.all_journeys.values() if journey.live
            for step in journey.steps for template in step.templates for channel in step.channels}  # fmt: skip
    lists = load_yaml(Path(__file__).parent / "wording" / "gateways.yaml")
    found = []
    for language in ("", *wording.others):
        for template, channel, purpose in sorted(used):
            text = wording.text(template, channel, language)
            other = text.language == language
            if channel == "sms" and other is (language != ""):
                found += _of_sms(text, purpose == "marketing", signature, lists, text.source if other else "")
    missing = {"email": "no-unsubscribe", "sms": "no-signature"}
    channels = {channel for _, channel, purpose in used if purpose == "marketing"} - ready(settings, signature)
    return found + [Finding("", channel, missing[channel]) for channel in sorted(channels)]


def _of_sms(text: Text, marketing: bool, signature: str, lists: Mapping[str, Any], source: str) -> list[Finding]:
    """What is doubtful about one SMS."""
    found = [
        Finding(text.name, "sms", "refused-word", f"{gateway}: {word}", told.get("way_out", {}).get(word, ""), source)
        for gateway, told in lists.items()
        for word in told["refuse"]
        if word in text.parts["sms"]
    ]
    whole = texts.sms(text.written("sms", text.of_somebody), signature, text.language, marketing)
    parts = texts.segments(whole)
    if parts > 1:
        found.append(Finding(text.name, "sms", "several-sms", str(parts), source=source))
    if len(whole) > texts.LONGEST_SMS:
        found.append(Finding(text.name, "sms", "too-long", str(len(whole)), source=source))
    return found
