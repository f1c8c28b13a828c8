"""Desk: what all pages of one api process share: connections for steering, sessions, templates."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cached_property
from time import monotonic
from typing import Any

from fastapi import FastAPI, Request
from jinja2 import Environment
from redis.asyncio import Redis

from api.dashboard.auth.passwords import first_match
from api.dashboard.auth.sessions import Role, Sessions
from api.dashboard.template_filters import environment
from models.console.operator_context import OperatorContext
from models.console.postgres_pool import PostgresPool
from models.runtime.settings import Settings

_SHARED_SECONDS = 1.5


class DashboardDependencies:
    """Opens nothing before somebody comes; asyncpg too is imported only then."""

    def __init__(self, settings: Settings, redis: "Redis") -> None:
        self.settings = settings
        self.redis = redis
        self.sessions = Sessions(settings, redis)
        self._one_hash_at_a_time = asyncio.Semaphore(1)
        self._known: dict[str, tuple[float, Any]] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    @property
    def configured(self) -> bool:
        """Whether there is a dashboard at all."""
        return self.settings.dashboard_open or self.settings.dashboard_password is not None

    @cached_property
    def steering(self) -> OperatorContext:
        """The hands; they connect at the first visit."""
        return OperatorContext(PostgresPool(self.settings.database_url), self.redis)

    @cached_property
    def templates(self) -> Environment:
        """The pages, each compiled when it is first shown."""
        return environment()

    async def role_of(self, password: str) -> Role | None:
        """Whose password this is. One at a time, in a process of its own: the webhook goes on."""
        viewer = self.settings.dashboard_viewer_password
        given: list[tuple[Role, Any]] = [("operator", self.settings.dashboard_password), ("viewer", viewer)]
        known = [(role, word.get_secret_value()) for role, word in given if word is not None]
        async with self._one_hash_at_a_time:
            found = await first_match(password, [word for _, word in known])
        return None if found is None else known[found][0]

    async def shared(
        self, name: str, ask: Callable[[], Awaitable[Any]], seconds: float = _SHARED_SECONDS
    ) -> Any:
        """What `ask` finds, or what it found less than `seconds` ago: ten open pages ask the stores once."""
        async with self._asking.setdefault(name, asyncio.Lock()):
            known = self._known.get(name)
            if known is None or monotonic() - known[0] > seconds:
                known = (monotonic(), await ask())
                self._known[name] = known
        return known[1]

    async def close(self) -> None:
        """Give back what was opened."""
        if "steering" in self.__dict__:
            await self.steering.records.close()


def dashboard_of(request: Request) -> DashboardDependencies:
    """The app's desk, made when it is first asked for."""
    app: FastAPI = request.app
    if not hasattr(app.state, "dashboard"):
        app.state.dashboard = DashboardDependencies(app.state.settings, app.state.redis)
    desk: DashboardDependencies = app.state.dashboard
    return desk
