"""Rehearsing: an effect is tried in transactions that are taken back, until its long work is done; then it is given."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime import clock
from worker.core.foresight import Foresight, NotForeseenError
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.embeddings.search_vector import Search, SearchEmbedder
from worker.model_questions import ModelQuestions
from worker.services import Services

# A message with a plan in it asks for two or three different pieces of work.
_MOST_REHEARSALS = 5


class _TakenBackError(Exception):
    """Ends a rehearsal's transaction without a trace."""


async def rehearsed(services: Services, effect: Handler, trace_id: str, update_id: int) -> Handler:
    """The same effect with its long work (a plan's solver, a model's advice) done ahead, with nothing held.

    Each rehearsal runs the effect as it is and takes it back. Should a row change until the effect is really run,
    the work it touches is done again there, in a thread.
    """
    foresight = Foresight()
    foresight.rehearsing = True
    foresight.vendor = _vendor(services, trace_id)
    asked: set[str] = set()
    for _ in range(_MOST_REHEARSALS):
        moment = HandlerContext(clock.now(), trace_id, update_id, foresight)
        try:
            async with services.database.transaction() as session:
                await effect(session, moment)
                raise _TakenBackError
        except _TakenBackError:
            break
        except NotForeseenError as wanted:
            missing = wanted
        if str(missing) in asked:
            # What it is made from differs each time (a task that the message itself makes): not run after.
            break
        asked.add(str(missing))
        await foresight.learn(missing)
    foresight.rehearsing = False

    async def foreseen(session: AsyncSession, moment: HandlerContext) -> HandlerResult:
        return await effect(session, replace(moment, foresight=foresight))

    return foreseen


def _vendor(services: Services, trace_id: str) -> Callable[[Any], Awaitable[Any]] | None:
    """Whom an effect's questions go to: a search's words get a vector, the rest is the counsel's; None without a key."""
    counsel = ModelQuestions.of(services, trace_id)
    seeker = SearchEmbedder(services.embedding, trace_id) if services.openai is not None else None
    if counsel is None and seeker is None:
        return None

    async def ask(question: Any) -> Any:
        if isinstance(question, Search):
            return await seeker.ask(question) if seeker is not None else None
        return await counsel.ask(question) if counsel is not None else None

    return ask
