"""Records in the ledger what became of each digest's messages, and notifies the chat of a failed digest."""

import datetime as dt
from typing import Any

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.chat import Chat
from models.tables.outbox import OutboundMessage
from models.tables.reminder import Reminder
from models.tables.schedule import Schedule, ScheduleRun
from worker.core.i18n import translator_for
from worker.core.reply import Reply, outbox_row
from worker.features.assignments.delivery_results import record_notice_result
from worker.features.digests.views import schedule_name

DIGEST_KEY = "digest"


def digest_dedupe_key(schedule_id: int, local_on: dt.date, part: int) -> str:
    """The outbox key of one part of a day's digest: a day's digest is stored once."""
    return f"{DIGEST_KEY}:{schedule_id}:{local_on.isoformat()}:{part}"


def run_of_dedupe_key(key: str) -> tuple[int, dt.date] | None:
    """The ledger row behind an outbox key; None for other messages."""
    kind, *rest = key.split(":")
    if kind != DIGEST_KEY or len(rest) != 3:
        return None
    return int(rest[0]), dt.date.fromisoformat(rest[1])


async def record_delivery_result(session: AsyncSession, row: OutboundMessage, now: dt.datetime) -> None:
    """After a message was sent or failed: set the state of its run, reminder or notices, in the same transaction."""
    await record_notice_result(session, row, now)
    if row.purpose == "digest" and (run := run_of_dedupe_key(row.dedupe_key)) is not None:
        await update_run_state(session, *run, now)
    if row.purpose == "reminder":
        states = select(OutboundMessage.state, OutboundMessage.error).where(OutboundMessage.id == row.id)
        state, error = (await session.exec(states)).one()
        await session.execute(
            update(Reminder)
            .where(col(Reminder.outbound_message_id) == row.id)
            .values(state=state, reason=error)
        )


async def update_run_state(
    session: AsyncSession, schedule_id: int, local_on: dt.date, now: dt.datetime
) -> str:
    """The state of a run from those of its parts: "rendered" while one is on its way, the worst of them after."""
    key = (ScheduleRun.schedule_id == schedule_id, ScheduleRun.local_on == local_on)
    await session.exec(select(ScheduleRun.schedule_id).where(*key).with_for_update())
    state, values = _run_state(await _parts(session, schedule_id, local_on))
    if state == "rendered":
        return state
    changed = await session.execute(
        update(ScheduleRun)
        .where(*key, col(ScheduleRun.state) != state)  # type: ignore[arg-type]
        .values(state=state, **values)
        .returning(col(ScheduleRun.schedule_id)),
        execution_options={"synchronize_session": False},
    )
    if changed.scalar() is not None and state == "failed":
        await notify_failure(session, schedule_id, local_on, now)
    return state


async def _parts(session: AsyncSession, schedule_id: int, local_on: dt.date) -> list[dict[str, Any]]:
    first = digest_dedupe_key(schedule_id, local_on, 0).removesuffix("0")
    statement = (
        select(
            OutboundMessage.state,
            OutboundMessage.sent_at,
            OutboundMessage.telegram_message_id,
            OutboundMessage.error,
        )
        .where(
            OutboundMessage.trace_id == run_trace_id(schedule_id, local_on),
            func.starts_with(OutboundMessage.dedupe_key, first),
        )
        .order_by(col(OutboundMessage.id))
    )
    return [dict(found) for found in (await session.execute(statement)).mappings()]


def run_trace_id(schedule_id: int, local_on: dt.date) -> str:
    """The trace id of a run: no update caused it."""
    return f"d{schedule_id}-{local_on.isoformat()}"


def _run_state(parts: list[dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    states = {part["state"] for part in parts}
    if not parts or states & {"pending", "sending"}:
        return "rendered", {}
    for worst in ("failed", "unknown"):
        if worst in states:
            return worst, {"reason": next(part["error"] for part in parts if part["state"] == worst)}
    return "sent", {
        "reason": None,
        "sent_at": max(part["sent_at"] for part in parts),
        "telegram_message_id": parts[0]["telegram_message_id"],
    }


async def notify_failure(
    session: AsyncSession, schedule_id: int, local_on: dt.date, now: dt.datetime
) -> None:
    """Put a notice into the chat's outbox, once a run; none for a blocked chat (see `unreachable_chats.py`)."""
    statement = (
        select(Schedule.kind, Chat)
        .join(Chat, col(Chat.id) == col(Schedule.chat_id))
        .where(Schedule.id == schedule_id)
    )
    kind, chat = (await session.exec(statement)).one()
    if chat.blocked_at is not None:
        return
    translator = translator_for(chat.language)
    text = translator.gettext(
        "{digest} could not be sent. Nothing is lost: /today shows what is open.",
        digest=schedule_name(translator, kind),
    )
    key = f"told:{schedule_id}:{local_on.isoformat()}"
    row = outbox_row(
        Reply(text, purpose="trouble"),
        workspace_id=chat.workspace_id,
        chat_telegram_id=chat.telegram_id,
        dedupe_key=key,
        trace_id=f"d{schedule_id}-{local_on.isoformat()}",
        now=now,
    )
    values = row.model_dump(exclude={"id"})
    await session.execute(insert(OutboundMessage).values(**values).on_conflict_do_nothing())
