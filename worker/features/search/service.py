"""Finds tasks by their words and by their meaning, business by business, of a month if one is said."""

import datetime as dt
import re
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from models.tables.business import Business
from models.tables.task import Task
from worker.core.directory_names import DirectoryNames, load_directory_names
from worker.core.handler import HandlerContext
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.embeddings.search_vector import Search, SearchEmbedder, SearchVector
from worker.features.search.queries import findable_tasks, search_notes, search_tasks
from worker.features.search.views import found_lines, missing_meaning_lines, nothing_found_text
from worker.services import Services
from worker.understanding.dates import find_mentions
from worker.understanding.llm.quoted_text import one_line
from worker.understanding.requests.past_period import LookBack, Period, names_month, period_of

_NOTE_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ComputedSearch:
    """The vector of what is looked for."""

    search: Search
    vector: SearchVector


_ASKING = re.compile(
    r"\b(?:what|which|did|do|does|we|i|for|the|a|an|in|of|find|about|with|have|was|were|done|"
    r"что|какие|мы|я|для|в|во|на|по|с|о|об|про|найди|сделали|делали|сделано|было|были)\b",
    re.IGNORECASE,
)


async def find(session: AsyncSession, speaker: Speaker, wanted: str, context: HandlerContext) -> Reply:
    """The tasks that answer the words, the likest first, under the name of their business; and in half a line that the
    model's meaning is missing, where it is."""
    translator, names = speaker.translator, await load_directory_names(session, speaker)
    if not wanted.strip():
        return Reply(translator.gettext("What should I look for? For example: /find spindle in May"))
    period, rest = _period(wanted, context.now.astimezone(speaker.zone))
    return await _found(session, speaker, rest, findable_tasks(speaker, period), names, context)


async def find_done(
    session: AsyncSession, speaker: Speaker, asked: LookBack, context: HandlerContext
) -> Reply:
    """What was done in the period, about what was asked."""
    done = findable_tasks(speaker, asked.period).where(Task.status == "done")
    names = await load_directory_names(session, speaker)
    return await _found(session, speaker, asked.words, done, names, context)


async def prepare_find(
    session: AsyncSession, speaker: Speaker, wanted: str, now: dt.datetime
) -> Search | None:
    """What `find` needs a vector of; None where no words are left to look for."""
    _, rest = _period(wanted, now.astimezone(speaker.zone))
    return await _prepare(session, speaker, rest)


async def prepare_find_done(session: AsyncSession, speaker: Speaker, asked: LookBack) -> Search | None:
    """What `find_done` needs a vector of; None where no words are left to look for."""
    return await _prepare(session, speaker, asked.words)


async def _prepare(session: AsyncSession, speaker: Speaker, rest: str) -> Search | None:
    rest, _ = _without_business(rest, await load_directory_names(session, speaker))
    return _search(speaker, rest)


async def compute_search_vector(services: Services, trace_id: str, search: Search) -> ComputedSearch | None:
    """The vector of the words by the configured model; None where none is configured."""
    if not services.embedding.has_model:
        return None
    return ComputedSearch(search, await SearchEmbedder(services.embedding, trace_id).ask(search))


async def _found(
    session: AsyncSession,
    speaker: Speaker,
    rest: str,
    visible: SelectOfScalar[Task],
    names: DirectoryNames,
    context: HandlerContext,
) -> Reply:
    rest, business = _without_business(rest, names)
    if business is not None:
        visible = visible.where(Task.business_id == business.id)
    sought = _computed_vector(context, _search(speaker, rest))
    found = await search_tasks(session, visible, rest, sought)
    lines = found_lines(speaker, found, names, speaker.today(context.now))
    if business is None:
        notes = await search_notes(session, speaker, rest)
        lines += [f"<b>{speaker.translator.gettext('Notes')}</b>"] if notes else []
        lines += [escape_html(one_line(note.text, _NOTE_SHOWN)) for note in notes]
    missing = missing_meaning_lines(speaker, sought)
    nothing = nothing_found_text(speaker, rest, business)
    return Reply("\n".join([*(lines or [nothing]), *missing]))


def _search(speaker: Speaker, rest: str) -> Search | None:
    return Search(speaker.workspace_id, " ".join(rest.split())) if re.search(r"\w", rest) else None


def _computed_vector(context: HandlerContext, search: Search | None) -> SearchVector | None:
    """The vector of these very words, computed before the transaction; None where there is none."""
    computed = context.computed_as(ComputedSearch)
    return next((each.vector for each in computed if each.search == search), None)


def _without_business(rest: str, names: DirectoryNames) -> tuple[str, Business | None]:
    """The words without the name of a business among them, and that business."""
    business = _named_business(rest, names)
    if business is None:
        return rest, None
    return re.sub(rf"\b{re.escape(business.name)}\b", " ", rest, flags=re.IGNORECASE), business


def _named_business(rest: str, names: DirectoryNames) -> Business | None:
    living = [b for b in names.businesses.values() if b.archived_at is None]
    return next((b for b in living if re.search(rf"\b{re.escape(b.name)}\b", rest, re.IGNORECASE)), None)


def _period(wanted: str, now: dt.datetime) -> tuple[Period | None, str]:
    """The month that is named, the last one of that name, and the words without it and without question words."""
    months = [m for m in find_mentions(wanted, now) if m.date is not None and names_month(m)]
    rest = wanted
    for mention in months:
        rest = rest.replace(mention.text, " ")
    return period_of(months, now.date()), " ".join(re.sub(r"[?!.,]", " ", _ASKING.sub(" ", rest)).split())
