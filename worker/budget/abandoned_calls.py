"""Settles the reservations of killed processes, and deletes answers that nobody will ask for again."""

import datetime as dt

from sqlalchemy import update
from sqlmodel import col, select

from models.runtime.database import Database
from models.tables.model_call import ModelCall
from worker.budget.balance import BalanceChanges

# Longer than any call may last (timeout at most 120 s, one retry), short against a day's budget.
ABANDONED_AFTER = dt.timedelta(minutes=10)
BATCH = 200


async def settle_abandoned(
    database: Database, now: dt.datetime, *, older_than: dt.timedelta = ABANDONED_AFTER
) -> int:
    """Count reservations older than `older_than` as spent in full, since the vendor may have billed them.

    Each in its own transaction, so that no two periods are locked across rows. Returns how many, at most 200 a run.
    """
    done = 0
    while done < BATCH and await _settle_one(database, now, now - older_than):
        done += 1
    return done


async def _settle_one(database: Database, now: dt.datetime, before: dt.datetime) -> bool:
    oldest = (
        select(ModelCall)
        .where(ModelCall.state == "reserved", col(ModelCall.created_at) < before)
        .order_by(col(ModelCall.created_at), col(ModelCall.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    async with database.transaction() as session:
        row = (await session.exec(oldest)).first()
        if row is None:
            return False
        moves = BalanceChanges()
        moves.close(row.workspace_id, row.created_at, held=row.reserved_micros, cost=row.reserved_micros)
        await moves.apply(session)
        row.cost_micros += row.reserved_micros
        row.state, row.error, row.settled_at, row.reserved_micros = "failed", "abandoned", now, 0
        session.add(row)
        return True


async def forget_answers(database: Database, before: dt.datetime) -> int:
    """Drop the kept answers of calls made before that instant; the figures stay. Returns how many were dropped.

    An answer is needed only while its update may run again (hours); it holds people's words, so it should go early.
    """
    old = (
        update(ModelCall)
        .where(col(ModelCall.created_at) < before, col(ModelCall.answer).is_not(None))
        .values(answer=None)
        .returning(col(ModelCall.id))
    )
    async with database.transaction() as session:
        return len((await session.execute(old)).all())
