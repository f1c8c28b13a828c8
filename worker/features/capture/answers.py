"""Answers to questions in plain messages: lists, what was done, searches and plans."""

import datetime as dt
import re
from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import visible_tasks
from worker.embeddings.search_vector import Search
from worker.features.planning.next_task import now_reply
from worker.features.planning.service import (
    PlanInputs,
    compute_plan,
    plan_requested,
    prepare_requested_plan,
)
from worker.features.search.notes_answer import answer_from_notes
from worker.features.search.service import (
    compute_search_vector,
    find,
    find_done,
    prepare_find,
    prepare_find_done,
)
from worker.features.tasks import lists
from worker.features.tasks.done_list import done_list_text, done_period_text
from worker.features.tasks.field_answer import field_answer_text, next_timed_text
from worker.features.tasks.overdue import buttons_of_late
from worker.features.tasks.person_list import person_done_text, person_list_text
from worker.features.tasks.queries import find_next_timed, find_open_tasks, find_tasks
from worker.features.tasks.ticks import WEEK, tick_rows
from worker.services import Services
from worker.understanding.dates import detect_language, find_mentions
from worker.understanding.intents import AskTask, Intent, Plan, Query, UnclearQuestion
from worker.understanding.llm.quoted_text import one_line
from worker.understanding.requests.future_period import LookAhead, asked_days, looked_ahead
from worker.understanding.requests.past_period import LookBack, looked_back, past_period, what_was_done
from worker.understanding.requests.question_details import (
    asking_part,
    asks_for_appointment,
    counts,
    day_part,
)

_WEEK = re.compile(r"\bweek|недел", re.IGNORECASE)
AnswerInputs = PlanInputs | Search
# Readers know only today and the week as scopes; a month and "everything" are recognised here.
_OF_DAYS = ("today", "week")
_ONE_DAY = ("today", "tomorrow")
# Lists in which what is overdue and past stands too.
_WITH_OVERDUE = ("today", "week", "overdue")


async def answer_question(
    session: AsyncSession,
    speaker: Speaker,
    question: Query | AskTask | UnclearQuestion | Plan,
    said: str,
    context: HandlerContext,
) -> list[Reply]:
    """A question's answer, in as many messages as it needs. `said` is the whole message: it holds a plan's conditions
    ("out from 2 to 4") and the days a question means."""
    match question:
        case UnclearQuestion():
            return [await unanswered_question(session, speaker, question.text)]
        case Plan():
            return await plan_requested(session, speaker, question.scope, said, context)
        case AskTask():
            return [await _task_answer(session, speaker, question, context.now)]
        case Query():
            return await _query_answer(session, speaker, question, asking_part(said), context)


# Longer questions are cut where they are quoted.
_QUOTED = 120


async def unanswered_question(session: AsyncSession, speaker: Speaker, asked: str) -> Reply:
    """What was noted about a question that no task answers; otherwise that it cannot be answered."""
    noted = await answer_from_notes(session, speaker, asked)
    return noted or unclear_question_reply(speaker, asked)


def unclear_question_reply(speaker: Speaker, asked: str) -> Reply:
    """That a question was not understood, and what can be asked; nothing was kept of it."""
    gettext = speaker.translator.gettext
    quoted = escape_html(speaker.translator.quote(one_line(asked, _QUOTED)))
    lines = (
        gettext("I cannot answer this: {question}", question=quoted),
        gettext(
            "I can say what is on a day, what somebody has to do or has done, when a task is due and who does it. For example:"
        ),
        gettext("• what's on Thursday?\n• when is the delivery?"),
        gettext("I kept nothing. If it is something to do, say what and I will note it."),
    )
    return Reply("\n".join(lines))


async def _query_answer(
    session: AsyncSession, speaker: Speaker, question: Query, said: str, context: HandlerContext
) -> list[Reply]:
    local = context.now.astimezone(speaker.zone)
    if question.scope in {"person", "done"} and question.text is not None:
        return await _person_answer(session, speaker, question, said, context)
    back = looked_back(said, local) if question.scope != "done" else what_was_done(said, local)
    if back is not None:
        return await _done_answer(session, speaker, back, context)
    match question.scope:
        case "now":
            return [await _next_answer(session, speaker, said, context)]
        case "search":
            return [await find(session, speaker, question.text or said, context)]
        case "person":
            return await _person_answer(session, speaker, question, said, context)
        case _:
            return await _list_answer(session, speaker, question, said, context.now)


async def _next_answer(session: AsyncSession, speaker: Speaker, said: str, context: HandlerContext) -> Reply:
    """What to do now; of "my next appointment" the next thing with a clock time."""
    if not asks_for_appointment(said):
        return await now_reply(session, speaker, context)
    task = await find_next_timed(session, speaker, context.now)
    return Reply(next_timed_text(speaker, task, context.now))


async def prepare_answers(
    session: AsyncSession, speaker: Speaker, intents: Sequence[Intent], said: str, now: dt.datetime
) -> list[AnswerInputs]:
    """The inputs of the long work on the questions among a message's intents: of plans and of searches."""
    inputs: list[AnswerInputs | None] = []
    changes = not all(isinstance(intent, Query | AskTask | UnclearQuestion | Plan) for intent in intents)
    for intent in intents:
        if isinstance(intent, Plan):
            inputs.append(
                await prepare_requested_plan(session, speaker, intent.scope, said, now, changes_first=changes)
            )
            # What this plan takes, the next one has no more.
            changes = True
        elif isinstance(intent, Query) and intent.scope == "search":
            inputs.append(await _prepare_search(session, speaker, intent, said, now))
    return [each for each in inputs if each is not None]


def needs_long_work(intent: Intent) -> bool:
    """Whether an intent is a question whose answer takes the solver or a model."""
    return isinstance(intent, Plan) or (isinstance(intent, Query) and intent.scope == "search")


async def compute_answer(services: Services, trace_id: str, inputs: AnswerInputs) -> object:
    """The long work on one question's inputs, with nothing held."""
    if isinstance(inputs, Search):
        return await compute_search_vector(services, trace_id, inputs)
    return await compute_plan(services, trace_id, inputs)


async def _prepare_search(
    session: AsyncSession, speaker: Speaker, question: Query, said: str, now: dt.datetime
) -> Search | None:
    back = looked_back(asking_part(said), now.astimezone(speaker.zone))
    if back is not None:
        return await prepare_find_done(session, speaker, back)
    return await prepare_find(session, speaker, question.text or said, now)


async def _list_answer(
    session: AsyncSession, speaker: Speaker, question: Query, said: str, now: dt.datetime
) -> list[Reply]:
    """The list that was asked for: of several days or of all there is, of the day that is named, or the scope's own."""
    ahead = looked_ahead(said, now.astimezone(speaker.zone)) if question.scope in _OF_DAYS else None
    day = _day_asked(speaker, question, said, now)
    if ahead is not None:
        text = await _future_text(session, speaker, ahead, now)
    elif day is not None:
        text = await lists.day_list_text(session, speaker, now, day, day_part(said))
    else:
        text = await _scope_text(session, speaker, question, said, now)
    if ahead is None and counts(said) and question.scope in {"today", "tomorrow"}:
        text = f"{await _count_text(session, speaker, question, now)}\n{text}"
    settles = day is None and question.scope in _WITH_OVERDUE
    late = await buttons_of_late(session, speaker, now) if settles else ()
    shown = None if ahead is not None or day_part(said) else _ticked_list(speaker, question, day, now)
    # A tick shows its presser's own list, which is nobody else's in a group.
    ticked = shown is not None and speaker.group is None
    return [Reply(text, (*(await tick_rows(session, speaker, text, shown or "") if ticked else ()), *late))]


def _ticked_list(speaker: Speaker, question: Query, day: dt.date | None, now: dt.datetime) -> str | None:
    """The name of the list as ticks know it: a day's or the week's; None for other lists."""
    if day is None and question.scope == "week":
        return WEEK
    if day is None and question.scope in _ONE_DAY:
        day = speaker.today(now) + dt.timedelta(days=question.scope == "tomorrow")
    return None if day is None else day.isoformat()


async def _count_text(session: AsyncSession, speaker: Speaker, question: Query, now: dt.datetime) -> str:
    """How many open tasks the day has, what is overdue left out."""
    day = speaker.today(now) + dt.timedelta(days=question.scope == "tomorrow")
    tasks = await find_open_tasks(session, speaker, first=day, last=day)
    return speaker.translator.ngettext("{n} open task", "{n} open tasks", len(tasks))


async def _person_answer(
    session: AsyncSession, speaker: Speaker, question: Query, said: str, context: HandlerContext
) -> list[Reply]:
    """What a member has to do or has done, in the period that is said."""
    now, local = context.now, context.now.astimezone(speaker.zone)
    if question.scope == "done" and question.text is not None:
        asked = past_period(said, local)
        return [Reply(await person_done_text(session, speaker, question.text, asked, now))]
    period = asked_days(said, local)
    return [Reply(await person_list_text(session, speaker, question.text, period, now))]


async def _future_text(session: AsyncSession, speaker: Speaker, asked: LookAhead, now: dt.datetime) -> str:
    if asked.period is None:
        return await lists.all_tasks_text(session, speaker, now)
    return await lists.period_list_text(session, speaker, now, asked.period)


async def _task_answer(session: AsyncSession, speaker: Speaker, question: AskTask, now: dt.datetime) -> Reply:
    """The field of the task that a question is about."""
    named = visible_tasks(speaker).where(Task.number == int(question.task.removeprefix("T")))
    task = (await session.exec(named)).first()
    if task is None:
        return Reply(speaker.translator.gettext("I can't find the task you mean. /today shows what is open."))
    names = await load_directory_names(session, speaker)
    return Reply(field_answer_text(speaker, task, question.field, names, now))


async def _done_answer(
    session: AsyncSession, speaker: Speaker, asked: LookBack, context: HandlerContext
) -> list[Reply]:
    """What was done: about a matter, in a period, or on one day, which is today where nothing is said."""
    today, period = speaker.today(context.now), asked.period
    if asked.words:
        return [await find_done(session, speaker, asked, context)]
    if period is not None and not period.is_day:
        return [Reply(await done_period_text(session, speaker, period, today))]
    return [Reply(await done_list_text(session, speaker, period.first if period else today, today))]


def _day_asked(speaker: Speaker, question: Query, said: str, now: dt.datetime) -> dt.date | None:
    """The one day a question about the week names ("what is on Friday?"); None for the week as a whole."""
    if question.scope != "week" or _WEEK.search(said):
        return None
    named = {
        mention.date
        for mention in find_mentions(said, now.astimezone(speaker.zone), detect_language(said))
        if mention.kind == "moment" and mention.date_said and mention.date is not None
    }
    return named.pop() if len(named) == 1 else None


async def _scope_text(
    session: AsyncSession, speaker: Speaker, question: Query, said: str, now: dt.datetime
) -> str:
    today = speaker.today(now)
    match question.scope:
        case "tomorrow":
            tomorrow = today + dt.timedelta(days=1)
            return await lists.day_list_text(session, speaker, now, tomorrow, day_part(said))
        case "week":
            return await lists.week_list_text(session, speaker, now)
        case "overdue":
            return await lists.overdue_list_text(session, speaker, now)
        case "business" | "project":
            return await _directory_text(session, speaker, question, now)
        case _:
            return await lists.day_list_text(session, speaker, now, today, day_part(said))


async def _directory_text(session: AsyncSession, speaker: Speaker, question: Query, now: dt.datetime) -> str:
    names = await load_directory_names(session, speaker)
    known = names.businesses if question.scope == "business" else names.projects
    row_id = next((row.id for row in known.values() if row.name == question.text), None)
    if row_id is None:
        tasks: Sequence[Task] = []
    elif question.scope == "business":
        tasks = await find_tasks(session, speaker, business_id=row_id)
    else:
        tasks = await find_tasks(session, speaker, project_id=row_id)
    if not tasks:
        return speaker.translator.gettext("Nothing open for {name}.", name=escape_html(question.text or ""))
    return lists.found_tasks_text(speaker, tasks, names, now)
