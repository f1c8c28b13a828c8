"""Answers in plain words: what an executor says about a task that was given to them, and the giver about an answer."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from worker.core.business_access import exceeds_access
from worker.core.directory_names import DirectoryNames
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.assignments import service
from worker.features.assignments.decided import decided_reply
from worker.features.assignments.pages import page_for
from worker.features.assignments.pointed import Pointed
from worker.features.assignments.service import Round, executor_rounds, find_round
from worker.features.assignments.views import Entry, state_line, task_line, task_title
from worker.understanding.context import Context, KnownTask, Message
from worker.understanding.dates import detect_language, find_mentions
from worker.understanding.intents import CompleteTask, CreateTask, Due
from worker.understanding.local.aspects import same_deed
from worker.understanding.local.local_reader import read
from worker.understanding.local.morphology import forms
from worker.understanding.short_replies import read_reply
from worker.understanding.step_budget import OutOfStepsError, counted, steps_for
from worker.understanding.team_answers import (
    Decision,
    TeamAnswer,
    asks_about_it,
    asks_how,
    is_plainly_else,
    names_task,
    read_decision,
    read_team_answer,
)

_MOST_ASKED = 8
_Answer = Callable[[AsyncSession, HandlerContext], Awaitable[list[Reply]]]


@dataclass(frozen=True, slots=True)
class Said:
    """A message with what it may refer to; `text` is what is passed on word for word."""

    message: Message
    context: Context
    names: DirectoryNames
    text: str


async def spoken_answer(
    session: AsyncSession, speaker: Speaker, said: Said, pointed: Pointed | None
) -> Handler | None:
    """The handler of a message that answers about an assignment; None for every other message. `pointed` is what it points at.

    Nothing is changed here. What is done later finds the rows as they are then.
    """
    answer = await _executors_answer(session, speaker, said, pointed)
    if answer is None and pointed is not None:
        answer = await _givers_answer(session, speaker, said, pointed)
    return None if answer is None else _applying(speaker, answer)


async def reported_task(
    session: AsyncSession, speaker: Speaker, said: Said, pointed: Pointed | None
) -> tuple[int | None, str] | None:
    """The message and the reference of the one given task that a bare report ("done, 2 hours") is about; None for none.

    After other talk it is about the only task that the speaker was given, unless another one was spoken of since.
    """
    found = await _reported_round(session, speaker, said, pointed)
    if found is None:
        return None
    ref = f"T{found.task.number}"
    asked = replace(said.context, replied_to=ref, recent=(ref,))
    reading = read_reply(replace(said.message, reply=True), asked, read)
    reports = reading is not None and any(isinstance(each, CompleteTask) for each in reading.intents)
    return (None if pointed is None else pointed.message_id, ref) if reports else None


async def _reported_round(
    session: AsyncSession, speaker: Speaker, said: Said, pointed: Pointed | None
) -> Round | None:
    if pointed is not None:
        only = pointed.assignments[0] if len(pointed.assignments) == 1 else 0
        return await find_round(session, speaker, only, as_executor=True)
    rounds = [] if said.message.reply else await executor_rounds(session, speaker)
    return rounds[0] if _is_only_one(said, rounds) else None


def _applying(speaker: Speaker, answer: _Answer) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        replies = await answer(session, context)
        gone = Reply(
            speaker.translator.gettext("This question is settled already. /today shows what is open.")
        )
        return HandlerResult(replies or [gone], workspace_id=speaker.workspace_id)

    return Handler(apply)


async def _executors_answer(
    session: AsyncSession, speaker: Speaker, said: Said, pointed: Pointed | None
) -> _Answer | None:
    rounds = await executor_rounds(session, speaker)
    if not rounds:
        return None
    about = [each for each in rounds if pointed and each.assignment.id in pointed.assignments]
    asked = (pointed is not None and pointed.prompt) or asks_how(said.message)
    if asked and about:
        return _each(speaker, about[:1], TeamAnswer("ask", reason=said.text), said)
    own = replace(said.context, open_tasks=tuple(_known(each) for each in rounds))
    answer = read_team_answer(said.message, own, pointed=bool(about))
    if answer is None:
        return _reason_of(speaker, said, pointed, about)
    if answer.kind == "ask" and not _asks_about(said, answer, about, pointed):
        return None
    return _about_meant(speaker, answer, about, rounds, said)


def _about_meant(
    speaker: Speaker, answer: TeamAnswer, about: Sequence[Round], rounds: Sequence[Round], said: Said
) -> _Answer | None:
    """The answer about the task it means; which one is asked where it may be several."""
    meant = _meant(answer, about, rounds)
    if not meant and answer.bare and _is_only_one(said, rounds):
        meant = list(rounds)
    if not meant:
        return _which(speaker, rounds) if answer.bare else None
    if len(meant) > 1 and answer.kind != "accept":
        return _which(speaker, meant)
    return _each(speaker, meant, answer, said)


def _is_only_one(said: Said, rounds: Sequence[Round]) -> bool:
    """Whether the speaker was given one task alone, and no other was spoken of since."""
    return len(rounds) == 1 and said.context.recent in ((), (f"T{rounds[0].task.number}",))


def _known(found: Round) -> KnownTask:
    return KnownTask(f"T{found.task.number}", found.task.title)


def _meant(answer: TeamAnswer, about: Sequence[Round], rounds: Sequence[Round]) -> list[Round]:
    """The tasks that an answer is about: those it names, else those it points at."""
    among = about or rounds
    named = [each for each in among if names_task(answer.words, each.task.title)]
    elsewhere = [each for each in rounds if names_task(answer.words, each.task.title)]
    if answer.kind == "accept":
        return [each for each in about if each.assignment.state in service.ANSWERABLE]
    return named or (elsewhere if len(elsewhere) == 1 and not about else []) or list(about)


def _asks_about(said: Said, answer: TeamAnswer, about: Sequence[Round], pointed: Pointed | None) -> bool:
    """A question right after an offer is about it when it names it, or is of the kind that names nothing."""
    if pointed is not None and pointed.replied:
        return True
    return asks_about_it(said.message) or any(names_task(answer.words, each.task.title) for each in about)


def _reason_of(
    speaker: Speaker, said: Said, pointed: Pointed | None, about: Sequence[Round]
) -> _Answer | None:
    """The reason of a refusal that had none, written after it or in reply to it."""
    if pointed is None or len(about) != 1 or about[0].assignment.state != "refused":
        return None
    if about[0].assignment.reason or (not pointed.replied and _is_else(said)):
        return None
    return _each(speaker, about, TeamAnswer("refuse", reason=said.text), said)


def _is_else(said: Said) -> bool:
    """Whether free words that nobody replied with are plainly no answer: an order, a time, a report or a question."""
    try:
        with counted(steps_for(said.text)):
            intents = read(said.message, said.context).intents
    except OutOfStepsError:
        return True
    return is_plainly_else(said.message) or any(not isinstance(each, CreateTask) for each in intents)


def _each(speaker: Speaker, rounds: Sequence[Round], answer: TeamAnswer, said: Said) -> _Answer:
    ids = [each.assignment.id or 0 for each in rounds]

    async def apply(session: AsyncSession, context: HandlerContext) -> list[Reply]:
        done: list[Entry] = []
        for assignment_id in ids:
            found = await find_round(session, speaker, assignment_id, as_executor=True)
            if found is not None:
                made = await _answered(session, speaker, found, answer, said, context)
                done.append(Entry(found.assignment, found.task, 0, made))
        return [await answered_reply(session, speaker, done, context)] if done else []

    return apply


async def _answered(
    session: AsyncSession,
    speaker: Speaker,
    found: Round,
    answer: TeamAnswer,
    said: Said,
    context: HandlerContext,
) -> int | None:
    known = said.names.members.values()
    suggested = next((member.id for member in known if member.name == answer.suggested), None)
    match answer.kind:
        case "accept":
            made = await service.accept(session, speaker, found, context)
        case "date" if _is_as_given(answer, found):
            made = await service.accept(session, speaker, found, context)
        case "date" if (due := _due_meant(answer, found)) is not None:
            made = await service.propose_date(session, speaker, found, due, context, reason=answer.reason)
        case "ask":
            made = await service.ask(session, speaker, found, answer.reason or said.text, context)
        case _:
            made = await service.refuse(
                session, speaker, found, context, reason=answer.reason, suggested_id=suggested
            )
    return made.id


def _is_as_given(answer: TeamAnswer, found: Round) -> bool:
    """ "Ok, will do by Friday" of a task for Friday is no other date."""
    same = answer.due is not None and answer.due.date == found.task.deadline_on
    return same and answer.due is not None and answer.due.time is None and answer.reason is None


def _due_meant(answer: TeamAnswer, found: Round) -> Due | None:
    """The date of an answer; a mere time ("3 pm?") is meant for the task's day."""
    if answer.due is None or not answer.clock_only or found.task.deadline_on is None:
        return answer.due
    return answer.due.model_copy(update={"date": found.task.deadline_on})


async def answered_reply(
    session: AsyncSession, speaker: Speaker, entries: Sequence[Entry], context: HandlerContext
) -> Reply:
    """The tasks that were answered about, where each stands now, and Undo where it was one answer."""
    page = await page_for(session, speaker, context)
    lines = [f"{task_line(page, each.task)}\n{state_line(page, each)}" for each in entries]
    made = entries[0].answered if len(entries) == 1 else None
    rows = () if made is None else ((Button(page.translator.gettext("Undo"), f"undo:{made}"),),)
    return Reply("\n\n".join(lines), rows, operation_id=made)


def _which(speaker: Speaker, rounds: Sequence[Round]) -> _Answer:
    """Several tasks may be meant: each is a button; the words stay in the chat, nothing is answered yet."""
    offered = [(each.task.number, each.task.title) for each in rounds[:_MOST_ASKED]]

    async def apply(session: AsyncSession, context: HandlerContext) -> list[Reply]:  # noqa: ARG001 - the shape of every answer
        head = speaker.translator.gettext("Which task do you mean? Say it with its number or name:")
        lines = [f"#{number} {escape_html(title)}" for number, title in offered]
        return [Reply("\n".join([head, *lines]), purpose="question")]

    return apply


async def _givers_answer(
    session: AsyncSession, speaker: Speaker, said: Said, pointed: Pointed
) -> _Answer | None:
    """What the giver says to the one answer that a message told them of."""
    if len(pointed.assignments) != 1:
        return None
    found = await find_round(session, speaker, pointed.assignments[0], as_executor=False)
    if found is None:
        return None
    if found.assignment.state == "question":
        other = not pointed.replied and _is_else(said) and not _takes_up(said, found.assignment.question)
        return None if other else _passing_on(speaker, found, said.text)
    if found.assignment.state == "refused":
        decision = read_decision(said.message, said.context)
        return None if decision is None else _settling(speaker, found, decision, said)
    if found.assignment.state != "date_proposed":
        return None
    answer = read_team_answer(said.message, said.context, pointed=True)
    return None if answer is None else _deciding(speaker, found, answer)


def _takes_up(said: Said, question: str | None) -> bool:
    """Whether an order begins with the verb of the question and has no time of its own: "use the rye one"."""
    first = said.text.split(maxsplit=1)[0]
    asked = re.findall(r"\w+", (question or "").lower())
    timed = find_mentions(said.text, said.message.now, detect_language(said.text))
    return not timed and any(_is_one_verb(first.lower(), word) for word in asked)


def _is_one_verb(said: str, asked: str) -> bool:
    """«Бери» and «брать» or «взять»; in English the same word."""
    verbs = [[form.lemma for form in forms(word) if form.pos in ("VERB", "INFN")] for word in (said, asked)]
    return said == asked or any(same_deed(first, second) for first in verbs[0] for second in verbs[1])


def _passing_on(speaker: Speaker, asked: Round, answer: str) -> _Answer:
    assignment_id = asked.assignment.id or 0

    async def apply(session: AsyncSession, context: HandlerContext) -> list[Reply]:
        found = await find_round(session, speaker, assignment_id, as_executor=False)
        made = None if found is None else await service.give_answer(session, speaker, found, answer, context)
        if found is None or made is None:
            return []
        page = await page_for(session, speaker, context)
        text = page.translator.gettext(
            "Passed on to {name}, about {task}.",
            name=page.name(found.assignment.executor_id),
            task=task_title(page, found.task),
        )
        undo = Button(page.translator.gettext("Undo"), f"undo:{made.id}")
        return [Reply(text, ((undo,),), operation_id=made.id)]

    return apply


def _deciding(speaker: Speaker, asked: Round, answer: TeamAnswer) -> _Answer | None:
    """Agreed, kept as it was, or another date."""
    if answer.kind not in ("accept", "keep", "date"):
        return None
    assignment_id = asked.assignment.id or 0

    async def apply(session: AsyncSession, context: HandlerContext) -> list[Reply]:
        found = await find_round(session, speaker, assignment_id, as_executor=False)
        if found is None:
            return []
        if answer.kind == "accept":
            made = await service.agree(session, speaker, found, context)
        elif (due := _due_meant(answer, found)) is None or _is_as_given(answer, found):
            made = await service.keep_date(session, speaker, found, context)
        else:
            made = await service.set_date(session, speaker, found, due, context)
        return [] if made is None else [await decided_reply(session, speaker, found, made, context)]

    return apply


def _settling(
    speaker: Speaker, refused: Round, decision: tuple[Decision, str | None], said: Said
) -> _Answer | None:
    """A refused task given to another, taken over, or dropped; None where whoever is named cannot have it."""
    kind, name = decision
    member = next((each.id for each in said.names.members.values() if each.name == name), None)
    if kind == "give" and exceeds_access(said.names, {"assignee_id": member}, refused.task):
        return None
    assignment_id = refused.assignment.id or 0

    async def apply(session: AsyncSession, context: HandlerContext) -> list[Reply]:
        found = await find_round(session, speaker, assignment_id, as_executor=False)
        if found is None:
            return []
        if kind == "drop":
            made: Operation | None = await service.drop(session, speaker, found, context)
        else:
            made = await service.give_to(session, speaker, found, member, context)
        return [] if made is None else [await decided_reply(session, speaker, found, made, context)]

    return apply
