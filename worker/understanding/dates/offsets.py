"""Days stated relative to another day: "a week before the lease ends on the 10th" becomes one moment."""

import re
from dataclasses import replace

from worker.understanding.dates import days
from worker.understanding.dates.date_tokens import Scene
from worker.understanding.dates.mentions import Mention

_MOST_WORDS = 6
_BREAKS = frozenset(",.;:!?\n()")


def resolve_offsets(found: tuple[Mention, ...], scene: Scene) -> tuple[Mention, ...]:
    """Joins a lead in days or months with the day it is counted from, when that stands in the same clause."""
    joined: list[Mention] = []
    for mention in found:
        told = next((at for at, each in enumerate(joined) if _counted_back(each, mention, scene)), None)
        if told is not None:
            joined.append(_settled(joined[told], mention, scene))
            joined[told] = _anchor(joined[told])
            continue
        counted = joined and _belongs(joined[-1], mention, scene)
        joined.append(_before(joined.pop(), mention, scene) if counted else mention)
    return tuple(joined)


def _belongs(lead: Mention, anchor: Mention, scene: Scene) -> bool:
    if anchor.kind != "moment" or not anchor.date_said or anchor.elapsed or not (lead.days or lead.months):
        return False
    between = scene.text[lead.end : anchor.start].lower()
    if lead.kind == "duration":
        lead_said = lead.text.lower().startswith("за ") and between.split()[:1] in (["до"], ["перед"])
    else:
        lead_said = lead.kind == "reminder" and lead.text.lower().endswith(
            ("before", "before the", "до", "prior to the")
        )
    reminded = any(scene.has(at, "REMIND") for at in range(len(scene.tokens)))
    return lead_said and not reminded and len(between.split()) <= _MOST_WORDS and not _BREAKS & set(between)


def _before(lead: Mention, anchor: Mention, scene: Scene) -> Mention:
    assert anchor.date is not None
    date = days.in_amount(anchor.date, -lead.months, -lead.days)
    return replace(
        anchor,
        start=lead.start,
        text=scene.text[lead.start : anchor.end],
        date=date,
        time=None,
        time_said=False,
        relation="at",
        past=date < scene.today,
        background=date < scene.today,
    )


_POINTS = re.compile(r"before (?:that|then|it|this)$|(?:to|ahead of) (?:that|then|it|this)$")
_REMINDS = re.compile(
    r"\b(?:shout|heads|prod|poke|tell me|let me know|wake me|warn|buzz|alert|ping|nudge|remind\w*|reminder|call me|text me|message me)\b"
)
_DEED_BEFORE = re.compile(
    r"\b(?:it|them|paid|done|sent|booked|sorted|renewed|ordered|finished|ready|back)\s+$"
)
_FARTHEST = 120  # characters between a day and what is counted back from it


def _counted_back(day: Mention, lead: Mention, scene: Scene) -> bool:
    """ "The pass ends on the 9th, pay it two days before that": the lead counts from the day told before."""
    if day.kind != "moment" or not day.date_said or day.elapsed or day.past:
        return False
    if lead.kind != "reminder" or not (lead.days or lead.months) or lead.start - day.end > _FARTHEST:
        return False
    between = scene.text[day.end : lead.start].lower()
    if _REMINDS.search(between) or _REMINDS.search(scene.text[lead.start :].lower()):
        return False
    low = lead.text.lower()
    return bool(_POINTS.search(low) or (low.endswith("before") and _DEED_BEFORE.search(between)))


def _anchor(day: Mention) -> Mention:
    """A day from which is only counted: it is no deadline any more."""
    return replace(day, background=True, relation="since")


def _settled(day: Mention, lead: Mention, scene: Scene) -> Mention:
    """The deadline counted back from the day told."""
    assert day.date is not None
    date = days.in_amount(day.date, -lead.months, -lead.days)
    return replace(
        lead, kind="moment", date=date, date_said=True, relation="by", minutes=None, past=date < scene.today
    )
