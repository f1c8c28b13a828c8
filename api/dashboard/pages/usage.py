"""The usage and estimate pages: model costs against the budget caps, and the accuracy of estimates."""

from fastapi import APIRouter, Request, Response

from api.dashboard import console_queries
from api.dashboard.auth.authentication import DashboardDep, VisitorDep
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.dependencies import DashboardDependencies
from api.dashboard.templates_environment import render_page

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)


@router.get("/usage")
async def usage_page(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> Response:
    """Cost by day, purpose, model and business."""
    values = {
        "title": "Usage",
        "here": "usage",
        "spending": await console_queries.load_spending(dashboard),
        "caps": _budget_caps(dashboard),
    }
    return render_page(request, "usage.html", values, visitor=visitor)


@router.get("/estimates")
async def estimates_page(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> Response:
    """The accuracy of the estimates by week, and the progress of a change of the embedding model."""
    values = {
        "title": "Estimates",
        "here": "estimates",
        "weeks": await console_queries.load_estimate_scores(dashboard),
        "embeddings": await console_queries.load_embedding_progress(dashboard),
    }
    return render_page(request, "estimates.html", values, visitor=visitor)


def _budget_caps(dashboard: DashboardDependencies) -> dict[str, int]:
    """The caps in micro-dollars, by scope and period."""
    settings = dashboard.settings
    caps = {
        "bot day": settings.budget_bot_day_usd,
        "day": settings.budget_day_usd,
        "month": settings.budget_month_usd,
    }
    return {name: round(usd * 1_000_000) for name, usd in caps.items()}
