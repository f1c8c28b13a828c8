"""Our own programs as real processes: started from the environment, killed by their id, waited for by conditions."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from redis.asyncio import Redis

from models.runtime.database import Database
from models.runtime.settings import Settings
from ops.sandbox.client import SandboxClient
from ops.sandbox.server import serve_sandbox
from ops.sandbox.settings import SandboxSettings
from ops.stores import Postgres, Valkey, free_port, scratch_folder
from ops.stores.process import ServerProcess
from tests.patience import until
from tests.planner import OWNER, SECRET, Stores, settings_for

ROOT = Path(__file__).parents[2]
# Nothing of the surroundings but what a process needs to run at all.
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")


class Program(ServerProcess):
    """One `python -m <module>` of ours, with its output in a log of its own."""

    def __init__(self, module: str, log: Path, env: dict[str, str]) -> None:
        super().__init__(module, log)
        self._env = {name: os.environ[name] for name in _KEPT if name in os.environ} | env

    def start(self) -> None:
        """Start it; it runs again with the same settings after a kill."""
        self.launch([sys.executable, "-m", self.name], cwd=ROOT, env=self._env)

    @property
    def said(self) -> str:
        """All it wrote so far."""
        return self.log.read_text(errors="replace") if self.log and self.log.exists() else ""


@dataclass
class Site:
    """The product as it runs in production: an api process, worker processes, real stores, Telegram's stand-in."""

    folder: Path
    stores: Stores
    telegram: SandboxClient
    database: Database
    settings: Settings
    env: dict[str, str]
    programs: list[Program] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The api's address."""
        return f"http://127.0.0.1:{self.settings.port}"

    @property
    def postgres(self) -> Postgres:
        """The database server."""
        return self.stores.postgres

    @property
    def valkey(self) -> Valkey:
        """The queue's server."""
        return self.stores.valkey

    def add(self, module: str, **env: str) -> Program:
        """Start one more process."""
        log = self.folder / f"{module}-{len(self.programs)}.log"
        program = Program(module, log, self.env | env)
        program.start()
        self.programs.append(program)
        return program

    async def api(self, **env: str) -> Program:
        """An api process, answering."""
        program = self.add("api.main", **env)
        await self.answering()
        return program

    async def worker(self, **env: str) -> Program:
        """A worker process, seen by its heartbeat."""
        before = await self.heartbeats()
        program = self.add("worker.main", **env)
        await until(lambda: self._more_than(before, program), what="the worker's heartbeat")
        return program

    async def heartbeats(self) -> int:
        """Workers the api sees alive."""
        async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
            return int((await client.get(f"{self.url}/health/ready")).json().get("workers", 0))

    async def _more_than(self, before: int, program: Program) -> bool:
        assert program.running, f"the worker ended: {program.said[-2000:]}"
        return await self.heartbeats() > before

    async def answering(self) -> None:
        """Wait for the api's socket."""
        await self.answering_at(self.settings.port)

    async def answering_at(self, port: int) -> None:
        """Wait for the socket of an api that was started at a port of its own."""

        async def alive() -> bool:
            async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
                try:
                    return (await client.get(f"http://127.0.0.1:{port}/health")).status_code == 200
                except httpx.HTTPError:
                    return False

        await until(alive, what="the api's answer")

    async def left_in_queue(self) -> list[str]:
        """Names of all that waits or runs."""
        redis = Redis.from_url(self.valkey.url)
        try:
            kept = ("arq:queue:health-check",)  # arq's own, for a day
            names = [key.decode() async for key in redis.scan_iter()]
            return [n for n in names if n.startswith(("arq:", "planner:lane")) and n not in kept]
        finally:
            await redis.aclose()

    async def set_webhook(self) -> None:
        """Point Telegram's stand-in at the api."""
        token = self.settings.telegram_bot_token
        assert token is not None
        address = f"{self.settings.telegram_api_base_url}{token.get_secret_value()}/setWebhook"
        async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
            body = {"url": f"{self.url}/webhook/telegram", "secret_token": SECRET}
            assert (await client.post(address, json=body)).json()["ok"]

    def logs(self) -> str:
        """What all processes wrote, for a failure's text."""
        return "\n".join(f"--- {p.name}\n{p.said[-3000:]}" for p in self.programs)

    def end(self) -> None:
        """End every process that still runs."""
        for program in self.programs:
            program.ask_to_end()
        for program in self.programs:
            program.end(10)


@asynccontextmanager
async def own_site(*, fast: bool = False, memory_mb: int = 48) -> AsyncIterator[Site]:
    """Stores of its own (durable unless `fast`), for tests that kill them."""
    with scratch_folder("site", in_memory=fast) as folder:
        stores = Stores.started(folder, fast=fast, memory_mb=memory_mb)
        try:
            async with site_on(stores, folder) as site:
                yield site
        finally:
            stores.stop()


@asynccontextmanager
async def site_on(stores: Stores, folder: Path) -> AsyncIterator[Site]:
    """A site on these stores with a fresh database; the queue must be empty. No process runs yet."""
    name, url = stores.new_database()
    sandbox = SandboxSettings(port=0, sandbox_speed=20)
    async with serve_sandbox(sandbox) as telegram_url, SandboxClient(telegram_url) as telegram:
        port = free_port()
        env = {
            "DATABASE_URL": url,
            "REDIS_URL": stores.valkey.url,
            "TELEGRAM_BOT_TOKEN": sandbox.telegram_bot_token,
            "TELEGRAM_API_BASE_URL": f"{telegram_url}/bot",
            "TELEGRAM_FILE_BASE_URL": f"{telegram_url}/file/bot",
            "TELEGRAM_SECRET_TOKEN": SECRET,
            "OWNER_TELEGRAM_ID": str(OWNER),
            "WEBHOOK_URL": f"http://127.0.0.1:{port}",
            "PORT": str(port),
            "ENVIRONMENT": "test",
        }
        settings = settings_for(**{key.lower(): value for key, value in env.items()})
        database = Database(settings.database_url, size=3)
        site = Site(folder, stores, telegram, database, settings, env)
        try:
            yield site
        finally:
            site.end()
            await database.close()
    stores.postgres.drop_database(name)
