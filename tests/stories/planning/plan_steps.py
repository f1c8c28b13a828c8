"""What the stories of a plan share: asking for one, tapping its buttons, and its blocks as they are stored."""

import datetime as dt

from sqlmodel import col, select

from models.tables.plan import Plan, PlanBlock
from models.tables.task import Task
from tests.worker.features.planning.planning_workspace import NOW, World
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.features.planning.service import plan_requested
from worker.router.callback_router import CALLBACKS


def at(hours: float) -> HandlerContext:
    """Some hours after eight in the morning."""
    return HandlerContext(NOW + dt.timedelta(hours=hours), f"trace-{hours}", 1)


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


async def ask(world: World, text: str = "", scope: str = "today", hours: float = 0) -> Reply:
    async with world.session() as session:
        replies = await plan_requested(session, world.speaker, scope, text, at(hours))
    assert all(len(button.data.encode()) <= 64 for r in replies for row in r.buttons for button in row)
    return replies[0]


async def tap(world: World, reply: Reply, label: str, hours: float = 0) -> Reply | None:
    [data] = [b.data for row in reply.buttons for b in row if b.label == label]
    return await tap_data(world, data, hours)


async def tap_data(world: World, data: str, hours: float = 0) -> Reply | None:
    verb, *path = data.split(":")
    async with world.session() as session:
        return await CALLBACKS[verb].run(session, world.speaker, verb, path, at(hours))


async def blocks(world: World) -> list[tuple[str, str]]:
    async with world.session() as session:
        statement = (
            select(Task.title, PlanBlock.starts_at)
            .join(PlanBlock, col(PlanBlock.task_id) == col(Task.id))
            .join(Plan, col(Plan.id) == col(PlanBlock.plan_id))
            .where(Plan.state == "current")
            .order_by(col(PlanBlock.starts_at))
        )
        rows = (await session.exec(statement)).all()
    return [(title, f"{start.astimezone(world.speaker.zone):%H:%M}") for title, start in rows]
