"""Cuts long messages into pages of a screen, and keeps texts and keyboards within Telegram's limits."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import groupby
from typing import NamedTuple, TypeVar

import structlog

log = structlog.get_logger()

# About a phone's screen. One line more is no reason for a second page.
PAGE_LINES = 15
MOST_ROWS, MOST_IN_A_ROW = 8, 8
# Short buttons of lines ("✓ #12"), so many in a row.
LINE_BUTTONS = 5
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
    """One button; `data` is at most 64 bytes (Telegram's limit).

    One that belongs to a line of a list names what that line shows in `of` ("#12"): of several pages it is on that line's.
    """

    label: str
    data: str
    of: str = ""


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
    if any(button.of for row in kept for button in row) and (pages := _pages_with_own_buttons(text, kept)):
        return pages
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


def page_showing(text: str, rows: Rows, shown: str) -> int:
    """The number of the first page, from 0, whose text shows these words ("#12"); 0 where none does."""
    pages = pages_of(text, rows)
    return next((at for at, page in enumerate(pages) if _shows(page.text, shown)), 0)


def _pages_with_own_buttons(text: str, rows: Rows) -> list[Page]:
    """Several pages, each with the buttons of its lines; none where there is one page, or no room for them all."""
    texts = _pages_of_text(text, PAGE_LINES)[:_MOST_PAGES]
    if len(texts) == 1:
        return []
    cut = [tuple(own for row in rows if (own := _of_page(row, page))) for page in texts]
    pages = [Page(page, _joined(own)) for page, own in zip(texts, cut, strict=True)]
    return pages if all(len(page.rows) < MOST_ROWS for page in pages) else []


def _of_page(row: tuple[Button, ...], text: str) -> tuple[Button, ...]:
    return tuple(button for button in row if not button.of or _shows(text, button.of))


def _joined(rows: Rows) -> Rows:
    """The rows with neighbouring ones of lines' buttons filled up again."""
    joined: list[tuple[Button, ...]] = []
    for of_lines, group in groupby(rows, key=lambda row: all(button.of for button in row)):
        same = tuple(group)
        every = tuple(button for row in same for button in row)
        joined += _chunks(every, LINE_BUTTONS) if of_lines else same
    return tuple(joined)


def _shows(text: str, shown: str) -> bool:
    return re.search(rf"{re.escape(shown)}(?!\w)", text) is not None


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
