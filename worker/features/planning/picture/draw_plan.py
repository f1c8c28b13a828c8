"""Draws a `PlanSheet` as a PNG, 360 points wide at two pixels a point; Pillow is imported on first use."""

import io
from dataclasses import dataclass
from typing import Literal

from worker.pictures.pen import SCALE, WIDTH, Pen

_MARGIN, _TIMES, _GAP = 14, 48, 4
# Above this many points Telegram makes a photo smaller than 360 points wide.
_TALLEST = 640
_LEAST, _TWO_LINES, _MOST = 24, 42, 92

Theme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class PlanSheetRow:
    """One stretch of the day. `kind` is shown by shape: work is filled, busy is outlined, free is a dotted line; what
    `clashes` with something has a sign, a frame and its end."""

    start: int
    end: int
    title: str
    note: str = ""
    kind: Literal["work", "busy", "free"] = "work"
    urgent: bool = False
    done: bool = False
    clashes: bool = False


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A day: its heading and load, its rows by the clock, and what did not fit."""

    heading: str
    load: str
    rows: tuple[PlanSheetRow, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Palette:
    paper: str
    ink: str
    muted: str
    line: str
    block: str
    accent: str
    alarm: str


_PALETTES: dict[Theme, _Palette] = {
    "light": _Palette("#ffffff", "#1b1f24", "#5f6b76", "#d5dbe1", "#e9f1fb", "#1f6fd1", "#b3261e"),
    "dark": _Palette("#15191e", "#eceff2", "#a3adb8", "#333b44", "#1d2c40", "#6fb0ff", "#ff8a80"),
}


def draw_plan(sheet: PlanSheet, theme: Theme = "light") -> bytes:
    """The picture as PNG bytes, 720 pixels wide. Takes about 10 MB while it is drawn."""
    from PIL import Image, ImageDraw

    heights = _heights(sheet)
    palette = _PALETTES[theme]
    height = _top() + sum(h + _GAP for h in heights) + _foot(sheet)
    image = Image.new("RGB", (WIDTH * SCALE, round(height * SCALE)), palette.paper)
    _Page(Pen(ImageDraw.Draw(image), _MARGIN), palette).fill(sheet, heights)
    # Few colours: a palette makes the file a quarter of its size without a visible difference.
    small = image.quantize(colors=64)
    target = io.BytesIO()
    small.save(target, format="PNG", optimize=True)
    return target.getvalue()


def _top() -> float:
    return 62


def _foot(sheet: PlanSheet) -> float:
    return _MARGIN + (22 + 17 * len(sheet.left_out) if sheet.left_out else 0)


def _heights(sheet: PlanSheet) -> list[float]:
    """Longer work is taller, within what a line of text needs and what a phone shows without making it smaller."""
    wanted = [_wanted(row) for row in sheet.rows]
    room = _TALLEST - _top() - _foot(sheet) - _GAP * len(wanted)
    over = sum(wanted) - room
    spare = sum(max(0.0, h - _LEAST) for h in wanted)
    if over <= 0 or spare == 0:
        return wanted
    share = min(1.0, over / spare)
    return [h - max(0.0, h - _LEAST) * share for h in wanted]


def _wanted(row: PlanSheetRow) -> float:
    if row.kind == "free":
        return 14
    minutes = row.end - row.start
    return min(_MOST, max(_TWO_LINES if minutes >= 25 else _LEAST, _LEAST + 0.38 * minutes))


class _Page:
    """A sheet of paper with a pen; everything in points."""

    def __init__(self, pen: Pen, palette: _Palette) -> None:
        self._pen, self._palette = pen, palette

    def fill(self, sheet: PlanSheet, heights: list[float]) -> None:
        """Write the heading, the rows, and what is left out."""
        ink = self._palette
        self._pen.write(_MARGIN, 14, sheet.heading, 16, ink.ink, bold=True)
        self._pen.write(_MARGIN, 37, sheet.load, 12.5, ink.muted)
        at = _top()
        for row, height in zip(sheet.rows, heights, strict=True):
            self._row(row, at, height)
            at += height + _GAP
        for place, line in enumerate(sheet.left_out):
            self._pen.write(_MARGIN, at + 12 + 17 * place, line, 12.5, ink.alarm, bold=place == 0)

    def _row(self, row: PlanSheetRow, top: float, height: float) -> None:
        ink = self._palette
        left = _MARGIN + _TIMES
        middle = top + height / 2
        if row.kind == "free":
            self._dots(left, middle)
            self._pen.write(left + 8, middle - 6.5, row.title, 11, ink.muted, paper=ink.paper)
            return
        self._pen.write(_MARGIN, top + 4, f"{row.start // 60 % 24:02}:{row.start % 60:02}", 13, ink.ink)
        box = (left, top, WIDTH - _MARGIN, top + height)
        if row.kind == "work":
            self._pen.box(box, fill=ink.block)
            edge = ink.alarm if row.clashes else ink.accent
            self._pen.box((left, top, left + 3, top + height), fill=edge)
            if row.clashes:
                self._pen.box(box, outline=ink.alarm)
        else:
            self._pen.box(box, outline=ink.line)
        self._words(row, left + 10, top, height)

    def _words(self, row: PlanSheetRow, left: float, top: float, height: float) -> None:
        ink, width = self._palette, WIDTH - _MARGIN - left - 6
        signs = (("⚠ ", row.clashes), ("! ", row.urgent), ("✓ ", row.done))
        title = "".join(sign for sign, shown in signs if shown) + row.title
        colour = ink.muted if row.kind == "busy" or row.done else ink.ink
        if height < _TWO_LINES:
            note = f"  {row.note}" if row.note else ""
            room = width - self._pen.width(note, 12)
            shown = self._pen.cut(title, 13.5, room, bold=row.kind == "work")
            self._pen.write(left, top + (height - 17) / 2, shown, 13.5, colour, bold=row.kind == "work")
            end = left + self._pen.width(shown, 13.5, bold=row.kind == "work")
            self._pen.write(end, top + (height - 15) / 2, note, 12, ink.muted)
            return
        lines = self._lines(title, 13.5, width, most=2 if height >= 60 else 1)
        for line in lines:
            self._pen.write(left, top + 5, line, 13.5, colour, bold=True)
            top += 17
        self._pen.write(left, top + 6, self._pen.cut(row.note, 12, width), 12, ink.muted)

    def _lines(self, text: str, size: float, room: float, *, most: int) -> list[str]:
        """The text in bold, broken between words into that many lines at most; the last one is cut."""
        words, lines = text.split(), list[str]()
        while words and len(lines) < most - 1:
            count = len(words)
            while count > 1 and self._pen.width(" ".join(words[:count]), size, bold=True) > room:
                count -= 1
            lines.append(" ".join(words[:count]))
            words = words[count:]
        rest = [self._pen.cut(" ".join(words), size, room, bold=True)] if words else []
        return [self._pen.cut(line, size, room, bold=True) for line in lines] + rest

    def _dots(self, left: float, middle: float) -> None:
        at = left
        while at < WIDTH - _MARGIN:
            self._pen.box((at, middle, at + 2, middle + 1), fill=self._palette.line)
            at += 6
