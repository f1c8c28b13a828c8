"""`/health/service`: whether the whole bot works, for watchdogs outside; details only for the operator."""

import asyncio
import hmac
import time
from typing import Any

from fastapi import APIRouter, Request, Response

from api.caller_address import is_this_machine
from models.health.verdict import Verdict, load_verdict

router = APIRouter(tags=["health"], include_in_schema=False)

# Anybody may ask, however often: the stores are asked once in so many seconds.
_SECONDS = 5.0


class VerdictCache:
    """The verdict, at most five seconds old; those who ask meanwhile wait for the same one."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._verdict: Verdict | None = None
        self._read_at = 0.0

    async def read(self, request: Request) -> Verdict:
        """The verdict on the stores of the app that is asked."""
        async with self._lock:
            if self._verdict is None or time.monotonic() - self._read_at > _SECONDS:
                self._verdict = await load_verdict(request.app.state.redis, request.app.state.settings)
                self._read_at = time.monotonic()
            return self._verdict


@router.api_route(
    "/health/service", methods=["GET", "HEAD"], responses={503: {"description": "People get no answers"}}
)
async def service_health(request: Request, response: Response) -> dict[str, Any]:
    """200 while people get their answers, else 503. What is wrong is told from this machine or with METRICS_TOKEN."""
    verdict = await request.app.state.verdict.read(request)
    down = verdict.level == "down"
    response.status_code = 503 if down else 200
    response.headers["Cache-Control"] = "no-store"
    answer: dict[str, Any] = {"status": "down" if down else "ok"}
    if may_see_details(request):
        answer["troubles"] = [
            {"kind": each.kind, "level": each.level, "text": each.sentence, "facts": each.facts}
            for each in verdict.troubles
        ]
    return answer


def may_see_details(request: Request) -> bool:
    """With METRICS_TOKEN set, only its bearer; without it, requests from this machine."""
    token = request.app.state.settings.metrics_token
    if token is not None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.get_secret_value().encode())
    return is_this_machine(request)
