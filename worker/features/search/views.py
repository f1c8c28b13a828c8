"""The text of a search's answer: what was found under its businesses, and what the search had to do without."""

import datetime as dt
from collections.abc import Iterable

from models.tables.business import Business
from models.tables.task import Task
from worker.core.date_formats import deadline_text, short_day
from worker.core.directory_names import DirectoryNames
from worker.core.past_events import ended_text
from worker.core.reply import escape_html
from worker.core.speaker import Speaker
from worker.embeddings.search_vector import SearchVector
from worker.features.usage.views import cap_reached_notice


def found_lines(speaker: Speaker, tasks: Iterable[Task], names: DirectoryNames, today: dt.date) -> list[str]:
    """The tasks under the names of their businesses, HTML."""
    groups: dict[int | None, list[Task]] = {}
    for task in tasks:
        groups.setdefault(task.business_id, []).append(task)
    lines: list[str] = []
    for business, rows in groups.items():
        name = names.business_heading(speaker.translator, business)
        lines += ["", f"<b>{escape_html(name)}</b>", *(_line(speaker, task, today) for task in rows)]
    return lines[1:]


def _line(speaker: Speaker, task: Task, today: dt.date) -> str:
    done_on = task.done_at.astimezone(speaker.zone).date() if task.done_at else None
    facts = [
        f"{'✓ ' if task.status == 'done' else ''}{task.title}",
        short_day(speaker.translator, done_on, today)
        if done_on
        else deadline_text(speaker.translator, task, today, speaker.zone),
        ended_text(speaker.translator, task.status),
    ]
    return escape_html(" · ".join(fact for fact in (*facts, f"#{task.number}") if fact))


def nothing_found_text(speaker: Speaker, rest: str, business: Business | None) -> str:
    """The answer when nothing was found: it repeats what was looked for."""
    said = " · ".join(part for part in (rest.strip(), business.name if business is not None else "") if part)
    if not said:
        return speaker.translator.gettext("I found nothing.")
    quoted = escape_html(speaker.translator.quote(said))
    return speaker.translator.gettext("I found nothing about {words}.", words=quoted)


def missing_meaning_lines(speaker: Speaker, sought: SearchVector | None) -> list[str]:
    """Why the model's meaning is not in the answer, once a period with the budget's own words."""
    if sought is None or sought.vector:
        return []
    if sought.over_budget is None:
        return ["", speaker.translator.gettext("Found by words alone: the model is not answering.")]
    told = [cap_reached_notice(speaker, sought.over_budget).text] if sought.over_budget.announce else []
    return ["", *(told or [speaker.translator.gettext("Found by words alone: the model budget is used up.")])]
