"""sendChatAction, setMessageReaction, answerCallbackQuery and getChat."""

from ops.sandbox.botapi.chat_lookup import find_chat, find_writable_chat, visible_message
from ops.sandbox.botapi.errors import QUERY_TOO_OLD, bad_request
from ops.sandbox.botapi.params import CallParams
from ops.sandbox.state.telegram_state import TelegramState
from ops.sandbox.state.update_queue import CALLBACK_LIFETIME

MAX_ANSWER = 200
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
# Bot API, ReactionTypeEmoji: the emoji a bot may react with.
REACTIONS = frozenset(
    [
        "❤",
        "👍",
        "👎",
        "🔥",
        "🥰",
        "👏",
        "😁",
        "🤔",
        "🤯",
        "😱",
        "🤬",
        "😢",
        "🎉",
        "🤩",
        "🤮",
        "💩",
        "🙏",
        "👌",
        "🕊",
        "🤡",
        "🥱",
        "🥴",
        "😍",
        "🐳",
        "❤\u200d🔥",
        "🌚",
        "🌭",
        "💯",
        "🤣",
        "⚡",
        "🍌",
        "🏆",
        "💔",
        "🤨",
        "😐",
        "🍓",
        "🍾",
        "💋",
        "🖕",
        "😈",
        "😴",
        "😭",
        "🤓",
        "👻",
        "👨\u200d💻",
        "👀",
        "🎃",
        "🙈",
        "😇",
        "😨",
        "🤝",
        "✍",
        "🤗",
        "🫡",
        "🎅",
        "🎄",
        "☃",
        "💅",
        "🤪",
        "🗿",
        "🆒",
        "💘",
        "🙉",
        "🦄",
        "😘",
        "💊",
        "🙊",
        "😎",
        "👾",
        "🤷\u200d♂",
        "🤷",
        "🤷\u200d♀",
        "😡",
    ]
)


def send_chat_action(state: TelegramState, params: CallParams) -> bool:
    chat = find_writable_chat(state, params)
    action = params.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    with state.change():
        chat.action, chat.action_at = action, state.clock.now()
        state.save_chat(chat)
        state.announce("action", chat_id=chat.id, action=action)
    return True


def set_message_reaction(state: TelegramState, params: CallParams) -> bool:
    chat = find_writable_chat(state, params)
    message = visible_message(chat, params.integer("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    wanted = params.objects("reaction") or []
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for item in wanted:
        if item.get("type") != "emoji" or str(item.get("emoji")).replace("\ufe0f", "") not in REACTIONS:
            raise bad_request("REACTION_INVALID")
    bot_id = state.bot["id"]
    with state.change():
        others = [item for item in message.reactions if item["by"] != bot_id]
        message.reactions = others + [{"by": bot_id, "type": item} for item in wanted]
        state.save_message(message, "reaction")
    return True


def handle_answer_callback_query(state: TelegramState, params: CallParams) -> bool:
    query = state.queries.get(params.text("callback_query_id"))
    now = state.clock.now()
    if query is None or query.answer is not None or now - query.pressed_at > CALLBACK_LIFETIME:
        raise bad_request(QUERY_TOO_OLD)
    text = params.text("text")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    with state.change():
        query.answer = {"text": text, "show_alert": params.flag("show_alert"), "url": params.text("url")}
        query.answered_at = now
        state.save_query(query)
        facts = {"query_id": query.id, "chat_id": query.chat_id, "user_id": query.user_id}
        state.announce("answer", **facts, message_id=query.message_id, answer=query.answer)
    return True


def get_chat(state: TelegramState, params: CallParams) -> dict[str, object]:
    chat = find_chat(state, params)
    return {**state.chat_object(chat), "accent_color_id": 0, "max_reaction_count": 11}
