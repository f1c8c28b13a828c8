"""/reminders and /repeats: how long before something begins to remind of it, and what becomes of repeats that were not done."""

import re

from sqlmodel import select

from models.tables.chat import LONGEST_LEAD_MINUTES, USUAL_LEAD_MINUTES, Chat
from models.tables.workspace import Workspace
from worker.core.command_request import CommandRequest
from worker.core.date_formats import minutes_text
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.reminders.service import skip_what_has_begun
from worker.features.settings.schedule_arguments import parse_schedule_change
from worker.understanding.requests.duration import duration_of

_KEEP = re.compile(r"\b(?:keep|open|оставл\w*|оставь|открыт\w*)\b", re.IGNORECASE)
_CLOSE = re.compile(r"\b(?:close|missed|закр\w*|пропущ\w*)\b", re.IGNORECASE)


async def reminders_command(request: CommandRequest) -> list[Reply]:
    """`/reminders` shows how long before something begins its reader is reminded; `/reminders 15` or `off` changes it."""
    speaker, argument = request.speaker, request.argument.strip()
    chat = (
        await request.session.exec(select(Chat).where(Chat.id == speaker.chat_id).with_for_update())
    ).one()
    if argument:
        minutes = duration_of(argument, request.context.now.astimezone(speaker.zone))
        enabled = parse_schedule_change(argument).enabled
        if enabled is None and (minutes is None or minutes > LONGEST_LEAD_MINUTES):
            example = speaker.translator.gettext("For example: /reminders 15, or /reminders off")
            return [Reply(f"{speaker.translator.gettext('I did not understand that.')} {example}")]
        chat.begin_lead_minutes = None if enabled is False else minutes or USUAL_LEAD_MINUTES
        request.session.add(chat)
        await skip_what_has_begun(request.session, speaker, request.context.now)
    return [
        Reply(
            f"{lead_text(speaker, chat)} {speaker.translator.gettext('Change it: /reminders 15 or /reminders off')}"
        )
    ]


async def repeats_command(request: CommandRequest) -> list[Reply]:
    """`/repeats` shows what becomes of a recurring task that was not done; `/repeats keep` or `close` changes it."""
    speaker, argument = request.speaker, request.argument
    workspace = await request.session.get_one(Workspace, speaker.workspace_id, with_for_update=True)
    if argument.strip():
        if not speaker.is_owner:
            return [Reply(speaker.translator.gettext("Only the owner can do this."))]
        if not (_KEEP.search(argument) or _CLOSE.search(argument)):
            example = speaker.translator.gettext("For example: /repeats keep, or /repeats close")
            return [Reply(f"{speaker.translator.gettext('I did not understand that.')} {example}")]
        workspace.missed_stays_open = _KEEP.search(argument) is not None
        request.session.add(workspace)
    return [
        Reply(
            f"{repeats_text(speaker, workspace)} {speaker.translator.gettext('Change it: /repeats keep or /repeats close')}"
        )
    ]


def lead_text(speaker: Speaker, chat: Chat) -> str:
    """How long before something begins its reader is reminded of it."""
    lead = chat.begin_lead_minutes
    if lead is None:
        return speaker.translator.gettext(
            "I do not remind you before something begins, unless you ask for it."
        )
    return speaker.translator.gettext(
        "I remind you {lead} before something begins.", lead=minutes_text(speaker.translator, lead)
    )


def repeats_text(speaker: Speaker, workspace: Workspace) -> str:
    """What becomes of a recurring task that was not done when the next one is due."""
    if workspace.missed_stays_open:
        return speaker.translator.gettext(
            "A recurring task that was not done stays open beside the next one."
        )
    return speaker.translator.gettext(
        "A recurring task that was not done is missed when the next one is due."
    )
