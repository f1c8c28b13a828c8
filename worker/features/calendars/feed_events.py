"""The entries of a member's calendar, in their language."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.series_task import SeriesTask
from models.tables.task import Task
from worker.core.speaker import Speaker
from worker.features.calendars.feed_event import FeedEvent
from worker.features.calendars.queries import (
    MOST_EVENTS,
    PlaceInSeries,
    PlannedBlock,
    business_names,
    dated_tasks,
    planned_blocks,
    series_places,
)
from worker.features.estimates.estimate import DEFAULT_MINUTES
from worker.features.recurrence.service import coming_days, fields_of_day

# So far ahead the tasks that a series has not made yet are shown, and so many of one series.
_SERIES_AHEAD, _MOST_OF_SERIES = dt.timedelta(days=62), 62


@dataclass(frozen=True, slots=True)
class FeedRows:
    """All that a member's calendar is made of, read at one instant."""

    speaker: Speaker
    today: dt.date
    domain: str
    tasks: list[Task]
    blocks: list[PlannedBlock]
    places: dict[int, PlaceInSeries]
    businesses: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Dated:
    """The fields of a task, or of one that its series will make."""

    title: str
    number: int
    business_id: int | None
    timing: str | None
    day: dt.date
    at: dt.datetime | None
    minutes: int | None


async def load_feed_rows(session: AsyncSession, speaker: Speaker, domain: str, now: dt.datetime) -> FeedRows:
    """What the speaker's calendar is made of at `now`. `domain` is this server's, for ids that no other has."""
    today = speaker.today(now)
    tasks = await dated_tasks(session, speaker, today)
    recurring = [task.id for task in tasks if task.recurrence is not None and task.id is not None]
    return FeedRows(
        speaker,
        today,
        domain,
        tasks,
        await planned_blocks(session, speaker, today),
        await series_places(session, speaker, recurring),
        await business_names(session, speaker),
    )


def feed_events(rows: FeedRows) -> list[FeedEvent]:
    """The entries: appointments, deadlines, coming ones of series, planned blocks; at most `MOST_EVENTS`. Pure.

    The tasks of a series that are not made yet are entries of their own: its rule counts short months and changed days
    its own way, which a RRULE would not. An entry keeps its UID when its task is made, moved or planned again.
    """
    events = [_task_event(rows, task) for task in rows.tasks]
    for task in rows.tasks:
        events += _coming_events(rows, task)
    events += [_block_event(rows, planned) for planned in rows.blocks]
    return events[:MOST_EVENTS]


def _task_event(rows: FeedRows, task: Task) -> FeedEvent:
    assert task.deadline_on is not None
    dated = _Dated(
        task.title,
        task.number,
        task.business_id,
        task.timing,
        task.deadline_on,
        task.deadline_at,
        task.estimate_minutes,
    )
    found = rows.places.get(task.id or 0)
    name = f"task-{task.id}" if found is None else _series_uid(found, found.place.on_date)
    return _dated_event(rows, dated, name, task.version, task.updated_at)


def _coming_events(rows: FeedRows, task: Task) -> Iterator[FeedEvent]:
    found = rows.places.get(task.id or 0)
    if found is None:
        return
    template = found.place.template
    if not _is_own(rows.speaker, template):
        return
    for day in coming_days(found.place, rows.today + _SERIES_AHEAD, _MOST_OF_SERIES):
        dated = _of_template(template, found, day, task.number)
        yield _dated_event(rows, dated, _series_uid(found, day), 0, _changed_at(task, found.place))


def _of_template(template: dict[str, Any], found: PlaceInSeries, day: dt.date, number: int) -> _Dated:
    fields = fields_of_day(template, day, found.zone)
    return _Dated(
        fields["title"],
        number,
        fields["business_id"],
        fields["timing"],
        fields["deadline_on"],
        fields["deadline_at"],
        fields["estimate_minutes"],
    )


def _is_own(speaker: Speaker, template: dict[str, Any]) -> bool:
    """Whether the series' next task will be the speaker's, as own_tasks has it."""
    assignee = template["assignee_id"]
    return assignee == speaker.member_id or (assignee is None and speaker.is_owner)


def _series_uid(found: PlaceInSeries, day: dt.date) -> str:
    return f"series-{found.first_id}-{day:%Y%m%d}"


def _changed_at(task: Task, place: SeriesTask) -> dt.datetime:
    return max(task.updated_at, place.created_at)


def _dated_event(
    rows: FeedRows, dated: _Dated, name: str, version: int, changed_at: dt.datetime
) -> FeedEvent:
    fixed = dated.timing == "on" and dated.at is not None
    ends = None
    if dated.at is not None and fixed:
        ends = dated.at + dt.timedelta(minutes=dated.minutes or DEFAULT_MINUTES)
    return FeedEvent(
        uid=f"{name}@{rows.domain}",
        summary=_summary(rows.speaker, dated),
        starts=dated.at or dated.day,
        ends=ends,
        changed_at=changed_at,
        busy=fixed,
        sequence=version,
        description=f"#{dated.number}",
        category=rows.businesses.get(dated.business_id or 0, ""),
    )


def _summary(speaker: Speaker, dated: _Dated) -> str:
    gettext = speaker.translator.gettext
    if dated.timing != "by":
        return dated.title
    if dated.at is None:
        return gettext("{title} (by the end of the day)", title=dated.title)
    clock_time = f"{dated.at.astimezone(speaker.zone):%H:%M}"
    return gettext("{title} (by {time})", title=dated.title, time=clock_time)


def _block_event(rows: FeedRows, planned: PlannedBlock) -> FeedEvent:
    block, task = planned.block, planned.task
    part = "" if block.pieces == 1 else f" ({block.piece}/{block.pieces})"
    day = f"{planned.plan.local_on:%Y%m%d}"
    return FeedEvent(
        uid=f"plan-{rows.speaker.member_id}-{day}-{task.id}-{block.piece}@{rows.domain}",
        summary=task.title + part,
        starts=block.starts_at,
        ends=block.ends_at,
        changed_at=max(planned.plan.created_at, task.updated_at),
        # It moves when the day is planned again: others may take its time.
        tentative=True,
        sequence=planned.former_plans + task.version,
        description=rows.speaker.translator.gettext("Planned work") + f" · #{task.number}",
        category=rows.businesses.get(task.business_id or 0, ""),
    )
