"""Counts webhook calls with a wrong secret since the last accepted one, and tells the other processes."""

from redis.asyncio import Redis

from models.health.observations import record_observation


class SecretRefusals:
    """One api's count. Told by the watch that runs each second, so that a refused call costs no command of Redis."""

    def __init__(self) -> None:
        self._count = 0
        self._told = 0

    def refuse(self) -> None:
        """One call had a wrong secret."""
        self._count += 1

    def accept(self) -> None:
        """A call had the right one: whoever sent the others was not Telegram."""
        self._count = 0

    async def tell(self, redis: "Redis") -> None:
        """Record the count if it has changed. Raises QueueError."""
        count = self._count
        if count != self._told:
            await record_observation(redis, "webhook_secret", {"count": count})
            self._told = count
