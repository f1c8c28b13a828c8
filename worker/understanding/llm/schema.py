"""The answer's schema: what a model may say about a message, small enough to read in one go."""

import json
import re
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from worker.understanding.intents import (
    ModelCommandName,
    PlanScope,
    QueryScope,
    TaskField,
    Timing,
    UpdateField,
)

SCHEMA_NAME = "planner_actions"


def _as_text(value: Any) -> Any:
    """Servers without real strict mode write a number where the schema says text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_due(value: Any) -> Any:
    """A deadline written as one text: a date of the calendar, or words."""
    if not isinstance(value, str):
        return value
    found = _ISO.fullmatch(value.strip())
    return {"date": found["date"], "time": found["time"]} if found else {"words": value}


_ISO = re.compile(r"(?P<date>\d{4}-\d\d-\d\d)(?:[T ](?P<time>\d{1,2}:\d\d)(?::\d\d)?Z?)?")
_Text = Annotated[str | None, BeforeValidator(_as_text)]
_Ref = Annotated[str, BeforeValidator(_as_text)]
# Asked for as an integer; text ("30 min") is read by the check.
_Number = Annotated[int | float | str | None, WithJsonSchema({"type": ["integer", "null"]})]


class _Said(BaseModel):
    """Every field is asked for, null where nothing was said: strict mode knows no optional fields.

    A null that is left out all the same, by a server without strict mode, is read as null.
    """

    model_config = ConfigDict(extra="forbid")


class SaidDue(_Said):
    """A deadline: the words of the message, and the model's own reading of them."""

    words: str | None = None
    date: str | None = None
    time: _Text = None


_Due = Annotated[SaidDue | None, BeforeValidator(_as_due)]


class SaidCreate(_Said):
    """A new task; `minutes` is a stated estimate, `remind` minutes before the deadline."""

    kind: Literal["create"]
    title: str
    business: str | None = None
    project: str | None = None
    assignee: str | None = None
    due: _Due = None
    timing: Timing | None = None
    priority: _Number = None
    minutes: _Number = None
    rrule: str | None = None
    remind: _Number = None


class SaidComplete(_Said):
    """An open task is done; `minutes` it took, if said."""

    kind: Literal["complete"]
    task: _Ref
    minutes: _Number = None


class SaidReschedule(_Said):
    """An open task gets another deadline."""

    kind: Literal["reschedule"]
    task: _Ref
    due: Annotated[SaidDue, BeforeValidator(_as_due)]


class SaidUpdate(_Said):
    """One field of an open task gets another value."""

    kind: Literal["update"]
    task: _Ref
    field: UpdateField
    value: _Text = None


class SaidDelete(_Said):
    """An open task is not needed any more."""

    kind: Literal["delete"]
    task: _Ref


class SaidQuery(_Said):
    """A question about what there is."""

    kind: Literal["query"]
    scope: QueryScope
    text: str | None = None


class SaidPlan(_Said):
    """A wish to have the day or week arranged."""

    kind: Literal["plan"]
    scope: PlanScope


class SaidProject(_Said):
    """A new project, named."""

    kind: Literal["create_project"]
    name: str
    business: str | None = None


class SaidAsk(_Said):
    """A question about one field of an open task."""

    kind: Literal["ask_task"]
    task: _Ref
    field: TaskField


class SaidWait(_Said):
    """An open task that may begin when another one is done."""

    kind: Literal["wait"]
    task: _Ref
    other: _Ref


class SaidOfTask(_Said):
    """An occurrence that is left out, or work that begins now."""

    kind: Literal["skip", "start_timer"]
    task: _Ref


class SaidReopen(_Said):
    """A closed task that is open again, by its number."""

    kind: Literal["reopen"]
    task: _Ref


class SaidMany(_Said):
    """What becomes of all that is overdue, or has been so for more than some days."""

    kind: Literal["change_many"]
    change: Literal["drop", "move", "done"]
    due: _Due = None
    days: int | None = None


class SaidBare(_Said):
    """Work that is interrupted, or "everything is done"."""

    kind: Literal["stop_timer", "complete_all"]


class SaidWords(_Said):
    """Words to be kept, or a question that no other kind asks."""

    kind: Literal["keep_note", "unclear_question"]
    text: str


class SaidAbsence(_Said):
    """Days on which somebody does not work; `words` are those of the message."""

    kind: Literal["absence"]
    member: str | None = None
    words: str | None = None
    first: str
    last: str | None = None
    part: Literal["morning", "afternoon"] | None = None


class SaidWhich(_Said):
    """A wish about one task whose words fit no task, or several."""

    kind: Literal["ask_which"]
    wish: Literal["start_timer", "skip", "wait"]
    said: str
    tasks: list[_Ref] = []


class SaidCommand(_Said):
    """A slash command said in words."""

    kind: Literal["command"]
    command: ModelCommandName
    argument: _Text = None


Said = (
    SaidCreate
    | SaidComplete
    | SaidReschedule
    | SaidUpdate
    | SaidDelete
    | SaidQuery
    | SaidAsk
    | SaidPlan
    | SaidProject
    | SaidWait
    | SaidOfTask
    | SaidReopen
    | SaidMany
    | SaidBare
    | SaidWords
    | SaidAbsence
    | SaidWhich
    | SaidCommand
)
# The fields of each kind, for whoever reads an answer without real strict mode.
FIELDS_OF_KINDS: dict[str, frozenset[str]] = {
    kind: frozenset(said.model_fields)
    for said in get_args(Said)
    for kind in get_args(said.model_fields["kind"].annotation)
}


class Answer(_Said):
    """All actions of one message, in its order; none for a message that asks for nothing."""

    actions: list[Said]


@lru_cache(maxsize=1)
def strict_schema() -> dict[str, Any]:
    """The JSON schema of `Answer` in the subset that strict mode and other servers' grammars share.

    Every field required, nothing else allowed, unions as `anyOf`, no limits (they are checked by code), no prose.
    """
    written = json.dumps(_bare(Answer.model_json_schema()))
    # Our class names would cost tokens in every reference.
    found: dict[str, Any] = json.loads(written.replace("Said", ""))
    return found


def _bare(node: Any) -> Any:
    if isinstance(node, list):
        return [_bare(item) for item in node]
    if not isinstance(node, dict):
        return node
    if set(node) == {"anyOf"} and all(set(kind) == {"type"} for kind in node["anyOf"]):
        return {"type": [kind["type"] for kind in node["anyOf"]]}
    if "properties" in node:
        return {
            "type": "object",
            "properties": {name: _bare_field(field) for name, field in node["properties"].items()},
            "required": list(node["properties"]),
            "additionalProperties": False,
        } | ({"$defs": _bare(node["$defs"])} if "$defs" in node else {})
    return {
        key: _bare(value) for key, value in node.items() if key not in {"title", "description", "default"}
    }


def _bare_field(field: Any) -> Any:
    plain = {key: value for key, value in field.items() if key not in {"title", "description", "default"}}
    if "const" in plain:
        return {"type": "string", "enum": [plain["const"]]}
    return _bare(plain)
