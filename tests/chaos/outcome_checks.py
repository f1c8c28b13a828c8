"""Reckoning: what stands in the database and in the chats after the trouble, held against what was acknowledged."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from tests.chaos.programs import Site
from tests.chaos.traffic import mark_of


async def query(site: Site, statement: str, **values: Any) -> list[Any]:
    """Rows of a statement."""
    async with site.database.transaction() as session:
        return list((await session.execute(text(statement), values)).all())


async def settled(site: Site, updates: int) -> bool:
    """Whether every update is handled, no lane waits, and nothing is owed."""
    try:
        [(handled,)] = await query(site, "SELECT count(*) FROM inbound_update WHERE handled_at IS NOT NULL")
        [(owed,)] = await query(
            site, "SELECT count(*) FROM outbound_message WHERE state IN ('pending', 'sending')"
        )
    except OSError:
        return False
    return bool(handled == updates and owed == 0)


@dataclass
class Reckoning:
    """What became of the messages, by their marks."""

    tasks: dict[int, list[str]]  # chat -> marks in the order they took effect
    answers: Counter[str]  # mark -> how often the chat saw its answer
    states: dict[str, str]  # mark -> state of the answer's outbox row
    shown: dict[int, list[str]]  # chat -> marks in the order the answers stand in the chat
    outcomes: Counter[str]

    @property
    def unknown(self) -> int:
        """Answers that may or may not have arrived."""
        return sum(state == "unknown" for state in self.states.values())


async def reckon(site: Site, chats: list[int]) -> Reckoning:
    """Read everything."""
    tasks: dict[int, list[str]] = {chat: [] for chat in chats}
    for chat, title in await query(
        site,
        "SELECT c.telegram_id, t.title FROM task t JOIN chat c USING (workspace_id) ORDER BY t.id",
    ):
        tasks[chat].append(mark_of(title))
    states = {
        mark_of(words): state
        for words, state in await query(
            site, "SELECT payload->>'text', state FROM outbound_message WHERE purpose = 'answer'"
        )
    }
    shown = {
        chat: [mark_of(m.text) for m in await site.telegram.messages(chat) if m.from_bot] for chat in chats
    }
    answers = Counter(mark for marks in shown.values() for mark in marks)
    outcomes = Counter(outcome for (outcome,) in await query(site, "SELECT outcome FROM inbound_update"))
    return Reckoning(tasks, answers, states, shown, outcomes)
