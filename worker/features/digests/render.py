"""Renders waiting runs into outbox rows, a batch in one transaction (invariant I10)."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.outbox import OutboundMessage
from worker.core.reply import Reply, outbox_row
from worker.features.digests.chart.week_chart import week_sheet
from worker.features.digests.delivery_results import digest_dedupe_key, run_trace_id
from worker.features.digests.evening import evening_close
from worker.features.digests.missed_series import load_missed_of_series
from worker.features.digests.morning import morning_digest
from worker.features.digests.queries import DigestFacts, Recipient, load_digest_facts
from worker.features.digests.views import delay_notes
from worker.features.digests.waiting_runs import WaitingRun
from worker.features.digests.week_figures import load_move_counts, week_figures
from worker.features.digests.weekly import weekly_review

log = structlog.get_logger()


async def render_runs(
    session: AsyncSession,
    waiting: Sequence[WaitingRun],
    now: dt.datetime,
    *,
    alone: bool = False,
    observations: Sequence[str] = (),
) -> int:
    """Write each run's messages into the outbox and its state into the ledger; returns how many messages. The number of
    queries is fixed.

    A run that cannot be rendered is left to a job of its own (`alone`); in that job its error is raised.
    `observations` are those of the one review among them.
    """
    recipients = [found.recipient for found in waiting if found.recipient is not None]
    facts = await load_digest_facts(session, recipients)
    await load_missed_of_series(session, facts, recipients)
    moves = await load_move_counts(session, [one for one in recipients if one.kind == "weekly_review"])
    messages: list[OutboundMessage] = []
    rendered: list[tuple[WaitingRun, str]] = []
    for found in waiting:
        rows = _rows(found, facts, moves, now, alone=alone, observations=observations)
        if rows:
            # Pictures come first, so that the text with its buttons is the last message in the chat.
            messages += [*_pictures(found, facts, moves, now), *rows]
            rendered.append((found, rows[0].dedupe_key))
            found.run.state, found.run.rendered_at, found.run.parts = "rendered", now, len(rows)
        session.add(found.run)
        # Let the sender run: its messages have times to keep.
        await asyncio.sleep(0)
    first = await _store(session, messages)
    for found, key in rendered:
        found.run.outbound_message_id = first[key]
    return len(messages)


def _rows(
    found: WaitingRun,
    facts: dict[int, DigestFacts],
    moves: dict[int, int],
    now: dt.datetime,
    *,
    alone: bool,
    observations: Sequence[str],
) -> list[OutboundMessage]:
    recipient, run = found.recipient, found.run
    if found.error is not None:
        return _leave_to_own_job(found, found.error, alone=alone)
    if recipient is None:
        run.state, run.reason = "skipped", found.reason
        return []
    try:
        replies = digest_replies(recipient, facts[recipient.speaker.workspace_id], moves, now, observations)
    except Exception as error:  # noqa: BLE001 - raised in the run's own job, which retries
        return _leave_to_own_job(found, error, alone=alone)
    if not replies:
        run.state, run.reason = "skipped", "nothing"
        return []
    return [
        outbox_row(
            reply,
            workspace_id=recipient.speaker.workspace_id,
            chat_telegram_id=recipient.speaker.chat_telegram_id,
            dedupe_key=digest_dedupe_key(run.schedule_id, run.local_on, part),
            trace_id=run_trace_id(run.schedule_id, run.local_on),
            now=now,
            language=recipient.speaker.language,
        )
        for part, reply in enumerate(replies)
    ]


def _pictures(
    found: WaitingRun, facts: dict[int, DigestFacts], moves: dict[int, int], now: dt.datetime
) -> list[OutboundMessage]:
    recipient, run = found.recipient, found.run
    if recipient is None:
        return []
    photo = digest_photo(recipient, facts[recipient.speaker.workspace_id], moves)
    if photo is None:
        return []
    key, trace = f"picture:{run.schedule_id}:{run.local_on}", run_trace_id(run.schedule_id, run.local_on)
    return [digest_photo_row(recipient, photo, purpose="digest", key=key, trace_id=trace, now=now)]


def _leave_to_own_job(found: WaitingRun, error: Exception, *, alone: bool) -> list[OutboundMessage]:
    """Leave the run to a job of its own; in that job the error is raised."""
    if alone:
        raise error
    log.warning("digest_not_rendered", schedule_id=found.run.schedule_id, exc_info=error)
    found.run.alone = True
    return []


def digest_replies(
    recipient: Recipient,
    facts: DigestFacts,
    moves: dict[int, int],
    now: dt.datetime,
    observations: Sequence[str] = (),
) -> list[Reply]:
    """The messages of a digest of any kind; empty when it has nothing to report."""
    notes = delay_notes(recipient, now)
    match recipient.kind:
        case "evening_close":
            return evening_close(recipient, facts, notes)
        case "weekly_review":
            return weekly_review(recipient, facts, notes, moves, observations)
        case _:
            return morning_digest(recipient, facts, notes)


async def _store(session: AsyncSession, messages: list[OutboundMessage]) -> dict[str, int]:
    """The ids of the stored rows by their keys."""
    if not messages:
        return {}
    values = [row.model_dump(exclude={"id"}) for row in messages]
    stored = insert(OutboundMessage).returning(OutboundMessage.dedupe_key, OutboundMessage.id)  # type: ignore[call-overload]
    return dict((await session.execute(stored, values)).tuples().all())


def digest_photo(recipient: Recipient, facts: DigestFacts, moves: dict[int, int]) -> dict[str, Any] | None:
    """What is to be drawn when the digest is sent (worker/delivery/pictures.py); None for a digest without a picture."""
    if recipient.kind == "weekly_review":
        week = week_figures(recipient, facts, moves)
        return None if week.empty else {"week": week_sheet(recipient, facts, week).to_json()}
    plan = facts.frame(recipient).plan_id if recipient.kind == "morning_digest" else None
    return None if plan is None else {"plan_id": plan, "language": recipient.speaker.language}


def digest_photo_row(
    recipient: Recipient, photo: dict[str, Any], *, purpose: str, key: str, trace_id: str, now: dt.datetime
) -> OutboundMessage:
    """The outbox row of the picture, sent silently. The state of the run does not depend on it."""
    return OutboundMessage(
        workspace_id=recipient.speaker.workspace_id,
        chat_telegram_id=recipient.speaker.chat_telegram_id,
        purpose=purpose,
        method="sendPhoto",
        payload={"photo": photo, "disable_notification": True},
        dedupe_key=key,
        trace_id=trace_id,
        available_at=now,
        created_at=now,
    )
