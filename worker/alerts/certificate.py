"""Certificate: looks at our own door as Telegram does: is the certificate accepted, and for how long."""

import asyncio
import datetime as dt
import ssl
from urllib.parse import urlsplit

from worker.alerts.trouble import Trouble

# Renewal begins 30 days before the end: at 14 it has failed for two weeks.
LEAST_DAYS = 14
_SECONDS = 10


async def check_certificate(
    address: str, now: dt.datetime, context: ssl.SSLContext | None = None
) -> list[Trouble] | None:
    """Trouble with the certificate at an https address; None when nobody answers there, which is no verdict."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        async with asyncio.timeout(_SECONDS):
            days = await _days_left(host, parts.port or 443, now, context or ssl.create_default_context())
    except ssl.SSLCertVerificationError as error:
        return [Trouble("certificate", {"host": host, "days": None, "reason": error.verify_message})]
    except (OSError, TimeoutError):
        return None
    return [Trouble("certificate", {"host": host, "days": days})] if days < LEAST_DAYS else []


async def _days_left(host: str, port: int, now: dt.datetime, context: ssl.SSLContext) -> int:
    _, writer = await asyncio.open_connection(host, port, ssl=context, server_hostname=host)
    try:
        shown = writer.get_extra_info("peercert")
    finally:
        writer.transport.abort()
    ends = dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), dt.UTC)
    return (ends - now).days
