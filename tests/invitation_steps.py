"""Steps of stories about invitations: who is invited, who opens the link, and who is let in afterwards."""

import re

from sqlmodel import col, select

from models.tables.dead_letter import DeadLetter
from models.tables.member import Member
from ops.sandbox.client import MessageView
from tests.planner import Planner
from tests.stores import OWNER

DIMA, PHONE, OTHER = 2002, 2003, 2004
PRIVATE = "This planner is private. Ask its owner for an invitation."
_NEW_ONE = "Ask whoever sent it for a new one."
WITHDRAWN = f"This invitation was withdrawn, or replaced by a newer one. {_NEW_ONE}"
USED = f"This invitation has been used: it lets in one person, once. {_NEW_ONE}"
EXPIRED = f"This invitation has expired. {_NEW_ONE}"
WRONG = "I do not know this link; perhaps a part of it is missing. Open it from the message you were sent, or ask for a new one."


def token_in(seen: MessageView) -> str:
    found = re.search(r"https://t\.me/planner_sandbox_bot\?start=(\S+)", seen.text)
    assert found is not None, seen.text
    return found[1]


async def follow(planner: Planner, token: str, user: int, lang: str = "en") -> MessageView:
    return await planner.tell(f"/start {token}", user=user, lang=lang)


async def joined(planner: Planner, *, user: int = DIMA) -> str:
    """Anna owns the planner, Dima has joined; the token that let Dima in."""
    await planner.tell("/start")
    token = token_in(await planner.tell("/invite Dima"))
    assert (
        "Hello, Dima" in (await planner.telegram.message((await opened(planner, token, user)).id, user)).text
    )
    return token


async def opened(planner: Planner, token: str, user: int) -> MessageView:
    said = await planner.telegram.say(f"/start {token}", user=user, lang="en")
    return (await planner.answers(said))[0]


async def accounts(planner: Planner) -> dict[str, tuple[int | None, bool, bool]]:
    """By name: the Telegram account, whether they own the planner, whether they are removed."""
    rows = await planner.rows(select(Member).order_by(col(Member.id)))
    return {row.name: (row.telegram_user_id, row.is_owner, row.archived_at is not None) for row in rows}


async def last_to_owner(planner: Planner) -> MessageView:
    return (await planner.telegram.messages(OWNER))[-1]


async def is_let_in(planner: Planner, user: int) -> bool:
    said = await planner.telegram.say("/today", user=user, lang="en")
    answers = await planner.answers(said)
    return bool(answers) and answers[-1].text != PRIVATE


async def nothing_failed(planner: Planner) -> bool:
    return await planner.rows(select(DeadLetter)) == []


async def id_of(planner: Planner, name: str) -> int:
    [found] = await planner.rows(select(Member.id).where(Member.name == name))
    assert isinstance(found, int)
    return found
