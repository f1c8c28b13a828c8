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
from worker.understanding.intents import AskTask, Due, Intent, UnclearQuestion
from worker.understanding.local.message_tokens import tokenise
from worker.understanding.local.open_tasks import likeness, meaningful, title_words

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
        "lang": item.get("lang"),
        "actions": [*(intent_to_json(intent, item) for intent in reading.intents), *_traces(reading)],
        "reader": reading.reader,
        "sure": reading.sure,
        "unread": list(reading.unread),
        "doubts": list(reading.doubts),
        "degraded": reading.degraded,
        "milliseconds": round(milliseconds, 3),
    }


def _traces(reading: Reading) -> list[Item]:
    """What is neither done nor lost: questions back to the author, and a note where nothing was understood."""
    kept = not reading.intents and not reading.asked and not reading.sure
    return [{"kind": "ask"} for _ in reading.asked] + [{"kind": "note"}] * (kept or bool(reading.left_out))


def intent_to_json(intent: Intent, item: Item) -> Item:
    """An intent as JSON, with the deadline as {"date", "time"}, null fields left out.

    A question about a task's field is a search for the words that name the task; one that is not understood asks back."""
    if isinstance(intent, AskTask):
        return {"kind": "query", "scope": "search", "text": words_for_task(intent.task, item)}
    if isinstance(intent, UnclearQuestion):
        return {"kind": "ask"}
    line = intent.model_dump(mode="json", exclude_none=True)
    due = getattr(intent, "due", None)
    if due is not None:
        time = due.time.strftime("%H:%M") if due.time else None
        line["due"] = {"date": due.date.isoformat(), "time": time}
    return line


def words_for_task(ref: str, item: Item) -> str:
    """The words of the message that name a task of its context, as they are said."""
    task = next((task for task in item_context(item).open_tasks if task.ref == ref), None)
    known = title_words(task) if task is not None else []
    said = [token for token in tokenise(item["message"]) if token.kind != "mark"]
    kept = [
        t.text for t in said if meaningful([t.low]) and any(likeness(t.low, word) >= 0.7 for word in known)
    ]
    return " ".join(kept)
