"""Invitations: no link makes an owner or another member of somebody; a name that is somebody's is asked about first."""

from sqlmodel import col, select

from models.tables.chat import Chat
from models.tables.invitation import Invitation
from models.tables.member import Member
from models.tables.outbox import OutboundMessage
from models.tables.schedule import Schedule
from ops.sandbox.client import MessageView
from tests.invitation_steps import (
    DIMA,
    OTHER,
    PHONE,
    WITHDRAWN,
    accounts,
    follow,
    id_of,
    is_let_in,
    joined,
    last_to_owner,
    nothing_failed,
    opened,
    token_in,
)
from tests.planner import Planner
from tests.stores import OWNER

ALREADY_IN = "Dima is already in. Another Dima, or a new phone for Dima?"


async def test_no_link_ever_leads_to_the_owners_row(planner: Planner) -> None:
    await planner.tell("/start")
    for name in ("Anna", "anna", "ANNA", " аnnа ", "Анна", "АННЕ", "Anya", "Аня", "Аnnie"):
        question = await planner.tell(f"/invite {name}")
        assert "/start" not in question.text, name
        assert "Cancel" in question.labels, name
        assert "New phone" not in question.labels, name
    assert await planner.rows(select(Invitation)) == []
    assert await accounts(planner) == {"Anna": (OWNER, True, False)}
    question = await planner.press(question, "Cancel")
    assert (question.text, question.labels) == ("Nobody was invited.", [])


async def test_a_nickname_of_the_owner_is_the_owner_too(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/team Anna: nickname Boss")
    question = await planner.tell("/invite boss")
    assert question.text == "Anna owns this planner and needs no invitation. Do you mean another Anna?"


async def test_another_of_the_owners_name_is_told_apart_and_let_in(planner: Planner) -> None:
    await planner.tell("/start")
    question = await planner.tell("/invite anna")
    assert question.labels == ["Another Anna", "Cancel"]
    for _ in range(2):  # a second press only asks again
        await planner.forge_callback(user=OWNER, data=f"invite:other:{await id_of(planner, 'Anna')}")
    asked = await last_to_owner(planner)
    again = await planner.tell("ANNA", reply_to=asked.id)
    assert again.labels == ["Another Anna", "Cancel"]
    offer = await planner.tell("Anna K.", reply_to=asked.id)
    assert "Hello, Anna K" in (await opened(planner, token_in(offer), OTHER)).text
    assert await accounts(planner) == {"Anna": (OWNER, True, False), "Anna K": (OTHER, False, False)}
    assert await is_let_in(planner, OWNER)
    assert (await planner.tell("/invite Eve", user=OTHER)).text == "Only the owner can do this."


async def test_a_member_who_is_in_is_asked_about(planner: Planner) -> None:
    await joined(planner)
    for name in ("Dima", "DIMA", "dima"):
        question = await planner.tell(f"/invite {name}")
        assert question.text == ALREADY_IN
        assert question.labels == ["Another Dima", "New phone", "Cancel"]
    assert len(await planner.rows(select(Invitation))) == 1


async def test_a_form_of_a_members_name_is_asked_aboutopened(planner: Planner) -> None:
    await joined(planner)
    question = await planner.tell("/invite Дмитрий")
    assert question.text == "Is Дмитрий the same person as Dima, or somebody else?"
    assert question.labels == ["Dima", "Somebody else", "Cancel"]
    question = await planner.press(question, "Dima")
    assert question.text == ALREADY_IN
    question = await planner.tell("/invite Дмитрий")
    await planner.press(question, "Somebody else")
    offer = await planner.tell("Дмитрий", reply_to=(await last_to_owner(planner)).id)
    await follow(planner, token_in(offer), OTHER)
    found = await accounts(planner)
    assert (found["Dima"], found["Дмитрий"]) == ((DIMA, False, False), (OTHER, False, False))


async def test_a_new_phone_takes_the_chat_along_and_the_owner_hears_of_it(planner: Planner) -> None:
    await joined(planner)
    [schedules] = [len(await planner.rows(select(Schedule).where(Schedule.chat_id == 2)))]
    question = await planner.tell("/invite Dima")
    offer = await planner.press(question, "New phone")
    assert "the previous one loses access" in offer.text
    token = token_in(offer)
    inside = await follow(planner, token, DIMA)
    assert inside.text.startswith("This account is already in.")
    assert "Hello, Dima" in (await opened(planner, token, PHONE)).text
    assert (await accounts(planner))["Dima"] == (PHONE, False, False)
    news = await last_to_owner(planner)
    assert news.text.startswith("Dima now writes from another Telegram account")
    assert not await is_let_in(planner, DIMA)
    assert await is_let_in(planner, PHONE)
    assert not await is_let_in(planner, OTHER)
    assert len(await planner.rows(select(Chat))) == 2
    assert len(await planner.rows(select(Schedule).where(Schedule.chat_id == 2))) == schedules > 0
    await planner.press(news, "Archive")
    assert not await is_let_in(planner, PHONE)


async def test_pressed_twice_or_late_only_the_last_link_is_good(planner: Planner) -> None:
    await joined(planner)
    question = await planner.tell("/invite Dima")
    data = f"invite:phone:{await id_of(planner, 'Dima')}"
    first = token_in(await planner.press(question, "New phone"))
    await planner.telegram.send_update(_tap(question, data))
    await planner.settled()
    second = token_in(await planner.telegram.message(question.id))
    assert first != second
    assert (await follow(planner, first, PHONE)).text == WITHDRAWN
    await planner.tell("/team archive Dima")
    assert (await planner.tell(f"/start {second}", user=OTHER)).text == WITHDRAWN
    # Late: Dima was removed meanwhile, so the same button is an invitation back.
    await planner.telegram.send_update(_tap(question, data) | {"update_id": 910_000_002})
    await planner.settled()
    late = await planner.telegram.message(question.id)
    assert late.text.startswith("Dima is in the archive")
    assert (await accounts(planner))["Dima"] == (DIMA, False, True)
    await follow(planner, token_in(late), DIMA)
    assert (await accounts(planner))["Dima"] == (DIMA, False, False)
    assert await nothing_failed(planner)


def _tap(card: MessageView, data: str) -> dict[str, object]:
    person = {"id": OWNER, "is_bot": False, "first_name": "Anna"}
    place = {"message_id": card.id, "date": 1, "chat": {"id": OWNER, "type": "private"}, "text": "x"}
    query = {"id": "910000001", "from": person, "chat_instance": "1", "data": data, "message": place}
    return {"update_id": 910_000_001, "callback_query": query}


async def test_nobody_but_the_owner_answers_the_questions(planner: Planner) -> None:
    await joined(planner)
    await planner.open_another_workspace(user=3001)
    rows = await planner.rows(select(Member).order_by(col(Member.id)))
    anna, dima = rows[0].id, rows[1].id
    before = len(await planner.rows(select(Invitation)))
    for user in (DIMA, OTHER, 3001):
        for verb in ("this", "phone", "other"):
            for number in (anna, dima, "9" * 40, "²", "-1", ""):
                await planner.forge_callback(user=user, data=f"invite:{verb}:{number}")
        await planner.forge_callback(user=user, data="invite:cancel")
    for data in (f"invite:phone:{anna}", f"invite:this:{anna}", "invite:phone:999", "invite:", "invite:x:1"):
        await planner.forge_callback(user=OWNER, data=data)
    assert len(await planner.rows(select(Invitation))) == before
    assert await nothing_failed(planner)
    for user in (DIMA, OTHER, 3001):
        assert not any(
            "/start" in seen.text for seen in await planner.telegram.messages(user) if seen.from_bot
        )


async def test_an_invitation_can_be_taken_back_and_leaves_no_token(planner: Planner) -> None:
    await planner.tell("/start")
    offer = await planner.tell("/invite Lena")
    token = token_in(offer)
    kept = await planner.rows(select(OutboundMessage))
    assert not any(token in str(row.payload) for row in kept)
    await planner.press(offer, "Undo")
    assert (await follow(planner, token, OTHER)).text == WITHDRAWN
    assert (await accounts(planner))["Lena"] == (None, False, True)


async def test_the_questions_in_russian(planner: Planner) -> None:
    await planner.tell("/start", lang="ru", name="Анна")
    question = await planner.tell("/invite Аня", lang="ru", name="Анна")
    assert question.text == "Аня — это Анна или кто-то другой?\nВладельцу приглашение не нужно."
    assert question.labels == ["Кто-то другой", "Отмена"]
    token = token_in(await planner.tell("/invite Дима", lang="ru"))
    await follow(planner, token, DIMA, lang="ru")
    question = await planner.tell("/invite дима", lang="ru")
    assert question.text == "Дима уже здесь. Это другой человек с именем Дима или новый телефон?"
    assert question.labels == ["Другой человек (Дима)", "Новый телефон", "Отмена"]
