"""Words that people corrected, given to the transcription of the next recording as hints."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, one_of, text


class GlossaryWord(SQLModel, table=True):
    """`word` as the person wrote it; `key` is its normalised form, unique in a workspace.

    `source` is what was corrected: a task's title, or the name of a business, project or person.
    """

    __tablename__ = "glossary_word"
    __table_args__ = (
        one_of("source", "title", "name"),
        CheckConstraint("char_length(word) BETWEEN 2 AND 40", name="word_length"),
        Index("glossary_word_once", "workspace_id", "key", unique=True),
        Index("glossary_word_latest", "workspace_id", sql("corrected_at DESC")),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    word: str = text()
    key: str = text()
    source: str = text()
    times: int = Field(default=1)
    corrected_at: Instant = instant()
