"""What a question says besides its scope: which sentences ask, whether it counts, which part of a day it means."""

import datetime as dt
import re

from worker.understanding.bounded_pattern import bounded

# A part of a day as clock times, the last not included; its name is translated where it is shown.
DayPart = tuple[str, dt.time, dt.time]
_PARTS: tuple[tuple[re.Pattern[str], DayPart], ...] = (
    (re.compile(r"\b(?:morning|before\s+(?:noon|lunch)|утр\w+|с\s+утра|до\s+обеда)\b", re.IGNORECASE), ("morning", dt.time(0), dt.time(12))),
    (re.compile(r"\b(?:afternoon|after\s+lunch|дн[её]м|после\s+обеда)\b", re.IGNORECASE), ("afternoon", dt.time(12), dt.time(18))),
    (re.compile(r"\b(?:evening|tonight|вечер\w*)\b", re.IGNORECASE), ("evening", dt.time(17), dt.time(23, 59, 59))),
)  # fmt: skip
_COUNTS = re.compile(r"\b(?:how\s+many|how\s+much|сколько|количество|number\s+of)\b", re.IGNORECASE)
_SENTENCE = bounded(
    r"(?<=[.!?;])\s+|\n+|,?\s+(?:and|also|plus|а|и|да\s+и)\s+(?=(?:what|who|when|how|show|что|ч[её]|чем|кто|когда|сколько|какие|покажи)\b)",
    re.IGNORECASE,
)
_ASKS = bounded(
    r"\W*(?:(?:and|so|also|а|и|ну|слушай|скажи|ok|hey)\W+){0,3}(?:what|who|when|which|how|where|show|list|find|any|is|are|do|does|did|has|have|tell|everything|all"
    r"|(?:(?:на|во|в|у|по|за|с|к|до)\s+)?(?:что|ч[еёо]|чего|чем|кто|ком|кого|когда|сколько|как\w*|где|покажи\w*|есть|найди|вс[её])|\S+\s+ли)(?!\w)",
    re.IGNORECASE,
)
_APPOINTMENT = re.compile(
    r"\b(?:next|upcoming|ближайш\w+|следующ\w+)\s+(?:\w+\s+)?(?:appointments?|meetings?|calls?|visits?|events?|bookings?|sessions?|viewings?"
    r"|встреч\w*|запис\w+|созвон\w*|звон\w+|визит\w*|при[её]м\w*|событи\w+|мероприяти\w+|съ[её]мк\w+|выезд\w*|заняти\w+)\b",
    re.IGNORECASE,
)


def asking_part(said: str) -> str:
    """The sentences of a message that ask, so that the days of its tasks are not taken for the question's; all of it when
    none stands out."""
    sentences = [part.strip() for part in _SENTENCE.split(said) if part and part.strip()]
    asking = [part for part in sentences if part.endswith("?") or _ASKS.match(part)]
    return " ".join(asking) if asking and len(asking) < len(sentences) else said


def counts(said: str) -> bool:
    """Whether a question asks how many."""
    return _COUNTS.search(said) is not None


def day_part(said: str) -> DayPart | None:
    """The part of a day that a question is about, None for the whole day."""
    return next((part for pattern, part in _PARTS if pattern.search(said)), None)


def asks_for_appointment(said: str) -> bool:
    """Whether "what comes next" means the next thing with a clock time."""
    return _APPOINTMENT.search(said) is not None
