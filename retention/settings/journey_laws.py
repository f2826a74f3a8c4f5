"""What must hold between the parts of journeys.yaml; a breach is a ValueError whose sentence says what to write instead."""

import difflib
import math
from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retention.settings.journeys import Journey, JourneysSettings, Step

# Channels whose operator forbids marketing.
NO_MARKETING = {"official_account": "WeChat forbids marketing in messages of an official account; use wecom, or purpose: service"}


def refuse(settings: "JourneysSettings") -> None:
    """Raise a ValueError for the first thing that cannot hold."""
    if repeated := {rule.id for rule in settings.rules if [r.id for r in settings.rules].count(rule.id) > 1 or rule.id in settings.journeys}:
        raise ValueError(f"rules: the name {sorted(repeated)[0]!r} is taken twice; each rule needs a name of its own")
    for rule in settings.rules:
        _known(f"rules.{rule.id}", "offer", rule.then.issue, settings.offers)
    for name, journey in settings.all_journeys.items():
        where = f"journeys.{name}"
        _journey(where, journey)
        for step in journey.steps:
            _step(f"{where}.{step.id}", journey, step, settings)
    _one_live_journey_per_occasion(settings)


def _journey(where: str, journey: "Journey") -> None:
    ids = [step.id for step in journey.steps]
    if len(set(ids)) < len(ids):
        raise ValueError(f"{where}: the step {max(ids, key=ids.count)!r} stands twice; each step needs a name of its own")
    keys = [step.key for step in journey.steps]
    if len(set(keys)) < len(keys):
        key = max(keys, key=keys.count)
        both = " and ".join(step.id for step in journey.steps if step.key == key)
        raise ValueError(f"{where}: the steps {both} both go by the name {key!r} (id or was), so one would count as sent with the other; rename one")
    entrances = [entrance.id for entrance in journey.enter]
    if len(entrances) > 1 and (len(set(entrances)) < len(entrances) or "" in entrances):
        raise ValueError(f"{where}: of several entrances each needs an id of its own")
    if journey.purpose == "marketing" and journey.control == 0 and not journey.control_waived:
        raise ValueError(f"{where}: control is 0, so nobody will know whether it helps; write a share, auto, or the reason as control_waived:")
    if journey.variants and not math.isclose(sum(journey.variants.values()), 1, abs_tol=1e-9):
        raise ValueError(f"{where}: the shares of variants add up to {sum(journey.variants.values()):g}, not 1")
    if any(not 0 < share <= 1 for share in journey.variants.values()):
        raise ValueError(f"{where}: each variant needs a share above 0")


def _step(where: str, journey: "Journey", step: "Step", settings: "JourneysSettings") -> None:
    before = [one.id for one in journey.steps[: journey.steps.index(step)]]
    for what in ("after_step", "reminds_of", "unless_sent"):
        _known(where, what, getattr(step, what), before, "an earlier step of the same journey")
    for entrance in step.entered_by:
        _known(where, "entered_by", entrance, [one.id for one in journey.enter if one.id])
    _known(where, "offer", step.offer, settings.offers)
    _channels(where, journey, step)
    _hours(where, journey, step, settings)
    _templates(where, journey, step)
    _coupon_outlives_its_reminder(where, journey, step, settings)
    offer = settings.offers.get(step.offer)
    if journey.purpose == "service" and offer and (offer.kind == "percentage_off" or offer.face_value > settings.service_offer_most):
        raise ValueError(
            f"{where}: a service message may apologise with up to {settings.service_offer_most:g} (service_offer_most); {step.offer} is marketing"
        )
    if (step.on is not None) != (journey.enter[0].trigger == "parcel_step"):
        raise ValueError(f"{where}: `on` says which scan of a parcel it tells of, so it stands in steps of parcel_step and nowhere else")
    if step.only_if_sent_by and not (step.after_step or step.reminds_of):
        raise ValueError(f"{where}: only_if_sent_by needs the step it means as after_step: or reminds_of:")
    if step.only_if_sent_by:
        earlier = journey.step(step.after_step or step.reminds_of)
        if earlier is not None and step.only_if_sent_by not in earlier.channels:
            raise ValueError(f"{where}: {earlier.id} never goes by {step.only_if_sent_by}, so this step would never be sent")


def _channels(where: str, journey: "Journey", step: "Step") -> None:
    if len(set(step.channels)) < len(step.channels):
        raise ValueError(f"{where}: a channel stands twice")
    for channel, why in NO_MARKETING.items():
        if journey.purpose == "marketing" and channel in step.channels:
            raise ValueError(f"{where}: {why}")


def _hours(where: str, journey: "Journey", step: "Step", settings: "JourneysSettings") -> None:
    quiet = settings.quiet_hours
    first, last = (quiet.to, quiet.from_) if journey.purpose == "marketing" else (quiet.wall_to, quiet.wall_from)
    if step.at is not None and not first <= step.at < last:
        raise ValueError(f"{where}: at {step.at} lies in the quiet hours; choose a time from {first} to before {last}")
    if step.at is None and step.after.days < 0:
        raise ValueError(f"{where}: a step days before its occasion needs a time of the day (at:)")


def _templates(where: str, journey: "Journey", step: "Step") -> None:
    named = set(step.template) if isinstance(step.template, dict) else set()
    if named and named != set(journey.variants):
        raise ValueError(f"{where}: template names {', '.join(sorted(named))}; the journey's variants are {', '.join(journey.variants) or 'none'}")


def _coupon_outlives_its_reminder(where: str, journey: "Journey", step: "Step", settings: "JourneysSettings") -> None:
    if not step.reminds_of:
        return
    issued = journey.step(step.reminds_of)
    assert issued is not None  # `_known` has seen it
    if not issued.offer:
        raise ValueError(f"{where}: {issued.id} issues no offer, so there is nothing to remind of")
    offer = settings.offers[issued.offer]
    needed = math.ceil((_since(journey, step, issued) + step.expires.delta) / timedelta(days=1))
    if offer.valid_days <= needed:
        raise ValueError(
            f"{where}: it may go {needed} days after {issued.id}, but {issued.offer} lives {offer.valid_days} days; "
            f"write valid_days: {needed + 1} or more, or remind earlier"
        )


def _since(journey: "Journey", step: "Step", earlier: "Step") -> timedelta:
    """How long after `earlier` a step is due, at the soonest that its delays say."""
    return _from_entry(journey, step) - _from_entry(journey, earlier)


def _from_entry(journey: "Journey", step: "Step") -> timedelta:
    before = journey.step(step.after_step) if step.after_step else None
    return step.after.delta + (_from_entry(journey, before) if before is not None else timedelta())


def _one_live_journey_per_occasion(settings: "JourneysSettings") -> None:
    taken: dict[tuple[str, str, str], str] = {}
    for name, journey in settings.all_journeys.items():
        for entrance in journey.enter if journey.live and journey.exclusive_group else ():
            key = (journey.exclusive_group, entrance.trigger, entrance.field)
            other = taken.setdefault(key, name)
            if other != name:
                raise ValueError(
                    f"journeys.{name}: {other} is live on the same occasion ({entrance.trigger}) in the group {journey.exclusive_group}; "
                    "write live: false at one of them, or make them one journey"
                )


def _known(where: str, what: str, name: str, there: Collection[str], kind: str = "") -> None:
    if name and name not in there:
        near = difflib.get_close_matches(name, there, n=1)
        meant = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(there)}" if there else "there is none"
        raise ValueError(f"{where}: {what} {name!r} is unknown{f' (it should be {kind})' if kind else ''}; {meant}")
