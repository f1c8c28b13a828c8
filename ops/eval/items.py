"""Converts a line of an eval file to the product's types, and a reading to a line of predictions."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from worker.understanding.context import (
    Context,
    KnownBusiness,
    KnownMember,
    KnownProject,
    KnownTask,
    Message,
    Reading,
)
from worker.understanding.intents import Due, Intent

Item = dict[str, Any]


def item_message(item: Item) -> Message:
    """The message of an item; its `now` is aware, in the chat's zone with its clock changes."""
    now = dt.datetime.fromisoformat(item["now"])
    zone = item.get("timezone")
    return Message(
        text=item["message"],
        now=now.astimezone(ZoneInfo(zone)) if zone else now,
        voice=bool(item.get("voice")),
    )


def item_context(item: Item) -> Context:
    """The chat's context of an item."""
    said = item.get("context", {})
    return Context(
        businesses=tuple(
            KnownBusiness(b["name"], tuple(b.get("keywords", ()))) for b in said.get("businesses", ())
        ),
        projects=tuple(KnownProject(p["name"], p.get("business")) for p in said.get("projects", ())),
        members=tuple(
            KnownMember(m["name"], tuple(m.get("businesses", ())), m.get("role"), tuple(m.get("aliases", ())))
            for m in said.get("members", ())
        ),
        open_tasks=tuple(
            KnownTask(
                t["ref"],
                t["title"],
                t.get("business"),
                parse_deadline(t.get("due")),
                t.get("estimate_minutes"),
            )
            for t in said.get("open_tasks", ())
        ),
        replied_to=said.get("replied_to"),
        recent=tuple(said.get("recent", ())),
    )


def parse_deadline(said: str | None) -> Due | None:
    """A local "2026-03-12" or "2026-03-12T15:00" as a deadline."""
    if not said:
        return None
    if "T" not in said:
        return Due(date=dt.date.fromisoformat(said))
    moment = dt.datetime.fromisoformat(said)
    return Due(date=moment.date(), time=moment.time())


def build_prediction(item: Item, reading: Reading, milliseconds: float) -> Item:
    """A line for the scorer, with what else the table needs (sure, unread, doubts, degraded, milliseconds)."""
    return {
        "id": item["id"],
        "actions": [intent_to_json(intent) for intent in reading.intents],
        "reader": reading.reader,
        "sure": reading.sure,
        "unread": list(reading.unread),
        "doubts": list(reading.doubts),
        "degraded": reading.degraded,
        "milliseconds": round(milliseconds, 3),
    }


def intent_to_json(intent: Intent) -> Item:
    """An intent as JSON, with the deadline as {"date", "time"}, null fields left out."""
    line = intent.model_dump(mode="json", exclude_none=True)
    due = getattr(intent, "due", None)
    if due is not None:
        time = due.time.strftime("%H:%M") if due.time else None
        line["due"] = {"date": due.date.isoformat(), "time": time}
    return line
