"""Answers whether the process responds, and whether it can do its work."""

from typing import Any

from fastapi import APIRouter, Request, Response
from redis.asyncio import Redis

from api.intake import Intake
from models.queue import keys
from models.queue.connection import QueueError
from models.queue.lanes import Lanes
from models.runtime.clock import wall_ms

router = APIRouter(tags=["health"])

# An update this old means that no worker handles any: all retries of the longest job take less.
STALE_MS = 300_000


@router.get("/health")
async def health() -> dict[str, str]:
    """The process responds; used by the container's health check."""
    return {"status": "ok"}


@router.get("/health/ready", responses={503: {"description": "The reason, as `reason`"}})
async def health_ready(request: Request, response: Response) -> dict[str, Any]:
    """Redis responds and has memory left, and no update waits longer than five minutes; else 503 with the reason."""
    redis: Redis = request.app.state.redis
    intake: Intake = request.app.state.intake
    try:
        numbers = await queue_health(redis)
    except (QueueError, OSError) as error:
        response.status_code = 503
        return {"status": "unready", "reason": "queue_unreachable", "error": type(error).__name__}
    reason = _reason(intake.full, numbers["oldest_update_ms"])
    response.status_code = 503 if reason else 200
    return {"status": "unready" if reason else "ready", "reason": reason, **numbers}


async def queue_health(redis: "Redis") -> dict[str, Any]:
    """The queue's numbers; ages in ms. Raises QueueError when Redis does not respond."""
    return {
        "queued": await redis.zcard(keys.QUEUE),
        "lanes_waiting": await redis.zcard(keys.LANES),
        "oldest_update_ms": await Lanes(redis).oldest_ms(),
        "workers": await redis.zcount(keys.WORKERS, _recent_ms(), "+inf"),
    }


def _reason(full: bool, oldest_ms: int | None) -> str | None:
    if full:
        return "queue_full"
    if oldest_ms is not None and oldest_ms > STALE_MS:
        return "updates_waiting"
    return None


def _recent_ms() -> int:
    return wall_ms() - 15_000
