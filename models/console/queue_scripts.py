"""The atomic Redis scripts that move or remove a waiting job for an operator."""

from importlib.resources import files
from typing import Literal

from redis.asyncio import Redis

from models.queue import keys, priority
from models.runtime.clock import wall_ms


class QueueScripts:
    """The operator's scripts in one Redis. All raise QueueError when it does not respond."""

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis
        self._withdraw = redis.register_script(_text("withdraw"))
        self._run_now = redis.register_script(_text("run_now"))
        self._leave_lane = redis.register_script(_text("leave_lane"))

    async def withdraw(self, job_id: str) -> Literal["withdrawn", "running", "gone"]:
        """Remove a waiting job from the queue."""
        answer = await self._withdraw(
            keys=[keys.QUEUE, keys.JOB + job_id, keys.IN_PROGRESS + job_id], args=[job_id]
        )
        return answer.decode()  # type: ignore[no-any-return]

    async def run_now(self, job_id: str) -> Literal["moved", "running", "gone"]:
        """Make a deferred job due now."""
        answer = await self._run_now(
            keys=[keys.QUEUE, keys.IN_PROGRESS + job_id], args=[job_id, wall_ms(), priority.BACKGROUND_MS]
        )
        return answer.decode()  # type: ignore[no-any-return]

    async def leave_lane(self, update_id: int, lane: str) -> Literal["left", "head", "gone"]:
        """Remove an update that waits behind the head from its lane."""
        answer = await self._leave_lane(
            keys=[keys.LANE + lane, f"{keys.UPDATE}{update_id}"], args=[update_id]
        )
        return answer.decode()  # type: ignore[no-any-return]

    async def ask_to_cancel(self, job_id: str) -> int:
        """Ask the workers to cancel a running job; how many received the request."""
        return int(await self._redis.publish(keys.CANCEL, job_id))

    async def is_running(self, job_id: str) -> bool:
        """Whether a worker holds the job's lease."""
        return bool(await self._redis.exists(keys.IN_PROGRESS + job_id))

    async def is_queued(self, job_id: str) -> bool:
        """Whether the job is in the queue, running or not."""
        return await self._redis.zscore(keys.QUEUE, job_id) is not None


def _text(name: str) -> str:
    return files("models.console").joinpath("scripts", f"{name}.lua").read_text(encoding="utf-8")
