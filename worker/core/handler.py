"""Effect: what an update does, to be done inside the one transaction that also stamps it handled (invariant I2)."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.foresight import Foresight
from worker.core.reply import Reply

OutcomeWord = Literal["done", "ignored", "stranger"]


@dataclass(slots=True)
class HandlerResult:
    """What was done: what to say, and in which workspace; `embeds` is the operation whose tasks get embeddings."""

    replies: list[Reply] = field(default_factory=list)
    workspace_id: int | None = None
    embeds: int | None = None
    outcome: OutcomeWord = "done"


@dataclass(frozen=True, slots=True)
class HandlerContext:
    """The instant of the work, the trace it belongs to, and what long work was done for it ahead."""

    now: dt.datetime
    trace_id: str
    update_id: int
    foresight: Foresight = field(default_factory=Foresight, compare=False)


Handler = Callable[[AsyncSession, HandlerContext], Awaitable[HandlerResult]]


def reply_only(*replies: Reply, workspace_id: int | None = None, outcome: OutcomeWord = "done") -> Handler:
    """An effect that changes nothing and only answers."""

    async def effect(session: AsyncSession, moment: HandlerContext) -> HandlerResult:  # noqa: ARG001 - the shape of every effect
        return HandlerResult(list(replies), workspace_id=workspace_id, outcome=outcome)

    return effect
