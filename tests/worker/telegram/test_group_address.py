"""Which messages of a group are for the bot, and what is left of their words."""

from typing import Any, cast

from tests.tables import for_every
from worker.router.group_address import Addressed, address_of
from worker.telegram.client import TelegramClient
from worker.telegram.group_details import GroupDetails, details_of_membership, details_of_message
from worker.telegram.update import IncomingUpdate

BOT_ID, ANNA = 7, 1001


class NamedBot:
    """A bot as Telegram knows it."""

    bot_id = BOT_ID

    async def username(self) -> str:
        return "Planner_bot"


async def addressed(text: str, *, reply_user_id: int = 0) -> Addressed | None:
    details = GroupDetails(reply_user_id=reply_user_id)
    incoming = IncomingUpdate(
        1, "text", -5, private=False, user_telegram_id=ANNA, reply_to_message_id=3, text=text, group=details
    )
    return await address_of(cast("TelegramClient", NamedBot()), incoming)


async def test_a_name_is_taken_off_and_other_words_stay() -> None:
    for said, words in (
        ("@planner_bot Josh fixes the rim by Friday", "Josh fixes the rim by Friday"),
        ("@Planner_Bot, call the bank", "call the bank"),
        ("@planner_bot: call the bank", "call the bank"),
        ("call the bank tomorrow, @planner_bot", "call the bank tomorrow"),
        ("call the bank @planner_bot!", "call the bank!"),
        ("эй @planner_bot завтра купить хлеб", "эй завтра купить хлеб"),
        ("@planner_bot\nбуханка\nмолоко", "буханка\nмолоко"),
        ("@planner_bot write to ann@planner_bot.com", "write to ann@planner_bot.com"),
        ("@planner_bot", ""),
    ):
        found = await addressed(said)
        assert found is not None, said
        assert (found.text, found.command, found.by_name) == (words, "", True), said


async def test_what_is_for_others_is_not_for_the_bot() -> None:
    for said in (
        "call the bank",
        "@planner_bottom call",
        "mail x@planner_bot",
        "/today@other_bot",
        "@josh_bot hi",
    ):
        assert await addressed(said) is None, said
        assert await addressed(said, reply_user_id=ANNA) is None, said
    replied = await addressed("by Friday", reply_user_id=BOT_ID)
    assert replied == Addressed("by Friday", replied=True)


async def test_commands_are_told_from_those_of_other_bots() -> None:
    for said, command, argument, by_name in (
        ("/today@Planner_Bot", "today", "", True),
        ("/task@planner_bot Josh by Friday", "task", "Josh by Friday", True),
        ("/Week", "week", "", False),
    ):
        found = await addressed(said)
        assert found is not None, said
        assert (found.command, found.argument, found.by_name) == (command, argument, by_name), said


@for_every(
    ("old", "new", "joined"),
    [
        ({"status": "left"}, {"status": "member"}, True),
        ({"status": "kicked"}, {"status": "administrator"}, True),
        ({"status": "left"}, {"status": "restricted", "is_member": True}, True),
        ({"status": "restricted", "is_member": False}, {"status": "member"}, True),
        ({"status": "member"}, {"status": "administrator"}, False),
        ({"status": "restricted", "is_member": True}, {"status": "member"}, False),
        ({"status": "member"}, {"status": "restricted", "is_member": False}, False),
        ({"status": "administrator"}, {"status": "left"}, False),
    ],
)
def test_only_an_arrival_is_one(old: dict[str, Any], new: dict[str, Any], joined: bool) -> None:
    change = {
        "chat": {"id": -5, "type": "group", "title": "Crew"},
        "from": {"id": ANNA},
        "old_chat_member": old,
        "new_chat_member": new,
    }
    assert details_of_membership(change).joined is joined


def test_a_thread_of_replies_is_no_topic_and_a_channel_no_group() -> None:
    chat = {"id": -5, "type": "supergroup", "title": "Crew"}
    thread = {"chat": chat, "message_thread_id": 9, "sender_chat": {"id": -77, "type": "channel"}}
    found = details_of_message(thread)
    assert (found.thread_id, found.anonymous, found.as_group) == (None, True, False)
    assert details_of_message({**thread, "is_topic_message": True, "sender_chat": chat}) == GroupDetails(
        title="Crew", thread_id=9, anonymous=True, as_group=True
    )
