"""Which handler an update goes to: by its kind, its sender, its command, button or words."""

import asyncio
import datetime as dt

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime import clock
from models.tables.chat import Chat
from worker.core.command_request import CommandRequest
from worker.core.handler import Handler, HandlerContext, HandlerResult, both, reply_only
from worker.core.reply import Reply
from worker.core.speaker import Speaker, find_speaker
from worker.features.assignments.reactions import accept_by_reaction
from worker.features.calendars.calendar_link import calendar_address
from worker.features.calendars.file_offer import offer_calendar_file
from worker.features.calendars.service import subscribe_to
from worker.features.capture import voice_message
from worker.features.capture.albums import answer_once_per_album
from worker.features.capture.apply_reading import ReceivedText
from worker.features.capture.earlier_cards import refreshing_cards
from worker.features.capture.sent_files import answer_for_files, keeping_file, lone_file
from worker.features.capture.service import capture_message
from worker.features.capture.stated_task import state_task
from worker.features.capture.telegram_checklist import checklist_handler
from worker.features.capture.unchanged_edit import is_unchanged
from worker.features.capture.withdrawn_message import handler_after_undo
from worker.features.dashboard_login.commands import dashboard_link
from worker.features.digests.commands import is_weekly_command, prepare_weekly_review
from worker.features.imports.service import is_task_file, offer_tasks
from worker.features.settings.service import follow_language
from worker.features.setup.service import answer_to_step, offer_zones_of_place, with_next_step
from worker.features.tasks.new_title import answer_with_title
from worker.features.team.access import (
    admit_owner_who_speaks,
    handle_unknown_sender,
    is_owners_first_word,
)
from worker.router.button_answers import answered_by_button
from worker.router.callback_router import handle_callback
from worker.router.command_menu import publish_menu_of
from worker.router.command_registry import COMMANDS
from worker.router.group_router import route_group_update
from worker.router.typed_command import TypedCommand, parse_command, typed_command
from worker.services import Services
from worker.telegram import chat_actions
from worker.telegram.update import IncomingUpdate


async def route_update(
    services: Services, incoming: IncomingUpdate, said_at: dt.datetime, trace_id: str
) -> Handler:
    """The handler of an update. What has to be known to choose it (what a model reads in a message, what a recording
    says) is found out here, with nothing held."""
    if (incoming.kind == "other" and incoming.ticks is None) or _is_moving_place(incoming):
        return reply_only(outcome="ignored")
    if not incoming.private:
        return await route_group_update(services, incoming, said_at, trace_id, _message)
    return await _private_update(services, incoming, said_at, trace_id)


async def _private_update(
    services: Services, incoming: IncomingUpdate, said_at: dt.datetime, trace_id: str
) -> Handler:
    async with services.database.transaction() as session:
        speaker = await find_speaker(session, incoming.chat_telegram_id)
        unchanged = speaker is not None and await is_unchanged(session, speaker, incoming)
    if incoming.kind in ("blocked", "unblocked"):
        return _membership(incoming, speaker)
    if speaker is None and is_owners_first_word(services, incoming):
        speaker = await admit_owner_who_speaks(services, incoming, trace_id, clock.now())
        await publish_menu_of(services.telegram, services.database, incoming.chat_telegram_id)
    if speaker is None:
        return await handle_unknown_sender(services, incoming)
    if unchanged:
        return reply_only(outcome="ignored")
    handler = await _of_speaker(services, speaker, incoming, said_at, trace_id)
    return refreshing_cards(handler, speaker)


async def _of_speaker(
    services: Services, speaker: Speaker, incoming: IncomingUpdate, said_at: dt.datetime, trace_id: str
) -> Handler:
    if incoming.callback is not None:
        await chat_actions.answer_callback_query(services.telegram, incoming.callback)
        return handle_callback(services, speaker, incoming.callback, trace_id)
    if incoming.kind == "reaction":
        return accept_by_reaction(speaker, incoming)
    return await _message(services, speaker, incoming, said_at, trace_id)


def _is_moving_place(incoming: IncomingUpdate) -> bool:
    """Whether this is the next position of somebody who shares where they are: only the first one was sent by hand."""
    return incoming.edited and incoming.location is not None


async def _message(
    services: Services, speaker: Speaker, incoming: IncomingUpdate, said_at: dt.datetime, trace_id: str
) -> Handler:
    """A known speaker's message: a command, a place, or plain words."""
    typed = typed_command(incoming)
    if typed is not None:
        handler = await _typed(services, speaker, incoming, typed, said_at, trace_id)
        return handler_after_undo(handler, speaker, incoming.message_id) if incoming.edited else handler
    listed = checklist_handler(speaker, incoming)
    if listed is not None:
        return listed
    if incoming.location is not None:
        async with services.database.transaction() as session:
            pin = await offer_zones_of_place(session, speaker, incoming.location, said_at)
        return reply_only(pin, workspace_id=speaker.workspace_id)
    if incoming.kind == "text" and not incoming.edited:
        answered = await _told_in_words(services, speaker, incoming, said_at)
        if answered is not None:
            return answered
    written = await follow_language(services.database, speaker, incoming.text, incoming.user_language)
    if written.language != speaker.language:
        await publish_menu_of(services.telegram, services.database, incoming.chat_telegram_id)
    handler = await _words(services, written, incoming, said_at, trace_id)
    async with services.database.transaction() as session:
        return await with_next_step(session, written, handler, said_at)


async def _told_in_words(
    services: Services, speaker: Speaker, incoming: IncomingUpdate, said_at: dt.datetime
) -> Handler | None:
    """The handler of a text that answers a question, or is the address of a calendar."""
    async with services.database.transaction() as session:
        answered = await _answered(session, speaker, incoming, said_at)
    if answered is not None:
        return answered
    private = not incoming.forwarded and speaker.group is None
    link = calendar_address(incoming.text) if private else None
    return None if link is None else subscribe_to(speaker, link, services.settings)


async def _answered(
    session: AsyncSession, speaker: Speaker, incoming: IncomingUpdate, said_at: dt.datetime
) -> Handler | None:
    """The handler of a text that answers the newest question with buttons, or the open step of the set-up."""
    answered = await answered_by_button(session, speaker, incoming, said_at)
    answered = answered or await answer_for_files(session, speaker, incoming, said_at)
    answered = answered or await answer_with_title(session, speaker, incoming, said_at)
    if answered is not None or incoming.forwarded or incoming.reply_to_message_id is not None:
        return answered
    return await answer_to_step(session, speaker, incoming.text, said_at)


async def _words(
    services: Services, speaker: Speaker, incoming: IncomingUpdate, said_at: dt.datetime, trace_id: str
) -> Handler:
    """Understanding goes on while Telegram shows the sign: neither waits for the other."""
    _, handler = await asyncio.gather(
        chat_actions.show_activity(services.telegram, incoming),
        _understood(services, speaker, incoming, said_at, trace_id),
    )
    return handler


async def _understood(
    services: Services, speaker: Speaker, incoming: IncomingUpdate, said_at: dt.datetime, trace_id: str
) -> Handler:
    if incoming.audio is not None:
        heard = await voice_message.handle_voice_message(
            services, speaker, incoming, incoming.audio, said_at, trace_id
        )
        return keeping_file(heard, speaker, incoming)
    if incoming.calendar_file is not None and not incoming.edited and speaker.group is None:
        offer = await offer_calendar_file(
            services, speaker, incoming.calendar_file, incoming.message_id, said_at
        )
        if not incoming.text.strip():
            return offer
        caption = ReceivedText(incoming.text, said_at, incoming.message_id)
        return both(await capture_message(services, speaker, incoming, caption, trace_id), offer)
    if not incoming.text.strip():
        return await _wordless(services, speaker, incoming)
    words = ReceivedText(incoming.text, said_at, incoming.message_id)
    captured = await capture_message(services, speaker, incoming, words, trace_id)
    return keeping_file(captured, speaker, incoming)


async def _wordless(services: Services, speaker: Speaker, incoming: IncomingUpdate) -> Handler:
    """A file without a caption, or something that cannot be read."""
    file = None if incoming.edited else incoming.file
    answers = incoming.reply_to_message_id is not None
    if file is not None and incoming.private and not answers and is_task_file(file.name):
        kept = lone_file(speaker, incoming, file)
        return await offer_tasks(services, speaker, file.file_id, incoming.message_id, otherwise=kept)
    if file is not None and (incoming.private or answers):
        return lone_file(speaker, incoming, file)
    return answer_once_per_album(speaker, incoming, _unreadable(speaker, incoming))


async def _typed(
    services: Services,
    speaker: Speaker,
    incoming: IncomingUpdate,
    typed: TypedCommand,
    said_at: dt.datetime,
    trace_id: str,
) -> Handler:
    if is_weekly_command(services, typed.name, typed.argument):
        return await prepare_weekly_review(services, speaker, said_at, trace_id)
    if typed.name == "task":
        stated = await state_task(services, speaker, incoming, typed.argument, said_at, trace_id)
        return keeping_file(stated, speaker, incoming)
    if typed.name == "dashboard":
        # Its code is made in Redis, outside of any transaction.
        link = await dashboard_link(services, speaker, incoming)
        return reply_only(link, workspace_id=speaker.workspace_id)
    return _command(services, speaker, incoming, typed, trace_id)


def _command(
    services: Services, speaker: Speaker, incoming: IncomingUpdate, typed: TypedCommand, trace_id: str
) -> Handler:
    command, argument = COMMANDS.get(typed.name), typed.argument
    if command is None:
        unknown = speaker.translator.gettext("I don't know this command. /help lists the ones I know.")
        return reply_only(Reply(unknown), workspace_id=speaker.workspace_id)

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        request = CommandRequest(
            session, speaker, context, argument, services.settings, incoming.reply_to_message_id
        )
        return HandlerResult(await command.run(request), workspace_id=speaker.workspace_id)

    if command.long_work is None:
        return Handler(apply)
    return command.long_work.before(apply, services, speaker, argument, trace_id)


def known_command(incoming: IncomingUpdate) -> str:
    """The name of the command that a message is; empty for other messages and for names that are no command's."""
    typed = parse_command(incoming.text)
    name = typed.name if typed is not None else ""
    return name if name in COMMANDS or name in ("dashboard", "task") else ""


def _membership(incoming: IncomingUpdate, speaker: Speaker | None) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        if speaker is not None:
            chat = (await session.exec(select(Chat).where(Chat.id == speaker.chat_id))).one()
            chat.blocked_at = context.now if incoming.kind == "blocked" else None
            session.add(chat)
        return HandlerResult(outcome="done" if speaker else "ignored")

    return Handler(apply)


def _unreadable(speaker: Speaker, incoming: IncomingUpdate) -> Reply:
    translator = speaker.translator
    if incoming.kind in ("photo", "document"):
        return Reply(
            translator.gettext(
                "Add a caption saying what is to be done with it, or send it as a reply to the task."
            )
        )
    return Reply(translator.gettext("I understand text and voice messages. Write or say what needs doing."))
