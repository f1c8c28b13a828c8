"""Traffic: people's messages, delivered to the api as Telegram does: in a chat's order, until acknowledged, some twice."""

import asyncio
import random
import re
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from models.runtime import clock
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.workspace import Workspace
from tests.chaos.programs import Site
from tests.planner import SECRET

FIRST_CHAT = 5001


@dataclass
class Delivered:
    """What the door answered."""

    acknowledged: dict[int, list[int]] = field(default_factory=dict)  # chat -> update ids in their order
    repeats: int = 0
    refused: int = 0
    broken: int = 0
    slowest_seconds: float = 0.0

    @property
    def count(self) -> int:
        """Acknowledged updates."""
        return sum(len(ids) for ids in self.acknowledged.values())


def mark_of(text: str) -> str:
    """The token that tells one message's task and answer from all others."""
    found = re.search(r"c\d+n\d+", text)
    assert found is not None, text
    return found[0]


async def let_in(site: Site, chats: int) -> list[int]:
    """Chats with a workspace each, straight into the tables; their Telegram ids."""
    ids = list(range(FIRST_CHAT, FIRST_CHAT + chats))
    now = clock.now()
    async with site.database.transaction() as session:
        for telegram_id in ids:
            workspace = Workspace(name=f"Owner {telegram_id}", created_at=now)
            session.add(workspace)
            await session.flush()
            member = Member(
                workspace_id=workspace.id,
                name="Owner",
                is_owner=True,
                telegram_user_id=telegram_id,
                created_at=now,
            )
            session.add(member)
            await session.flush()
            session.add(
                Chat(telegram_id=telegram_id, workspace_id=workspace.id, member_id=member.id, created_at=now)
            )
    return ids


async def written(site: Site, chats: list[int], each: int) -> dict[int, list[dict[str, Any]]]:
    """`each` messages in every chat, as the updates Telegram would send; no webhook may be set yet."""
    for number in range(each):
        for chat in chats:
            await site.telegram.say(f"Buy part c{chat}n{number:03}", user=chat)
    waiting: dict[int, list[dict[str, Any]]] = {chat: [] for chat in chats}
    for item in await site.telegram.pending():
        update = item["body"]
        waiting[update["message"]["chat"]["id"]].append(update)
    return waiting


class Telegram:
    """Delivers updates over `seconds`, with a seeded share of repeats."""

    def __init__(self, site: Site, seconds: float, seed: int) -> None:
        self._site = site
        self._seconds = seconds
        self._dice = random.Random(seed)
        self._late: list[asyncio.Task[bool]] = []
        self.delivered = Delivered()

    async def deliver(self, updates: dict[int, list[dict[str, Any]]]) -> Delivered:
        """Return when every update is acknowledged, and every repeat has been answered."""
        limits = httpx.Limits(max_connections=60, max_keepalive_connections=60)
        async with httpx.AsyncClient(timeout=10, limits=limits, trust_env=False) as self._http:
            began = time.monotonic()
            await asyncio.gather(*(self._chat(chat, waiting, began) for chat, waiting in updates.items()))
            await asyncio.gather(*self._late)
        return self.delivered

    async def _chat(self, chat: int, waiting: list[dict[str, Any]], began: float) -> None:
        acknowledged = self.delivered.acknowledged.setdefault(chat, [])
        for number, update in enumerate(waiting):
            due = began + self._seconds * (number + self._dice.random()) / len(waiting)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            await self._until_acknowledged(update)
            acknowledged.append(update["update_id"])
            if self._dice.random() < 0.2:
                self._repeat(update)

    async def _until_acknowledged(self, update: dict[str, Any]) -> None:
        if self._dice.random() < 0.1:
            self._repeat(update)  # both on their way at once
        began = time.monotonic()
        while not await self._post(update):
            await asyncio.sleep(0.1)
        self.delivered.slowest_seconds = max(self.delivered.slowest_seconds, time.monotonic() - began)

    def _repeat(self, update: dict[str, Any]) -> None:
        self.delivered.repeats += 1
        self._late.append(asyncio.create_task(self._post(update)))

    async def _post(self, update: dict[str, Any]) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        try:
            answer = await self._http.post(f"{self._site.url}/webhook/telegram", json=update, headers=headers)
        except httpx.HTTPError:
            self.delivered.broken += 1
            return False
        assert answer.status_code in (200, 503), answer.status_code
        self.delivered.refused += answer.status_code == 503
        return answer.status_code == 200
