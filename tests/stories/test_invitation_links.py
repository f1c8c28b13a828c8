"""Opened links: an invitation is checked again when it is opened, whoever opens it."""

import datetime as dt

from sqlmodel import col, select

from models.runtime import clock
from models.tables.invitation import Invitation
from models.tables.member import Member
from tests.invitation_steps import (
    DIMA,
    OTHER,
    PHONE,
    WITHDRAWN,
    accounts,
    follow,
    is_let_in,
    joined,
    nothing_failed,
    opened,
    token_in,
)
from tests.planner import Planner
from tests.stores import OWNER
from worker.features.directory.invitations import hash_token, new_token

AWAY = dt.timedelta(minutes=1)


async def test_a_link_is_looked_at_again_when_it_is_opened(planner: Planner) -> None:
    await planner.tell("/start")
    early = token_in(await planner.tell("/invite Dima"))
    await planner.tell("/team archive Dima")
    assert (await follow(planner, early, DIMA)).text == WITHDRAWN
    await planner.tell("/team restore Dima")
    assert not await is_let_in(planner, DIMA)
    await follow(planner, token_in(await planner.tell("/invite Dima")), DIMA)
    [anna, dima] = await planner.rows(select(Member).order_by(col(Member.id)))
    plain = await _put_link(planner, dima)
    assert (await follow(planner, plain, PHONE)).text == WITHDRAWN
    to_owner = await _put_link(planner, anna)
    assert (await follow(planner, to_owner, PHONE)).text == WITHDRAWN
    async with planner.database.transaction() as session:
        (await session.get_one(Member, dima.id)).is_owner = True
    promoted = await _put_link(planner, dima, replaces_account=True)
    assert (await follow(planner, promoted, PHONE)).text == WITHDRAWN
    assert (await accounts(planner))["Anna"] == (OWNER, True, False)
    assert (await accounts(planner))["Dima"] == (DIMA, True, False)


async def test_a_link_older_than_the_removal_brings_nobody_back(planner: Planner) -> None:
    await joined(planner)
    [_, dima] = await planner.rows(select(Member).order_by(col(Member.id)))
    link = await _put_link(planner, dima)
    async with planner.database.transaction() as session:
        (await session.get_one(Member, dima.id)).archived_at = clock.now() + AWAY
    assert (await follow(planner, link, DIMA)).text == WITHDRAWN
    clock.shift_clock(dt.timedelta(days=8))
    late = await _put_link(planner, dima, days=-1)
    assert (await follow(planner, late, OTHER)).text == WITHDRAWN


async def _put_link(
    planner: Planner, member: Member, *, days: int = 7, replaces_account: bool = False
) -> str:
    """A link as older versions made them: for whichever row."""
    token, now = new_token(), clock.now()
    async with planner.database.transaction() as session:
        session.add(
            Invitation(
                kind="member",
                workspace_id=member.workspace_id,
                member_id=member.id,
                token_hash=hash_token(token),
                created_at=now,
                expires_at=now + dt.timedelta(days=days),
                replaces_account=replaces_account,
            )
        )
    return token


async def test_whoever_is_in_already_leaves_the_link_good(planner: Planner) -> None:
    await joined(planner)
    await planner.open_another_workspace(user=3001)
    token = token_in(await planner.tell("/invite Lena"))
    for user, said in (
        (OWNER, "You are already in, as Anna. This link is for Lena and still good: pass it on."),
        (DIMA, "You are already in, as Dima. This link is for Lena and still good: pass it on."),
        (3001, "This Telegram account is already in a planner, and can be in only one."),
    ):
        assert (await follow(planner, token, user)).text == said
    before = await accounts(planner)
    assert before["Lena"] == (None, False, False)
    assert "Hello, Lena" in (await opened(planner, token, OTHER)).text
    assert await accounts(planner) == before | {"Lena": (OTHER, False, False)}


async def test_an_account_of_another_planner_is_told_so(planner: Planner) -> None:
    await joined(planner)
    await planner.tell("/team archive Dima")
    await planner.open_another_workspace(user=3001)
    token = token_in(await planner.tell("/invite Oleg", user=3001))
    said = "This Telegram account belongs to somebody else's planner, and can be in only one."
    assert (await follow(planner, token, DIMA)).text == said
    assert "Hello, Oleg" in (await opened(planner, token, OTHER)).text
    assert await nothing_failed(planner)
