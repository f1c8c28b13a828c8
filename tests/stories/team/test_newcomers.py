"""A newcomer opens the t.me link: whose planner it is, in their language and the owner's zone, under the name they want."""

import datetime as dt

from sqlmodel import col, select

from models.runtime import clock
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.outbox import OutboundMessage
from ops.sandbox.client import MessageView
from tests.invitation_steps import (
    DIMA,
    EXPIRED,
    OTHER,
    PRIVATE,
    USED,
    WITHDRAWN,
    WRONG,
    accounts,
    follow,
    last_to_owner,
    nothing_failed,
    opened,
    token_in,
)
from tests.planner import Planner

LENA = 2005


async def anna_is_in(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/timezone Europe/Riga")
    await planner.tell("/business Repair: spindle")


async def newcomer(planner: Planner, name: str, user: int, lang: str) -> list[MessageView]:
    """Everything the newcomer reads after opening their link."""
    token = token_in(await planner.tell(f"/invite {name}"))
    said = await planner.telegram.say(f"/start {token}", user=user, lang=lang)
    return await planner.answers(said)


async def test_a_link_is_a_text_to_forward_by_command_and_words(planner: Planner) -> None:
    await anna_is_in(planner)
    for words, name in (("/invite Dima", "Dima"), ("invite Maria", "Maria"), ("please invite Tom", "Tom")):
        offer = await planner.tell(words)
        assert offer.text.startswith(f"Forward this to {name}:\n\nAnna invites you to a planner in Telegram.")
        assert offer.text.endswith(f"https://t.me/planner_sandbox_bot?start={token_in(offer)}")
        assert token_in(offer) not in str(
            [row.payload for row in await planner.rows(select(OutboundMessage))]
        )
    await planner.tell("/language ru")
    for words, to in (
        ("пригласи Лену", "Лене"),
        ("/invite Олега", "Олегу"),
        ("сделай ссылку для Марины", "Марине"),
    ):
        offer = await planner.tell(words)
        assert offer.text.startswith(f"Перешлите {to} это:\n\nAnna приглашает вас в планировщик в Telegram.")
    asked = await planner.telegram.calls("getMe")
    assert len(asked) == 1, "the name is asked for once"


async def test_the_bots_name_is_waited_for(planner: Planner) -> None:
    """Until Telegram has told it, the link stays in the outbox: no half of it is sent."""
    await planner.tell("/start")
    await planner.telegram.inject("getMe", "error", code=502)
    offer = await planner.tell("/invite Dima")
    assert "Hello, Dima" in (await opened(planner, token_in(offer), DIMA)).text


async def test_a_newcomer_is_told_whose_planner_it_is(planner: Planner) -> None:
    await anna_is_in(planner)
    await planner.tell("/team Dima: Repair")
    hello, name, *_ = await newcomer(planner, "Dima", DIMA, "en")
    assert hello.text.startswith("Hello, Dima. This planner is run by Anna. You are on the team of: Repair.")
    assert "done, took 2 hours" in hello.text
    assert (name.text, name.labels) == ("Shall I call you Dima?", ["Yes", "Another name"])
    assert (await planner.press(name, "Yes", user=DIMA)).text == "Good, Dima it is."
    hello, name, *_ = await newcomer(planner, "Лена", LENA, "ru")
    assert hello.text.startswith("Здравствуйте, Лена. Этот планировщик ведёт Anna.\n\n")
    assert (name.text, name.labels) == ("Вас зовут Лена?", ["Да", "Другое имя"])
    assert (await planner.tell("да", user=LENA, lang="ru")).text == "Хорошо, Лена."
    chats = await planner.rows(select(Chat).order_by(col(Chat.id)))
    assert [(chat.zone, chat.zone_confirmed, chat.language) for chat in chats] == [
        ("Europe/Riga", True, "en"),
        ("Europe/Riga", True, "en"),
        ("Europe/Riga", True, "ru"),
    ]
    again = await planner.answers(await planner.telegram.say("/start", user=DIMA, lang="en"))
    assert again[0].text.startswith("Hello, Dima. This planner is run by")
    assert "Shall I call you" not in " ".join(seen.text for seen in again)


async def test_another_name_is_taken_told_and_taken_back(planner: Planner) -> None:
    await anna_is_in(planner)
    await planner.tell("/team Josh")
    _, name, *_ = await newcomer(planner, "Dima", DIMA, "en")
    await planner.press(name, "Another name", user=DIMA)
    for taken in ("Josh", "anna", "Аня"):
        again = await planner.tell(taken, user=DIMA)
        assert again.text.startswith("I would mix this name up with another. Add a surname to it."), taken
    assert (await planner.tell("...", user=DIMA)).text.startswith("A name needs at least one letter.")
    assert (await planner.tell("Dmitry Petrov", user=DIMA)).text == "Good, Dmitry Petrov it is."
    told = await last_to_owner(planner)
    assert told.text == "Dima has joined and wants to be called Dmitry Petrov. I understand both names."
    card = await planner.tell("Dima polishes the spindle by Friday")
    assert "Dmitry Petrov" in card.text
    await planner.press(told, "Undo")
    assert "Dima" in await accounts(planner)
    assert await nothing_failed(planner)


async def test_words_that_are_no_name_are_read_as_usual(planner: Planner) -> None:
    await anna_is_in(planner)
    _, name, *_ = await newcomer(planner, "Dima", DIMA, "en")
    assert "Buy milk" in (await planner.tell("buy milk tomorrow", user=DIMA)).text
    assert [row.name for row in await planner.rows(select(Member).order_by(col(Member.id)))] == [
        "Anna",
        "Dima",
    ]
    await planner.press(name, "Another name", user=DIMA)
    assert "Call the bank" in (await planner.tell("call the bank tomorrow at 10", user=DIMA)).text
    await planner.forge_callback(user=DIMA, data="me:")
    await planner.forge_callback(user=DIMA, data="me:yes:1")
    assert "Dima" in await accounts(planner)


async def test_a_dead_link_says_why_and_what_to_do(planner: Planner) -> None:
    await anna_is_in(planner)
    await planner.tell("hello", user=OTHER)
    first = token_in(await planner.tell("/invite Dima"))
    second = token_in(await planner.tell("/invite Dima"))
    assert (await follow(planner, first, OTHER)).text == WITHDRAWN
    assert (await follow(planner, "nonsense", OTHER)).text == WRONG
    await opened(planner, second, DIMA)
    assert (await follow(planner, second, OTHER)).text == USED
    assert (await follow(planner, second, OTHER, lang="ru")).text.startswith("Это приглашение уже использ")
    third = token_in(await planner.tell("/invite Lena"))
    # Who is in already is told so, and what has become of a link that is not theirs.
    inside = "\nYou are already in, as Dima, and need no link."
    assert (await follow(planner, first, DIMA)).text == WITHDRAWN + inside
    assert (await follow(planner, "nonsense", DIMA)).text == WRONG + inside
    assert (await opened(planner, second, DIMA)).text.startswith("Hello, Dima.")
    clock.shift_clock(dt.timedelta(days=8))
    assert (await follow(planner, third, OTHER)).text == EXPIRED
    assert (await accounts(planner))["Lena"] == (None, False, False)


async def test_guesses_are_answered_once_a_day(planner: Planner) -> None:
    await planner.tell("/start")
    said = [await planner.telegram.say(f"/start guess{n}", user=OTHER, lang="en") for n in range(3)]
    answers = [seen.text for seen in await planner.answers(said[0])]
    assert answers == [WRONG]
    assert (await planner.tell("and what is this?", user=OTHER)).text == PRIVATE
