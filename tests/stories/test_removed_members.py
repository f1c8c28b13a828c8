"""Removed members: they are let in again by a new link or by their name, and nobody else takes their place."""

import unicodedata

import pytest
from sqlmodel import select

from models.chat import Chat
from tests.invitation_steps import (
    DIMA,
    OTHER,
    PHONE,
    accounts,
    follow,
    is_let_in,
    joined,
    last_to_owner,
    nothing_failed,
    opened,
    token_in,
)
from tests.planner import Planner


@pytest.mark.parametrize("user", [DIMA, OTHER])
async def test_a_removed_member_is_invited_back(planner: Planner, user: int) -> None:
    await joined(planner)
    await planner.tell("/team archive Dima")
    assert not await is_let_in(planner, DIMA)
    offer = await planner.tell("/invite dima")
    assert offer.text.startswith("Dima is in the archive, and back in the team when the link is opened.")
    assert not await is_let_in(planner, DIMA)
    assert "Hello, Dima" in (await opened(planner, token_in(offer), user)).text
    assert (await accounts(planner))["Dima"] == (user, False, False)
    assert await is_let_in(planner, user)
    assert await is_let_in(planner, DIMA) is (user == DIMA)
    told = (await last_to_owner(planner)).text.startswith("Dima now writes from another Telegram account")
    assert told is (user != DIMA)
    assert len(await planner.rows(select(Chat))) == 2
    assert await nothing_failed(planner)


async def test_a_removed_person_comes_back_under_another_name(planner: Planner) -> None:
    await joined(planner)
    await planner.tell("/team archive Dima")
    offer = await planner.tell("/invite Oleg")
    await follow(planner, token_in(offer), DIMA)
    found = await accounts(planner)
    assert (found["Dima"], found["Oleg"]) == ((None, False, True), (DIMA, False, False))
    # And Dima's own row can be somebody else's, beside Oleg.
    await follow(planner, token_in(await planner.tell("/invite Dima")), OTHER)
    assert (await accounts(planner))["Dima"] == (OTHER, False, False)
    assert await is_let_in(planner, DIMA)
    assert await is_let_in(planner, OTHER)
    assert await nothing_failed(planner)


async def test_a_new_phone_may_be_one_that_a_removed_member_had(planner: Planner) -> None:
    await joined(planner)
    await follow(planner, token_in(await planner.tell("/invite Oleg")), PHONE)
    await planner.tell("/team archive Oleg")
    question = await planner.tell("/invite Dima")
    await follow(planner, token_in(await planner.press(question, "New phone")), PHONE)
    found = await accounts(planner)
    assert (found["Dima"], found["Oleg"]) == ((PHONE, False, False), (None, False, True))
    assert await is_let_in(planner, PHONE)
    assert not await is_let_in(planner, DIMA)
    assert await nothing_failed(planner)


async def test_the_name_of_a_removed_member_brings_them_back_by_words(planner: Planner) -> None:
    await joined(planner)
    await planner.tell("/team archive Dima")
    for words in (
        "/team Dima",
        "/team DIMA: fitter",
        "/team add dima",
        "add Dima",
        "new employee Dima, fitter",
        "restore Dima from the archive",
        "Dima is our fitter",
    ):
        card = await planner.tell(words)
        assert "Back from the archive. The Telegram account of before is let in again." in card.text, words
        assert (await accounts(planner))["Dima"] == (DIMA, False, False)
        assert await is_let_in(planner, DIMA)
        await planner.press(card, "Undo")
        assert (await accounts(planner))["Dima"] == (DIMA, False, True)
        assert not await is_let_in(planner, DIMA)
    assert await nothing_failed(planner)


async def test_the_name_of_a_removed_member_is_not_given_to_another(planner: Planner) -> None:
    await joined(planner)
    await planner.tell("/team Oleg")
    await planner.tell("/team archive Dima")
    for words in ("/team Oleg -> dima", "/team Oleg: nickname DIMA"):
        assert (await planner.tell(words)).text == "“Dima” is in the archive and keeps the name."
    composed, apart = "Андрей", unicodedata.normalize("NFD", "андрей")
    await planner.tell(f"/team {composed}")
    assert (await planner.tell(f"/team Oleg -> {apart}")).text == f"There is “{composed}” already."
    assert await nothing_failed(planner)
