"""The page of charts: messages, jobs and answers over an hour, a day, three days or a month."""

from fastapi import APIRouter, Request, Response

from api.dashboard.auth.authentication import DashboardDep, VisitorDep
from api.dashboard.console_queries import load_charts_of
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.request_values import parse_one_of
from api.dashboard.templates_environment import render_page
from models.console.charts import CHART_SPANS

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)

_NAMES = {1: "1 hour", 24: "24 hours", 72: "72 hours", 720: "30 days"}


@router.get("/charts")
async def charts_page(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> Response:
    """The charts of the last 24 hours, or of so many `hours`."""
    hours = parse_one_of(request.query_params.get("hours", "24") or "24", [*map(str, CHART_SPANS)])
    charts = await load_charts_of(dashboard, int(hours))
    values = {"title": "Charts", "here": "charts", "charts": charts, "names": _NAMES}
    return render_page(request, "charts.html", values, visitor=visitor)
