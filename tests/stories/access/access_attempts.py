"""Trying: one update at a time through the api's door and the worker's job, and what it left behind."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

import httpx
from sqlalchemy import text

from models.runtime import clock
from tests.invariants.service_faults import job_of, message, tap
from tests.planner import SECRET, Planner, Stores
from tests.stories.access.people import HIDDEN_WORD, KEPT, People
from tests.stories.access.rows import MONDAY, SECRET_WORD, USERS
from worker.connect_services import close_services, connect_services
from worker.jobs.handle_update import handle_update
from worker.services import Services

STALE = "This button has expired."
_ALL = " UNION ALL ".join(f"SELECT '{table}' AS name, t::text AS row FROM {table} t" for table in KEPT)
_OF_TASKS = {
    "task": "id",
    **dict.fromkeys(
        (
            "task_event",
            "task_link",
            "timer",
            "series_task",
            "reminder",
            "assignment",
            "checklist_item",
            "task_comment",
            "task_file",
        ),
        "task_id",
    ),
}
_VICTIMS = " UNION ALL ".join(
    f"SELECT '{table}' AS name, t::text AS row FROM {table} t WHERE t.{column} = ANY(:ids)"
    for table, column in _OF_TASKS.items()
)
Rows = frozenset[tuple[str, str]]


class Answer(str):
    """An answer's text, with the labels of its buttons."""

    __slots__ = ("labels",)
    labels: tuple[str, ...]

    @classmethod
    def of(cls, payload: dict[str, Any]) -> Self:
        """The answer that an outbox row holds."""
        answer = cls(payload.get("text", payload.get("photo", "")))
        keyboard = (payload.get("reply_markup") or {}).get("inline_keyboard", [])
        answer.labels = tuple(button["text"] for row in keyboard for button in row)
        return answer


@dataclass
class Trying:
    """The product without a worker's loop: each update is handled at once, and raises what its job raises."""

    planner: Planner
    services: Services
    people: People
    http: httpx.AsyncClient
    # As it is at first, and after each `People.renew`.
    whole: Rows = frozenset()
    of_victims: Rows = frozenset()

    @classmethod
    @asynccontextmanager
    async def ready(cls, stores: Stores) -> AsyncIterator[Self]:
        """Everybody is there, and the things are as they are at first."""
        async with Planner.running(stores, workers=0) as planner:
            services = connect_services(planner.settings)
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "content-type": "application/json"}
            async with httpx.AsyncClient(trust_env=False, timeout=60, headers=headers) as http:
                clock.set_to(MONDAY)
                people = People(planner)
                await people.settle()
                await people.furnish()
                trying = cls(planner, services, people, http)
                trying.whole, trying.of_victims = await trying.everything(), await trying.victims()
                try:
                    yield trying
                finally:
                    await close_services(services)

    async def tap(self, role: str, data: str) -> list[Answer]:
        """Press a button with any data; the texts of the answers."""
        return await self._handled(tap(data, user=USERS[role]))

    async def say(self, role: str, words: str, **fields: Any) -> list[Answer]:
        """Write any words; the texts of the answers."""
        return await self._handled(message(words, chat=USERS[role], **fields))

    async def _handled(self, update: dict[str, Any]) -> list[Answer]:
        answer = await self.http.post(f"{self.planner.url}/webhook/telegram", content=json.dumps(update))
        assert answer.status_code == 200, answer.text
        job = job_of(update)
        await handle_update(self.services, job)
        statement = text("SELECT payload FROM outbound_message WHERE trace_id = :trace ORDER BY id")
        async with self.planner.database.transaction() as session:
            rows = (await session.execute(statement, {"trace": job.trace_id})).scalars().all()
        return [Answer.of(row) for row in rows]

    async def everything(self) -> Rows:
        """Every row but the traces that any update leaves."""
        return await self._rows(_ALL)

    async def victims(self) -> Rows:
        """The rows of the holder's tasks."""
        return await self._rows(_VICTIMS, ids=self.people.victims)

    async def _rows(self, statement: str, **values: Any) -> Rows:
        async with self.planner.database.transaction() as session:
            return frozenset(
                (name, row) for name, row in (await session.execute(text(statement), values)).all()
            )

    async def value(self, path: str, things: dict[str, Any]) -> Any:
        """What "task.status", "timer.task_id", "links" is now."""
        thing, _, column = path.partition(".")
        queries = {
            "timer": ("timer", "TRUE"),
            "link": ("task_link", f"task_id = {things['task']}"),
            "series_task": ("series_task", f"task_id = {things['series']}"),
            **{name: ("assignment", f"id = {things[name]}") for name in ("offered", "proposal", "refusal")},
            "note": ("note", f"id = {things['note']}"),
            "waiting": ("task_file", f"id = {things['waiting']}"),
            "sent": ("task_file", f"id = {things['sent']}"),
            "tick": ("checklist_tick", "TRUE"),
            "items": ("checklist_item", f"task_id = {things['task']}"),
            "comments": ("task_comment", f"task_id = {things['task']}"),
            "links": ("task_link", "TRUE"),
            "newest": ("task", "id = (SELECT max(id) FROM task)"),
        }
        table, where = queries.get(thing) or ("task", f"id = {things[thing]}")
        async with self.planner.database.transaction() as session:
            rows = (
                (await session.execute(text(f"SELECT to_jsonb(t) FROM {table} t WHERE {where}")))
                .scalars()
                .all()
            )
        if not column:
            return len(rows)
        found: Any = rows[0] if rows else {}
        for name in column.split("."):
            found = found.get(name)
        return found


def tells_the_secret(answers: Sequence[Answer]) -> bool:
    """Whether an answer or a button of it holds a title of the holder's tasks, and not only the word that was looked for."""
    told = [text for answer in answers for text in (answer, *answer.labels)]
    word = SECRET_WORD.lower()
    return any(word in text.lower().replace(f"“{word}”", "") for text in told)


def tells_a_hidden_name(answers: Sequence[Answer], said: str) -> bool:
    """Whether an answer or a button names the other business, its project or its person; unless it was said before."""
    return HIDDEN_WORD.lower() not in said.lower() and _holds(answers, HIDDEN_WORD)


def _holds(answers: Sequence[Answer], word: str) -> bool:
    return any(word.lower() in text.lower() for answer in answers for text in (answer, *answer.labels))
