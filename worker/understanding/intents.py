"""The closed list of everything a person can ask for. Commands, buttons, the local reader and the model make intents; the
policy decides what becomes of them, features handle them. What is not in this list cannot be asked for."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

QueryScope = Literal[
    "today", "tomorrow", "week", "overdue", "business", "project", "person", "done", "search", "now"
]
TaskField = Literal["due", "assignee", "estimate", "business", "status"]
# Commands that words stand for as well; their arguments are those of the slash command. The model is told of the first
# ones only: its instructions are bounded, and the others are asked for too rarely.
ModelCommandName = Literal[
    "help", "undo", "settings", "language", "timezone", "digest", "evening", "weekly", "quiet", "travel", "hours",
    "business", "projects", "team", "invite", "notes", "usage", "accuracy", "now", "why",
    "calendar", "reminders", "repeats",
]  # fmt: skip
CommandName = ModelCommandName | Literal["forget", "export", "nudge"]
Timing = Literal["on", "by"]
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
    """A new task. Names are those of the context, never invented; `recurrence` is an RFC 5545 rule without prefix.

    `remind_until_done`: the reminder is to come again until the task is done.
    `timing` says how the due was put: "by" for a deadline, "on" for what happens at that time; None without a due."""

    kind: Literal["create"] = "create"
    title: str = Field(min_length=1, max_length=200)
    business: str | None = None
    project: str | None = None
    assignee: str | None = None
    due: Due | None = None
    timing: Timing | None = None
    priority: int | None = Field(default=None, ge=1, le=4)
    estimate_minutes: int | None = Field(default=None, ge=1, le=60_000)
    recurrence: str | None = None
    reminder_minutes_before: int | None = Field(default=None, ge=0, le=525_600)
    remind_until_done: bool | None = None


class CompleteTask(_Intent):
    """The open task `task` (a context reference such as "T3") is done; `actual_minutes` only when stated."""

    kind: Literal["complete"] = "complete"
    task: str
    actual_minutes: int | None = Field(default=None, ge=1, le=60_000)


class CompleteAll(_Intent):
    """ "Mark everything as done": the policy makes a question of it, nothing is done at once."""

    kind: Literal["complete_all"] = "complete_all"


class ChangeMany(_Intent):
    """ "Drop all overdue", "move everything overdue to Friday", "drop #4 #5 #6": the policy makes a change of each such
    task of it, or a question where they are not numbered and more than a few.

    Without `tasks` all that is overdue; with `older_than_days` only what has been so for more days than that. Past events
    are not overdue."""

    kind: Literal["change_many"] = "change_many"
    change: Literal["drop", "move", "done"]
    to: dt.date | None = None
    older_than_days: int = Field(default=0, ge=0, le=3650)
    tasks: tuple[str, ...] = ()


class ReopenTask(_Intent):
    """A closed task, by its number, is open again: "reopen #5"."""

    kind: Literal["reopen"] = "reopen"
    task: str


class RescheduleTask(_Intent):
    """A new deadline for an open task; `due` is the complete new deadline, kept halves included.

    `timing` only where the words say it ("by Friday"); otherwise the task keeps its own."""

    kind: Literal["reschedule"] = "reschedule"
    task: str
    due: Due | None
    timing: Timing | None = None


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


class Query(_Intent):
    """A question about what there is. `text` names the business, the project or the person, or holds the search words; of
    "done" it is the person whose work is meant, None for everybody's."""

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


class AskTask(_Intent):
    """A question about one field of an open task: "when is the dentist"."""

    kind: Literal["ask_task"] = "ask_task"
    task: str
    field: TaskField = "due"


class UnclearQuestion(_Intent):
    """A question whose meaning is not known; the answer says so and what can be asked. Nothing is kept of it."""

    kind: Literal["unclear_question"] = "unclear_question"
    text: str = Field(min_length=1, max_length=4_096)


class WaitFor(_Intent):
    """The open task `task` may begin only when `other` is done."""

    kind: Literal["wait"] = "wait"
    task: str
    other: str


class SkipOccurrence(_Intent):
    """The next occurrence of a recurring open task is left out; the series goes on."""

    kind: Literal["skip"] = "skip"
    task: str


class StartTimer(_Intent):
    """Work on an open task begins now."""

    kind: Literal["start_timer"] = "start_timer"
    task: str


class StopTimer(_Intent):
    """Work on the task whose timer runs is interrupted; it is not done."""

    kind: Literal["stop_timer"] = "stop_timer"


class KeepNote(_Intent):
    """Words to be kept that ask for nothing: "note: the safe code is 4421"."""

    kind: Literal["keep_note"] = "keep_note"
    text: str = Field(min_length=1, max_length=4_096)


class AddComment(_Intent):
    """Words to be kept with a task: "add a comment to #1: they want it in blue"."""

    kind: Literal["comment"] = "comment"
    task: str
    text: str = Field(min_length=1, max_length=4_096)


class AddItems(_Intent):
    """Items to be ticked under a task, or under a new one of that title: "subtasks for #1: order bearing, fit, test"."""

    kind: Literal["items"] = "items"
    task: str | None = None
    title: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=4_096)


class ShowFiles(_Intent):
    """The files of a task are to be sent: "show the files of #1"."""

    kind: Literal["files"] = "files"
    task: str


class Absence(_Intent):
    """A member, or the speaker (None), does not work from `first` to `last`, both included; `part` is the half of a
    single day, None for whole days."""

    kind: Literal["absence"] = "absence"
    member: str | None = None
    first: dt.date
    last: dt.date
    part: Literal["morning", "afternoon"] | None = None


class AskWhich(_Intent):
    """A wish about one open task whose words `said` fit none of them, or each of `tasks`: answered, and nothing changes."""

    kind: Literal["ask_which"] = "ask_which"
    wish: Literal["start_timer", "skip", "wait", "comment", "items", "files"]
    said: str = Field(min_length=1, max_length=200)
    tasks: tuple[str, ...] = ()


class RunCommand(_Intent):
    """A slash command said in words: "turn off the evening message" is "evening" with "off"."""

    kind: Literal["command"] = "command"
    command: CommandName
    argument: str = Field(default="", max_length=200)


Intent = Annotated[
    CreateTask
    | CompleteTask
    | CompleteAll
    | ChangeMany
    | ReopenTask
    | RescheduleTask
    | UpdateTask
    | DeleteTask
    | Query
    | AskTask
    | UnclearQuestion
    | Plan
    | CreateProject
    | WaitFor
    | SkipOccurrence
    | StartTimer
    | StopTimer
    | KeepNote
    | AddComment
    | AddItems
    | ShowFiles
    | Absence
    | AskWhich
    | RunCommand,
    Field(discriminator="kind"),
]
# Intents that change an open task.
TaskEdit = CompleteTask | RescheduleTask | UpdateTask | DeleteTask
