"""Words that only announce what follows: "three things", «две задачи», a topic said first."""

import re

from worker.understanding.local.annotated_text import Sheet

_ANNOUNCE = re.compile(
    r"""\b(?:(?:the\s+)?(?:two|three|four|five|six|seven|a\s+few|a\s+couple(?:\s+of)?|couple(?:\s+of)?|several|some|\d)\s+(?:more\s+|quick\s+|little\s+)?(?:things?|tasks?|jobs?|items?|to-?dos?|reminders?|stuff)(?:\s+to\s+do)?(?:\s+here)?
    |(?:to-?do|task|shopping)\s+list(?=\s*[:—–-])|to-?dos?|(?<!\bthe\s)(?<!\bmy\s)(?<!\bour\s)stuff(?:\s+to\s+do)?|here'?s\s+(?:the\s+list|what)|my\s+list
    |(?:два|две|три|четыре|пять|шесть|пару|пара|несколько|\d)\s+(?:дела|дел|задачи|задач|вещи|вещей|задачки|штуки|пункта|пунктов|момента)|список(?=\s*[:—–-])|список\s+(?:дел|задач)|такие\s+(?:дела|задачи)|дела|задачи|по\s+списку|план\s+такой)\b""",
    re.VERBOSE,
)


def past_topic(sheet: Sheet, content: list[int]) -> list[int]:
    """The words of content after a name said first, as what it is all about («по складу завтра ...»)."""
    end = 1
    while end < len(content) and content[end] in sheet.known:
        end += 1
    led = end > 1 and sheet.low_at(content[0]) in {"по", "для", "насчет"}
    return content[end:] if led and content[end:] else content


def mark_announcements(sheet: Sheet) -> None:
    """Label words that only announce a list ("three things", «две задачи»)."""
    sheet.mark_pattern(_ANNOUNCE, "heading")
