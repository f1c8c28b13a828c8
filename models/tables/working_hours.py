"""Working hours by weekday, in general or for one business, days off, and preferences for planning."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import big, key, same_workspace


class WorkingHours(SQLModel, table=True):
    """One interval of a weekday (0 is Monday), local times; `business_id` is null for the person's own hours.

    A person without any row works Monday to Friday from 9 to 18; a business without any is worked in the person's
    own hours. With rows, a weekday without one is closed.
    """

    __tablename__ = "working_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        Index("working_hours_once", "member_id", sql("coalesce(business_id, 0)"), "weekday", unique=True),
        same_workspace("working_hours", "member_id", "member", ondelete="CASCADE"),
        same_workspace("working_hours", "business_id", "business", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    member_id: int = big()
    business_id: int | None = big(default=None)
    weekday: int = Field()
    opens_at: dt.time = Field()
    closes_at: dt.time = Field()


class DayOff(SQLModel, table=True):
    """A person does not work from `first_on` through `last_on` (local dates).

    What was entered in words goes again when its operation is undone.
    """

    __tablename__ = "day_off"
    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="days_in_order"),
        Index("day_off_by_member", "member_id", "last_on"),
        same_workspace("day_off", "member_id", "member", ondelete="CASCADE"),
        same_workspace("day_off", "operation_id", "operation", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    member_id: int = big()
    first_on: dt.date = Field()
    last_on: dt.date = Field()
    operation_id: int | None = big(default=None, index=True)


class PlanningHabit(SQLModel, table=True):
    """How a person's days are planned: lunch (local times, both or none), `way_minutes` between two businesses, the cap."""

    __tablename__ = "planning_habit"
    __table_args__ = (
        CheckConstraint("(lunch_from IS NULL) = (lunch_until IS NULL)", name="lunch_has_both_ends"),
        CheckConstraint("lunch_from < lunch_until", name="lunch_has_length"),
        CheckConstraint("way_minutes BETWEEN 0 AND 240", name="way_range"),
        CheckConstraint("planned_minutes_cap BETWEEN 30 AND 1440", name="cap_range"),
        same_workspace("planning_habit", "member_id", "member", ondelete="CASCADE"),
    )

    member_id: int = big(primary_key=True)
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    lunch_from: dt.time | None = Field(default=dt.time(12))
    lunch_until: dt.time | None = Field(default=dt.time(13))
    way_minutes: int = Field(default=0)
    planned_minutes_cap: int | None = Field(default=None)
