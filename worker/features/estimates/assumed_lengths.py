"""How long work is assumed to take of which nobody said and nothing is known: the median of its business."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT
from sqlmodel.ext.asyncio.session import AsyncSession

# Assumed while a business has fewer timed tasks than `LEAST_TIMED`. Half of what small jobs are guessed at: a day of
# inventions then leaves more of itself free than it takes.
UNKNOWN_MINUTES = 30
LEAST_TIMED = 5
_LATEST, _STEP = 300, 5

# Of each workspace the latest timed tasks alone: the older ones say little, and a digest asks for many workspaces.
_MEDIANS = """
    SELECT w.id, timed.business_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY timed.actual_minutes)
    FROM unnest(:workspaces) AS w(id) CROSS JOIN LATERAL (
        SELECT business_id, actual_minutes FROM task
        WHERE workspace_id = w.id AND status = 'done' AND actual_minutes IS NOT NULL
        ORDER BY done_at DESC LIMIT :latest
    ) AS timed
    GROUP BY w.id, timed.business_id HAVING count(*) >= :least
"""


@dataclass(frozen=True, slots=True)
class AssumedLengths:
    """Minutes that are assumed for a task nobody timed, by business (None: no business) of one workspace."""

    medians: Mapping[int | None, int] = field(default_factory=dict)

    def minutes(self, business_id: int | None) -> int:
        """The median of the business's timed tasks; `UNKNOWN_MINUTES` while it has too few."""
        return self.medians.get(business_id, UNKNOWN_MINUTES)


async def load_assumed_lengths(
    session: AsyncSession, workspaces: Collection[int]
) -> dict[int, AssumedLengths]:
    """The assumed lengths of each of the workspaces, with one query. Businesses never share a median."""
    statement = text(_MEDIANS).bindparams(bindparam("workspaces", type_=ARRAY(BIGINT)))
    values = {"workspaces": list(workspaces), "latest": _LATEST, "least": LEAST_TIMED}
    medians: dict[int, dict[int | None, int]] = {workspace: {} for workspace in workspaces}
    for workspace, business, minutes in (await session.execute(statement, values)).all():
        medians[workspace][business] = max(_STEP, round(minutes / _STEP) * _STEP)
    return {workspace: AssumedLengths(found) for workspace, found in medians.items()}
