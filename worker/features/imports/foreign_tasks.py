"""Reads the tasks in a file of another program: CSV of Todoist or of a spreadsheet, JSON of Trello. Pure."""

import csv
import datetime as dt
import io
import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

MOST_TASKS = 300
_LONGEST_TITLE = 200
_MOST_ROWS = 20_000
# What a column is called, by what it holds.
_COLUMNS: dict[str, frozenset[str]] = {
    "title": frozenset(
        ("content", "title", "task", "name", "task name", "summary", "todo", "what", "задача", "задачи", "название",
         "дело", "заголовок", "что сделать", "что")
    ),
    "date": frozenset(
        ("date", "due", "due date", "due_date", "deadline", "when", "срок", "дата", "когда", "дедлайн")
    ),
    "time": frozenset(("time", "due time", "время")),
    "priority": frozenset(("priority", "приоритет", "важность")),
    "status": frozenset(("status", "done", "completed", "complete", "state", "статус", "готово", "выполнено")),
    "type": frozenset(("type", "тип")),
}  # fmt: skip
_DONE = frozenset(("done", "completed", "complete", "closed", "true", "yes", "x", "✓", "1", "dropped", "да", "готово", "сделано", "выполнено", "закрыто", "passed", "missed"))  # fmt: skip
_PRIORITIES = {
    **dict.fromkeys(("1", "high", "urgent", "p1", "высокий", "срочно", "срочный", "высокая"), 1),
    **dict.fromkeys(("3", "low", "низкий", "низкая"), 3),
    "4": 4,
}
_TODOIST = frozenset(("type", "content", "priority"))
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2}))?.{0,12}", re.DOTALL)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s+(\d{1,2}):(\d{2}))?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")


@dataclass(frozen=True, slots=True)
class ForeignTask:
    """A task to be added: `on` is a local date, `at` an instant (UTC) where a clock time was given."""

    title: str
    on: dt.date | None = None
    at: dt.datetime | None = None
    priority: int = 2

    def to_json(self) -> dict[str, Any]:
        """For a note's proposal."""
        values = asdict(self)
        return {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in values.items()
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "ForeignTask":
        """What `to_json` gave."""
        on, at = values["on"], values["at"]
        return cls(
            values["title"],
            None if on is None else dt.date.fromisoformat(on),
            None if at is None else dt.datetime.fromisoformat(at),
            values["priority"],
        )


@dataclass(slots=True)
class ForeignTasks:
    """The tasks of a file, and what of it does not fit: rows by reason, the names of columns that are not taken, and of a
    ZIP file the files in it that are not read. `archive`: it is one of /export, of which the open tasks are taken alone."""

    tasks: list[ForeignTask] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    columns: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    archive: bool = False

    def add(self, title: str, due: "_Due", priority: int) -> None:
        """One row; a due that is no date stays readable in the title."""
        words = " ".join(title.split())
        if not words:
            self.left["empty"] += 1
            return
        if due.unread:
            self.left["undated"] += 1
            words = f"{words} ({due.unread})"
        if len(words) > _LONGEST_TITLE:
            self.left["shortened"] += 1
            words = words[: _LONGEST_TITLE - 1] + "…"
        self.take(ForeignTask(words, due.on, due.at, priority))

    def take(self, task: ForeignTask) -> None:
        """One task, unless there are enough."""
        if len(self.tasks) == MOST_TASKS:
            self.left["too many"] += 1
            return
        self.tasks.append(task)


@dataclass(frozen=True, slots=True)
class _Due:
    on: dt.date | None = None
    at: dt.datetime | None = None
    unread: str = ""


def read_foreign_tasks(body: bytes, zone: ZoneInfo) -> ForeignTasks | None:
    """The tasks of a file; None where it is none that can be read. Local dates and times are those of `zone`."""
    text = _decoded(body)
    if text is None:
        return None
    if text.lstrip().startswith("{"):
        return _of_trello(text, zone)
    return _of_csv(text, zone)


def _decoded(body: bytes) -> str | None:
    encodings = ["utf-16"] if body[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Bytes of a picture are letters of some old encoding too.
        if "\x00" not in text and sum(letter < " " and letter not in "\r\n\t" for letter in text) == 0:
            return text
    return None


def _of_csv(text: str, zone: ZoneInfo) -> ForeignTasks | None:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(map(str.strip, row))]
    except csv.Error:
        return None
    if not rows or len(rows) > _MOST_ROWS:
        return None
    header = [name.strip().casefold() for name in rows[0]]
    places = {
        kind: next((at for at, name in enumerate(header) if name in names), None)
        for kind, names in _COLUMNS.items()
    }
    if places["title"] is None:
        return None
    found = ForeignTasks()
    taken = {at for at in places.values() if at is not None}
    found.columns = [
        rows[0][at].strip()[:40]
        for at in range(len(header))
        if at not in taken and rows[0][at].strip() and any(_cell(row, at) for row in rows[1:])
    ]
    todoist = set(header) >= _TODOIST
    for row in rows[1:]:
        _take_row(found, row, places, zone, todoist=todoist)
    return found


def _take_row(
    found: ForeignTasks, row: list[str], places: dict[str, int | None], zone: ZoneInfo, *, todoist: bool
) -> None:
    values = {kind: _cell(row, at) for kind, at in places.items()}
    if todoist and values["type"].casefold() != "task":
        found.left["no task"] += 1
    elif values["status"].casefold() in _DONE:
        found.left["done"] += 1
    else:
        due = _due_of(values["date"], values["time"], zone)
        found.add(values["title"], due, _priority(values["priority"], todoist=todoist))


def _cell(row: list[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _priority(said: str, *, todoist: bool) -> int:
    # In Todoist's files 1 is the highest and 4 is what nobody chose.
    chosen = _PRIORITIES.get(said.casefold(), 2)
    return chosen if not todoist or chosen == 1 else 2


def _due_of(date: str, time: str, zone: ZoneInfo) -> _Due:
    if not date:
        return _Due(unread=time)
    found = _ISO.fullmatch(date) or _DOTTED.fullmatch(date)
    if found is None:
        return _Due(unread=f"{date} {time}".strip())
    parts = [int(part) for part in found.groups()[:3]]
    year, month, day = parts if found.re is _ISO else parts[::-1]
    clock = _CLOCK.fullmatch(time) if time else None
    hour, minute = clock.groups() if clock is not None else found.groups()[3:]
    try:
        on = dt.date(year, month, day)
        if not 2000 <= year <= 2199 or (time and clock is None):
            raise ValueError
        if hour is None:
            return _Due(on)
        at = dt.datetime.combine(on, dt.time(int(hour), int(minute)), zone)
    except ValueError:
        return _Due(unread=f"{date} {time}".strip())
    return _Due(on, at.astimezone(dt.UTC))


def _of_trello(text: str, zone: ZoneInfo) -> ForeignTasks | None:
    try:
        board = json.loads(text)
    except (ValueError, RecursionError):
        return None
    cards = board.get("cards") if isinstance(board, dict) else None
    if not isinstance(cards, list) or len(cards) > _MOST_ROWS:
        return None
    lists = board.get("lists") if isinstance(board.get("lists"), list) else []
    closed = {each.get("id") for each in lists if isinstance(each, dict) and each.get("closed")}
    found = ForeignTasks()
    extra: Counter[str] = Counter()
    for card in cards:
        if not isinstance(card, dict):
            found.left["no task"] += 1
            continue
        extra.update(name for name in ("desc", "labels", "idMembers", "idChecklists") if card.get(name))
        if card.get("closed") or card.get("idList") in closed:
            found.left["archived"] += 1
        elif card.get("dueComplete"):
            found.left["done"] += 1
        else:
            found.add(str(card.get("name") or ""), _trello_due(card.get("due"), zone), 2)
    found.columns = sorted(extra)
    return found


def _trello_due(due: Any, zone: ZoneInfo) -> _Due:
    if not due:
        return _Due()
    try:
        at = dt.datetime.fromisoformat(str(due))
    except ValueError:
        return _Due(unread=str(due)[:40])
    if at.tzinfo is None or not 2000 <= at.year <= 2199:
        return _Due(unread=str(due)[:40])
    return _Due(at.astimezone(zone).date(), at.astimezone(dt.UTC))
