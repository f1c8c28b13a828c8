"""Draws a `WeekSheet` as a PNG, 360 points wide at two pixels a point; Pillow is imported on first use."""

import io
from typing import Any

from worker.features.digests.chart.week_sheet import BusinessRow, DayColumn, WeekSheet
from worker.pictures.pen import SCALE, WIDTH, Pen

_MARGIN, _NAMES, _GAP = 14.0, 108.0, 6.0
_ROW, _COLUMN = 26.0, 96.0
_PAPER, _INK, _MUTED, _LINE, _DONE, _SLIPPED = (
    "#ffffff",
    "#1b1f24",
    "#5f6b76",
    "#d5dbe1",
    "#1f6fd1",
    "#b3261e",
)


def draw_week(sheet: WeekSheet) -> bytes:
    """The picture as PNG bytes, 720 pixels wide."""
    from PIL import Image, ImageDraw

    homes = _HOMES_TOP + _ROW * len(sheet.homes)
    height = homes + (_AHEAD_HEIGHT if sheet.days else 0) + _MARGIN
    image = Image.new("RGB", (WIDTH * SCALE, round(height * SCALE)), _PAPER)
    page = _Page(Pen(ImageDraw.Draw(image), _MARGIN))
    page.head(sheet)
    page.homes(sheet.homes)
    if sheet.days:
        page.ahead(sheet, homes)
    target = io.BytesIO()
    # Few colours: a palette makes the file a quarter of its size without a visible difference.
    image.quantize(colors=32).save(target, format="PNG")
    return target.getvalue()


_HOMES_TOP, _AHEAD_HEIGHT = 92.0, 174.0


def _numbers(home: BusinessRow) -> str:
    return f"{home.done} + {home.slipped}" if home.slipped else f"{home.done}"


class _Page:
    """A sheet of paper with a pen; everything in points. States differ by shape, never by colour alone."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen

    def head(self, sheet: WeekSheet) -> None:
        """The heading, the week's figures, the legend."""
        self._write(_MARGIN, 14, sheet.heading, 16, bold=True)
        self._write(_MARGIN, 38, sheet.figures, 12.5, _MUTED)
        self._done((_MARGIN, 66, _MARGIN + 12, 76))
        self._write(_MARGIN + 17, 64, sheet.done, 12, _MUTED)
        left = _MARGIN + 17 + self._pen.width(sheet.done, 12) + 16
        self._slipped((left, 66, left + 12, 76))
        self._write(left + 17, 64, sheet.slipped, 12, _MUTED)

    def homes(self, homes: tuple[BusinessRow, ...]) -> None:
        """A bar a business: filled is done, outlined has slipped."""
        left, right = _MARGIN + _NAMES, WIDTH - _MARGIN - self._numbers_width(homes)
        most = max((home.done + home.slipped for home in homes), default=1) or 1
        unit = (right - left) / most
        for place, home in enumerate(homes):
            top = _HOMES_TOP + place * _ROW
            self._write(_MARGIN, top + 3, home.name, 13, room=_NAMES - 8)
            middle = left + unit * home.done
            if home.done:
                self._done((left, top + 3, middle, top + 19))
            if home.slipped:
                self._slipped(
                    (middle + (2 if home.done else 0), top + 3, middle + unit * home.slipped, top + 19)
                )
            self._write(middle + unit * home.slipped + _GAP, top + 3, _numbers(home), 13, bold=True)

    def _numbers_width(self, homes: tuple[BusinessRow, ...]) -> float:
        """What the widest numbers need beside a bar, so that none is cut: the longest bar ends before it."""
        widths = (self._pen.width(_numbers(home), 13, bold=True) for home in homes)
        return max(widths, default=0) + _GAP + 2

    def ahead(self, sheet: WeekSheet, top: float) -> None:
        """The coming days: a column a day, its hours above it, its name below."""
        self._write(_MARGIN, top + 12, sheet.ahead, 13, bold=True)
        base = top + 12 + 22 + 18 + _COLUMN
        width = (WIDTH - 2 * _MARGIN) / len(sheet.days)
        most = max((day.minutes for day in sheet.days), default=0) or 1
        for place, day in enumerate(sheet.days):
            self._column(day, _MARGIN + place * width, width, base, day.minutes / most)
        self._pen.box((_MARGIN, base, WIDTH - _MARGIN, base + 1), fill=_LINE)

    def _column(self, day: DayColumn, left: float, width: float, base: float, share: float) -> None:
        top = base - _COLUMN * share
        middle = left + width / 2
        if day.minutes:
            self._done((left + 9, top, left + width - 9, base))
            self._centred(middle, top - 16, day.amount, 11.5)
        self._centred(middle, base + 6, day.name, 11.5, _INK if day.minutes else _MUTED)

    def _done(self, box: tuple[float, float, float, float]) -> None:
        self._pen.box(box, fill=_DONE)

    def _slipped(self, box: tuple[float, float, float, float]) -> None:
        self._pen.box(box, outline=_SLIPPED)

    def _write(self, left: float, top: float, text: str, size: float, colour: str = _INK, **how: Any) -> None:
        self._pen.write(left, top, text, size, colour, **how)

    def _centred(self, middle: float, top: float, text: str, size: float, colour: str = _INK) -> None:
        self._write(middle - self._pen.width(text, size) / 2, top, text, size, colour, room=WIDTH)
