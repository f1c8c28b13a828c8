"""Rehearsing: an effect is tried in transactions that are taken back, until its long work is done; then it is given."""

from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from models import clock
from worker.conversation.effect import Done, Effect, Moment
from worker.foresight import Foresight, NotForeseenError
from worker.planning.counsel import Counsel
from worker.services import Services

# A message with a plan in it asks for two or three different pieces of work.
_MOST_REHEARSALS = 5


class _TakenBackError(Exception):
    """Ends a rehearsal's transaction without a trace."""


async def rehearsed(services: Services, effect: Effect, trace_id: str, update_id: int) -> Effect:
    """The same effect with its long work (a plan's solver, a model's advice) done ahead, with nothing held.

    Each rehearsal runs the effect as it is and takes it back. Should a row change until the effect is really run,
    the work it touches is done again there, in a thread.
    """
    foresight = Foresight()
    foresight.rehearsing = True
    counsel = Counsel.of(services, trace_id)
    foresight.vendor = counsel.ask if counsel is not None else None
    asked: set[str] = set()
    for _ in range(_MOST_REHEARSALS):
        moment = Moment(clock.now(), trace_id, update_id, foresight)
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

    async def foreseen(session: AsyncSession, moment: Moment) -> Done:
        return await effect(session, replace(moment, foresight=foresight))

    return foreseen
