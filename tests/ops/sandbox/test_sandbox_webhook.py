"""The webhook: at least once, in order within a chat, in parallel between them, as Telegram does it."""

import asyncio

from starlette.responses import JSONResponse, Response

from ops.sandbox.webhook_delivery import retry_delay
from tests.tables import for_every

ANNA = 1001


def failing(times: int, status: int = 500, **headers: str):
    left = {"times": times}

    def answer(_: dict) -> Response:
        left["times"] -= 1
        return Response(status_code=status, headers=headers) if left["times"] >= 0 else Response()

    return answer


async def test_the_secret_is_in_every_request(play, receiver) -> None:
    await play.bot.set_webhook(receiver.url, secret_token="s3cret-_")
    await play.tg.say("hello")
    await play.tg.wait_until_idle()
    assert (receiver.texts, receiver.secrets) == (["hello"], ["s3cret-_"])


async def test_a_failed_update_comes_again_under_its_own_number(play, receiver) -> None:
    receiver.answer = failing(4)
    await play.bot.set_webhook(receiver.url)
    await play.tg.say("hello")
    await play.tg.wait_until_idle()
    assert len(receiver.updates) == 5
    assert len({update["update_id"] for update in receiver.updates}) == 1
    info = await play.bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    assert info.pending_update_count == 0


async def test_a_slow_answer_counts_as_failed(open_sandbox, receiver) -> None:
    async with open_sandbox(sandbox_webhook_timeout=1) as play:
        receiver.gates["hello"] = asyncio.Event()
        await play.bot.set_webhook(receiver.url)
        await play.tg.say("hello")
        await receiver.wait_for(lambda: len(receiver.updates) >= 2)
        receiver.gates["hello"].set()
        await play.tg.wait_until_idle()
        assert (await play.bot.get_webhook_info()).last_error_message == "Read timeout expired"


async def test_a_webhook_that_is_not_there_is_tried_until_it_is(play, receiver) -> None:
    await play.call("setWebhook", url="http://127.0.0.1:9/nobody")
    await play.tg.say("hello")
    await play.tg.wait_for_webhook_error()
    assert (await play.bot.get_webhook_info()).last_error_message == "Connection refused"
    await play.bot.set_webhook(receiver.url)
    await play.tg.wait_until_idle()
    assert receiver.texts == ["hello"]


async def test_a_failing_update_holds_its_chat_back_and_no_other(play, receiver) -> None:
    broken = {"on": True}
    receiver.answer = lambda update: Response(
        status_code=500 if broken["on"] and update["message"]["text"] == "bad" else 200
    )
    await play.bot.set_webhook(receiver.url)
    for text in ("bad", "second", "third"):
        await play.tg.say(text)
    await play.tg.say("other", user=1002)
    await play.tg.wait_until_idle(chat=1002)
    await receiver.wait_for(lambda: receiver.texts.count("bad") >= 2)
    assert "second" not in receiver.texts
    broken["on"] = False
    await play.tg.wait_until_idle()
    own = [text for text in receiver.texts if text not in ("bad", "other")]
    assert own == ["second", "third"]


async def test_a_tap_overtakes_a_text_of_the_same_person(play, receiver) -> None:
    await play.tg.say("/start")
    markup = {"inline_keyboard": [[{"text": "Done", "callback_data": "d"}]]}
    sent = (await play.call("sendMessage", chat_id=ANNA, text="x", reply_markup=markup)).json()["result"]
    receiver.gates["slow"] = asyncio.Event()
    await play.bot.set_webhook(receiver.url)
    await play.tg.say("slow")
    await play.tg.press(sent["message_id"], "Done")
    await receiver.wait_for(lambda: "callback_query" in receiver.updates[-1])
    assert receiver.texts[:2] == ["/start", "slow"]
    waiting = await play.tg.pending()
    assert waiting[0]["lane"] == f"chat:{ANNA}"
    receiver.gates["slow"].set()
    await play.tg.wait_until_idle()


async def test_no_more_requests_at_once_than_allowed(play, receiver) -> None:
    await asyncio.gather(*(play.tg.say("x", user=2000 + n) for n in range(12)))
    await play.bot.set_webhook(receiver.url, max_connections=3)
    await play.tg.wait_until_idle()
    assert len(receiver.updates) == 12
    assert receiver.most <= 3


async def test_each_chats_order_is_kept_under_failures(play, receiver) -> None:
    counter = {"n": 0}

    def every_third_fails(_: dict) -> Response:
        counter["n"] += 1
        return Response(status_code=503 if counter["n"] % 3 == 0 else 200)

    receiver.answer = every_third_fails
    await play.bot.set_webhook(receiver.url)
    for number in range(8):
        await asyncio.gather(*(play.tg.say(str(number), user=2000 + chat) for chat in range(6)))
    await play.tg.wait_until_idle()
    for chat in range(6):
        texts = [u["message"]["text"] for u in receiver.updates if u["message"]["chat"]["id"] == 2000 + chat]
        assert list(dict.fromkeys(texts)) == [str(number) for number in range(8)]
        assert texts == sorted(texts, key=int)


async def test_retry_after_is_honoured_to_the_second(play, receiver) -> None:
    receiver.answer = failing(1, 503, **{"Retry-After": "1"})
    await play.bot.set_webhook(receiver.url)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await play.tg.say("hello")
    await play.tg.wait_until_idle()
    assert len(receiver.updates) == 2
    assert loop.time() - began >= 1.0


async def test_callbacks_expire_after_150_seconds_and_messages_after_a_day(play) -> None:
    await play.tg.say("/start")
    markup = {"inline_keyboard": [[{"text": "Done", "callback_data": "d"}]]}
    sent = (await play.call("sendMessage", chat_id=ANNA, text="x", reply_markup=markup)).json()["result"]
    await play.tg.press(sent["message_id"], "Done")
    await play.tg.advance_clock(149)
    assert len(await play.tg.pending()) == 2
    await play.tg.advance_clock(2)
    assert ["message" in item["body"] for item in await play.tg.pending()] == [True]
    await play.tg.advance_clock(24 * 3600)
    assert await play.tg.pending() == []


async def test_a_method_in_the_answer_is_carried_out(play, receiver) -> None:
    def answer(update: dict) -> Response:
        chat = update["message"]["chat"]["id"]
        method = "getMe" if update["message"]["text"] == "who" else "sendMessage"
        return JSONResponse({"method": method, "chat_id": chat, "text": "from the answer"})

    receiver.answer = answer
    await play.bot.set_webhook(receiver.url)
    await play.tg.say("who")
    await play.tg.say("hello")
    seen = await play.tg.wait_for_bot_message()
    assert seen.text == "from the answer"
    assert [call["via"] for call in await play.tg.calls("sendMessage")] == ["webhook_answer"]
    assert [call for call in await play.tg.calls("getMe") if call["via"] == "webhook_answer"] == []


async def test_duplicates_and_made_up_updates_on_purpose(play, receiver) -> None:
    await play.bot.set_webhook(receiver.url)
    await play.tg.say("hello")
    await play.tg.wait_until_idle()
    number = receiver.updates[0]["update_id"]
    await play.tg.redeliver(number)
    await play.tg.send_update({"update_id": 5, "something_new": {"a": 1}})
    await play.tg.wait_until_idle()
    assert [update["update_id"] for update in receiver.updates] == [number, number, 5]


async def test_only_wanted_kinds_are_queued(play) -> None:
    message = await play.tg.say("hello")
    await play.tg.react(message.id, "👍")
    assert len(await play.tg.pending()) == 1
    await play.call("getUpdates", allowed_updates=["message_reaction"])
    await play.tg.say("not wanted")
    await play.tg.react(message.id, "❤")
    kinds = [set(item["body"]) - {"update_id"} for item in await play.tg.pending()]
    assert kinds == [{"message"}, {"message_reaction"}]


@for_every(("attempts", "seconds"), [(1, 0), (2, 2), (3, 4), (4, 8), (6, 32)])
def test_backoff_doubles(attempts: int, seconds: float) -> None:
    assert retry_delay(attempts) == seconds


def test_backoff_ends_between_one_and_two_minutes() -> None:
    assert all(60 <= retry_delay(attempts) <= 120 for attempts in range(7, 40))
