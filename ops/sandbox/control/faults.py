"""Control endpoints for faults, rate limits, time, raw updates, waiting and reset."""

import asyncio
from dataclasses import asdict

from ops.sandbox.botapi.errors import BotApiError
from ops.sandbox.control.schemas import (
    AdvanceBody,
    ControlBody,
    LimitsBody,
    RawUpdateBody,
    RedeliverBody,
    WaitBody,
)
from ops.sandbox.control.wait_conditions import check_condition
from ops.sandbox.fault_injection import Fault
from ops.sandbox.stand_in import StandIn
from ops.sandbox.state.records import Json


class EmptyBody(ControlBody):
    """An empty body."""


def add_fault(stand_in: StandIn, fault: Fault) -> Json:
    return stand_in.faults.add(fault).model_dump()


def clear_faults(stand_in: StandIn, _: EmptyBody) -> Json:
    stand_in.faults.clear()
    return {"ok": True}


def set_limits(stand_in: StandIn, body: LimitsBody) -> Json:
    stand_in.limits.reset()
    stand_in.limits.on = body.on
    stand_in.limits.burst = body.burst or stand_in.limits.burst
    stand_in.limits.overall = body.overall or stand_in.limits.overall
    return stand_in.limits.report()


def redeliver_update(stand_in: StandIn, body: RedeliverBody) -> Json:
    """Queue an old update again under its own update_id."""
    state = stand_in.state
    update = state.updates.archive.get(body.update_id)
    if update is None:
        raise BotApiError(404, f"Not Found: no update {body.update_id} is remembered")
    with state.change():
        state.updates.put_back(update, state.clock.now())
        state.announce("update", update_id=body.update_id)
    return update


def inject_update(stand_in: StandIn, body: RawUpdateBody) -> Json:
    """Queue any JSON object as an update, valid or not."""
    state = stand_in.state
    with state.change():
        if isinstance(body.update.get("update_id"), int):
            update = body.update
            state.updates.put_back(update, state.clock.now())
        else:
            update = state.updates.add(body.update, state.clock.now())
        state.announce("update", update_id=update["update_id"])
    return update


def advance_clock(stand_in: StandIn, body: AdvanceBody) -> Json:
    """Move Telegram's clock forward and drop the updates that have expired by then."""
    stand_in.state.clock.advance(body.seconds)
    with stand_in.state.change():
        stand_in.state.updates.drop_expired(stand_in.state.clock.now())
        stand_in.state.announce("clock", shift=stand_in.state.clock.shift)
    return {"now": stand_in.state.clock.now()}


async def wait_for_condition(stand_in: StandIn, body: WaitBody) -> Json:
    """What the condition found. Raises BotApiError 408 that says what was there instead."""
    found = await stand_in.state.changes.wait_for(lambda: check_condition(stand_in.state, body), body.timeout)
    if found is None:
        raise BotApiError(
            408, f"Timeout: waited {body.timeout} s for {body.model_dump(exclude_defaults=True)}"
        )
    return {"found": found}


def reset_stand_in(stand_in: StandIn, _: EmptyBody) -> Json:
    stand_in.reset()
    return {"ok": True}


def count_records(stand_in: StandIn) -> Json:
    """Counts of chats, updates and calls, for an overview."""
    state = stand_in.state
    return {
        "now": state.clock.now(),
        "bot": state.bot,
        "webhook": {key: value for key, value in asdict(state.webhook).items() if key != "secret_token"},
        "pending": len(state.updates.pending),
        "expired": state.updates.expired,
        "calls": state.calls.total,
        "limits": stand_in.limits.report(),
        "faults": [fault.model_dump() for fault in stand_in.faults.orders],
        "tasks": len(asyncio.all_tasks()),
    }
