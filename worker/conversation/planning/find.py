"""/find: tasks by their words and by their meaning, business by business, of a month if one is said."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, func
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.business import Business
from models.task import Task
from worker.conversation.dates import short_day
from worker.conversation.names import Names, load_names
from worker.conversation.reply import Reply, safe, split_lines
from worker.conversation.speaker import Speaker
from worker.embedding.local import embed_locally
from worker.understanding.calendar import Mention, find_mentions

_SHOWN, _LOOKED_THROUGH = 20, 1_500
# A title this like the words is found though no word is the same in it.
_LIKE = 0.30
_ASKING = re.compile(
    r"\b(?:what|which|did|do|does|we|i|for|the|a|an|in|of|find|about|with|have|was|were|done|"
    r"что|какие|мы|я|для|в|во|на|по|с|о|об|про|найди|сделали|делали|сделано|было|были)\b",
    re.IGNORECASE,
)


async def find(session: AsyncSession, speaker: Speaker, wanted: str, now: dt.datetime) -> Reply:
    """The tasks that answer the words, the likest first, under the name of their business."""
    words, names = speaker.words, await load_names(session, speaker.workspace_id)
    if not wanted.strip():
        return Reply(words.say("What am I to look for? For example /find spindle in May"))
    months, rest = _months(wanted, now.astimezone(speaker.zone))
    found = await _found(session, speaker, rest, months, names)
    if not found:
        return Reply(words.say("I found nothing."))
    return Reply(split_lines(_by_business(speaker, found, names, speaker.today(now)))[0])


async def _found(
    session: AsyncSession, speaker: Speaker, rest: str, months: tuple[dt.date, dt.date] | None, names: Names
) -> list[Task]:
    business = _named_business(rest, names)
    statement = select(Task).where(Task.workspace_id == speaker.workspace_id, Task.status != "dropped")
    if not speaker.is_owner:
        statement = statement.where(Task.assignee_id == speaker.member_id)
    if business is not None:
        statement = statement.where(Task.business_id == business.id)
        rest = re.sub(rf"\b{re.escape(business.name)}\b", " ", rest, flags=re.IGNORECASE)
    if months is not None:
        day = func.coalesce(
            func.date(col(Task.done_at)), col(Task.deadline_on), func.date(col(Task.created_at))
        )
        statement = statement.where(day >= months[0], day < months[1])
    recent = statement.order_by(col(Task.number).desc()).limit(_LOOKED_THROUGH)
    if not re.search(r"\w", rest):
        return list((await session.exec(recent.limit(_SHOWN))).all())
    by_word = list((await session.exec(recent.where(_says(rest)))).all())
    vector, known = embed_locally(rest), {task.id for task in by_word}
    others = [
        (_likeness(vector, t.title), t) for t in (await session.exec(recent)).all() if t.id not in known
    ]
    by_meaning = [
        task for likeness, task in sorted(others, key=lambda p: (-p[0], -p[1].number)) if likeness >= _LIKE
    ]
    by_word.sort(key=lambda task: (-_likeness(vector, task.title), -task.number))
    return [*by_word, *by_meaning][:_SHOWN]


def _says(rest: str) -> ColumnElement[bool]:
    """Titles with all the words in any of their forms, in either language, or with the words as they are."""
    pattern = "%" + re.sub(r"([\\%_])", r"\\\1", rest.strip()) + "%"
    title = col(Task.title)
    stemmed = [title.op("@@")(func.plainto_tsquery(language, rest)) for language in ("russian", "english")]
    return or_(title.ilike(pattern), *stemmed)


def _likeness(vector: Sequence[float], title: str) -> float:
    return sum(a * b for a, b in zip(vector, embed_locally(title), strict=True))


def _named_business(rest: str, names: Names) -> Business | None:
    living = [b for b in names.businesses.values() if b.archived_at is None]
    return next((b for b in living if re.search(rf"\b{re.escape(b.name)}\b", rest, re.IGNORECASE)), None)


def _months(wanted: str, now: dt.datetime) -> tuple[tuple[dt.date, dt.date] | None, str]:
    """The month that is named, the last one of that name, and the words without it and without question words."""
    rest, months = wanted, None
    for mention in find_mentions(wanted, now):
        if _is_month(mention) and mention.date is not None:
            first = mention.date.replace(day=1)
            while first > now.date():
                first = first.replace(year=first.year - 1)
            months = (first, (first + dt.timedelta(days=32)).replace(day=1))
            rest = rest.replace(mention.text, " ")
    return months, " ".join(re.sub(r"[?!.,]", " ", _ASKING.sub(" ", rest)).split())


def _is_month(mention: Mention) -> bool:
    whole = mention.date is not None and mention.date.day == 1 and not mention.time_said
    return mention.kind == "moment" and whole and not re.search(r"\d", mention.text)


def _by_business(speaker: Speaker, tasks: Iterable[Task], names: Names, today: dt.date) -> list[str]:
    groups: dict[int | None, list[Task]] = {}
    for task in tasks:
        groups.setdefault(task.business_id, []).append(task)
    lines: list[str] = []
    for business, rows in groups.items():
        name = names.businesses[business].name if business is not None else speaker.words.say("Private")
        lines += ["", f"<b>{safe(name)}</b>", *(_line(speaker, task, today) for task in rows)]
    return lines[1:]


def _line(speaker: Speaker, task: Task, today: dt.date) -> str:
    day = task.done_at.astimezone(speaker.zone).date() if task.done_at else task.deadline_on
    facts = [
        f"{'✓ ' if task.status == 'done' else ''}{task.title}",
        short_day(speaker.words, day, today) if day else None,
    ]
    return safe(" · ".join(fact for fact in (*facts, f"#{task.number}") if fact))
