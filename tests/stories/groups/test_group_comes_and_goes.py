"""How a group is bound and unbound, and what happens when it changes: removed, added again, a supergroup, topics."""

from sqlmodel import select

from models.tables.group_chat import GroupChat
from models.tables.outbox import OutboundMessage
from tests.planner import OWNER, Planner
from tests.stories.groups.group_steps import (
    BOT,
    DIMA,
    GROUP,
    STRANGER,
    bound,
    last_card,
    peopled,
    private,
    say,
)

HEARS = "In this group I hear commands, messages that mention me, and replies to my messages; nothing else."


async def group(planner: Planner) -> GroupChat:
    [row] = await planner.rows(select(GroupChat))
    return row


async def test_only_the_owner_binds_it_privately_and_undo_takes_it_back(planner: Planner) -> None:
    await peopled(planner)
    await planner.telegram.make_group(GROUP, "Crew <b>", bot="left")
    # A stranger brings the bot: it keeps silent, and knows nothing of the group.
    await planner.telegram.set_bot_status(GROUP, "member", user=STRANGER)
    assert await say(planner, f"/today{BOT}", user=STRANGER) == []
    assert await planner.rows(select(GroupChat)) == []
    await planner.telegram.set_bot_status(GROUP, "left", user=STRANGER)
    # A member brings it: the owner is asked, not the group.
    await planner.telegram.set_bot_status(GROUP, "member", user=DIMA)
    await planner.settled()
    heard = (await last_card(planner)).text
    assert (
        heard
        == "В этой группе я слышу команды, сообщения с моим именем и ответы на мои сообщения, больше ничего."
    )
    question = (await private(planner, OWNER))[-1]
    assert question.text.startswith("Dima has brought me into the group Crew <b>. Which business is it for?")
    assert question.labels == ["Repair", "Lab", "None"]
    assert await say(planner, f"{BOT} завтра заказать втулку", user=DIMA) == [
        "Владелец ещё не сказал, для какого бизнеса эта группа."
    ]
    forged = question.buttons[0][0]["callback_data"]
    await planner.forge_callback(user=DIMA, data=forged)
    assert (await group(planner)).business_id is None
    answered = await planner.press(question, "Lab")
    assert answered.text == "The group Crew <b> is for Lab."
    assert (await last_card(planner)).text.startswith("This group is for Lab now.")
    await planner.press(answered, "Undo")
    assert (await group(planner)).business_id is None
    assert await say(planner, f"/group{BOT}") == [
        "I ask you in our private chat which business this group is for."
    ]
    await planner.press((await private(planner, OWNER))[-1], "Repair")
    assert (await group(planner)).business_id is not None
    assert "Crew <b> · Repair" in (await planner.tell("/group")).text
    assert (await planner.tell("/group", user=DIMA)).text == "Это может только владелец."


async def test_removed_and_added_again_it_is_bound_as_before(planner: Planner) -> None:
    await peopled(planner)
    await bound(planner)
    await planner.telegram.set_bot_status(GROUP, "kicked", user=DIMA)
    await planner.settled()
    assert (await group(planner)).removed_at is not None
    await planner.telegram.set_bot_status(GROUP, "member", user=DIMA)
    await planner.settled()
    assert (await group(planner)).removed_at is None
    # A promotion is no arrival.
    before = len(await planner.telegram.messages(GROUP))
    await planner.telegram.set_bot_status(GROUP, "administrator", user=DIMA)
    await planner.settled()
    assert len(await planner.telegram.messages(GROUP)) == before
    # An administrator hears everything, and answers only what is for it.
    assert await say(planner, "call the bank tomorrow") == []
    assert await say(planner, "/today@other_bot") == []
    assert await say(planner, "/somebody_elses") == []
    [card] = await say(planner, f"{BOT}: order a hub tomorrow")
    assert card.startswith("Order a hub\nRepair · tomorrow")
    # Who writes as the group is told that nobody knows who it is.
    assert (await say(planner, f"/today{BOT}", anonymous=True))[0].startswith("You write as the group")
    assert (await say(planner, f"{BOT} завтра купить новую камеру", anonymous=True))[0].startswith(
        "Вы пишете от имени группы"
    )


async def test_a_supergroup_keeps_its_business_and_what_is_still_to_be_sent(planner: Planner) -> None:
    await peopled(planner)
    await bound(planner)
    new = await planner.telegram.migrate(GROUP)
    await planner.settled()
    assert (await group(planner)).telegram_id == new
    [card] = await say(planner, f"/task{BOT} Order a hub tomorrow", chat=new)
    assert card.startswith("Order a hub\nRepair · tomorrow")
    assert (await last_card(planner, new)).buttons != []


async def test_an_answer_on_its_way_follows_the_group(planner: Planner) -> None:
    await peopled(planner)
    await bound(planner)
    # Telegram tells of the change only when it is written to: no service message has come.
    state = planner.stand_in.state
    await planner.telegram.say(f"{BOT} order a hub tomorrow", chat=GROUP)
    old = state.chats[GROUP]
    new = state.new_chat(GROUP - 1_000_000_000_000, "Crew")
    new.kind, new.started = "supergroup", True
    with state.change():
        state.save_chat(new)
        old.migrated_to = new.id
        state.save_chat(old)
    await planner.settled()
    assert (await group(planner)).telegram_id == new.id
    assert [seen.text[:11] for seen in await planner.telegram.messages(new.id)] == ["Order a hub"]
    rows = select(OutboundMessage).where(
        OutboundMessage.chat_telegram_id == GROUP, OutboundMessage.state != "sent"
    )
    assert await planner.rows(rows) == []


async def test_answers_go_to_the_topic_they_came_from(planner: Planner) -> None:
    await peopled(planner)
    await bound(planner, forum=True)
    topic = await planner.telegram.make_topic(GROUP, "Bikes")
    said = await planner.telegram.say(f"{BOT} order a hub tomorrow", chat=GROUP, thread=topic)
    [card] = await planner.answers(said)
    assert (card.thread, card.reply_to) == (topic, said.id)
    [told] = await planner.answers(
        await planner.telegram.say(f"/plan{BOT}", user=DIMA, chat=GROUP, thread=topic)
    )
    assert (told.thread, told.text) == (topic, "Ответ — в нашем личном чате.")
    assert (await private(planner, DIMA))[-1].thread is None
    said = await planner.telegram.say("by Friday", chat=GROUP, thread=topic, reply_to=card.id)
    assert "Fri" in (await planner.answers(said))[0].text
    general = await planner.telegram.say(f"/today{BOT}", chat=GROUP)
    assert (await planner.answers(general))[0].thread is None
