"""The stand-in's groups: what privacy mode lets the bot hear, membership, topics, supergroups, anonymous administrators."""

import pytest
from telegram import Update
from telegram.error import BadRequest, ChatMigrated, Forbidden

GROUP, FORUM, DIMA = -7001, -1_000_000_007_002, 1002


async def heard(play) -> list[str]:
    """The texts that have come to the bot, each update read by python-telegram-bot."""
    updates = [Update.de_json(item["body"], play.bot) for item in await play.tg.pending()]
    return [update.message.text for update in updates if update.message and update.message.text]


async def test_in_privacy_mode_the_bot_hears_what_is_for_it(play) -> None:
    await play.tg.make_group(GROUP, "Crew")
    say = {"user": DIMA, "chat": GROUP}
    mine = await play.tg.say("the rim is bent", **say)
    await play.tg.say("/today", **say)
    await play.tg.say("/today@other_bot", **say)
    await play.tg.say("/today@planner_sandbox_bot", **say)
    await play.tg.say("🛠 @Planner_Sandbox_bot Josh fixes it", **say)
    await play.tg.say("indeed", reply_to=mine.id, **say)
    assert await heard(play) == ["/today@planner_sandbox_bot", "🛠 @Planner_Sandbox_bot Josh fixes it"]
    answer = await play.bot.send_message(GROUP, "Fix it")
    # The bot wrote last: a command without its name is for it, and so is a reply to it.
    await play.tg.say("/week", **say)
    await play.tg.say("done", reply_to=answer.message_id, **say)
    assert (await heard(play))[2:] == ["/week", "done"]
    await play.tg.edit(mine.id, "@planner_sandbox_bot the rim is bent", **say)
    assert "edited_message" in (await play.tg.pending())[-1]["body"]
    await play.tg.set_privacy(on=False)
    await play.tg.say("all of it", **say)
    assert (await heard(play))[-1] == "all of it"
    assert (await play.bot.get_me()).can_read_all_group_messages
    assert {seen.text for seen in await play.tg.messages(GROUP)} >= {
        "/today",
        "/today@other_bot",
        "all of it",
    }


async def test_membership_is_told_and_a_removed_bot_is_refused(play) -> None:
    await play.tg.make_group(GROUP, "Crew", bot="left")
    await play.tg.set_bot_status(GROUP, "member", user=DIMA)
    await play.tg.set_bot_status(GROUP, "administrator", user=DIMA, anonymous=True)
    await play.tg.say("an administrator hears all", user=DIMA, chat=GROUP)
    assert await heard(play) == ["an administrator hears all"]
    await play.tg.set_bot_status(GROUP, "kicked", user=DIMA)
    changes = [item["body"] for item in await play.tg.pending() if "my_chat_member" in item["body"]]
    told = [Update.de_json(body, play.bot).my_chat_member for body in changes]
    assert [(each.old_chat_member.status, each.new_chat_member.status) for each in told] == [
        ("left", "member"),
        ("member", "administrator"),
        ("administrator", "kicked"),
    ]
    assert [each.from_user.username for each in told] == [None, "GroupAnonymousBot", None]
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await play.bot.send_message(GROUP, "still there?")
    await play.tg.say("@planner_sandbox_bot hello", user=DIMA, chat=GROUP)
    assert len(await heard(play)) == 1


async def test_topics_anonymous_administrators_and_the_change_into_a_supergroup(play) -> None:
    await play.tg.make_group(FORUM, "Shop", forum=True)
    topic = await play.tg.make_topic(FORUM, "Bikes")
    await play.tg.say("/today@planner_sandbox_bot", chat=FORUM, thread=topic, anonymous=True)
    message = Update.de_json((await play.tg.pending())[-1]["body"], play.bot).message
    assert (message.is_topic_message, message.message_thread_id) == (True, topic)
    assert message.reply_to_message.forum_topic_created.name == "Bikes"
    assert message.sender_chat.id == FORUM
    assert message.from_user.username == "GroupAnonymousBot"
    assert (await play.bot.send_message(FORUM, "here", message_thread_id=topic)).is_topic_message
    with pytest.raises(BadRequest, match="Message thread not found"):
        await play.bot.send_message(FORUM, "where?", message_thread_id=topic + 999)
    await play.tg.make_group(GROUP, "Crew")
    new = await play.tg.migrate(GROUP)
    with pytest.raises(ChatMigrated) as moved:
        await play.bot.send_message(GROUP, "are you there?")
    assert moved.value.new_chat_id == new
    last = [Update.de_json(item["body"], play.bot).message for item in (await play.tg.pending())[-2:]]
    assert [(each.chat.id, each.migrate_to_chat_id, each.migrate_from_chat_id) for each in last] == [
        (GROUP, new, None),
        (new, None, GROUP),
    ]
