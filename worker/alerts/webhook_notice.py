"""Posts alerts as JSON to ALERT_WEBHOOK_URL, for when Telegram itself is the problem."""

import asyncio
import datetime as dt
from typing import Any

import httpx
import structlog
from sqlalchemy import or_, update
from sqlmodel import col, select

from models.runtime import clock
from models.tables.alert import Alert
from worker.alerts.sentences import alert_text
from worker.core.i18n import translator_for
from worker.services import Services

log = structlog.get_logger()

_SECONDS = 10
# What could not be posted for a day is dropped.
_GIVE_UP_AFTER = dt.timedelta(days=1)


async def post_alerts(services: Services) -> int:
    """Post what began or ended since the last post; refused posts are retried a minute later. Returns how many arrived."""
    secret = services.settings.alert_webhook_url
    if secret is None:
        return 0
    arrived = 0
    for alert in await _claim_unposted(services, clock.now()):
        if await _post(secret.get_secret_value(), alert):
            arrived += 1
        else:
            await _release_claim(services, alert)
    return arrived


def alert_json(alert: Alert) -> dict[str, Any]:
    """The posted body: `text` is what Slack, Mattermost and the like show; the rest is for programs."""
    return {
        "text": alert_text(translator_for("en"), alert.kind, alert.facts),
        "kind": alert.kind,
        "state": "trouble" if alert.over_at is None else "over",
        "since": alert.since.isoformat(),
        "facts": alert.facts,
    }


async def _claim_unposted(services: Services, now: dt.datetime) -> list[Alert]:
    """The alerts to post, marked as posted beforehand so that no other worker posts them too."""
    unposted = or_(
        col(Alert.posted_at).is_(None),
        col(Alert.posted_at) < col(Alert.told_at),
        col(Alert.posted_at) < col(Alert.over_at),
    )
    fresh = or_(col(Alert.told_at) > now - _GIVE_UP_AFTER, col(Alert.over_at) > now - _GIVE_UP_AFTER)
    async with services.database.transaction() as session:
        rows = list(
            (await session.exec(select(Alert).where(unposted, fresh).with_for_update(skip_locked=True))).all()
        )
        for row in rows:
            row.posted_at = now
    return rows


async def _post(address: str, alert: Alert) -> bool:
    try:
        # Of the answer only the status counts: its body, however long, is not read.
        async with (
            asyncio.timeout(_SECONDS),
            httpx.AsyncClient(timeout=_SECONDS) as client,
            client.stream("POST", address, json=alert_json(alert)) as answer,
        ):
            pass
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        # The address may hold a password: only the kind of the problem is logged.
        log.warning("alert_not_posted", kind=alert.kind, error=type(error).__name__)
        return False
    if answer.is_success:
        return True
    log.warning("alert_not_posted", kind=alert.kind, status=answer.status_code)
    return False


async def _release_claim(services: Services, alert: Alert) -> None:
    async with services.database.transaction() as session:
        await session.execute(
            update(Alert)
            .where(col(Alert.kind) == alert.kind, col(Alert.posted_at) == alert.posted_at)
            .values(posted_at=None)
        )
