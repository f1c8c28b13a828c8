"""Assembles the webhook, health checks, metrics and dashboard into one ASGI app."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import structlog
from fastapi import FastAPI

from api import health, metrics, service_health
from api.intake import Intake
from api.programs.app import PATH as PROGRAMS_PATH
from api.programs.app import build_programs_app
from api.webhook import WebhookApp
from models.queue.connection import connect_queue
from models.runtime.cancel_and_wait import cancel_and_wait
from models.runtime.settings import Settings, SettingsError

log = structlog.get_logger()

_PAUSE_SECONDS = 2.0
# For every address but the webhook, which has its own limit. A form with 500 jobs takes half of this.
MAX_BODY = 65_536


def build_api(settings: Settings) -> WebhookApp:
    """The api as one ASGI callable. Raises SettingsError when production lacks its webhook secret."""
    secret = _secret(settings)
    redis = connect_queue(settings.redis_url)
    intake = Intake(redis, full_percent=settings.queue_full_percent)
    app = FastAPI(
        title="Business Planner",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
        debug=settings.debug,
        max_body_size=MAX_BODY,
    )
    app.state.settings, app.state.redis, app.state.intake = settings, redis, intake
    app.state.verdict = service_health.VerdictCache()
    app.include_router(health.router)
    app.include_router(service_health.router)
    app.include_router(metrics.router)
    if settings.calendar:
        from api import calendar_feed

        app.include_router(calendar_feed.router)
    if settings.dashboard_open or settings.dashboard_password is not None:
        # Imported only then: templates and database take memory that the webhook does not need.
        from api.dashboard.router import router

        app.include_router(router)
    programs = build_programs_app(settings, redis, intake)
    app.state.programs = programs
    app.mount(PROGRAMS_PATH, programs)
    return WebhookApp(app, intake, secret)


def _secret(settings: Settings) -> str:
    secret = settings.telegram_secret_token.get_secret_value() if settings.telegram_secret_token else ""
    if not secret and settings.environment == "production":
        raise SettingsError(
            "TELEGRAM_SECRET_TOKEN must be set in production: without it anybody can post updates"
        )
    return secret


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    background_tasks = [asyncio.create_task(_restart_forever(app.state.intake.watch_memory))]
    if app.state.settings.webhook_url is None and app.state.settings.telegram_bot_token is not None:
        from api.polling import poll_updates

        background_tasks.append(
            asyncio.create_task(_restart_forever(partial(poll_updates, app.state.settings, app.state.intake)))
        )
    yield
    await cancel_and_wait(background_tasks)
    if hasattr(app.state, "calendar_pool"):
        await app.state.calendar_pool.close()
    await app.state.programs.state.stores.postgres.close()
    await app.state.redis.aclose()


async def _restart_forever(task: Callable[[], Awaitable[None]]) -> None:
    """Run a background task as long as the process: an unexpected error is logged, and it starts again."""
    while True:
        try:
            await task()
        except Exception:
            log.exception("background_task_failed", task=getattr(task, "__name__", "poll_updates"))
        await asyncio.sleep(_PAUSE_SECONDS)
