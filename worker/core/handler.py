"""What an update or a scheduled run does, in up to three steps: prepare, compute, apply."""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime import clock
from models.runtime.database import Database
from worker.core.reply import Reply

OutcomeWord = Literal["done", "ignored", "stranger"]
Work = TypeVar("Work")


@dataclass(slots=True)
class HandlerResult:
    """What was done: what to say, and in which workspace; `embeds` is the operation whose tasks get embeddings.

    `alert` is told to who pressed a button, and to nobody else. `language` is that of the replies, empty for the chat's.
    """

    replies: list[Reply] = field(default_factory=list)
    workspace_id: int | None = None
    embeds: int | None = None
    outcome: OutcomeWord = "done"
    alert: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class HandlerContext:
    """The instant (UTC) at which a handler is applied, the trace it belongs to, what was computed for it before, and the
    person's message that it answers (None for buttons and schedules) with the hash of its words."""

    now: dt.datetime
    trace_id: str
    update_id: int
    computed: tuple[Any, ...] = ()
    source_message_id: int | None = None
    said_hash: str | None = None

    def computed_as(self, kind: type[Work]) -> list[Work]:
        """The computed work of one kind; the reader checks that its inputs are still what the rows say."""
        return [work for work in self.computed if isinstance(work, kind)]


Apply = Callable[[AsyncSession, HandlerContext], Awaitable[HandlerResult]]
Prepare = Callable[[AsyncSession, dt.datetime], Awaitable[Sequence[Any]]]
Compute = Callable[[Any], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Handler:
    """The steps of one update's handling. Quick handlers have only `apply`.

    `prepare` reads, in a short transaction of its own, the inputs of each piece of long work; it changes nothing.
    `compute` does one piece (a solver in a thread, a question to a model) while nothing is held (invariant I7).
    `apply` changes rows and answers, in the transaction that also records the update as handled (invariant I2).
    It reads the inputs again: work on inputs that have changed since is not used.
    """

    apply: Apply
    prepare: Prepare | None = None
    compute: Compute | None = None


async def prepare_and_compute(database: Database, handler: Handler) -> tuple[Any, ...]:
    """The first two steps of a handler: what it has computed for `apply`, nothing for a quick one."""
    if handler.prepare is None or handler.compute is None:
        return ()
    async with database.transaction() as session:
        inputs = await handler.prepare(session, clock.now())
    computed = [await handler.compute(each) for each in inputs]
    return tuple(work for work in computed if work is not None)


def reply_only(*replies: Reply, workspace_id: int | None = None, outcome: OutcomeWord = "done") -> Handler:
    """A handler that changes nothing and only answers."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:  # noqa: ARG001 - the shape of every handler
        return HandlerResult(list(replies), workspace_id=workspace_id, outcome=outcome)

    return Handler(apply)


def both(first: Handler, second: Handler) -> Handler:
    """The first handler, and then the replies of the second, which is a quick one, in the same transaction."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        done, more = await first.apply(session, context), await second.apply(session, context)
        return replace(done, replies=[*done.replies, *more.replies])

    return replace(first, apply=apply)
