"""Text measured, cut and drawn, and boxes, on every picture the bot sends; lengths in points."""

from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

# Two pixels a point: Telegram shows a photo about 360 points wide on a phone.
SCALE = 2
WIDTH = 360


@lru_cache
def _font(size: float, *, bold: bool = False) -> Any:
    from PIL import ImageFont

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    with as_file(files("worker.pictures").joinpath("fonts", name)) as path:
        # Without complex layout: Latin and Cyrillic need none, and it keeps another library out of memory.
        return ImageFont.truetype(str(path), round(size * SCALE), layout_engine=ImageFont.Layout.BASIC)


class Pen:
    """Draws on one picture (Pillow's `ImageDraw`) whose right edge ends `margin` points before its width."""

    def __init__(self, drawing: Any, margin: float) -> None:
        self._drawing, self._margin = drawing, margin

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide the text is."""
        return float(_font(size, bold=bold).getlength(text)) / SCALE

    def cut(self, text: str, size: float, room: float, *, bold: bool = False) -> str:
        """The text, shortened with an ellipsis to what there is room for."""
        if self.width(text, size, bold=bold) <= room:
            return text
        while text and self.width(text + "…", size, bold=bold) > room:
            text = text[:-1]
        return text.rstrip() + "…"

    def write(
        self,
        left: float,
        top: float,
        text: str,
        size: float,
        colour: str,
        *,
        bold: bool = False,
        room: float | None = None,
        paper: str | None = None,
    ) -> None:
        """A line of text, cut to `room` (the margin without one), on a patch of `paper` if that is given."""
        shown = self.cut(text, size, WIDTH - self._margin - left if room is None else room, bold=bold)
        if paper is not None:
            self.box((left - 4, top, left + self.width(shown, size) + 4, top + size + 4), fill=paper)
        place = (round(left * SCALE), round(top * SCALE))
        self._drawing.text(place, shown, font=_font(size, bold=bold), fill=colour)

    def box(
        self, box: tuple[float, float, float, float], *, fill: str | None = None, outline: str | None = None
    ) -> None:
        """A rectangle: left, top, right, bottom."""
        corners = tuple(round(value * SCALE) for value in box)
        self._drawing.rectangle(corners, fill=fill, outline=outline, width=SCALE)
