"""Endpoints for what happens to the bot: faults, limits, time, odd updates, waiting, reset."""

import asyncio
from dataclasses import asdict

from ops.sandbox.botapi.errors import BotApiError
from ops.sandbox.control.schemas import Advance, Body, Limits, RawUpdate, Redeliver, Wait
from ops.sandbox.control.wait_conditions import check
from ops.sandbox.fault_injection import Fault
from ops.sandbox.stand_in import StandIn
from ops.sandbox.state.records import Json


class Nothing(Body):
    """An empty body."""


def add_fault(stand_in: StandIn, fault: Fault) -> Json:
    return stand_in.faults.add(fault).model_dump()


def clear_faults(stand_in: StandIn, _: Nothing) -> Json:
    stand_in.faults.clear()
    return {"ok": True}


def set_limits(stand_in: StandIn, body: Limits) -> Json:
    stand_in.limits.reset()
    stand_in.limits.on = body.on
    stand_in.limits.burst = body.burst or stand_in.limits.burst
    stand_in.limits.overall = body.overall or stand_in.limits.overall
    return stand_in.limits.report()


def redeliver(stand_in: StandIn, body: Redeliver) -> Json:
    """Queue an old update once more, under its own update_id."""
    world = stand_in.world
    update = world.updates.archive.get(body.update_id)
    if update is None:
        raise BotApiError(404, f"Not Found: no update {body.update_id} is remembered")
    with world.change():
        world.updates.put_back(update, world.clock.now())
        world.tell("update", update_id=body.update_id)
    return update


def inject(stand_in: StandIn, body: RawUpdate) -> Json:
    """Queue any JSON object as an update, sensible or not."""
    world = stand_in.world
    with world.change():
        if isinstance(body.update.get("update_id"), int):
            update = body.update
            world.updates.put_back(update, world.clock.now())
        else:
            update = world.updates.add(body.update, world.clock.now())
        world.tell("update", update_id=update["update_id"])
    return update


def advance(stand_in: StandIn, body: Advance) -> Json:
    """Move Telegram's clock forward: what is too old now expires."""
    stand_in.world.clock.advance(body.seconds)
    with stand_in.world.change():
        stand_in.world.updates.drop_expired(stand_in.world.clock.now())
        stand_in.world.tell("clock", shift=stand_in.world.clock.shift)
    return {"now": stand_in.world.clock.now()}


async def wait(stand_in: StandIn, body: Wait) -> Json:
    """What came, or 408 with what was there instead."""
    found = await stand_in.world.changes.until(lambda: check(stand_in.world, body), body.timeout)
    if found is None:
        raise BotApiError(
            408, f"Timeout: waited {body.timeout} s for {body.model_dump(exclude_defaults=True)}"
        )
    return {"found": found}


def reset(stand_in: StandIn, _: Nothing) -> Json:
    stand_in.reset()
    return {"ok": True}


def summary(stand_in: StandIn) -> Json:
    """Counts for a quick look."""
    world = stand_in.world
    return {
        "now": world.clock.now(),
        "bot": world.bot,
        "webhook": {key: value for key, value in asdict(world.webhook).items() if key != "secret_token"},
        "pending": len(world.updates.pending),
        "expired": world.updates.expired,
        "calls": world.calls.total,
        "limits": stand_in.limits.report(),
        "faults": [fault.model_dump() for fault in stand_in.faults.orders],
        "tasks": len(asyncio.all_tasks()),
    }
