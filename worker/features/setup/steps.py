"""The steps of the set-up, and which of them a chat has behind it. Nothing is stored: the rows say what is set."""

import datetime as dt
from typing import Literal, get_args

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.working_hours import WorkingHours
from worker.core.directory_names import load_directory_names
from worker.core.last_message import last_bot_message
from worker.core.member_roles import Right, has_right
from worker.core.speaker import Speaker

Step = Literal["zone", "firms", "people", "hours", "task"]
ALL_STEPS: tuple[Step, ...] = get_args(Step)
_RIGHTS: dict[Step, Right] = {"firms": "own", "people": "own", "hours": "change"}
# The purpose of a step's message is this and the step's name.
PURPOSE = "setup:"


def steps_of(speaker: Speaker) -> tuple[Step, ...]:
    """The steps of the speaker: businesses and people are the owner's, and who only views tasks has no hours to plan."""
    return tuple(step for step in ALL_STEPS if has_right(speaker, _RIGHTS.get(step, "see")))


def step_after(speaker: Speaker, step: Step) -> Step:
    """The next of the speaker's steps; the last one stays."""
    steps = steps_of(speaker)
    return steps[min(steps.index(step) + 1, len(steps) - 1)]


def step_before(speaker: Speaker, step: Step) -> Step | None:
    """The step before; None before the first."""
    steps = steps_of(speaker)
    return steps[steps.index(step) - 1] if step in steps and steps.index(step) else None


async def is_settled(session: AsyncSession, speaker: Speaker, step: Step) -> bool:
    """Whether the rows hold what a step asks for. The first task is never asked for twice: it has no row to look at."""
    if step == "zone":
        return (await session.exec(select(Chat.zone_confirmed).where(Chat.id == speaker.chat_id))).one()
    if step == "hours":
        hours = select(WorkingHours.id).where(WorkingHours.member_id == speaker.member_id).limit(1)
        return (await session.exec(hours)).first() is not None
    if step == "firms":
        names = await load_directory_names(session, speaker)
        return any(business.archived_at is None for business in names.businesses.values())
    others = select(Member.id).where(
        Member.workspace_id == speaker.workspace_id,
        Member.id != speaker.member_id,
        col(Member.archived_at).is_(None),
    )
    return step == "people" and (await session.exec(others.limit(1))).first() is not None


async def first_unsettled(session: AsyncSession, speaker: Speaker) -> Step:
    """The step to go on with: the first one that is not settled."""
    for step in steps_of(speaker):
        if not await is_settled(session, speaker, step):
            return step
    return "task"


async def open_step(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> Step | None:
    """The step whose message is the last thing the bot said, some hours ago at most; None after any other message."""
    last = await last_bot_message(session, speaker, now)
    if last is None or not last.purpose.startswith(PURPOSE):
        return None
    return next((step for step in steps_of(speaker) if last.purpose == PURPOSE + step), None)
