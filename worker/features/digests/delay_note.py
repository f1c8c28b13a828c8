"""Remarks: what a digest says of itself: that it is late, and what became of the one before it."""

import datetime as dt

from worker.core.date_formats import short_day
from worker.features.digests.recipient import Recipient

# A digest is not late for having waited its turn behind others.
_PUNCTUAL = dt.timedelta(minutes=15)


def delay_notes(recipient: Recipient, now: dt.datetime) -> list[str]:
    """Half a line each, HTML; none when there is nothing to confess."""
    return [f"<i>{text}</i>" for text in (_late_note(recipient, now), _previous_note(recipient)) if text]


def _late_note(recipient: Recipient, now: dt.datetime) -> str | None:
    if now - recipient.due_at <= _PUNCTUAL:
        return None
    due = recipient.due_at.astimezone(recipient.speaker.zone)
    return recipient.speaker.translator.gettext("Late: this was due at {time}.", time=f"{due:%H:%M}")


def _previous_note(recipient: Recipient) -> str | None:
    if recipient.previous is None:
        return None
    state, reason, local_on = recipient.previous
    gettext = recipient.speaker.translator.gettext
    day = short_day(recipient.speaker.translator, local_on, recipient.local_on)
    if state == "skipped" and reason == "late":
        return gettext("The last one ({day}) was skipped: I was not running.", day=day)
    if state == "failed":
        return gettext("The last one ({day}) could not be sent.", day=day)
    if state == "unknown":
        return gettext("The last one ({day}) may not have reached you.", day=day)
    return None
