"""Rows that several features read for the same message: read once a session, until the session writes or locks anything."""

from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import Select, event
from sqlalchemy.orm import ORMExecuteState, Session
from sqlmodel.ext.asyncio.session import AsyncSession

T = TypeVar("T")
_KEPT = "kept_reads"


async def read_once(session: AsyncSession, key: Hashable, read: Callable[[], Awaitable[T]]) -> T:
    """What `read` returns, or returned for this key before in this session.

    It is read again after any flush, any statement of the session that is no plain SELECT (a locking one counts as a
    change: it is made to see what others wrote) and any end of a transaction.
    """
    kept: dict[Hashable, Any] = session.info.setdefault(_KEPT, {})
    if session.new or session.dirty or session.deleted or key not in kept:
        value = await read()
        # A flush on the way replaced the dictionary.
        session.info.setdefault(_KEPT, {})[key] = value
        return value
    return kept[key]  # type: ignore[no-any-return]


@event.listens_for(Session, "do_orm_execute")
def _forget_after_writes(state: ORMExecuteState) -> None:
    statement = state.statement
    # SQLAlchemy has no public name for "FOR UPDATE was asked for".
    if not isinstance(statement, Select) or statement._for_update_arg is not None:  # noqa: SLF001
        state.session.info.pop(_KEPT, None)


@event.listens_for(Session, "after_flush")
@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, _: object) -> None:
    session.info.pop(_KEPT, None)
