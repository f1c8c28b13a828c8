"""Which handler an update of a group goes to. What is not for the bot, or comes from a stranger, has no effect there."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.group_chat import GroupChat
from worker.core.group_places import find_group, find_group_speaker, speaker_in_group
from worker.core.handler import Handler, HandlerContext, HandlerResult, reply_only
from worker.core.i18n import translator_for
from worker.core.reply import Reply
from worker.core.reply_place import in_private
from worker.core.speaker import Speaker, find_speaker
from worker.features.capture.earlier_cards import refreshing_cards
from worker.features.capture.unchanged_edit import is_unchanged
from worker.features.groups.service import (
    ask_owner,
    find_owner,
    move_group,
    note_removed,
    remember_group,
)
from worker.features.groups.team import team_in_group
from worker.features.groups.views import anonymous_text, hears_text
from worker.features.settings.service import detect_chat_language
from worker.features.team.access import handle_unknown_sender
from worker.router.callback_router import handle_callback
from worker.router.command_registry import COMMANDS
from worker.router.group_address import Addressed, address_of
from worker.services import Services
from worker.telegram.update import IncomingUpdate

RouteMessage = Callable[[Services, Speaker, IncomingUpdate, dt.datetime, str], Awaitable[Handler]]
# Commands that are answered in the group. What else the bot knows is its author's own matter.
SHARED_COMMANDS = frozenset(
    {"today", "tomorrow", "week", "done", "undo", "find", "task", "skip", "after", "team"}
)
_GREETING_COMMANDS = frozenset({"start", "help"})
# Buttons of cards, lists and questions that are shown in groups.
_SHARED_BUTTONS = frozenset(
    {
        "done",
        "undo",
        "card",
        "edit",
        "set",
        "ask",
        "twin",
        "page",
        "late",
        "as",
        "took",
        "file",
        "item",
        "talk",
        "title",
    }
)
_IGNORED = reply_only(outcome="ignored")


@dataclass(frozen=True, slots=True)
class _Said:
    """A message of a group that is for the bot, without the bot's name."""

    incoming: IncomingUpdate
    address: Addressed
    at: dt.datetime
    trace_id: str


async def route_group_update(
    services: Services,
    incoming: IncomingUpdate,
    said_at: dt.datetime,
    trace_id: str,
    route_message: RouteMessage,
) -> Handler:
    """The handler of an update of a group; `route_message` is the way of a known speaker's message."""
    if incoming.kind == "migrated":
        return _moved(incoming)
    if incoming.kind in ("blocked", "unblocked"):
        return _removed(incoming) if incoming.kind == "blocked" else _added(incoming)
    if incoming.callback is not None:
        return await _pressed(services, incoming, trace_id)
    return await _message(services, incoming, said_at, trace_id, route_message)


async def _message(
    services: Services,
    incoming: IncomingUpdate,
    said_at: dt.datetime,
    trace_id: str,
    route_message: RouteMessage,
) -> Handler:
    address = await address_of(services.telegram, incoming)
    if address is None or incoming.kind == "reaction":
        return _IGNORED
    if incoming.group.anonymous:
        return _anonymous(address.cleaned(incoming))
    said = _Said(address.cleaned(incoming), address, said_at, trace_id)
    async with services.database.transaction() as session:
        known = await find_speaker(session, incoming.user_telegram_id)
        group = await find_group(session, incoming.chat_telegram_id)
        speaker = None if group is None or known is None else await speaker_in_group(session, known, group)
        unchanged = speaker is not None and await is_unchanged(session, speaker, incoming)
    foreign = _is_foreign(group, known)
    if known is None or foreign:
        return await handle_unknown_sender(services, incoming)
    if speaker is None:
        return _unconnected(known, said)
    handler = _IGNORED if unchanged else await _spoken(services, speaker, said, route_message)
    return refreshing_cards(handler, speaker)


def _is_foreign(group: GroupChat | None, known: Speaker | None) -> bool:
    """Whether a group is bound to a business of a workspace that is not the speaker's."""
    bound = group is not None and group.business_id is not None
    return bound and group is not None and known is not None and group.workspace_id != known.workspace_id


async def _spoken(services: Services, speaker: Speaker, said: _Said, route_message: RouteMessage) -> Handler:
    """What a member says in a group that is bound to a business of theirs."""
    name, incoming = said.address.command, said.incoming
    if name in _GREETING_COMMANDS:
        return reply_only(Reply(hears_text(speaker.translator)), workspace_id=speaker.workspace_id)
    if name == "group":
        return _asking_owner(speaker.in_private(), said)
    if name == "team" and not said.address.argument:
        return _team(speaker)
    if not name or name in SHARED_COMMANDS:
        return _in_language(await route_message(services, speaker, incoming, said.at, said.trace_id), speaker)
    return await _spoken_privately(services, speaker, said, route_message)


async def _spoken_privately(
    services: Services, speaker: Speaker, said: _Said, route_message: RouteMessage
) -> Handler:
    """A command whose answer is its author's own matter."""
    name, incoming = said.address.command, said.incoming
    if name not in COMMANDS and name != "dashboard":
        # A command without our name may be another bot's.
        unknown = Reply(speaker.translator.gettext("I don't know this command. /help lists the ones I know."))
        return reply_only(unknown, workspace_id=speaker.workspace_id) if said.address.by_name else _IGNORED
    if incoming.edited:
        return _IGNORED
    home = speaker.in_private()
    own = replace(
        incoming,
        chat_telegram_id=home.chat_telegram_id,
        private=True,
        message_id=None,
        reply_to_message_id=None,
    )
    return in_private(await route_message(services, home, own, said.at, said.trace_id), speaker)


def _in_language(handler: Handler, speaker: Speaker) -> Handler:
    """The handler with the speaker's language for what turns pages: a group has none of its own."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        return replace(await handler.apply(session, context), language=speaker.language)

    return replace(handler, apply=apply)


def _team(speaker: Speaker) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        return HandlerResult(
            [await team_in_group(session, speaker, context.now)],
            workspace_id=speaker.workspace_id,
            language=speaker.language,
        )

    return Handler(apply)


async def _pressed(services: Services, incoming: IncomingUpdate, trace_id: str) -> Handler:
    """A button in a group. Whose it is not sees a word of their own, and the message stays as it is."""
    assert incoming.callback is not None
    async with services.database.transaction() as session:
        speaker = await find_group_speaker(session, incoming.chat_telegram_id, incoming.user_telegram_id)
    if speaker is None:
        return await handle_unknown_sender(services, incoming)
    if incoming.callback.data.split(":")[0] not in _SHARED_BUTTONS:
        alert = speaker.translator.gettext("This button is not for you, or it has expired.")

        async def refuse(session: AsyncSession, context: HandlerContext) -> HandlerResult:  # noqa: ARG001
            return HandlerResult(workspace_id=speaker.workspace_id, alert=alert)

        return Handler(refuse)
    handler = handle_callback(services, speaker, incoming.callback, trace_id)
    return _in_language(refreshing_cards(handler, speaker), speaker)


def _unconnected(known: Speaker, said: _Said) -> Handler:
    """In a group that is bound to no business yet, or to one that the speaker does not work for."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        gettext = known.translator.gettext
        group = await find_group(session, said.incoming.chat_telegram_id)
        if group is not None and group.business_id is not None and not known.is_owner:
            hint = gettext(
                "You are not on the team of the business this group is for, so I do nothing there. The owner can add you."
            )
            return HandlerResult([Reply(hint, chat=known.chat_telegram_id)], workspace_id=known.workspace_id)
        if known.is_owner:
            return await _ask(session, known, said.incoming, context)
        fresh = group is None
        replies = [Reply(gettext("The owner has not said yet which business this group is for."))]
        if fresh:
            replies += (await _ask(session, known, said.incoming, context)).replies[:1]
        return HandlerResult(replies, workspace_id=known.workspace_id)

    return Handler(apply)


def _asking_owner(known: Speaker, said: _Said) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        if not known.is_owner:
            return HandlerResult(
                [Reply(known.translator.gettext("Only the owner can do this."))],
                workspace_id=known.workspace_id,
            )
        return await _ask(session, known, said.incoming, context)

    return Handler(apply)


async def _ask(
    session: AsyncSession, known: Speaker, incoming: IncomingUpdate, context: HandlerContext
) -> HandlerResult:
    """The owner is asked in their private chat which business the group is for; the group gets a short word."""
    group = await remember_group(
        session, known.workspace_id, incoming.chat_telegram_id, incoming.group.title, context.now
    )
    owner = known if known.is_owner else await find_owner(session, known.workspace_id)
    if owner is None:
        return HandlerResult(workspace_id=known.workspace_id)
    question = await ask_owner(session, owner, group, added_by=None if known.is_owner else known.name)
    word = Reply(known.translator.gettext("I ask you in our private chat which business this group is for."))
    return HandlerResult([question, word], workspace_id=known.workspace_id)


def _added(incoming: IncomingUpdate) -> Handler:
    """Added by a member: one line of what is heard, and the owner is asked. Added by a stranger the bot keeps silent."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        group = await find_group(session, incoming.chat_telegram_id)
        if group is not None:
            group.removed_at, group.title = None, incoming.group.title or group.title
            session.add(group)
        if not incoming.group.joined:
            return HandlerResult(outcome="done" if group else "ignored")
        if incoming.group.as_group:
            return HandlerResult([_anonymous_reply(incoming)], outcome="stranger")
        known = await find_speaker(session, incoming.user_telegram_id)
        bound = group is not None and group.business_id is not None
        if known is None or _is_foreign(group, known):
            return HandlerResult(outcome="done" if group else "stranger")
        hears = Reply(hears_text(known.translator))
        if bound:
            return HandlerResult([hears], workspace_id=known.workspace_id)
        asked = await _ask(session, known, incoming, context)
        return HandlerResult([hears, *asked.replies[:1]], workspace_id=known.workspace_id)

    return Handler(apply)


def _removed(incoming: IncomingUpdate) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        group = await note_removed(session, incoming.chat_telegram_id, context.now)
        return HandlerResult(outcome="done" if group else "stranger")

    return Handler(apply)


def _moved(incoming: IncomingUpdate) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:  # noqa: ARG001
        moved = incoming.group.moved
        known = moved is not None and await move_group(session, *moved)
        return HandlerResult(outcome="done" if known else "ignored")

    return Handler(apply)


def _anonymous(incoming: IncomingUpdate) -> Handler:
    """An administrator who writes as the group is told why nothing happens; whoever writes as a channel is a stranger."""
    if not incoming.group.as_group:
        return reply_only(outcome="stranger")
    return reply_only(_anonymous_reply(incoming), outcome="stranger")


def _anonymous_reply(incoming: IncomingUpdate) -> Reply:
    language = detect_chat_language(incoming.text) or incoming.user_language
    return Reply(anonymous_text(translator_for(language)), ephemeral=True)
