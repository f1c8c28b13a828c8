"""What all dashboard requests of one api process share: the operator's connections, sessions and templates."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cached_property
from time import monotonic
from typing import Any

from fastapi import FastAPI, Request
from jinja2 import Environment
from redis.asyncio import Redis

from api.dashboard.auth.passwords import matching_password
from api.dashboard.auth.sessions import Role, Sessions
from api.dashboard.template_filters import template_environment
from models.console.operator_context import OperatorContext
from models.console.postgres_pool import PostgresPool
from models.runtime.settings import Settings

_CACHE_SECONDS = 1.5


class DashboardDependencies:
    """Opens nothing before the first request; asyncpg, too, is imported only then."""

    def __init__(self, settings: Settings, redis: "Redis") -> None:
        self.settings = settings
        self.redis = redis
        self.sessions = Sessions(settings, redis)
        self._one_hash_at_a_time = asyncio.Semaphore(1)
        self._cache: dict[str, tuple[float, Any]] = {}
        self._cache_locks: dict[str, asyncio.Lock] = {}

    @property
    def configured(self) -> bool:
        """Whether there is a dashboard at all."""
        return self.settings.dashboard_open or self.settings.dashboard_password is not None

    @cached_property
    def operator_context(self) -> OperatorContext:
        """The operator's connections, made on first use."""
        return OperatorContext(PostgresPool(self.settings.database_url), self.redis)

    @cached_property
    def templates(self) -> Environment:
        """The templates, each compiled when it is first rendered."""
        return template_environment()

    async def role_of_password(self, password: str) -> Role | None:
        """The role a password gives. Passwords are hashed one at a time in another process: the webhook goes first."""
        viewer = self.settings.dashboard_viewer_password
        configured: list[tuple[Role, Any]] = [
            ("operator", self.settings.dashboard_password),
            ("viewer", viewer),
        ]
        known = [(role, secret.get_secret_value()) for role, secret in configured if secret is not None]
        async with self._one_hash_at_a_time:
            found = await matching_password(password, [secret for _, secret in known])
        return None if found is None else known[found][0]

    async def cached(
        self, name: str, load: Callable[[], Awaitable[Any]], seconds: float = _CACHE_SECONDS
    ) -> Any:
        """What `load` returns, or returned less than `seconds` ago: ten open pages query the stores once."""
        async with self._cache_locks.setdefault(name, asyncio.Lock()):
            known = self._cache.get(name)
            if known is None or monotonic() - known[0] > seconds:
                known = (monotonic(), await load())
                self._cache[name] = known
        return known[1]

    async def close(self) -> None:
        """Close the connections that were opened."""
        if "operator_context" in self.__dict__:
            await self.operator_context.postgres.close()


def dashboard_of(request: Request) -> DashboardDependencies:
    """The app's dependencies, made on first use."""
    app: FastAPI = request.app
    if not hasattr(app.state, "dashboard"):
        app.state.dashboard = DashboardDependencies(app.state.settings, app.state.redis)
    dashboard: DashboardDependencies = app.state.dashboard
    return dashboard
