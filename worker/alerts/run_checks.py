"""The scheduled alert checks, and the one transaction that turns their findings into rows and messages."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, select

from models.runtime import clock
from models.tables.alert import Alert
from worker.alerts.alert_state import next_alert_step
from worker.alerts.checks import (
    CERTIFICATE,
    EACH_MINUTE,
    Problem,
    check_certificate,
    check_disk,
    check_queue,
    check_rows,
)
from worker.alerts.owner_notice import notify_owner, notify_owner_resolved, owner_chat
from worker.services import Services

# One worker at a time; the number is ours alone.
_LOCK = 7_070_001


async def run_alert_checks(services: Services) -> None:
    """Run every check that takes milliseconds, and announce what is new."""
    found = await check_queue(services.redis, services.lanes, services.settings)
    found += await check_disk()
    async with services.database.transaction() as session:
        found += await check_rows(session, services.settings, clock.now())
    await apply_findings(services, EACH_MINUTE, found)


async def run_certificate_check(services: Services) -> None:
    """Check the certificate of WEBHOOK_URL; nothing without an https address."""
    address = services.settings.webhook_url
    if address is None or not address.startswith("https://"):
        return
    found = await check_certificate(address, clock.now())
    if found is not None:
        await apply_findings(services, CERTIFICATE, found)


async def apply_findings(services: Services, kinds: Sequence[str], found: list[Problem]) -> None:
    """Update the alerts of `kinds` to what was found, and add the messages that follow to the outbox."""
    now = clock.now()
    async with services.database.transaction() as session:
        if not (await session.exec(select(func.pg_try_advisory_xact_lock(_LOCK)))).one():
            return
        chat = await owner_chat(session, services.settings)
        if chat is None and services.settings.alert_webhook_url is None:
            # Nobody to notify yet: it counts as new once there is somebody.
            return
        rows = {
            row.kind: row
            for row in (await session.exec(select(Alert).where(col(Alert.kind).in_(kinds)))).all()
        }
        there = {problem.kind: problem for problem in found}
        for kind in kinds:
            step = next_alert_step(rows.get(kind), there.get(kind), now)
            if step is None:
                continue
            row = await session.merge(step.row)
            if chat is not None and step.notify:
                notify_owner(session, chat, row, now)
            if chat is not None and step.resolved:
                await notify_owner_resolved(session, chat, row, now)
