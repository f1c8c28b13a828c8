"""The buttons of assignments: an executor's answers, and what the giver decides about them."""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from worker.core.assignment_recorder import UNDECIDED
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.member_roles import takes_no_tasks_text
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.assignments import service
from worker.features.assignments.decided import decided_reply, marked_reply, people_to_choose
from worker.features.assignments.messages import forwarded_text, marking_rows
from worker.features.assignments.pages import entries_of_notice, offer_page, page_for, task_page
from worker.features.assignments.pointed import ASK_PURPOSE
from worker.features.assignments.service import Round, find_round
from worker.features.assignments.spoken import answered_reply
from worker.features.assignments.views import (
    Entry,
    day_rows,
    giver_decides_text,
    giver_message,
    giver_text,
    people_rows,
)
from worker.features.operations.service import undo_operation
from worker.features.tasks.service import complete_as_operation, completion_follow_ups
from worker.understanding.intents import Due

_LONGEST_NUMBER = 18
# The value of a button that clears a date.
_NO_DATE = "-"


@dataclass(frozen=True, slots=True)
class _Press:
    """One press: whose, when, and the numbers and the value after the act's name."""

    session: AsyncSession
    speaker: Speaker
    context: HandlerContext
    ids: Sequence[int]
    value: str


_Act = Callable[[_Press], Awaitable[Reply | None]]


async def assignment_callback(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,  # noqa: ARG001 - the shape of every callback
    path: Sequence[str],
    context: HandlerContext,
) -> Reply | None:
    """`path`: the act, the assignment or the notice, and what the act needs. None for stale and made-up data."""
    act, count = _ACTS.get(path[0], (None, 0)) if path else (None, 0)
    numbers = list(path[1 : 1 + count])
    if act is None or len(numbers) < count or not all(map(_is_id, numbers)):
        return None
    press = _Press(session, speaker, context, [int(number) for number in numbers], path[-1])
    return await act(press)


def _is_id(part: str) -> bool:
    return part.isascii() and part.isdecimal() and len(part) <= _LONGEST_NUMBER


async def answer_instead_of_edit(
    session: AsyncSession, speaker: Speaker, task_id: int, letter: str, value: str, context: HandlerContext
) -> Reply | None:
    """What the edit of a deadline or a person does where another gave the task; None where it may be edited."""
    task = await reachable_task(session, speaker, task_id=task_id, status="open")
    found = (
        None
        if task is None or letter not in ("d", "a")
        else await service.given_round(session, speaker, task)
    )
    if found is None or value == str(speaker.member_id):
        return None
    if letter == "d" and value == _NO_DATE:
        return Reply(giver_decides_text(speaker.translator))
    due = _due(value) if letter == "d" else None
    names = await load_directory_names(session, speaker)
    suggested = int(value) if letter == "a" and _is_id(value) else None
    if suggested is not None and suggested not in names.members:
        return None
    made = await service.answer_instead(
        session, speaker, found.task, context, due=due, suggested_id=suggested
    )
    entry = Entry(found.assignment, found.task, 0, None if made is None else made.id)
    return await answered_reply(session, speaker, [entry], context)


async def _own(press: _Press) -> Round | None:
    """The executor's assignment of a button, which is under a message that told them of it."""
    told = [
        each.assignment.id for each in await entries_of_notice(press.session, press.speaker, press.ids[1])
    ]
    if press.ids[0] not in told:
        return None
    return await find_round(press.session, press.speaker, press.ids[0], as_executor=True)


async def _given(press: _Press) -> Round | None:
    return await find_round(press.session, press.speaker, press.ids[0], as_executor=False)


async def _shown(press: _Press) -> Reply | None:
    """The executor's message again: the list it is of, or the one task."""
    return await offer_page(press.session, press.speaker, press.ids[-1], press.context)


async def _accept(press: _Press) -> Reply | None:
    found = await _own(press)
    if found is None:
        return None
    if found.assignment.state != "accepted":
        await service.accept(press.session, press.speaker, found, press.context)
    return await _shown(press)


async def _accept_all(press: _Press) -> Reply | None:
    entries = await entries_of_notice(press.session, press.speaker, press.ids[0])
    for entry in entries:
        if entry.assignment.state == "offered" and entry.assignment.id is not None:
            found = await find_round(press.session, press.speaker, entry.assignment.id, as_executor=True)
            if found is not None:
                await service.accept(press.session, press.speaker, found, press.context)
    return await _shown(press)


async def _refuse(press: _Press) -> Reply | None:
    found = await _own(press)
    if found is None:
        return None
    if found.assignment.state != "refused":
        await service.refuse(press.session, press.speaker, found, press.context)
    return await _shown(press)


async def _choose_day(press: _Press) -> Reply | None:
    found = await _own(press)
    page = await task_page(press.session, press.speaker, press.ids[-1], press.ids[0], press.context)
    if found is None or page is None:
        return None
    here = f"{press.ids[0]}:{press.ids[-1]}"
    reader = await page_for(press.session, press.speaker, press.context)
    return Reply(page.text, day_rows(reader, "on", here, back=f"as:list:{press.ids[-1]}"))


async def _propose(press: _Press) -> Reply | None:
    found, due = await _own(press), _due(press.value)
    if found is None or due is None:
        return None
    await service.propose_date(press.session, press.speaker, found, due, press.context)
    return await _shown(press)


async def _ask(press: _Press) -> Reply | None:
    found = await _own(press)
    if found is None:
        return None
    page = await page_for(press.session, press.speaker, press.context)
    text = page.translator.gettext(
        "What do you want to ask {name}?", name=page.name(found.assignment.giver_id)
    )
    return Reply(
        text, purpose=f"{ASK_PURPOSE}{found.assignment.id}", extra={"reply_markup": {"force_reply": True}}
    )


async def _done(press: _Press) -> Reply | None:
    """Done by the executor; how long it took is asked where it is not known."""
    found = await _own(press)
    if found is None:
        return None
    await complete_as_operation(press.session, press.speaker, found.task, press.context)
    _, questions = await completion_follow_ups(press.session, press.speaker, [found.task], press.context)
    return questions[0] if questions else await _shown(press)


async def _undo(press: _Press) -> Reply | None:
    """Take the executor's own last answer back, no other operation."""
    found = await _own(press)
    last = (
        None if found is None else await service.last_answer(press.session, press.speaker, found.assignment)
    )
    if last is None or str(last) != press.value:
        return None
    now, trace = press.context.now, press.context.trace_id
    await undo_operation(press.session, press.speaker, last, trace_id=trace, now=now)
    return await _shown(press)


async def _open(press: _Press) -> Reply | None:
    return await task_page(press.session, press.speaker, press.ids[-1], press.ids[0], press.context)


async def _agree(press: _Press) -> Reply | None:
    found = await _given(press)
    if found is None:
        return None
    made = await service.agree(press.session, press.speaker, found, press.context)
    return await _decided(press, found, made)


async def _keep(press: _Press) -> Reply | None:
    found = await _given(press)
    if found is None:
        return None
    made = await service.keep_date(press.session, press.speaker, found, press.context)
    return await _decided(press, found, made)


async def _choose_other(press: _Press) -> Reply | None:
    found = await _given(press)
    if found is None or found.assignment.state not in UNDECIDED:
        return None
    page = await page_for(press.session, press.speaker, press.context)
    entry = Entry(found.assignment, found.task, 0)
    return Reply(
        giver_text(page, entry),
        day_rows(page, "set", str(press.ids[0]), back=f"as:back:{press.ids[0]}"),
    )


async def _set_day(press: _Press) -> Reply | None:
    found, due = await _given(press), _due(press.value)
    if found is None or due is None:
        return None
    made = await service.set_date(press.session, press.speaker, found, due, press.context)
    return await _decided(press, found, made)


async def _choose_person(press: _Press) -> Reply | None:
    found = await _given(press)
    if found is None:
        return None
    page = await page_for(press.session, press.speaker, press.context)
    people = people_to_choose(page, found)
    text = giver_text(page, Entry(found.assignment, found.task, 0))
    return Reply(text, people_rows(page, press.ids[0], people))


async def _give(press: _Press) -> Reply | None:
    found = await _given(press)
    if found is None:
        return None
    names = await load_directory_names(press.session, press.speaker)
    if press.ids[1] in names.members and names.only_views(press.ids[1], found.task.business_id):
        return await _not_given(
            press, found, takes_no_tasks_text(press.speaker, names.members[press.ids[1]].name)
        )
    made = await service.give_to(press.session, press.speaker, found, press.ids[1], press.context)
    return await _decided(press, found, made)


async def _not_given(press: _Press, found: Round, why: str) -> Reply:
    """The answer as it was, with its decisions, below why the chosen person was not given the task."""
    page = await page_for(press.session, press.speaker, press.context)
    again = giver_message(page, Entry(found.assignment, found.task, 0))
    return replace(again, text=f"<i>{why}</i>\n{again.text}")


async def _take(press: _Press) -> Reply | None:
    found = await _given(press)
    if found is None:
        return None
    made = await service.give_to(press.session, press.speaker, found, None, press.context)
    return await _decided(press, found, made)


async def _drop(press: _Press) -> Reply | None:
    found = await _given(press)
    if found is None:
        return None
    made = await service.drop(press.session, press.speaker, found, press.context)
    return await _decided(press, found, made)


async def _back(press: _Press) -> Reply | None:
    found = await _given(press)
    if found is None:
        return None
    page = await page_for(press.session, press.speaker, press.context)
    return giver_message(page, Entry(found.assignment, found.task, 0))


async def _mark(press: _Press) -> Reply | None:
    """What somebody who is not reached here answered, as the giver heard it."""
    found = await _given(press)
    if found is None:
        return None
    made: Operation | None = None
    match press.value:
        case "yes":
            made = await service.accept(press.session, press.speaker, found, press.context)
        case "no":
            made = await service.refuse(press.session, press.speaker, found, press.context, tell=False)
        case "done":
            made = await complete_as_operation(press.session, press.speaker, found.task, press.context)
    return (
        None if made is None else await marked_reply(press.session, press.speaker, found, made, press.context)
    )


async def _text(press: _Press) -> Reply | None:
    """A task as its giver may forward it to somebody who has not joined, with the answers to mark."""
    task = await reachable_task(press.session, press.speaker, task_id=press.ids[0], status="open")
    if task is None or task.assignee_id in (None, press.speaker.member_id):
        return None
    found = await service.round_of_task(press.session, press.speaker, task)
    page = await page_for(press.session, press.speaker, press.context)
    rows = marking_rows(page, Entry(found.assignment, task, 0), 1) if found is not None else ()
    head = page.translator.gettext(
        "Forward this to {name}, and mark the answer here:", name=page.name(task.assignee_id)
    )
    return Reply(f"{head}\n\n{forwarded_text(page, task)}", rows)


async def _decided(press: _Press, found: Round, made: Operation | None) -> Reply | None:
    if made is None:
        return None
    return await decided_reply(press.session, press.speaker, found, made, press.context)


def _due(value: str) -> Due | None:
    """The date of a button's data. Raises ValueError for what is no date."""
    return Due(date=dt.date.fromisoformat(value))


# What each act does, and how many numbers stand before its value: an executor's are of an assignment and of the notice
# that told of it.
_ACTS: Mapping[str, tuple[_Act, int]] = {
    "yes": (_accept, 2),
    "all": (_accept_all, 1),
    "no": (_refuse, 2),
    "date": (_choose_day, 2),
    "on": (_propose, 2),
    "ask": (_ask, 2),
    "done": (_done, 2),
    "undo": (_undo, 2),
    "open": (_open, 2),
    "list": (_shown, 1),
    "agree": (_agree, 1),
    "other": (_choose_other, 1),
    "set": (_set_day, 1),
    "keep": (_keep, 1),
    "give": (_choose_person, 1),
    "to": (_give, 2),
    "mine": (_take, 1),
    "drop": (_drop, 1),
    "back": (_back, 1),
    "mark": (_mark, 1),
    "text": (_text, 1),
}
