"""Hands for the invariants' tests: real services without a worker, faults made by the database itself, one update's job."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from sqlalchemy import text

from api.update_envelope import read_envelope
from models.queue.jobs import HandleUpdate
from tests.planner import OWNER, SECRET, Planner
from worker.connect_services import close_services, connect_services
from worker.services import Services


async def rows(planner: Planner, statement: str, **values: Any) -> list[Any]:
    """Rows of a statement, committed."""
    async with planner.database.transaction() as session:
        result = await session.execute(text(statement), values)
        return list(result.all()) if result.returns_rows else []


async def one(planner: Planner, statement: str, **values: Any) -> Any:
    """The first value."""
    return (await rows(planner, statement, **values))[0][0]


@asynccontextmanager
async def services_of(planner: Planner, **changed: Any) -> AsyncIterator[Services]:
    """A worker's connections without its loop; `changed` settings differ from the planner's."""
    services = connect_services(planner.settings.model_copy(update=changed))
    try:
        yield services
    finally:
        await close_services(services)


_numbers = iter(range(100_000_000, 200_000_000))


def message(words: str, *, chat: int = OWNER, **fields: Any) -> dict[str, Any]:
    """An update with a text message, as Telegram shapes it."""
    number = next(_numbers)
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_795_000_000,
            "chat": {"id": chat, "type": "private", "first_name": "Anna"},
            "from": {"id": chat, "is_bot": False, "first_name": "Anna", "language_code": "en"},
            "text": words,
            **fields,
        },
    }


def tap(data: str, *, user: int = OWNER) -> dict[str, Any]:
    """An update with a press of a button whose data is of the presser's choice."""
    number = next(_numbers)
    place = {"message_id": 1, "date": 1_795_000_000, "chat": {"id": user, "type": "private"}, "text": "x"}
    person = {"id": user, "is_bot": False, "first_name": "Forger"}
    query = {"id": str(number), "from": person, "chat_instance": "1", "data": data, "message": place}
    return {"update_id": number, "callback_query": query}


async def post(planner: Planner, update: dict[str, Any] | bytes) -> int:
    """Deliver an update to the api once; the status."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "content-type": "application/json"}
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        content = update if isinstance(update, bytes) else json.dumps(update)
        return (
            await client.post(f"{planner.url}/webhook/telegram", headers=headers, content=content)
        ).status_code


def job_of(update: dict[str, Any]) -> HandleUpdate:
    """The job the door makes of an update."""
    head = read_envelope(json.dumps(update).encode())
    return HandleUpdate(head.update_id, head.lane)


async def enter(planner: Planner, user: int = OWNER) -> None:
    """The owner's first words, until both greetings are there and noted as sent."""
    said = await planner.telegram.say("/start", user=user)
    await planner.telegram.wait_for_bot_messages(said.chat, after=said.id, count=2)
    await planner.jobs_ended()


@asynccontextmanager
async def tasks_refused(planner: Planner, words: str = "") -> AsyncIterator[None]:
    """While this holds, the database itself refuses tasks whose title holds `words`."""
    function = f"""
    CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.title LIKE '%{words}%' THEN RAISE EXCEPTION 'refused by the test'; END IF;
      RETURN NEW;
    END $$"""
    await rows(planner, function)
    await rows(planner, "CREATE TRIGGER refuse BEFORE INSERT ON task FOR EACH ROW EXECUTE FUNCTION refuse()")
    try:
        yield
    finally:
        await rows(planner, "DROP TRIGGER refuse ON task")
