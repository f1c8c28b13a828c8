"""Reserves money before a model call and settles it after, each in one short transaction (I7, I11)."""

import datetime as dt
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.database import Database
from models.tables.budget import WHOLE_BOT
from models.tables.model_call import ModelCall
from worker.budget.balance import BalanceChanges, CapReachedError, claim_announcement, read_buckets
from worker.budget.call_outcomes import KnownAnswer, OverBudget, Reservation
from worker.budget.caps import Bucket, Caps, buckets, next_start
from worker.budget.prices import Usage

REFUSED = "over_budget"
REFUSED_AND_TOLD = "over_budget_told"


async def reserve(
    database: Database,
    *,
    workspace_id: int,
    trace_id: str,
    step: str,
    prompt_hash: str,
    purpose: str,
    model: str,
    micros: int,
    caps: Caps,
    now: dt.datetime,
) -> Reservation | OverBudget | KnownAnswer:
    """Hold `micros` for a call under all caps, or say why it must not or need not be made.

    An attempt of the same (trace, step, prompt) that never closed is taken over: its money counts as spent, since
    the vendor may have answered it. Should that attempt come back after all, its cost is added too; so a rare
    double run is counted too dear, never too cheap.
    """
    call = {
        "workspace_id": workspace_id,
        "trace_id": trace_id,
        "step": step,
        "prompt_hash": prompt_hash,
        "purpose": purpose,
        "model": model,
        "created_at": now,
    }
    try:
        async with database.transaction() as session:
            row = await _claimed_row(session, call)
            if row.answer is not None:
                return KnownAnswer(row.answer)
            return await _hold(session, row, micros, caps, now)
    except CapReachedError as reached:
        async with database.transaction() as session:
            return await _refuse(session, call, micros, caps, now, refused_by=reached.bucket)


async def settle(
    database: Database,
    reservation: Reservation,
    *,
    cost_micros: int,
    usage: Usage,
    milliseconds: int,
    answer: dict[str, Any],
    now: dt.datetime,
) -> None:
    """Free the reservation, count the real cost and keep the answer. An answer kept before stays."""
    async with database.transaction() as session:
        row = await _close(session, reservation, cost_micros)
        if row is None:
            return
        row.state, row.error, row.settled_at, row.milliseconds = "settled", None, now, milliseconds
        row.answer = row.answer if row.answer is not None else answer
        row.tokens_in += usage.tokens_in
        row.tokens_cached += usage.cached
        row.tokens_out += usage.tokens_out
        session.add(row)


async def release(
    database: Database, reservation: Reservation, *, error: str, milliseconds: int | None, now: dt.datetime
) -> None:
    """The call failed and was surely not billed (no connection, refused by the server): its money is free again."""
    await _fail(database, reservation, 0, error=error, milliseconds=milliseconds, now=now)


async def write_off(
    database: Database, reservation: Reservation, *, error: str, milliseconds: int | None, now: dt.datetime
) -> None:
    """The call failed and may have been billed (timed out after it was sent): what was held counts as spent."""
    await _fail(database, reservation, None, error=error, milliseconds=milliseconds, now=now)


async def _claimed_row(session: AsyncSession, call: dict[str, Any]) -> ModelCall:
    """The call's row, locked; made when it is new."""
    fresh = insert(ModelCall).values(**call, state="failed", reserved_micros=0, cost_micros=0)
    fresh = fresh.values(tokens_in=0, tokens_cached=0, tokens_out=0)
    await session.execute(fresh.on_conflict_do_nothing(constraint="model_call_once"))
    mine = (
        select(ModelCall)
        .where(ModelCall.trace_id == call["trace_id"], ModelCall.step == call["step"])
        .where(ModelCall.prompt_hash == call["prompt_hash"])
        .with_for_update()
    )
    return (await session.exec(mine)).one()


async def _hold(
    session: AsyncSession, row: ModelCall, micros: int, caps: Caps, now: dt.datetime
) -> Reservation:
    moves = BalanceChanges()
    if row.reserved_micros:
        moves.close(row.workspace_id, row.created_at, held=row.reserved_micros, cost=row.reserved_micros)
        row.cost_micros += row.reserved_micros
    moves.hold(row.workspace_id, now, micros)
    await moves.apply(session, caps)
    row.state, row.error, row.reserved_micros, row.created_at = "reserved", None, micros, now
    session.add(row)
    assert row.id is not None
    return Reservation(call_id=row.id, workspace_id=row.workspace_id, micros=micros, made_at=now)


async def _close(session: AsyncSession, reservation: Reservation, cost: int | None) -> ModelCall | None:
    """Move the money of a finished call; `cost` None means all that was held. None when the row is gone."""
    row = await session.get(ModelCall, reservation.call_id, with_for_update=True)
    held = row.reserved_micros if row else reservation.micros
    moment = row.created_at if row else reservation.made_at
    spent = held if cost is None else cost
    moves = BalanceChanges()
    moves.close(reservation.workspace_id, moment, held=held, cost=spent)
    await moves.apply(session)
    if row:
        row.reserved_micros = 0
        row.cost_micros += spent
    return row


async def _fail(
    database: Database,
    reservation: Reservation,
    cost: int | None,
    *,
    error: str,
    milliseconds: int | None,
    now: dt.datetime,
) -> None:
    async with database.transaction() as session:
        row = await _close(session, reservation, cost)
        if row is None or row.state != "reserved":
            return
        row.state, row.error, row.settled_at, row.milliseconds = "failed", error, now, milliseconds
        session.add(row)


async def _refuse(
    session: AsyncSession,
    call: dict[str, Any],
    micros: int,
    caps: Caps,
    now: dt.datetime,
    *,
    refused_by: Bucket,
) -> OverBudget:
    full = await _full_bucket(session, call["workspace_id"], micros, caps, now) or refused_by
    told_in = Bucket(call["workspace_id"], full.period, full.starts_on)
    announce = await _told_before(session, call) or await claim_announcement(session, told_in, now)
    row = await _claimed_row(session, call)
    await session.execute(
        update(ModelCall)
        .where(col(ModelCall.id) == row.id, col(ModelCall.answer).is_(None))
        .values(error=REFUSED_AND_TOLD if announce else REFUSED)
    )
    return OverBudget(
        scope="bot" if full.scope == WHOLE_BOT else "workspace",
        period=full.period,
        cap_micros=caps.cap_of(full),
        resets_on=next_start(full),
        announce=announce,
    )


async def _full_bucket(
    session: AsyncSession, workspace_id: int, micros: int, caps: Caps, now: dt.datetime
) -> Bucket | None:
    """The bucket that has no room; of several the one that stays full longest, the workspace's own before the bot's.

    None when a call that ended meanwhile has given its money back: the caller knows what refused it.
    """
    wanted = buckets(workspace_id, now)
    state = await read_buckets(session, wanted)
    full = [bucket for bucket in wanted if sum(state.get(bucket, (0, 0))) + micros > caps.cap_of(bucket)]
    return full[-1] if full else None


async def _told_before(session: AsyncSession, call: dict[str, Any]) -> bool:
    told = (
        select(ModelCall.id)
        .where(ModelCall.workspace_id == call["workspace_id"], ModelCall.trace_id == call["trace_id"])
        .where(ModelCall.step == call["step"], ModelCall.error == REFUSED_AND_TOLD)
    )
    return (await session.exec(told)).first() is not None
