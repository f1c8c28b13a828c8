"""Control endpoints for users' actions; each returns the message or callback query it made."""

from dataclasses import asdict

from starlette.datastructures import FormData, UploadFile

from ops.sandbox.botapi.errors import bad_request
from ops.sandbox.botapi.media_messages import media_object, store_upload
from ops.sandbox.botapi.params import Upload
from ops.sandbox.control.schemas import (
    BlockBody,
    BotStatusBody,
    EditBody,
    ForwardBody,
    GroupBody,
    LocationBody,
    PressBody,
    PrivacyBody,
    ReactBody,
    SayBody,
    TopicBody,
    UserAction,
)
from ops.sandbox.stand_in import StandIn
from ops.sandbox.state import groups, people
from ops.sandbox.state.records import ChatRecord, Json

MAX_CAPTION = 1024


def _who(stand_in: StandIn, act: UserAction) -> tuple[Json, ChatRecord]:
    state = stand_in.state
    with state.change():
        user = people.find_or_create_user(state, act.user, act.name, act.lang)
    return user, people.find_or_create_chat(state, act.user, act.chat)


def handle_say(stand_in: StandIn, act: SayBody) -> Json:
    user, chat = _who(stand_in, act)
    content = people.text_content(act.text)
    if act.anonymous:
        user, content = groups.ANONYMOUS_ADMIN, {**content, "sender_chat": stand_in.state.chat_object(chat)}
    return people.send_user_message(
        stand_in.state, user, chat, content, act.reply_to, thread=act.thread
    ).seen()


def handle_edit(stand_in: StandIn, act: EditBody) -> Json:
    user, chat = _who(stand_in, act)
    return people.edit_message(stand_in.state, user, chat, act.message_id, act.text).seen()


def handle_press(stand_in: StandIn, act: PressBody) -> Json:
    user, chat = _who(stand_in, act)
    return asdict(people.press_button(stand_in.state, user, chat, act.message_id, act.button))


def handle_react(stand_in: StandIn, act: ReactBody) -> Json:
    user, chat = _who(stand_in, act)
    people.set_reaction(stand_in.state, user, chat, act.message_id, act.emoji)
    return people.message_in(chat, act.message_id).seen()


def handle_forward(stand_in: StandIn, act: ForwardBody) -> Json:
    user, chat = _who(stand_in, act)
    source = people.find_or_create_chat(stand_in.state, act.user, act.from_chat)
    return people.forward_message(
        stand_in.state, user, chat, people.message_in(source, act.message_id)
    ).seen()


def handle_location(stand_in: StandIn, act: LocationBody) -> Json:
    user, chat = _who(stand_in, act)
    place = {"location": {"latitude": act.latitude, "longitude": act.longitude}}
    return people.send_user_message(stand_in.state, user, chat, place, act.reply_to).seen()


def handle_block(stand_in: StandIn, act: BlockBody) -> Json:
    user, chat = _who(stand_in, act)
    people.set_blocked(stand_in.state, user, chat, blocked=act.blocked)
    return {"chat_id": chat.id, "blocked": chat.blocked}


def handle_group(stand_in: StandIn, act: GroupBody) -> Json:
    if act.chat is None or act.chat >= 0:
        raise bad_request("a group needs a negative chat id")
    _who(stand_in, act)
    chat = stand_in.state.new_chat(act.chat, act.title)
    chat.started, chat.bot_status, chat.forum = True, act.bot, act.forum
    chat.kind = "supergroup" if act.supergroup or act.forum else "group"
    with stand_in.state.change():
        stand_in.state.save_chat(chat)
    return chat.record()


def handle_bot_status(stand_in: StandIn, act: BotStatusBody) -> Json:
    user, chat = _who(stand_in, act)
    groups.set_bot_status(stand_in.state, groups.ANONYMOUS_ADMIN if act.anonymous else user, chat, act.status)
    return chat.record()


def handle_topic(stand_in: StandIn, act: TopicBody) -> Json:
    user, chat = _who(stand_in, act)
    return groups.make_topic(stand_in.state, user, chat, act.name).seen()


def handle_migration(stand_in: StandIn, act: UserAction) -> Json:
    user, chat = _who(stand_in, act)
    return groups.migrate(stand_in.state, user, chat).record()


def handle_privacy(stand_in: StandIn, act: PrivacyBody) -> Json:
    with stand_in.state.change():
        stand_in.state.profile["privacy_mode"] = act.on
        stand_in.state.save_profile()
    return {"on": act.on}


async def handle_upload(stand_in: StandIn, form: FormData) -> Json:
    """Send a photo, voice note or document as a user.

    Form fields: file, user, kind (photo, voice, document), and optionally chat, caption,
    duration (seconds), reply_to, name, lang.
    """
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise bad_request("the form needs a file")
    fields = {key: value for key, value in form.multi_items() if isinstance(value, str)}
    act = UserAction(
        user=int(fields["user"]),
        chat=int(fields["chat"]) if fields.get("chat") else None,
        name=fields.get("name", ""),
        lang=fields.get("lang", ""),
    )
    kind, caption = fields.get("kind", "document"), fields.get("caption", "")
    if kind not in {"photo", "voice", "document"} or len(caption) > MAX_CAPTION:
        raise bad_request("kind must be photo, voice or document, and a caption at most 1024 characters")
    content = await file.read()
    user, chat = _who(stand_in, act)
    sent = Upload(file.filename or kind, file.content_type or "application/octet-stream", content)
    with stand_in.state.change():
        stored = store_upload(stand_in.state, kind, sent, int(float(fields.get("duration") or 0)))
        words = people.text_content(caption, "caption") if caption else {}
        reply_to = int(fields["reply_to"]) if fields.get("reply_to") else None
        return people.send_user_message(
            stand_in.state, user, chat, {**media_object(stored), **words}, reply_to
        ).seen()
