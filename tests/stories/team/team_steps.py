"""Steps of stories about delegation: Anna (English) owns the planner, Dima (Russian) and Josh (English) work for her."""

import datetime as dt
from collections import Counter

from sqlmodel import col, select

from models.runtime import clock
from models.tables.assignment import Assignment, AssignmentNotice
from models.tables.member import Member
from models.tables.task import Task
from ops.sandbox.client import MessageView
from tests.planner import OWNER, Planner
from tests.stories.schedules.schedule_steps import berlin, go_to

DIMA, JOSH = 2002, 2003
MONDAY_10 = berlin(23, 10)


async def joined_team(planner: Planner) -> None:
    """Both have joined Anna's planner and know the bot."""
    await planner.tell("/start", lang="en")
    await planner.tell("/timezone Europe/Berlin")
    await planner.tell("/business Repair: spindle, shaft")
    for name, user, lang in (("Dima", DIMA, "ru"), ("Josh", JOSH, "en")):
        await planner.tell(f"/team {name}: Repair")
        token = (await planner.tell(f"/invite {name}")).text.split("start")[-1].strip(" =").split()[0]
        await planner.tell(f"/start {token}", user=user, lang=lang)
    await planner.tell("/language ru", user=DIMA)


async def last(planner: Planner, user: int = OWNER) -> MessageView:
    """The newest message of a chat, once everything that is due has arrived."""
    await planner.settled()
    return (await planner.telegram.messages(user))[-1]


async def heard(planner: Planner, user: int, after: MessageView) -> list[str]:
    """The bot's messages in a chat after one of them."""
    await planner.settled()
    seen = await planner.telegram.messages(user, after=after.id)
    return [message.text for message in seen if message.from_bot]


async def states(planner: Planner) -> dict[str, str]:
    """The states of all assignments by their task's title; of several the last."""
    statement = select(Task.title, Assignment.state).join(Assignment, col(Assignment.task_id) == col(Task.id))
    return dict(await planner.rows(statement.order_by(col(Assignment.id))))


async def notices(planner: Planner) -> Counter[tuple[str, str]]:
    """How many messages left, by kind and reader."""
    statement = (
        select(AssignmentNotice.outbound_message_id, AssignmentNotice.kind, Member.name)
        .join(Member, col(Member.id) == col(AssignmentNotice.member_id))
        .where(AssignmentNotice.state == "sent")
        .distinct()
    )
    return Counter((kind, name) for _, kind, name in await planner.rows(statement))


async def task(planner: Planner, number: int) -> Task:
    [found] = await planner.rows(select(Task).where(Task.number == number))
    return found


async def later(planner: Planner, **passing: float) -> None:
    """So much time goes by, and what is due then arrives."""
    go_to(clock.now() + dt.timedelta(**passing))
    await planner.settled()
