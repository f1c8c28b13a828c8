"""The certificate of the webhook's address, as Telegram sees it."""

import asyncio
import datetime as dt
import ssl
from typing import Any
from urllib.parse import urlsplit

# Renewal begins 30 days before the end: at 14 it has failed for two weeks.
CERTIFICATE_LEAST_DAYS = 14
_CERTIFICATE_SECONDS = 10


async def check_certificate(
    address: str, now: dt.datetime, context: ssl.SSLContext | None = None
) -> dict[str, Any] | None:
    """The facts of a trouble with the certificate at an https address; empty without one, None when nothing answers there."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        async with asyncio.timeout(_CERTIFICATE_SECONDS):
            days = await _days_left(host, parts.port or 443, now, context or ssl.create_default_context())
    except ssl.SSLCertVerificationError as error:
        return {"host": host, "days": None, "reason": error.verify_message}
    except (OSError, TimeoutError):
        return None
    return {"host": host, "days": days} if days < CERTIFICATE_LEAST_DAYS else {}


async def _days_left(host: str, port: int, now: dt.datetime, context: ssl.SSLContext) -> int:
    _, writer = await asyncio.open_connection(host, port, ssl=context, server_hostname=host)
    try:
        shown = writer.get_extra_info("peercert")
    finally:
        writer.transport.abort()
    ends = dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), dt.UTC)
    return (ends - now).days
