"""The Bot API's refusals and results, called by the real python-telegram-bot and by plain HTTP."""

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken

ANNA = 1001
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def keyboard(data: str, text: str = "Undo") -> dict:
    return {"inline_keyboard": [[{"text": text, "callback_data": data}]]}


async def test_another_token_is_unauthorized(play) -> None:
    answer = await play.http.post("/bot1:wrong/getMe")
    assert answer.status_code == 401
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    with pytest.raises(InvalidToken):
        await Bot("1:wrong", base_url=f"{play.url}/bot").get_me()


async def test_an_unknown_method_is_not_found(play) -> None:
    answer = await play.call("sendSomething")
    assert answer.status_code == 404
    assert answer.json()["description"] == "Not Found: method not found"


async def test_parameters_may_come_as_query_form_json_or_multipart(play) -> None:
    first = (await play.tg.say("/start")).id
    path = f"/bot{play.settings.telegram_bot_token}/SENDMESSAGE"
    asked = {"chat_id": str(ANNA), "text": "x"}
    answers = [
        await play.http.get(path, params=asked),
        await play.http.post(path, data=asked),
        await play.http.post(path, json={"chat_id": ANNA, "text": "x"}),
        await play.http.post(path, data=asked, files={"unused": ("a.txt", b"a")}),
    ]
    assert [answer.json()["result"]["message_id"] for answer in answers] == [first + n for n in (1, 2, 3, 4)]


async def test_the_bot_cannot_write_first(play) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await play.bot.send_message(ANNA, "hello")
    assert await play.description("sendMessage", text="x") == "Bad Request: chat_id is empty"


async def test_a_blocked_bot_is_forbidden_until_the_person_writes_again(play) -> None:
    await play.tg.say("/start")
    await play.tg.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await play.bot.send_message(ANNA, "hello")
    await play.tg.say("/start")
    assert (await play.bot.send_message(ANNA, "hello")).text == "hello"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Bad Request: message text is empty"),
        ("  \n ", "Bad Request: text must be non-empty"),
        ("я" * 4096, ""),
        ("я" * 4097, "Bad Request: message is too long"),
        ("👍" * 2049, "Bad Request: message is too long"),
    ],
)
async def test_text_length_is_counted_in_utf16_units(play, text: str, words: str) -> None:
    await play.tg.say("/start")
    assert await play.description("sendMessage", chat_id=ANNA, text=text) == words


async def test_length_is_measured_after_parsing(play) -> None:
    await play.tg.say("/start")
    long = "".join("<b>a</b>&amp;" for _ in range(2048))
    assert len(long) > 4096
    assert await play.description("sendMessage", chat_id=ANNA, text=long, parse_mode="HTML") == ""


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (keyboard("я" * 32), ""),
        (keyboard("я" * 33), "Bad Request: BUTTON_DATA_INVALID"),
        (keyboard(""), "Bad Request: BUTTON_DATA_INVALID"),
        ("[]", "Bad Request: object expected as reply markup"),
        (
            {"inline_keyboard": [[{"text": "x"}]]},
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"inline_keyboard": [[{"text": "x", "url": "nowhere"}]]}, "Bad Request: BUTTON_URL_INVALID"),
        (
            {"inline_keyboard": [[{"text": "x", "callback_data": "y"}] * 9]},
            "Bad Request: reply markup is too long",
        ),
        (
            {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]] * 101},
            "Bad Request: reply markup is too long",
        ),
    ],
)
async def test_keyboards_are_checked(play, markup: object, words: str) -> None:
    await play.tg.say("/start")
    assert await play.description("sendMessage", chat_id=ANNA, text="x", reply_markup=markup) == words


async def test_an_edit_that_changes_nothing_is_refused(play) -> None:
    await play.tg.say("/start")
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Undo", callback_data="u")]])
    sent = await play.bot.send_message(ANNA, "<b>a</b>", parse_mode="HTML", reply_markup=markup)
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await sent.edit_text("<strong>a</strong> ", parse_mode="HTML", reply_markup=markup)
    await sent.edit_text("b")
    seen = await play.tg.message(sent.message_id)
    assert (seen.text, seen.buttons, seen.version) == ("b", [], 2)


async def test_only_own_visible_messages_are_edited(play) -> None:
    mine = await play.tg.say("/start")
    asked = {"chat_id": ANNA, "text": "x"}
    assert (
        await play.description("editMessageText", message_id=mine.id, **asked)
        == "Bad Request: message can't be edited"
    )
    assert (
        await play.description("editMessageText", message_id=mine.id + 99, **asked)
        == "Bad Request: message to edit not found"
    )
    sent = await play.bot.send_message(ANNA, "a")
    assert await play.bot.delete_message(ANNA, sent.message_id)
    assert await play.description("editMessageText", message_id=sent.message_id, **asked) == (
        "Bad Request: message to edit not found"
    )
    assert (await play.tg.message(sent.message_id)).deleted


async def test_a_reply_needs_its_message(play) -> None:
    mine = await play.tg.say("/start")
    reply = {"chat_id": ANNA, "text": "x", "reply_parameters": {"message_id": mine.id + 77}}
    assert await play.description("sendMessage", **reply) == "Bad Request: message to be replied not found"
    reply["reply_parameters"] = {"message_id": mine.id + 77, "allow_sending_without_reply": True}
    assert (await play.call("sendMessage", **reply)).json()["result"].get("reply_to_message") is None
    reply["reply_parameters"] = {"message_id": mine.id}
    assert (await play.call("sendMessage", **reply)).json()["result"]["reply_to_message"]["text"] == "/start"


async def test_messages_older_than_48_hours_stay(play) -> None:
    mine = await play.tg.say("/start")
    await play.tg.advance_clock(48 * 3600 + 1)
    with pytest.raises(BadRequest, match="can't be deleted for everyone"):
        await play.bot.delete_message(ANNA, mine.id)


async def test_a_callback_query_is_answered_once_and_in_time(play) -> None:
    await play.tg.say("/start")
    sent = await play.call("sendMessage", chat_id=ANNA, text="x", reply_markup=keyboard("u:1"))
    message_id = sent.json()["result"]["message_id"]
    first = await play.tg.press(message_id, "Undo")
    long = await play.description("answerCallbackQuery", callback_query_id=first, text="a" * 201)
    assert long == "Bad Request: MESSAGE_TOO_LONG"
    assert await play.bot.answer_callback_query(first, "Done", show_alert=True)
    assert await play.tg.wait_for_answer(first) == {"text": "Done", "show_alert": True, "url": ""}
    assert await play.description("answerCallbackQuery", callback_query_id=first) == TOO_OLD
    assert await play.description("answerCallbackQuery", callback_query_id="1") == TOO_OLD
    second = await play.tg.press(message_id, "u:1")
    await play.tg.advance_clock(151)
    assert await play.description("answerCallbackQuery", callback_query_id=second) == TOO_OLD


async def test_reactions_come_from_telegrams_list(play) -> None:
    mine = await play.tg.say("/start")
    assert await play.bot.set_message_reaction(ANNA, mine.id, "👀")
    assert (await play.tg.wait_for_reaction(mine.id)).reactions == ["👀"]
    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await play.bot.set_message_reaction(ANNA, mine.id, "🐌")


async def test_numbers_grow_and_dates_are_whole_seconds(play) -> None:
    for user in (ANNA, 1002, ANNA):
        await play.tg.say("x", user=user)
    updates = (await play.call("getUpdates")).json()["result"]
    numbers = [update["update_id"] for update in updates]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
    messages = [update["message"]["message_id"] for update in updates]
    assert messages[2] == messages[0] + 1
    assert all(type(update["message"]["date"]) is int for update in updates)


async def test_get_updates_gives_way_to_a_webhook_and_to_a_newer_poll(play) -> None:
    older = asyncio.create_task(play.call("getUpdates", timeout=20))
    await play.tg.wait_for_listener()
    newer = asyncio.create_task(play.call("getUpdates", timeout=20))
    assert (await older).json()["description"].startswith("Conflict: terminated by other getUpdates request")
    await play.tg.say("hello")
    found = (await newer).json()["result"]
    assert [update["message"]["text"] for update in found] == ["hello"]
    await play.call("setWebhook", url="http://127.0.0.1:1/x")
    refused = await play.call("getUpdates")
    assert refused.status_code == 409
    assert refused.json()["description"].startswith(
        "Conflict: can't use getUpdates method while webhook is active"
    )


async def test_offset_confirms_what_lies_before_it(play) -> None:
    for text in ("a", "b", "c"):
        await play.tg.say(text)
    first = (await play.call("getUpdates", limit=1)).json()["result"][0]["update_id"]
    assert len((await play.call("getUpdates")).json()["result"]) == 3
    assert len((await play.call("getUpdates", offset=first + 1)).json()["result"]) == 2
    last = (await play.call("getUpdates", offset=-1)).json()["result"]
    assert [update["message"]["text"] for update in last] == ["c"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"secret_token": "a" * 257}, "Bad Request: secret token is too long"),
        ({"secret_token": "a b"}, "Bad Request: secret token contains unallowed characters"),
        (
            {"url": "http://example.com/x"},
            "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            {"url": "https://example.com:9/x"},
            "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "nonsense"}, "Bad Request: invalid webhook URL specified"),
        ({}, "Webhook was set"),
        ({"url": ""}, "Webhook is already deleted"),
    ],
)
async def test_a_webhook_is_checked_before_it_is_set(play, asked: dict, words: str) -> None:
    assert await play.description("setWebhook", **{"url": "https://example.com/x", **asked}) == words


async def test_commands_are_kept_by_language(play) -> None:
    await play.bot.set_my_commands([("today", "Today")])
    await play.bot.set_my_commands([("today", "Сегодня")], language_code="ru")
    by_name = {person["first_name"]: person["commands"] for person in await play.tg.people()}
    assert by_name["Anna"] == [{"command": "today", "description": "Today"}]
    assert by_name["Дима"] == [{"command": "today", "description": "Сегодня"}]
    await play.bot.delete_my_commands()
    assert await play.bot.get_my_commands() == ()
    refused = await play.description("setMyCommands", commands=[{"command": "Bad Name", "description": "x"}])
    assert refused == "Bad Request: BOT_COMMAND_INVALID"


async def test_every_call_is_recorded(play) -> None:
    await play.tg.say("/start")
    await play.call("sendMessage", chat_id=ANNA, text="x", reply_markup=keyboard("u"))
    await play.call("sendMessage", chat_id=5, text="x")
    first, second = await play.tg.calls("sendMessage")
    assert first["params"]["reply_markup"] == keyboard("u")
    assert first["result"]["text"] == "x"
    assert (second["status"], second["description"]) == (400, "Bad Request: chat not found")
    assert first["index"] < second["index"]


async def test_a_person_edits_replies_and_forwards(play) -> None:
    first = await play.tg.say("call the mill", lang="ru")
    await play.tg.edit(first.id, "call the mill at ten")
    await play.tg.say("and this", reply_to=first.id)
    await play.tg.forward(first.id, ANNA)
    await play.tg.locate(52.52, 13.405)
    updates = await play.bot.get_updates(allowed_updates=["message", "edited_message"])
    edited, reply, forwarded, located = updates[1:]
    assert edited.edited_message.text == "call the mill at ten"
    assert edited.edited_message.edit_date is not None
    assert reply.message.reply_to_message.text == "call the mill at ten"
    assert forwarded.message.forward_origin.sender_user.id == ANNA
    assert located.message.location.latitude == 52.52
    assert updates[0].message.from_user.language_code == "ru"
