"""The closed list of intents a reader may propose; everything else it says is discarded."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

QueryScope = Literal["today", "tomorrow", "week", "overdue", "business", "project", "search", "now"]
PlanScope = Literal["today", "tomorrow", "week"]
UpdateField = Literal[
    "title",
    "business",
    "project",
    "assignee",
    "priority",
    "estimate_minutes",
    "reminder_minutes_before",
    "recurrence",
]


class Due(BaseModel):
    """A deadline as a person names it: a local date of the chat's zone, with or without a clock time."""

    model_config = ConfigDict(frozen=True)

    date: dt.date
    time: dt.time | None = None


class _Intent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CreateTask(_Intent):
    """A new task. Names are those of the context, never invented; `recurrence` is an RFC 5545 rule without prefix."""

    kind: Literal["create"] = "create"
    title: str = Field(min_length=1, max_length=200)
    business: str | None = None
    project: str | None = None
    assignee: str | None = None
    due: Due | None = None
    priority: int | None = Field(default=None, ge=1, le=4)
    estimate_minutes: int | None = Field(default=None, ge=1, le=60_000)
    recurrence: str | None = None
    reminder_minutes_before: int | None = Field(default=None, ge=0, le=525_600)


class CompleteTask(_Intent):
    """The open task `task` (a context reference such as "T3") is done; `actual_minutes` only when stated."""

    kind: Literal["complete"] = "complete"
    task: str
    actual_minutes: int | None = Field(default=None, ge=1, le=60_000)


class RescheduleTask(_Intent):
    """A new deadline for an open task; `due` is the complete new deadline, kept halves included."""

    kind: Literal["reschedule"] = "reschedule"
    task: str
    due: Due | None


class UpdateTask(_Intent):
    """One field of an open task gets a new value; names are of the context, durations are minutes."""

    kind: Literal["update"] = "update"
    task: str
    field: UpdateField
    value: str | int | None


class DeleteTask(_Intent):
    """An open task that is no longer needed."""

    kind: Literal["delete"] = "delete"
    task: str


# The word of a question that looks back: "what did I finish today?".
DONE = "done"


class Query(_Intent):
    """A question about what there is; `text` names the business or project, or holds the search words; "done" of today asks for what was done."""

    kind: Literal["query"] = "query"
    scope: QueryScope
    text: str | None = None


class Plan(_Intent):
    """A request to arrange the day or the week."""

    kind: Literal["plan"] = "plan"
    scope: PlanScope = "today"


class CreateProject(_Intent):
    """A new project, asked for by name."""

    kind: Literal["create_project"] = "create_project"
    name: str = Field(min_length=1, max_length=120)
    business: str | None = None


Intent = Annotated[
    CreateTask | CompleteTask | RescheduleTask | UpdateTask | DeleteTask | Query | Plan | CreateProject,
    Field(discriminator="kind"),
]
