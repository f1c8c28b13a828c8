"""Appointments: times when a member is not available."""

from sqlalchemy import CheckConstraint, Index, true
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, one_of, same_workspace, text


class Appointment(SQLModel, table=True):
    """A time a person is not free: an `appointment` at some business or none, or `away` (they said so).

    `takes_time` is false for an event of whole days in a calendar, which is shown and keeps nothing free; it lasts from
    midnight to midnight where its person was when it was read.

    One of a calendar (`subscription_id`) is replaced each time that is read, and goes with it.
    What was said while asking for a plan goes again when that plan's operation is undone.
    """

    __table_args__ = (
        one_of("kind", "appointment", "away"),
        CheckConstraint("starts_at < ends_at", name="appointment_has_length"),
        CheckConstraint("char_length(title) <= 200", name="appointment_title_length"),
        Index("appointment_by_member", "member_id", "starts_at"),
        same_workspace("appointment", "member_id", "member", ondelete="CASCADE"),
        same_workspace("appointment", "business_id", "business"),
        same_workspace("appointment", "operation_id", "operation", ondelete="CASCADE"),
        same_workspace("appointment", "subscription_id", "calendar_subscription", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    member_id: int = big()
    business_id: int | None = big(default=None)
    kind: str = text(default="appointment")
    title: str = text(default="")
    starts_at: Instant = instant()
    ends_at: Instant = instant()
    takes_time: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    operation_id: int | None = big(default=None, index=True)
    subscription_id: int | None = big(default=None, index=True)
    created_at: Instant = instant()
