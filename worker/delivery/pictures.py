"""Draws the picture that an outbox row names, at the time it is sent; the picture is not stored."""

import asyncio
from typing import Any

from models.runtime.database import Database
from worker.features.digests.chart.draw_week import draw_week
from worker.features.digests.chart.week_sheet import WeekSheet
from worker.features.planning.picture.render import draw_plan_picture


async def render_picture(database: Database, payload: dict[str, Any]) -> dict[str, Any]:
    """A message's arguments with its picture drawn in place of its name; any other payload as it is."""
    wanted = payload.get("photo")
    if isinstance(wanted, dict) and "week" in wanted:
        sheet = WeekSheet.from_json(wanted["week"])
        return payload | {"photo": await asyncio.to_thread(draw_week, sheet)}
    return await draw_plan_picture(database, payload)
