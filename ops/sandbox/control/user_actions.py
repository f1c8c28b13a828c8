"""Endpoints for what people do: each returns the message or query it made."""

from dataclasses import asdict

from starlette.datastructures import FormData, UploadFile

from ops.sandbox.botapi.errors import bad_request
from ops.sandbox.botapi.media_messages import keep_upload, media_object
from ops.sandbox.botapi.params import Upload
from ops.sandbox.control.schemas import Act, Block, Edit, Forward, Group, Location, Press, React, Say
from ops.sandbox.stand_in import StandIn
from ops.sandbox.state import people
from ops.sandbox.state.records import Chat, Json

MAX_CAPTION = 1024


def _who(stand_in: StandIn, act: Act) -> tuple[Json, Chat]:
    world = stand_in.world
    with world.change():
        user = people.meet(world, act.user, act.name, act.lang)
    return user, people.chat_for(world, act.user, act.chat)


def say(stand_in: StandIn, act: Say) -> Json:
    user, chat = _who(stand_in, act)
    return people.say(stand_in.world, user, chat, people.text_content(act.text), act.reply_to).seen()


def edit(stand_in: StandIn, act: Edit) -> Json:
    user, chat = _who(stand_in, act)
    return people.edit(stand_in.world, user, chat, act.message_id, act.text).seen()


def press(stand_in: StandIn, act: Press) -> Json:
    user, chat = _who(stand_in, act)
    return asdict(people.press(stand_in.world, user, chat, act.message_id, act.button))


def react(stand_in: StandIn, act: React) -> Json:
    user, chat = _who(stand_in, act)
    people.react(stand_in.world, user, chat, act.message_id, act.emoji)
    return people.message_in(chat, act.message_id).seen()


def forward(stand_in: StandIn, act: Forward) -> Json:
    user, chat = _who(stand_in, act)
    source = people.chat_for(stand_in.world, act.user, act.from_chat)
    return people.forward(stand_in.world, user, chat, people.message_in(source, act.message_id)).seen()


def locate(stand_in: StandIn, act: Location) -> Json:
    user, chat = _who(stand_in, act)
    place = {"location": {"latitude": act.latitude, "longitude": act.longitude}}
    return people.say(stand_in.world, user, chat, place, act.reply_to).seen()


def block(stand_in: StandIn, act: Block) -> Json:
    user, chat = _who(stand_in, act)
    people.set_blocked(stand_in.world, user, chat, blocked=act.blocked)
    return {"chat_id": chat.id, "blocked": chat.blocked}


def make_group(stand_in: StandIn, act: Group) -> Json:
    if act.chat is None or act.chat >= 0:
        raise bad_request("a group needs a negative chat id")
    _who(stand_in, act)
    chat = stand_in.world.new_chat(act.chat, act.title)
    chat.started = True
    with stand_in.world.change():
        stand_in.world.save_chat(chat)
    return chat.record()


async def upload(stand_in: StandIn, form: FormData) -> Json:
    """A photo, voice note or document of a person.

    Form fields: file, user, kind (photo, voice, document), and optionally chat, caption,
    duration (seconds), reply_to, name, lang.
    """
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise bad_request("the form needs a file")
    fields = {key: value for key, value in form.multi_items() if isinstance(value, str)}
    act = Act(
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
    with stand_in.world.change():
        stored = keep_upload(stand_in.world, kind, sent, int(float(fields.get("duration") or 0)))
        words = people.text_content(caption, "caption") if caption else {}
        reply_to = int(fields["reply_to"]) if fields.get("reply_to") else None
        return people.say(stand_in.world, user, chat, {**media_object(stored), **words}, reply_to).seen()
