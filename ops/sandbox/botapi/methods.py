"""Maps the names of the supported Bot API methods to their functions."""

from collections.abc import Callable

from ops.sandbox.botapi import chat_actions, media_messages, profile, text_messages, update_methods
from ops.sandbox.botapi.params import CallParams
from ops.sandbox.state.telegram_state import TelegramState

Method = Callable[[TelegramState, CallParams], object]

METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "logOut": profile.log_out,
    "close": profile.log_out,
    "setWebhook": update_methods.set_webhook,
    "deleteWebhook": update_methods.delete_webhook,
    "getWebhookInfo": update_methods.get_webhook_info,
    "sendMessage": text_messages.send_message,
    "sendLocation": text_messages.send_location,
    "sendPhoto": media_messages.send_photo,
    "sendVoice": media_messages.send_voice,
    "sendDocument": media_messages.send_document,
    "sendMediaGroup": media_messages.send_media_group,
    "editMessageText": text_messages.edit_message_text,
    "editMessageCaption": text_messages.edit_message_caption,
    "editMessageReplyMarkup": text_messages.edit_message_reply_markup,
    "editMessageMedia": media_messages.edit_message_media,
    "deleteMessage": text_messages.delete_message,
    "sendChatAction": chat_actions.send_chat_action,
    "setMessageReaction": chat_actions.set_message_reaction,
    "answerCallbackQuery": chat_actions.handle_answer_callback_query,
    "getChat": chat_actions.get_chat,
    "getFile": media_messages.get_file,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "setMyName": profile.set_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
}
POLLING = "getUpdates"  # waits, so it is answered by update_methods.UpdatePoller
NAMES = {name.lower(): name for name in (*METHODS, POLLING)}

# Methods that a webhook's response may not call (the official server ignores these there).
NOT_IN_ANSWERS = frozenset({"setwebhook", "deletewebhook", "close", "logout"})


def may_run_in_answer(name: str) -> bool:
    """Whether a method named in a webhook's response is executed."""
    return not name.lower().startswith("get") and name.lower() not in NOT_IN_ANSWERS
