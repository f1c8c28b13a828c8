"""The planner under test: the product's own api and worker on real servers, with only the vendors stood in for."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self

import httpx
import uvicorn
from redis.asyncio import Redis
from sqlalchemy import and_, exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from api.app import build_api
from api.bounded_connection import bounded_connection
from api.polling import ALLOWED_UPDATES
from models.queue import keys
from models.runtime import clock
from models.runtime.database import Database
from models.runtime.settings import Settings
from models.tables.invitation import Invitation
from models.tables.member import Member
from models.tables.outbox import OutboundMessage
from models.tables.workspace import Workspace
from ops.sandbox.client import MessageView, SandboxClient
from ops.sandbox.openai_client import OpenAiSandboxClient
from ops.sandbox.openai_server import OpenAiSandboxSettings
from ops.sandbox.openai_server import serve_openai_stand_in as serving_openai
from ops.sandbox.server import serve_stand_in
from ops.sandbox.settings import SandboxSettings
from ops.sandbox.stand_in import StandIn
from ops.sandbox.uvicorn_server import InLoopServer
from tests.patience import PATIENCE_SECONDS
from tests.stores import OWNER, SECRET, Stores, settings_for
from worker.features.assignments.queries import has_assignment_work
from worker.features.directory.invitations import create_owner_invitation, hash_token, new_token
from worker.main import PlannerWorker
from worker.main import build as build_worker
from worker.scheduler import TICKS, Beat

_numbers = count(1)


@dataclass
class Planner:
    """A running planner and the hands to use it with."""

    settings: Settings
    url: str
    telegram: SandboxClient
    stand_in: StandIn
    database: Database
    redis: "Redis"
    openai: OpenAiSandboxClient | None = None
    workers: list[PlannerWorker] = field(default_factory=list)
    _runs: list["asyncio.Task[None]"] = field(default_factory=list)
    _beat: Beat = field(default_factory=lambda: Beat([each for each in TICKS if each.seconds <= 15]))
    _ticked_at: float = 0.0
    _shown: clock.dt.timedelta = field(default_factory=clock.dt.timedelta)

    @classmethod
    @asynccontextmanager
    async def running(
        cls, stores: Stores, *, workers: int = 1, with_model: bool = False, **values: Any
    ) -> AsyncIterator[Self]:
        """Start everything, end everything, leave nothing."""
        name, database_url = stores.new_database()
        sandbox = SandboxSettings(port=0, sandbox_speed=20)
        async with _ending_together() as entered:
            stand_in = StandIn(sandbox)
            telegram_url = await entered(serve_stand_in(stand_in))
            telegram = await entered(SandboxClient(telegram_url))
            openai = await entered(_model(with_model))
            if openai is not None:
                values = {"openai_api_key": "sk-story", "openai_base_url": openai.api_url, **values}
            settings = settings_for(
                database_url=database_url,
                redis_url=stores.valkey.url,
                telegram_bot_token=sandbox.telegram_bot_token,
                telegram_api_base_url=telegram_url + "/bot",
                telegram_file_base_url=telegram_url + "/file/bot",
                webhook_url="http://127.0.0.1",
                **values,
            )
            redis = Redis.from_url(stores.valkey.url)
            await redis.flushall()
            database = Database(settings.database_url, size=3)
            url = await entered(_api(settings))
            planner = cls(settings, url, telegram, stand_in, database, redis, openai)
            await planner.set_webhook()
            for _ in range(workers):
                planner.start_worker()
            try:
                yield planner
            finally:
                await planner.stop_workers()
                clock.shift_clock(clock.dt.timedelta())
                await redis.aclose()
                await database.close()
        stores.postgres.drop_database(name)

    async def set_webhook(self) -> None:
        """Point Telegram at the api."""
        address = (
            f"{self.settings.telegram_api_base_url}{self.settings.telegram_bot_token.get_secret_value()}"
        )
        async with httpx.AsyncClient(timeout=60) as client:
            answer = await client.post(
                f"{address}/setWebhook",
                json={
                    "url": f"{self.url}/webhook/telegram",
                    "secret_token": SECRET,
                    "allowed_updates": ALLOWED_UPDATES,
                },
            )
        assert answer.json()["ok"], answer.text

    def start_worker(self) -> PlannerWorker:
        """One more worker in this event loop."""
        worker = build_worker(self.settings, handle_signals=False)
        self.workers.append(worker)
        self._runs.append(asyncio.create_task(worker.async_run()))
        return worker

    async def jobs_ended(self) -> None:
        """Wait until no job is in hand: a row is written before its job's place in the queue is as it stays."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self._jobs_in_hand():
                await asyncio.sleep(0)

    async def stop_workers(self) -> None:
        """Stop all workers; their jobs in hand go back."""
        for run in self._runs:
            run.cancel()
        for run, worker in zip(self._runs, self.workers, strict=True):
            with suppress(asyncio.CancelledError):
                await run
            await worker.close()
        self._runs.clear()
        self.workers.clear()

    async def tell(self, text: str, **options: Any) -> MessageView:
        """Say something (as the owner, unless `user` says otherwise); the bot's last message to it comes back."""
        said = await self.telegram.say(text, **options)
        return (await self.answers(said))[-1]

    async def answers(self, said: MessageView) -> list[MessageView]:
        """Everything the bot wrote after a message, once nothing is owed any more."""
        await self.settled()
        return [seen for seen in await self.telegram.messages(said.chat, after=said.id) if seen.from_bot]

    async def press(self, card: MessageView, label: str, *, user: int = OWNER) -> MessageView:
        """Press a button; the card as it is afterwards comes back."""
        await self.telegram.press(card.id, label, user=user)
        await self.settled()
        return await self.telegram.message(card.id, card.chat)

    async def pages(self, card: MessageView, *, user: int = OWNER) -> str:
        """All pages of a message that is longer than a screen, one after the other as they are turned."""
        texts = [card.text]
        while more := [label for label in card.labels if label.startswith(("More ·", "Ещё ·"))]:
            card = await self.press(card, more[0], user=user)
            texts.append(card.text)
        return "\n".join(texts)

    async def settled(self) -> None:
        """Wait until every update is handled, every message sent and no job in hand."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await self._quiet():
                await self.tick()

    async def _quiet(self) -> bool:
        """Whether nothing is on its way: looked for from its source on, so that what moves meanwhile is seen later.

        Telegram's stand-in and the workers run in this process and are looked at, not asked: while a job is in hand
        nothing else need be asked, and most of a story's requests were that.
        """
        if self.stand_in.state.updates.pending or self._jobs_in_hand() or await self.redis.zcard(keys.LANES):
            return False
        # What is to be told of assignments is written by a job of its own.
        told = ~has_assignment_work(clock.now())
        owed = exists().where(col(OutboundMessage.state).in_(("pending", "sending")))
        if not (await self.rows(select(and_(told, ~owed))))[0]:
            return False
        # A job's effect is there before its end is: only then are its row and its place in the queue as they stay.
        return not self._jobs_in_hand()

    def _jobs_in_hand(self) -> bool:
        return any(worker.running_jobs() for worker in self.workers)

    async def eventually(self, statement: Any) -> list[Any]:
        """Rows of a select, as soon as there are any."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (found := await self.rows(statement)):
                await self.tick()
        return found

    async def tick(self, *, at_once: bool = False) -> None:
        """Whoever waits lets the workers' clocks look four times a second: a story need not wait for their seconds.

        They look at once when the story has moved its clock, and with `at_once`, however lately they did. While a job runs
        they look every two seconds: what it does is mostly what is waited for, and a look asks a dozen questions.
        """
        await asyncio.sleep(0.01)
        loop = asyncio.get_running_loop()
        at_once = at_once or self._shown != clock.clock_offset()
        pause = 2.0 if self._jobs_in_hand() else 0.25
        if self.workers and (at_once or loop.time() - self._ticked_at >= pause):
            self._ticked_at = loop.time()
            await self._rest()
            await self._beat(self.workers[-1].services)

    async def _rest(self) -> None:
        """When a story moves its clock by hours, chats have had their rest from the answers before."""
        if self._shown != clock.clock_offset():
            self._shown = clock.clock_offset()
            for key in await self.redis.keys("planner:pace:chat:*"):
                await self.redis.delete(key)

    async def owner_token(self) -> str:
        """A fresh owner's link's token, as the worker writes it into its log."""
        token = await create_owner_invitation(self.database, clock.now())
        assert token is not None
        return token

    async def open_another_workspace(self, *, user: int) -> None:
        """A second owner with a world of their own, let in as an operator would."""
        token = new_token()
        async with self.database.transaction() as session:
            workspace = Workspace(name="Another", created_at=clock.now())
            session.add(workspace)
            await session.flush()
            member = Member(workspace_id=workspace.id, name="Other", is_owner=True, created_at=clock.now())
            session.add(member)
            await session.flush()
            session.add(
                Invitation(
                    kind="owner",
                    workspace_id=workspace.id,
                    member_id=member.id,
                    token_hash=hash_token(token),
                    created_at=clock.now(),
                )
            )
        await self.tell(f"/start {token}", user=user)

    async def forge_callback(self, *, user: int, data: str) -> None:
        """A tap with data of the forger's choice, on a message of their own chat."""
        update_id = 900_000_000 + next(_numbers)
        person = {"id": user, "is_bot": False, "first_name": "Forger"}
        place = {"message_id": 1, "date": 1, "chat": {"id": user, "type": "private"}, "text": "x"}
        query = {"id": str(update_id), "from": person, "chat_instance": "1", "data": data, "message": place}
        await self.telegram.send_update({"update_id": update_id, "callback_query": query})
        await self.settled()

    async def rows(self, statement: Any) -> list[Any]:
        """Rows of a select, as the database has them now."""
        async with AsyncSession(self.database.engine, expire_on_commit=False) as session:
            return list((await session.exec(statement)).all())


@asynccontextmanager
async def _ending_together() -> AsyncIterator[Callable[[AbstractAsyncContextManager[Any]], Awaitable[Any]]]:
    """What is entered by this ends at the same time: a server of uvicorn's sleeps through a tenth of a second there."""
    opened: list[AbstractAsyncContextManager[Any]] = []

    async def entered(manager: AbstractAsyncContextManager[Any]) -> Any:
        value = await manager.__aenter__()
        opened.append(manager)
        return value

    try:
        yield entered
    finally:
        ends = (manager.__aexit__(None, None, None) for manager in opened)
        for outcome in await asyncio.gather(*ends, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome


@asynccontextmanager
async def _model(wanted: bool) -> AsyncIterator[OpenAiSandboxClient | None]:
    """The model's stand-in, where a story has a key."""
    if not wanted:
        yield None
        return
    async with serving_openai(OpenAiSandboxSettings(port=0)) as url, OpenAiSandboxClient(url) as client:
        yield client


@asynccontextmanager
async def _api(settings: Settings) -> AsyncIterator[str]:
    """The api on a real socket of a free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    connection = bounded_connection(settings.request_seconds)
    server = InLoopServer(
        uvicorn.Config(build_api(settings), http=connection, ws="none", log_config=None, access_log=False)
    )
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.end()
        await running
