"""OpenAI away, messages pouring in, some twice: each is kept once, answered honestly, and read or heard when it is back."""

import asyncio
import datetime as dt
from collections import Counter

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.deferred_read import DeferredRead
from models.tables.inbound_update import InboundUpdate
from models.tables.operation import Operation
from models.tables.outbox import OutboundMessage
from models.tables.task import Task
from tests.patience import PATIENCE_SECONDS
from tests.planner import OWNER, Planner, Stores
from tests.sounds import opus

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
TEXTS, VOICES = 10, 4


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


def of_model(title: str) -> dict[str, object]:
    rest = dict.fromkeys(("business", "project", "assignee", "priority", "rrule", "remind"))
    due = {"words": "by Friday", "date": None, "time": None}
    return {"actions": [{"kind": "create", "title": title, "due": due, "minutes": 15, **rest}]}


async def test_what_comes_while_openai_is_away_is_there_once_and_enriched_later(stores: Stores) -> None:
    async with Planner.running(
        stores, workers=2, with_model=True, understanding="openai", telegram_chat_burst=100
    ) as planner:
        await planner.tell("/start")
        for endpoint in ("chat", "transcriptions"):
            await planner.openai.inject(endpoint, "error", code=503, times=None)
        said = [await planner.telegram.say(f"Order crate {n} by Friday") for n in range(TEXTS)]
        said += [
            await planner.telegram.send_voice(opus(3) + b"voice %d" % n, duration=3) for n in range(VOICES)
        ]
        await planner.settled()
        for update_id in (await planner.rows(select(InboundUpdate.update_id)))[-6:]:
            # Telegram repeats what it is not sure of.
            await planner.telegram.redeliver(update_id)
        await planner.settled()
        answers = [
            seen.text for seen in await planner.telegram.messages(OWNER, after=said[0].id) if seen.from_bot
        ]
        assert Counter("recording is saved" in text for text in answers) == {True: VOICES, False: TEXTS}
        assert all("I will look again" in text for text in answers if "recording" not in text)
        assert len(await planner.rows(select(Task))) == TEXTS

        await planner.openai.reset()
        await planner.openai.transcript("order the big crate by friday")
        await planner.openai.answer("big crate", of_model("Order the big crate"))
        for n in range(TEXTS):
            await planner.openai.answer(f"crate {n} by", of_model(f"Order crate {n}"))
        clock.set_to(MONDAY + dt.timedelta(minutes=5))
        waiting = select(DeferredRead.id).where(DeferredRead.state == "waiting")
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await planner.rows(waiting):
                await planner.tick()
        await planner.settled()
        titles = Counter(task.title for task in await planner.rows(select(Task).order_by(col(Task.number))))
        assert titles == {"Order the big crate": VOICES} | {f"Order crate {n}": 1 for n in range(TEXTS)}
        assert {task.estimate_minutes for task in await planner.rows(select(Task))} == {15}
        assert not await planner.rows(select(Operation.id).where(col(Operation.degraded).is_not(None)))
        unsent = select(OutboundMessage.state).where(OutboundMessage.state != "sent")
        assert await planner.rows(unsent) == []
