"""The dead-letter pages: by kind and one by one, with their retry and discard forms."""

from fastapi import APIRouter, Request, Response

from api.dashboard import console_commands, console_queries
from api.dashboard.action_results import redirect_back
from api.dashboard.auth.authentication import DashboardDep, OperatorDep, VisitorDep
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.request_values import RowId, form_fields, requested_address
from api.dashboard.templates_environment import render_page

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)

_LIST_ADDRESS = "/dashboard/dead-letters"


@router.get("/dead-letters")
async def dead_letters_page(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> Response:
    """The open dead letters by kind and one by one; `resolved=1` lists the resolved ones."""
    params = {name: value[:200] for name, value in request.query_params.items()}
    values = {
        "title": "Dead letters",
        "here": "dead_letters",
        "params": params,
        "kinds": await console_queries.load_dead_letter_kinds(dashboard),
        "back": requested_address(request),
        "found": await console_queries.search_dead_letters(
            dashboard,
            resolved=params.get("resolved") == "1",
            name=params.get("name", ""),
            kind=params.get("kind", ""),
            text=params.get("text", ""),
            cursor=params.get("page", ""),
        ),
    }
    return render_page(request, "dead_letters.html", values, visitor=visitor)


@router.get("/dead-letters/{dead_letter_id}")
async def dead_letter_page(
    request: Request, dashboard: DashboardDep, visitor: VisitorDep, dead_letter_id: RowId
) -> Response:
    """One dead letter, without the person's text."""
    values = {
        "title": f"Dead letter {dead_letter_id}",
        "here": "dead_letters",
        "dead_letter": await console_queries.dead_letter_or_404(dashboard, dead_letter_id),
        "payload": None,
    }
    return render_page(request, "dead_letter.html", values, visitor=visitor)


@router.post("/dead-letters/{dead_letter_id}/text")
async def dead_letter_text_page(
    request: Request, dashboard: DashboardDep, visitor: OperatorDep, dead_letter_id: RowId
) -> Response:
    """One dead letter with the person's text; the access is logged."""
    dead_letter, payload = await console_commands.reveal_dead_letter(dashboard, visitor, dead_letter_id)
    values = {
        "title": f"Dead letter {dead_letter_id}",
        "here": "dead_letters",
        "dead_letter": dead_letter,
        "payload": payload or {},
    }
    return render_page(request, "dead_letter.html", values, visitor=visitor)


@router.post("/dead-letters/{dead_letter_id}/retry")
async def retry_dead_letter_form(
    request: Request, dashboard: DashboardDep, visitor: OperatorDep, dead_letter_id: RowId
) -> Response:
    """Retry one."""
    result = await console_commands.command_retry(dashboard, visitor, dead_letter_id)
    return redirect_back(request, (await form_fields(request)).get("back", _LIST_ADDRESS), result.message)


@router.post("/dead-letters/{dead_letter_id}/discard")
async def discard_dead_letter_form(
    request: Request, dashboard: DashboardDep, visitor: OperatorDep, dead_letter_id: RowId
) -> Response:
    """Discard one, with a reason."""
    form = await form_fields(request)
    result = await console_commands.command_discard(
        dashboard, visitor, dead_letter_id, form.get("reason", "")
    )
    return redirect_back(request, form.get("back", _LIST_ADDRESS), result.message)


@router.post("/dead-letters/discard")
async def discard_kind_form(request: Request, dashboard: DashboardDep, visitor: OperatorDep) -> Response:
    """Discard all of a kind, with one reason."""
    form = await form_fields(request)
    result = await console_commands.command_discard_kind(
        dashboard, visitor, form.get("name", ""), form.get("kind", ""), form.get("reason", "")
    )
    return redirect_back(request, _LIST_ADDRESS, result.message)


@router.post("/dead-letters/retry")
async def retry_kind_form(request: Request, dashboard: DashboardDep, visitor: OperatorDep) -> Response:
    """Retry all of a kind, in the order of their updates."""
    form = await form_fields(request)
    queued, not_queued = await console_commands.command_retry_kind(
        dashboard, visitor, form.get("name", ""), form.get("kind", "")
    )
    message = f"{queued} queued again." + (f" {not_queued} could not be." if not_queued else "")
    return redirect_back(request, _LIST_ADDRESS, message)
