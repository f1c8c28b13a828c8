"""Confirmed requests to erase a workspace or a person, until they are carried out."""

from sqlmodel import SQLModel

from models.tables.columns import Instant, big, instant, key, text


class Erasure(SQLModel, table=True):
    """All data of a workspace, or of one person in it (`member_id`), is to be erased. The row goes last.

    It references no row, since all of them go before it. `chat_telegram_id` and `language` say where and how the end is
    told: to whom asked for it.
    """

    id: int | None = key()
    workspace_id: int = big()
    member_id: int | None = big(default=None)
    chat_telegram_id: int = big()
    language: str = text()
    requested_at: Instant = instant()
