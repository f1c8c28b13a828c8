"""The alert checks: they observe what only a worker can, take the verdict, and turn it into rows and messages."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.health.observations import record_observation
from models.health.trouble import Trouble
from models.health.verdict import load_verdict
from models.queue.jobs import DeliverMessage
from models.runtime import clock
from models.tables.alert import Alert
from models.tables.outbox import OutboundMessage
from worker.alerts.alert_state import next_alert_step
from worker.alerts.certificate import check_certificate
from worker.alerts.owner_notice import notify_owner, notify_owner_resolved, owner_chat
from worker.services import Services
from worker.telegram.client import NotPosted

# One worker at a time; the number is ours alone.
_LOCK = 7_070_001


async def run_alert_checks(services: Services) -> None:
    """Take the verdict and announce what is new in it or over. Raises what the stores raise when they are away."""
    await _observe_telegram(services)
    verdict = await load_verdict(services.redis, services.settings)
    await apply_findings(services, verdict.checked, verdict.troubles)


async def run_certificate_check(services: Services) -> None:
    """Observe the certificate of WEBHOOK_URL; nothing without an https address."""
    address = services.settings.webhook_url
    if address is None or not address.startswith("https://"):
        return
    found = await check_certificate(address, clock.now())
    if found is not None:
        await record_observation(services.redis, "certificate", found)


async def apply_findings(services: Services, kinds: Iterable[str], found: list[Trouble]) -> None:
    """Update the alerts of `kinds` to what was found, and send the messages that follow."""
    added: list[OutboundMessage] = []
    async with services.database.transaction() as session:
        if not (await session.exec(select(func.pg_try_advisory_xact_lock(_LOCK)))).one():
            return
        added = await _announce(
            services, session, sorted(kinds), {trouble.kind: trouble for trouble in found}
        )
    for message in added:
        # Not left to the scheduler's reconciler: that it stands still may be what is announced.
        await services.producer.enqueue(DeliverMessage(message.id or 0, message.trace_id))


async def _announce(
    services: Services, session: AsyncSession, kinds: list[str], there: dict[str, Trouble]
) -> list[OutboundMessage]:
    now, chat = clock.now(), await owner_chat(session, services.settings)
    if chat is None and services.settings.alert_webhook_url is None:
        # Nobody to notify yet: it counts as new once there is somebody.
        return []
    rows = {
        row.kind: row for row in (await session.exec(select(Alert).where(col(Alert.kind).in_(kinds)))).all()
    }
    added: list[OutboundMessage | None] = []
    for kind in kinds:
        step = next_alert_step(rows.get(kind), there.get(kind), now)
        if step is None:
            continue
        row = await session.merge(step.row)
        if chat is not None and step.notify:
            added.append(notify_owner(session, chat, row, now))
        if chat is not None and step.resolved:
            added.append(await notify_owner_resolved(session, chat, row, now))
    await session.flush()
    return [message for message in added if message is not None]


async def _observe_telegram(services: Services) -> None:
    try:
        facts = asdict(await services.telegram.webhook_status())
    except NotPosted as error:
        facts = {"error": str(error)[:200]}
    await record_observation(services.redis, "telegram", facts)
