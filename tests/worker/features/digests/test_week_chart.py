"""The week's picture: hours read as hours, and no number is cut."""

import pytest
from PIL import ImageDraw

from worker.core.date_formats import hours_text
from worker.core.i18n import translator_for
from worker.features.digests.chart.draw_week import draw_week
from worker.features.digests.chart.week_sheet import BusinessRow, DayColumn, WeekSheet


@pytest.mark.parametrize(
    ("minutes", "english", "russian"),
    [
        (780, "13 h", "13 ч"),
        (90, "1.5 h", "1,5 ч"),
        (45, "45 min", "45 мин"),
        (60, "1 h", "1 ч"),
        (815, "14 h", "14 ч"),
    ],
)
def test_a_column_says_an_amount_and_no_time_of_day(minutes: int, english: str, russian: str) -> None:
    assert (hours_text(translator_for("en"), minutes), hours_text(translator_for("ru"), minutes)) == (
        english,
        russian,
    )


@pytest.mark.parametrize(("done", "slipped"), [(6, 13), (28, 100), (0, 7), (250, 250)])
def test_the_numbers_beside_the_longest_bar_are_whole(
    monkeypatch: pytest.MonkeyPatch, done: int, slipped: int
) -> None:
    written: list[str] = []
    write = ImageDraw.ImageDraw.text

    def noted(self: ImageDraw.ImageDraw, place: tuple[int, int], text: str, **how: object) -> None:
        written.append(text)
        write(self, place, text, **how)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", noted)
    draw_week(
        WeekSheet(
            "The week",
            "19 done",
            "done",
            "slipped",
            (BusinessRow("Repair", done, slipped), BusinessRow("Trade", 1, 0)),
            "Next seven days, hours",
            (DayColumn("Mon 23", 780, 5, "~13 h"), DayColumn("Tue 24", 0, 0, "")),
        )
    )
    assert f"{done} + {slipped}" in written
    assert "~13 h" in written
    assert not [text for text in written if text.endswith("…")]
