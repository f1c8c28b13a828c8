"""Dead letters: why, how often, first and last; send again or put away, with a reason."""

import structlog
from fastapi import APIRouter, HTTPException, Request, Response

from api.dashboard.action_results import back
from api.dashboard.auth.guard import GuardedRoute, Operator, Reader, TheDesk, address_asked, form_of
from api.dashboard.auth.sessions import Visitor
from api.dashboard.dependencies import DashboardDependencies
from api.dashboard.request_values import RowId
from api.dashboard.templates_environment import page
from models.console import dead_letter_queries
from models.console.dead_letter_commands import discard_dead_letter, retry_dead_letter, retry_kind
from models.console.dead_letter_queries import DeadLetterPage, DeadLetterRow
from models.console.page_cursor import BadCursorError
from models.runtime import clock

router = APIRouter(route_class=GuardedRoute, include_in_schema=False)
log = structlog.get_logger()

_HOME = "/dashboard/letters"


@router.get("/letters")
async def letters_page(request: Request, desk: TheDesk, visitor: Reader) -> Response:
    """The open letters by kind, and one by one; `resolved=1` shows those that are done with."""
    asked = {name: value[:200] for name, value in request.query_params.items()}
    async with desk.steering.records.reading() as connection:
        kinds = await dead_letter_queries.dead_letter_kinds(connection)
    facts = {
        "title": "Dead letters",
        "here": "letters",
        "asked": asked,
        "kinds": kinds,
        "back": address_asked(request),
    }
    return page(request, "letters.html", {**facts, "found": await some_letters(desk, asked)}, visitor=visitor)


async def some_letters(desk: DashboardDependencies, asked: dict[str, str]) -> DeadLetterPage:
    """One page of letters. Raises 422 for a broken page word."""
    async with desk.steering.records.reading() as connection:
        try:
            return await dead_letter_queries.find_dead_letters(
                connection,
                resolved=asked.get("resolved") == "1",
                name=asked.get("name", ""),
                error_kind=asked.get("kind", ""),
                text=asked.get("text", "").strip(),
                cursor=asked.get("page", ""),
            )
        except BadCursorError as error:
            raise HTTPException(422, str(error)) from error


@router.get("/letters/{letter_id}")
async def letter_page(request: Request, desk: TheDesk, visitor: Reader, letter_id: RowId) -> Response:
    """One letter; the person's words are not shown."""
    facts = {
        "title": f"Dead letter {letter_id}",
        "here": "letters",
        "letter": await found_letter(desk, letter_id),
    }
    return page(request, "letter.html", {**facts, "payload": None}, visitor=visitor)


@router.post("/letters/{letter_id}/text")
async def letter_text(request: Request, desk: TheDesk, visitor: Operator, letter_id: RowId) -> Response:
    """One letter with the person's words. That they were shown is logged."""
    letter = await found_letter(desk, letter_id)
    log_shown(visitor, f"letter:{letter_id}")
    async with desk.steering.records.reading() as connection:
        payload = await dead_letter_queries.payload_of(connection, letter_id)
    facts = {
        "title": f"Dead letter {letter_id}",
        "here": "letters",
        "letter": letter,
        "payload": payload or {},
    }
    return page(request, "letter.html", facts, visitor=visitor)


@router.post("/letters/{letter_id}/retry")
async def retry(request: Request, desk: TheDesk, visitor: Operator, letter_id: RowId) -> Response:
    """Send one again."""
    result = await retry_dead_letter(desk.steering, letter_id, clock.now())
    log.info("dashboard_action", who=visitor.name, action="retry", letter=letter_id, outcome=result.outcome)
    return back(request, (await form_of(request)).get("back", _HOME), result.say)


@router.post("/letters/{letter_id}/discard")
async def discard(request: Request, desk: TheDesk, visitor: Operator, letter_id: RowId) -> Response:
    """Put one away, with a reason."""
    form = await form_of(request)
    result = await discard_dead_letter(desk.steering, letter_id, form.get("reason", ""), clock.now())
    log.info("dashboard_action", who=visitor.name, action="discard", letter=letter_id, outcome=result.outcome)
    return back(request, form.get("back", _HOME), result.say)


@router.post("/letters/retry")
async def retry_all(request: Request, desk: TheDesk, visitor: Operator) -> Response:
    """Send all of a kind again, in their order."""
    form = await form_of(request)
    name, kind = form.get("name", ""), form.get("kind", "")
    sent, left = await retry_kind(desk.steering, name, kind, clock.now())
    log.info(
        "dashboard_action", who=visitor.name, action="retry_kind", job=name, kind=kind, sent=sent, left=left
    )
    say = f"{sent} queued again." + (f" {left} could not be." if left else "")
    return back(request, _HOME, say)


async def found_letter(desk: DashboardDependencies, letter_id: int) -> DeadLetterRow:
    """The letter. Raises 404."""
    async with desk.steering.records.reading() as connection:
        letter = await dead_letter_queries.get_dead_letter(connection, letter_id)
    if letter is None:
        raise HTTPException(404, "There is no such dead letter, or it is older than is kept.")
    return letter


def log_shown(visitor: Visitor, what: str) -> None:
    """Write down that a person's words were shown: to whom, and which."""
    log.warning("personal_text_shown", who=visitor.name, session=visitor.session_id, what=what)
