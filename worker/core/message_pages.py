"""Cuts long messages into pages of a screen, and keeps texts and keyboards within Telegram's limits."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import NamedTuple, TypeVar

import structlog

log = structlog.get_logger()

# About a phone's screen. One line more is no reason for a second page.
PAGE_LINES = 15
MOST_ROWS, MOST_IN_A_ROW = 8, 8
DATA_BYTES = 64
# Telegram: 4096 characters after the markup is parsed, an emoji counts as two, and 100 entities.
_LONGEST, _ENTITIES = 3900, 90
_MOST_PAGES = 60
_LONGEST_LABEL = 60
_TAG = re.compile(r"<[^>]*>")
_OPENING = re.compile(r"<[a-z]")
_CLOSING = re.compile(r"</[a-z]")
# A heading, and the first of the two lines of a task on a card: neither is the last line of a page.
_HEADING = re.compile(r"<b>(?:(?!</b>).)*</b>(?: · .*)?")
_FIRST_OF_TWO = re.compile(r"\d+  .{0,4}<b>")


@dataclass(frozen=True, slots=True)
class Button:
    """One button; `data` is at most 64 bytes (Telegram's limit)."""

    label: str
    data: str


Each = TypeVar("Each")
Rows = tuple[tuple[Button, ...], ...]


class Page(NamedTuple):
    """What is shown at a time: HTML and the keyboard under it, which leaves room for a row that turns pages."""

    text: str
    rows: Rows


class _Unit(NamedTuple):
    """Lines that markup or meaning keeps together."""

    text: str

    @property
    def lines(self) -> int:
        return self.text.count("\n") + 1

    @property
    def size(self) -> int:
        """The length in UTF-16 units as Telegram counts it, its newline included."""
        return len(_plain(self.text).encode("utf-16-le", "surrogatepass")) // 2 + 1

    @property
    def is_heading(self) -> bool:
        return _HEADING.fullmatch(self.text) is not None

    @property
    def holds_next(self) -> bool:
        return self.is_heading or _FIRST_OF_TWO.match(self.text) is not None


def pages_of(text: str, rows: Rows) -> list[Page]:
    """The pages of a message, one for a short one. Nothing is lost, no line is cut unless it is a message by itself, and
    what goes on behind a heading repeats it with "…"."""
    kept = _bounded_rows(rows)
    chunks = [kept] if len(kept) <= MOST_ROWS else list(_chunks(kept, MOST_ROWS - 1))
    lines = text.count("\n") + 1
    most = PAGE_LINES if len(chunks) == 1 else min(PAGE_LINES, -(-lines // len(chunks)) + 1)
    texts = _pages_of_text(text, most)
    if len(texts) > 1 and len(chunks) == 1 and len(kept) == MOST_ROWS:
        chunks = list(_chunks(kept, MOST_ROWS - 1))
    count = min(max(len(texts), len(chunks)), _MOST_PAGES)
    return [
        Page(texts[min(n, len(texts) - 1)], chunks[min(n, len(chunks) - 1)] if chunks else ())
        for n in range(count)
    ]


def _bounded_rows(rows: Rows) -> Rows:
    """The rows with eight buttons each at most and labels that a phone shows. A button whose data Telegram refuses, which
    is a defect of ours, is left out and logged: with it nothing would arrive."""
    cut = (tuple(_short(button) for button in row if _is_sendable(button)) for row in rows)
    return tuple(part for row in cut for part in _chunks(row, MOST_IN_A_ROW))


def _is_sendable(button: Button) -> bool:
    fits = len(button.data.encode()) <= DATA_BYTES
    if not fits:
        log.error("button_left_out", data=button.data[:DATA_BYTES])
    return fits


def _short(button: Button) -> Button:
    if len(button.label) <= _LONGEST_LABEL:
        return button
    return Button(f"{button.label[: _LONGEST_LABEL - 1]}…", button.data)


def _chunks(rows: tuple[Each, ...], most: int) -> Iterable[tuple[Each, ...]]:
    return (rows[start : start + most] for start in range(0, len(rows), most))


def _pages_of_text(text: str, most: int) -> list[str]:
    units = list(_units(text.split("\n")))
    if sum(unit.lines for unit in units) <= most + 1 and _fits(units):
        return [text]
    pages: list[list[_Unit]] = [[]]
    heading: _Unit | None = None
    for unit, following in zip(units, [*units[1:], None], strict=True):
        together = [unit, following] if unit.holds_next and following is not None else [unit]
        page = pages[-1]
        if page and not (_lines(page) + _lines(together) <= most and _fits([*page, *together])):
            page = [] if heading is None or unit.is_heading or not unit.text else [_going_on(heading)]
            pages.append(page)
        heading = unit if unit.is_heading else heading
        if unit.text or page:
            page.append(unit)
    return ["\n".join(unit.text for unit in page).strip("\n") for page in pages if page]


def _going_on(heading: _Unit) -> _Unit:
    return _Unit(f"{heading.text} …")


def _lines(units: Sequence[_Unit]) -> int:
    return sum(unit.lines for unit in units)


def _fits(units: Sequence[_Unit]) -> bool:
    entities = sum(len(_OPENING.findall(unit.text)) for unit in units)
    return sum(unit.size for unit in units) <= _LONGEST and entities <= _ENTITIES


def _units(lines: Sequence[str]) -> Iterable[_Unit]:
    """Lines, those together between whose first and last a tag is open; what is longer than a message is cut as plain text."""
    open_lines: list[str] = []
    for line in lines:
        open_lines.append(line)
        joined = "\n".join(open_lines)
        if len(_OPENING.findall(joined)) <= len(_CLOSING.findall(joined)):
            yield _cut(_Unit(joined))
            open_lines = []
    if open_lines:
        yield _cut(_Unit("\n".join(open_lines)))


def _cut(unit: _Unit) -> _Unit:
    if _fits([unit]):
        return unit
    return _Unit(escape(_plain(unit.text)[: _LONGEST // 2 - 1], quote=False) + "…")


def _plain(text: str) -> str:
    return unescape(_TAG.sub("", text))
