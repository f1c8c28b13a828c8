"""The app that answers under /api, with an OpenAPI document of its own at /api/openapi.json."""

from fastapi import FastAPI
from redis.asyncio import Redis

from api.intake import Intake
from api.programs import reading, writing
from api.programs.refusals import answer_errors
from api.programs.stores import ProgramStores
from models.console.postgres_pool import PostgresPool
from models.runtime.settings import Settings

PATH = "/api"
MAX_BODY = 65_536
_DESCRIPTION = (
    "Tasks and plans of one owner. Requests that change something are answered with 202 and carried out in the order of"
    " their token; the address in Location tells what came of them."
)


def build_programs_app(settings: Settings, redis: "Redis", intake: Intake) -> FastAPI:
    """The app; it opens nothing before the first request, and `app.state.stores.postgres` is the caller's to close."""
    app = FastAPI(
        title="Business Planner for programs",
        version="1",
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        max_body_size=MAX_BODY,
    )
    app.state.stores = ProgramStores(redis, intake, PostgresPool(settings.database_url, size=2))
    answer_errors(app)
    app.include_router(reading.router)
    app.include_router(writing.router)
    return app
