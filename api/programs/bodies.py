"""What programs send and receive."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from models.programs.request_status import RequestState

_NO_NUL = r"^[^\x00]*$"
LARGEST_NUMBER = 2**31 - 1


def _real_day(text: str) -> str:
    if not 2000 <= dt.date.fromisoformat(text).year <= 2200:
        raise ValueError("a year from 2000 to 2200")
    return text


def _no_command(text: str) -> str:
    if text.lstrip().startswith("/"):
        raise ValueError("commands are for people: say it in words, or use the address for it")
    if not text.strip():
        raise ValueError("no words")
    return text


def _some_words(text: str) -> str:
    if not text.strip():
        raise ValueError("no words")
    return " ".join(text.split())


Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real_day)]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NO_NUL)]
Title = Annotated[Name, AfterValidator(_some_words)]
Minutes = Annotated[int, Field(ge=1, le=60 * 24 * 30)]
Words = Annotated[
    str, StringConstraints(min_length=1, max_length=4000, pattern=_NO_NUL), AfterValidator(_no_command)
]
TaskStatus = Literal["open", "done", "dropped", "missed", "passed"]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class MessageBody(_Body):
    """Words as the owner would say them, in English or Russian."""

    text: Words


class TaskFields(_Body):
    """Fields of a task. Names are those of the planner; dates and times are local to the owner."""

    business: Name | None = None
    project: Name | None = None
    assignee: Name | None = None
    date: Day | None = None
    time: ClockTime | None = None
    on_or_by: Literal["on", "by"] | None = None
    planned_for: Day | None = None
    estimate_minutes: Minutes | None = None


class NewTaskBody(TaskFields):
    """A new task; a field that is not given is not guessed."""

    title: Title
    priority: Annotated[int, Field(ge=1, le=4)] = 2


class TaskChangeBody(TaskFields):
    """The fields to change; null empties one."""

    title: Title = ""
    priority: Annotated[int, Field(ge=1, le=4)] = 2

    @model_validator(mode="after")
    def _changes_something(self) -> "TaskChangeBody":
        if not self.model_fields_set:
            raise ValueError("no field to change")
        return self


class DoneBody(_Body):
    """How long it took, if that is known; otherwise the owner is asked."""

    actual_minutes: Minutes | None = None


class Accepted(BaseModel):
    """The request is stored and will be carried out; its address tells what came of it."""

    operation: str
    state: Literal["queued"] = "queued"


class OperationState(BaseModel):
    """What came of a request. `problem` says why a refused one changed nothing; `answers` is what the owner was answered
    (HTML of Telegram), for tokens that reach everything."""

    id: int
    state: RequestState
    problem: str | None
    tasks: list[int]
    undone: bool
    answers: list[str]


class TaskBody(BaseModel):
    """A task. `priority` is 1 (urgent) to 4 (someday); `date`, `time` and `planned_for` are local to the owner."""

    number: int
    title: str
    status: TaskStatus
    priority: int
    business: str | None
    project: str | None
    assignee: str | None
    date: dt.date | None
    time: str | None
    on_or_by: Literal["on", "by"] | None
    planned_for: dt.date | None
    estimate_minutes: int | None
    actual_minutes: int | None
    recurrence: str | None
    created: dt.datetime
    updated: dt.datetime
    done: dt.datetime | None


class TaskPage(BaseModel):
    """Tasks by number; `next` is the cursor of the next page, null on the last."""

    tasks: list[TaskBody]
    next: str | None


class PlannedBlock(BaseModel):
    """A time at which a task is to be worked on."""

    number: int
    title: str
    starts: dt.datetime
    ends: dt.datetime


class LeftOutTask(BaseModel):
    """A task for which the day has no room."""

    number: int
    title: str


class PlanBody(BaseModel):
    """The owner's plan of today, in their zone."""

    date: dt.date
    zone: str
    made: dt.datetime
    blocks: list[PlannedBlock]
    left_out: list[LeftOutTask]
