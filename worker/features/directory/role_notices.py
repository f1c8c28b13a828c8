"""Tells a member that what they may do in a business has changed."""

import datetime as dt
from collections.abc import Mapping

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.operation import Operation
from worker.core.i18n import gettext_noop, translator_for
from worker.core.reply import Reply, escape_html, outbox_row
from worker.features.directory.entries import BUSINESS
from worker.features.directory.queries import Directory

_NOW = {
    "manager": gettext_noop(
        "{business}: you are a manager there now. You see all its tasks, give them to its people, move and close them."
    ),
    "member": gettext_noop("{business}: you are a member there now. You see and change your own tasks."),
    "viewer": gettext_noop("{business}: you can look at all tasks there now, but not change them."),
}


async def tell_of_roles(
    session: AsyncSession,
    directory: Directory,
    member: Member,
    before: Mapping[int, str],
    operation: Operation,
    now: dt.datetime,
) -> None:
    """One message to each private chat of the member, about the businesses they work for in which their role changed."""
    assert member.id is not None
    after = directory.roles.get(member.id, {})
    changed = {
        firm: _NOW[after.get(firm, "member")]
        for firm in sorted(directory.works_for.get(member.id, set()))
        if before.get(firm) != after.get(firm)
    }
    if not changed:
        return
    statement = select(Chat).where(
        Chat.member_id == member.id, Chat.kind == "private", col(Chat.blocked_at).is_(None)
    )
    for chat in (await session.exec(statement)).all():
        gettext = translator_for(chat.language).gettext
        lines = [
            gettext(text, business=f"<b>{escape_html(found.name)}</b>")
            for firm, text in changed.items()
            if (found := directory.by_id(BUSINESS, firm)) is not None
        ]
        session.add(
            outbox_row(
                Reply("\n".join(lines), purpose="notice"),
                workspace_id=chat.workspace_id,
                chat_telegram_id=chat.telegram_id,
                dedupe_key=f"roles:{operation.id}:{chat.id}",
                trace_id=operation.trace_id,
                now=now,
            )
        )
