"""Looks at the health of the whole bot each minute, in a task of its own: a scheduler that stands still is reported too."""

import asyncio

import structlog

from worker.alerts.run_checks import run_alert_checks
from worker.alerts.webhook_notice import post_alerts
from worker.core.error_kinds import is_outage
from worker.services import Services

log = structlog.get_logger()

_SECONDS = 60.0


async def watch_health(services: Services) -> None:
    """Until cancelled; a look that fails is logged, and the next follows."""
    while True:
        await asyncio.sleep(_SECONDS)
        for look in (run_alert_checks, post_alerts):
            try:
                await look(services)
            except Exception as error:
                if is_outage(error):
                    log.warning("health_not_checked", look=look.__name__, error=type(error).__name__)
                else:
                    log.exception("health_check_failed", look=look.__name__)
