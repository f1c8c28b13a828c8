"""Prompt: the stable instructions first, then the trimmed world, then the message, fenced as data."""

import math
from functools import lru_cache
from importlib.resources import files

from worker.openai.client import ChatRequest
from worker.understanding.context import Context, DoneTask, KnownMember, KnownTask, Message
from worker.understanding.intents import Due
from worker.understanding.llm.context_trimming import LeftOut, trim
from worker.understanding.llm.quoted_text import quoted, visible
from worker.understanding.llm.schema import SCHEMA_NAME, strict_schema
from worker.understanding.llm.token_estimate import bound, estimate

MESSAGE_LIMIT = 60_000  # an hour of speech; a typed message has 4,096 characters at most
TITLE_LIMIT = 120
NAME_LIMIT = 60
MOST_DONE = 8
USUAL_PRIORITY = 2  # it is not worth a word
_MARGIN = 1.25  # another server's tokeniser may know fewer of our words
_WRAPPING_TOKENS = 64  # what a server puts around two messages and a schema


@lru_cache(maxsize=1)
def instructions() -> str:
    """The stable prefix: the same bytes for every message of every workspace, so that servers can cache it."""
    return files("worker.understanding.llm").joinpath("instructions.txt").read_text("utf-8")


def build(
    message: Message, context: Context, *, model: str, max_output_tokens: int
) -> tuple[ChatRequest, Context]:
    """The question about one message, and the part of the context that it shows."""
    shown, left_out = trim(message, context)
    request = ChatRequest(
        model=model,
        system=instructions(),
        user=_user_part(message, shown, left_out),
        schema_name=SCHEMA_NAME,
        schema=strict_schema(),
        max_output_tokens=max_output_tokens,
    )
    return request, shown


def most_tokens_in(request: ChatRequest) -> int:
    """The most input tokens the request can be billed: our own words estimated and a quarter more, people's bounded."""
    own = estimate(request.system) + estimate(str(request.schema))
    return math.ceil(own * _MARGIN) + bound(request.user) + _WRAPPING_TOKENS


def message_text(message: Message) -> tuple[str, bool]:
    """The message as it is quoted, and whether it had to be cut."""
    text = visible(message.text).strip()
    return text[:MESSAGE_LIMIT], len(text) > MESSAGE_LIMIT


def _user_part(message: Message, shown: Context, left_out: LeftOut) -> str:
    zone = getattr(message.now.tzinfo, "key", None)
    lines = [f"NOW {message.now:%Y-%m-%d %H:%M} {message.now:%A}" + (f" {zone}" if zone else "")]
    lines += [f"SENDER {quoted(shown.speaker, NAME_LIMIT)}"] if shown.speaker else []
    businesses = [_business(b.name, b.keywords) for b in shown.businesses]
    lines += _section("BUSINESSES", businesses, left_out.businesses)
    lines += _section("PROJECTS", [_of(p.name, p.business) for p in shown.projects], left_out.projects)
    lines += _section("MEMBERS", [_member(member) for member in shown.members], left_out.members)
    lines += _section("OPEN TASKS", [_task(task) for task in shown.open_tasks], left_out.tasks)
    lines += _section("DONE LATELY", [_done(task) for task in shown.done[:MOST_DONE]])
    refs = {task.ref for task in shown.open_tasks}
    if shown.replied_to in refs:
        lines.append(f"THE MESSAGE REPLIES TO {shown.replied_to}")
    recent = [ref for ref in shown.recent if ref in refs]
    if recent:
        lines.append(f"JUST TALKED ABOUT {' '.join(recent)}")
    if len(shown.listed) > 1:
        lines.append(f"LAST LIST {' '.join(shown.listed)}")
    text, _ = message_text(message)
    forwarded = ", forwarded: somebody else's words" if message.forwarded else ""
    lines.append(f"MESSAGE{' (speech, transcribed)' if message.voice else ''}{forwarded}")
    return "\n".join(lines) + "\n" + quoted_message(text)


def quoted_message(text: str) -> str:
    """The message as one JSON string: its line breaks are escaped, its quotes cannot close it."""
    lines = [quoted(line, MESSAGE_LIMIT)[1:-1] for line in text.split("\n")]
    return '"' + "\\n".join(lines) + '"'


def _section(heading: str, lines: list[str], missing: int = 0) -> list[str]:
    if not lines:
        return []
    more = [f"({missing} more not shown)"] if missing else []
    return [heading, *lines, *more]


def _business(name: str, keywords: tuple[str, ...]) -> str:
    words = ", ".join(quoted(word, NAME_LIMIT) for word in keywords)
    return quoted(name, NAME_LIMIT) + (f": {words}" if words else "")


def _of(name: str, business: str | None) -> str:
    return quoted(name, NAME_LIMIT) + (f" of {quoted(business, NAME_LIMIT)}" if business else "")


def _member(member: KnownMember) -> str:
    parts = [quoted(member.name, NAME_LIMIT)]
    if member.aliases:
        parts.append("also " + ", ".join(quoted(alias, NAME_LIMIT) for alias in member.aliases[:4]))
    if member.role:
        parts.append("role " + quoted(member.role, NAME_LIMIT))
    if member.businesses:
        parts.append("in " + ", ".join(quoted(name, NAME_LIMIT) for name in member.businesses[:4]))
    return "; ".join(parts)


def _task(task: KnownTask) -> str:
    parts = [f"{task.ref} {quoted(task.title, TITLE_LIMIT)}"]
    if task.business:
        parts.append("of " + quoted(task.business, NAME_LIMIT))
    if task.due:
        parts.append("due " + _due(task.due))
    if task.estimate_minutes:
        parts.append(f"{task.estimate_minutes} min")
    if task.assignee:
        parts.append("for " + quoted(task.assignee, NAME_LIMIT))
    if task.project:
        parts.append("project " + quoted(task.project, NAME_LIMIT))
    if task.priority and task.priority != USUAL_PRIORITY:
        parts.append(f"priority {task.priority}")
    if task.recurrence:
        parts.append(f"repeats {task.recurrence}")
    if task.reminder_minutes_before is not None:
        parts.append(f"remind {task.reminder_minutes_before} min before")
    return "; ".join(parts)


def _done(task: DoneTask) -> str:
    return f"{task.ref} {quoted(task.title, TITLE_LIMIT)}; done {task.done_on:%Y-%m-%d}"


def _due(due: Due) -> str:
    return f"{due.date:%Y-%m-%d}" + (f" {due.time:%H:%M}" if due.time else "")
