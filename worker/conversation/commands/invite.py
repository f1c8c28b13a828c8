"""/invite Dima: a one-time link for somebody who is to talk to the planner too."""

import datetime as dt

from sqlalchemy import func
from sqlmodel import select

from models.invitation import Invitation
from models.member import Member
from worker.conversation.commands.request import Request
from worker.conversation.invitations import hash_of, new_token
from worker.conversation.reply import Reply, safe

_VALID = dt.timedelta(days=7)


async def invite(request: Request) -> list[Reply]:
    """Make the member if need be, and a link that lets exactly one person in as them, for seven days."""
    speaker, session = request.speaker, request.session
    name = " ".join(request.argument.split())[:60]
    if not speaker.is_owner:
        return [Reply(speaker.words.say("Only the owner can do this."))]
    if not name:
        return [Reply(speaker.words.say("Whom? For example /invite Dima"))]
    statement = select(Member).where(
        Member.workspace_id == speaker.workspace_id, func.lower(Member.name) == name.lower()
    )
    member = (await session.exec(statement)).first()
    if member is None:
        member = Member(workspace_id=speaker.workspace_id, name=name, created_at=request.moment.now)
        session.add(member)
        await session.flush()
    token = new_token()
    session.add(
        Invitation(
            kind="member",
            workspace_id=speaker.workspace_id,
            member_id=member.id,
            token_hash=hash_of(token),
            created_at=request.moment.now,
            expires_at=request.moment.now + _VALID,
        )
    )
    text = speaker.words.say(
        "Send this to {name}. It lets one person in and is good for seven days:", name=safe(name)
    )
    # The bot's own name is put in when the message leaves: the transaction may not ask Telegram.
    return [Reply(f"{text}\n<code>/start {token}</code>")]
