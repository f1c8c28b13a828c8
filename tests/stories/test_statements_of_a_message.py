"""What a message asks of PostgreSQL: each statement is a round trip, and most of what the worker spends on a message."""

from collections import Counter
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.planner import Planner

# One reading of the rows that a message may mean, one transaction for its effect, and the answer's delivery.
MOST = {"update": 56, "deliver": 10, "embed": 6}


@pytest.fixture
def asked() -> Iterator[Counter[str]]:
    """How many statements each job has sent, by its name; what no job sends (ticks, the test's own) does not count."""
    counted: Counter[str] = Counter()

    def count(*_: object) -> None:
        job_id = str(structlog.contextvars.get_contextvars().get("job_id", ""))
        counted[job_id.partition(":")[0]] += bool(job_id)

    event.listen(Engine, "before_cursor_execute", count)
    yield counted
    event.remove(Engine, "before_cursor_execute", count)


async def test_a_plain_message_asks_for_everything_once(planner: Planner, asked: Counter[str]) -> None:
    await planner.tell("/start")
    await planner.tell("/business Mill")
    for task in ("Order 20 drill bits by Friday", "Call Novak tomorrow at 10", "Send the offer"):
        await planner.tell(task)
    await planner.telegram.wait_until_idle()
    asked.clear()
    await planner.tell("Water the plants tomorrow")
    await planner.telegram.wait_until_idle()
    assert {job: asked[job] for job in MOST if asked[job] > MOST[job]} == {}, asked
    assert asked["update"], "the jobs' statements are counted"
