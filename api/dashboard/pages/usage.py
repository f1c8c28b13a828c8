"""Usage and estimates: what the models cost against the caps, and how good the estimates were."""

from fastapi import APIRouter, Request, Response

from api.dashboard.auth.guard import GuardedRoute, Reader, TheDesk
from api.dashboard.dependencies import DashboardDependencies
from api.dashboard.templates_environment import page
from models.console.embedding_progress import EmbeddingProgress, embedding_progress
from models.console.estimate_score import WeekScore, scores
from models.console.spending import Spending, spending
from models.runtime import clock

router = APIRouter(route_class=GuardedRoute, include_in_schema=False)


@router.get("/usage")
async def usage_page(request: Request, desk: TheDesk, visitor: Reader) -> Response:
    """Cost by day, purpose, model and business."""
    facts = {"title": "Usage", "here": "usage", "view": await spent(desk), "caps": caps(desk)}
    return page(request, "usage.html", facts, visitor=visitor)


@router.get("/estimates")
async def estimates_page(request: Request, desk: TheDesk, visitor: Reader) -> Response:
    """The score of the estimates, week by week, and how far a change of the embedding model has come."""
    facts = {
        "title": "Estimates",
        "here": "estimates",
        "weeks": await weekly_scores(desk),
        "embeddings": await embeddings(desk),
    }
    return page(request, "estimates.html", facts, visitor=visitor)


async def spent(desk: DashboardDependencies) -> Spending:
    """The last 30 days."""
    async with desk.steering.records.reading() as connection:
        return await spending(connection, clock.now())


async def weekly_scores(desk: DashboardDependencies) -> list[WeekScore]:
    """The last half year."""
    async with desk.steering.records.reading() as connection:
        return await scores(connection, clock.now())


async def embeddings(desk: DashboardDependencies) -> list[EmbeddingProgress]:
    """Of now, at most 1.5 s old; empty while no worker lives."""

    async def ask() -> list[EmbeddingProgress]:
        async with desk.steering.records.reading() as connection:
            return await embedding_progress(desk.redis, connection)

    found: list[EmbeddingProgress] = await desk.shared("embeddings", ask)
    return found


def caps(desk: DashboardDependencies) -> dict[str, int]:
    """The caps in micro-dollars, by scope and period."""
    settings = desk.settings
    told = {
        "bot day": settings.budget_bot_day_usd,
        "day": settings.budget_day_usd,
        "month": settings.budget_month_usd,
    }
    return {name: round(usd * 1_000_000) for name, usd in told.items()}
