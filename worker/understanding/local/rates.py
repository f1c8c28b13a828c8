"""Prices by time: "forty quid a day", «500 рублей в час» tell what something costs, neither when it is nor how long it takes."""

from collections.abc import Iterable

from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import Mention
from worker.understanding.local.message_tokens import lowered

_MONEY_BEFORE = bounded(
    r"(?:[£$€₽]\s?\d[\d.,]*k?|\b(?:quid|pounds?|euros?|dollars?|bucks|grand|рубл(?:ей|я|ь)|руб|тыс|тысяч[аи]?|евро|долларов)\.?|\d\s?[₽€$р])\s*$"
)
_BY_TIME = bounded(
    r"(?:a|an|per|each|every|the|в|за)\s+(?:hour|day|night|week|month|year|час|день|сутки|ночь|неделю|месяц|год)\b"
)
_LOOKED_BACK = 24  # characters before a time in which its price stands


def without_rates(mentions: Iterable[Mention], text: str) -> tuple[Mention, ...]:
    """The mentions but those of which the text right before them names a price."""
    low = lowered(text)
    return tuple(
        each
        for each in mentions
        if not (
            _BY_TIME.match(low, each.start)
            and _MONEY_BEFORE.search(low[max(0, each.start - _LOOKED_BACK) : each.start])
        )
    )
