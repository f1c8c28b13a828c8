"""Which handler a program's request goes to: by its token, and by what it asks for."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from models.tables.api_token import ApiToken
from worker.core.handler import Handler, reply_only
from worker.core.speaker import Speaker
from worker.features.capture.apply_reading import ReceivedText
from worker.features.capture.service import capture_message, capture_of_tasks
from worker.features.programs.queries import speaker_of_token
from worker.features.programs.service import recording_request, refused_handler, request_handler
from worker.services import Services
from worker.telegram.update import IncomingUpdate


async def route_program_request(
    services: Services, payload: Mapping[str, Any], said_at: dt.datetime, trace_id: str
) -> tuple[IncomingUpdate, Handler]:
    """The request as something its owner said, and its handler. A token that was revoked meanwhile has no effect."""
    update_id, wanted = int(payload["update_id"]), dict(payload["program"])
    async with services.database.transaction() as session:
        found = await speaker_of_token(session, int(wanted["token_id"]))
    if found is None:
        return IncomingUpdate(update_id, "other"), reply_only(outcome="ignored")
    token, speaker = found
    incoming = IncomingUpdate(
        update_id,
        "text",
        chat_telegram_id=speaker.chat_telegram_id,
        user_telegram_id=speaker.chat_telegram_id,
        user_name=speaker.name,
        text=str(wanted.get("text", "")),
        sent_at=said_at,
    )
    if not token.may_write:
        return incoming, refused_handler(token, update_id, "read_only")
    if wanted.get("intent") != "message":
        return incoming, request_handler(token, speaker, update_id, wanted)
    return incoming, await _in_words(services, token, speaker, incoming, trace_id)


async def _in_words(
    services: Services, token: ApiToken, speaker: Speaker, incoming: IncomingUpdate, trace_id: str
) -> Handler:
    """Words of a program are read as the owner's; where it is limited to a business, only what they say of its tasks."""
    assert incoming.sent_at is not None
    heard = ReceivedText(incoming.text, incoming.sent_at, None)
    if speaker.limited_to is None:
        handler = await capture_message(services, speaker, incoming, heard, trace_id)
        return recording_request(handler, token, speaker, incoming.update_id)
    limited = await capture_of_tasks(services, speaker, incoming, heard, trace_id)
    if limited is None:
        return refused_handler(token, incoming.update_id, "not_about_its_tasks")
    return recording_request(limited, token, speaker, incoming.update_id)
