"""The bot's profile: getMe, commands, menu button, name and descriptions."""

import re
from typing import Any

from ops.sandbox.botapi.errors import bad_request
from ops.sandbox.botapi.params import CallParams
from ops.sandbox.state.records import Json
from ops.sandbox.state.telegram_state import TelegramState

COMMAND = re.compile(r"^[a-z0-9_]{1,32}$")
MAX_COMMANDS = 100
MAX_COMMAND_TEXT = 256
LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(state: TelegramState, _: CallParams) -> Json:
    return {
        **state.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": not state.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _slot(params: CallParams) -> str:
    """Commands are kept per scope and language; this is their key."""
    scope = params.structure("scope") or {"type": "default"}
    if not isinstance(scope, dict) or not scope.get("type"):
        raise bad_request("can't parse BotCommandScope: object expected")
    places = [str(scope[key]) for key in ("chat_id", "user_id") if key in scope]
    return ":".join([scope["type"], *places, _language(params)])


def _language(params: CallParams) -> str:
    language = params.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language


def set_my_commands(state: TelegramState, params: CallParams) -> bool:
    commands = params.objects("commands")
    if commands is None:
        raise bad_request('parameter "commands" is required')
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = [_command(item) for item in commands]
    with state.change():
        state.profile.setdefault("commands", {})[_slot(params)] = checked
        state.save_profile()
    return True


def _command(item: Json) -> Json:
    name = str(item.get("command", "")).removeprefix("/")
    text = str(item.get("description", "")).strip()
    if not COMMAND.match(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(text) <= MAX_COMMAND_TEXT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": text}


def get_my_commands(state: TelegramState, params: CallParams) -> Any:
    return state.profile.get("commands", {}).get(_slot(params), [])


def delete_my_commands(state: TelegramState, params: CallParams) -> bool:
    with state.change():
        state.profile.setdefault("commands", {}).pop(_slot(params), None)
        state.save_profile()
    return True


def commands_for(state: TelegramState, user: Json) -> list[Json]:
    """The commands that a user sees: of their private chat, else of all private chats, else the default."""
    known = state.profile.get("commands", {})
    language = str(user.get("language_code", ""))[:2]
    for scope in (f"chat:{user['id']}", "all_private_chats", "default"):
        for tongue in (language, ""):
            if known.get(f"{scope}:{tongue}"):
                return list(known[f"{scope}:{tongue}"])
    return []


def set_chat_menu_button(state: TelegramState, params: CallParams) -> bool:
    button = params.structure("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in {"commands", "web_app", "default"}:
        raise bad_request("can't parse MenuButton: wrong type specified")
    with state.change():
        state.profile.setdefault("menu_button", {})[params.text("chat_id")] = button
        state.save_profile()
    return True


def get_chat_menu_button(state: TelegramState, params: CallParams) -> Any:
    return state.profile.get("menu_button", {}).get(params.text("chat_id"), {"type": "commands"})


def _set_words(state: TelegramState, params: CallParams, field: str) -> bool:
    words = params.text(field)
    if len(words) > LIMITS[field]:
        raise bad_request(f"BOT_{field.upper()}_TOO_LONG")
    key = ":".join(filter(None, (field, _language(params))))
    with state.change():
        state.profile[key] = words
        state.save_profile()
    return True


def set_my_name(state: TelegramState, params: CallParams) -> bool:
    return _set_words(state, params, "name")


def set_my_description(state: TelegramState, params: CallParams) -> bool:
    return _set_words(state, params, "description")


def set_my_short_description(state: TelegramState, params: CallParams) -> bool:
    return _set_words(state, params, "short_description")


def get_my_description(state: TelegramState, params: CallParams) -> Json:
    return {"description": state.profile.get(":".join(filter(None, ("description", _language(params)))), "")}


def get_my_short_description(state: TelegramState, params: CallParams) -> Json:
    key = ":".join(filter(None, ("short_description", _language(params))))
    return {"short_description": state.profile.get(key, "")}


def log_out(_: TelegramState, __: CallParams) -> bool:
    raise bad_request("the stand-in has no other server to move to")
