"""Picturing: the pictures that belong to a digest: the day's plan in the morning, the week's chart in its review."""

import datetime as dt
from typing import Any

from models.tables.outbox import OutboundMessage
from worker.features.digests.chart.week_chart import week_sheet
from worker.features.digests.queries import DigestFacts
from worker.features.digests.recipient import Recipient
from worker.features.digests.week_figures import week_figures


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
    """The owed picture. It makes no sound, and the run does not depend on it: its words are what must arrive."""
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
