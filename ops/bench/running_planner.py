"""Runs api, worker and Telegram's stand-in as processes on real stores."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from migrations.upgrade import migrate
from models.runtime import clock
from models.runtime.database import Database
from models.runtime.settings import read_settings
from models.tables.invitation import Invitation
from models.tables.member import Member
from models.tables.workspace import Workspace
from ops.bench.processes import SECRET, TOKEN, Program, api_environment, running_program, telegram_stand_in
from ops.sandbox.client import OWNER, SandboxClient
from ops.stores import Postgres, Valkey, free_port
from worker.features.directory.invitations import hash_token, new_token


@dataclass
class RunningPlanner:
    """A running product and the addresses of its parts."""

    api: Program
    worker: Program
    valkey: Valkey
    postgres: Postgres
    database_url: str
    telegram_url: str

    async def admit_users(self, telegram: SandboxClient, people: int) -> list[int]:
        """Register `people` users, each the owner of a workspace; returns their ids, the first is OWNER."""
        await self._start_chat(telegram, OWNER, "/start")
        users = list(range(OWNER + 1, OWNER + people))
        database = Database(self.database_url, size=1)
        try:
            for user in users:
                await self._start_chat(telegram, user, f"/start {await _create_invitation(database)}")
        finally:
            await database.close()
        return [OWNER, *users]

    @staticmethod
    async def _start_chat(telegram: SandboxClient, user: int, text: str) -> None:
        said = await telegram.say(text, user=user)
        await telegram.wait_for_bot_message(user, after=said.id, timeout=60)


@contextmanager
def running_planner(folder: Path, valkey: Valkey, **settings: str) -> Iterator[RunningPlanner]:
    """Start all processes and end them after the block.

    Telegram's rate limits are raised, because they would hide the product's speed. `settings` are environment
    variables that differ from the bench's own.
    """
    postgres = Postgres(folder / "postgres")
    postgres.start()
    try:
        url = postgres.ensure_database("bench")
        checked = read_settings(database_url=url).database_url
        migrate(checked)
        sandbox_port, port = free_port(), free_port()
        telegram_url = f"http://127.0.0.1:{sandbox_port}"
        env = api_environment(valkey.url, port, **(_worker_environment(url, telegram_url) | settings))
        with (
            telegram_stand_in(folder, sandbox_port),
            running_program(folder, ["api.main"], port=port, **env) as api,
            running_program(folder, ["worker.main"], port=None, **env) as worker,
        ):
            _set_webhook(telegram_url, port)
            yield RunningPlanner(api, worker, valkey, postgres, checked, telegram_url)
    finally:
        postgres.stop()


def _worker_environment(database_url: str, telegram_url: str) -> dict[str, str]:
    return {
        "DATABASE_URL": database_url,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE_URL": f"{telegram_url}/bot",
        "TELEGRAM_FILE_BASE_URL": f"{telegram_url}/file/bot",
        "TELEGRAM_CHAT_BURST": "100",
        "TELEGRAM_PER_SECOND": "1000",
        "OWNER_TELEGRAM_ID": str(OWNER),
        "UNDERSTANDING": "rules",
    }


def _set_webhook(telegram_url: str, port: int) -> None:
    body = {"url": f"http://127.0.0.1:{port}/webhook/telegram", "secret_token": SECRET}
    answer = httpx.post(f"{telegram_url}/bot{TOKEN}/setWebhook", json=body, trust_env=False)
    answer.raise_for_status()


async def _create_invitation(database: Database) -> str:
    """Create a workspace and an invitation to it; returns the invitation's token."""
    token, now = new_token(), clock.now()
    async with database.transaction() as session:
        workspace = Workspace(name="Bench", created_at=now)
        session.add(workspace)
        await session.flush()
        assert workspace.id is not None
        member = Member(workspace_id=workspace.id, name="Owner", is_owner=True, created_at=now)
        session.add(member)
        await session.flush()
        session.add(
            Invitation(
                kind="owner",
                workspace_id=workspace.id,
                member_id=member.id,
                token_hash=hash_token(token),
                created_at=now,
            )
        )
    return token
