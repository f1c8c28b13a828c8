"""How many tasks have a vector of the embedding model that the workers use."""

from dataclasses import dataclass

from redis.asyncio import Redis

from models.console.postgres_pool import Connection
from models.console.queue_stats import find_live_workers


@dataclass(frozen=True, slots=True)
class EmbeddingProgress:
    """One model in use: `embedded` of `tasks` (all that are not dropped) have its vector of their current title.

    `others` counts the vectors of other models by name, which are never compared with these.
    """

    model: str
    embedded: int
    tasks: int
    others: dict[str, int]

    @property
    def complete(self) -> bool:
        """Whether every task has a current vector."""
        return self.embedded == self.tasks


async def count_embedded_tasks(redis: "Redis", connection: Connection) -> list[EmbeddingProgress]:
    """One entry per model that a live worker uses (usually one); empty while no worker is alive. Raises QueueError."""
    used = sorted({worker.embedding for worker in await find_live_workers(redis) if worker.embedding})
    if not used:
        return []
    rows = await connection.fetch(_ROWS)
    kept = {row["model"]: row["rows"] for row in rows}
    tasks = await connection.fetchval("SELECT count(*) FROM task WHERE status <> 'dropped'")
    return [
        EmbeddingProgress(
            model=model,
            embedded=await connection.fetchval(_EMBEDDED, model),
            tasks=tasks,
            others={name: count for name, count in kept.items() if name != model},
        )
        for model in used
    ]


_ROWS = "SELECT model, count(*) AS rows FROM task_embedding GROUP BY 1 ORDER BY 1 LIMIT 20"
# The hash is that of worker/embeddings/backlog.py: a changed title makes a vector stale.
_EMBEDDED = """
SELECT count(*) FROM task t JOIN task_embedding e ON e.task_id = t.id AND e.model = $1
WHERE t.status <> 'dropped' AND e.content_hash = encode(sha256(convert_to(t.title, 'UTF8')), 'hex')
"""
