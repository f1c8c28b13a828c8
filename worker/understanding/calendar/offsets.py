"""Days stated relative to another day: "a week before the lease ends on the 10th" becomes one moment."""

from dataclasses import replace

from worker.understanding.calendar import days
from worker.understanding.calendar.mentions import Mention
from worker.understanding.calendar.tokens import Scene

_MOST_WORDS = 6
_BREAKS = frozenset(",.;:!?\n()")


def resolve_offsets(found: tuple[Mention, ...], scene: Scene) -> tuple[Mention, ...]:
    """Joins a lead in days or months with the day it is counted from, when that stands in the same clause."""
    joined: list[Mention] = []
    for mention in found:
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
