"""Commands and buttons whose answer takes work that is too long for a transaction."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import Apply, Handler
from worker.core.speaker import Speaker
from worker.services import Services

Argument = TypeVar("Argument")


@dataclass(frozen=True, slots=True)
class LongWork(Generic[Argument]):
    """What reads the inputs of the work from the rows (None: there is none this time), and what does it.

    The argument is what stands after a command's name, or the parts of a button's data after its verb.
    """

    prepare: Callable[[AsyncSession, Speaker, Argument, dt.datetime], Awaitable[Any | None]]
    compute: Callable[[Services, str, Any], Awaitable[Any]]

    def before(
        self, apply: Apply, services: Services, speaker: Speaker, argument: Argument, trace_id: str
    ) -> Handler:
        """The handler that does this work and then applies."""

        async def prepare(session: AsyncSession, now: dt.datetime) -> list[Any]:
            inputs = await self.prepare(session, speaker, argument, now)
            return [] if inputs is None else [inputs]

        return Handler(apply, prepare, partial(self.compute, services, trace_id))
