"""The address of a calendar in a message: "calendar https://…", a pasted webcal:// or .ics link."""

from worker.understanding.bounded_pattern import bounded

_WORDS = (
    r"calendar|calendars|my|our|the|this|is|here|here's|heres|add|subscribe|connect|link|sync|use|to|for|please|ics|ical|google"
    r"|apple|icloud|outlook|work|private|address|url|and|read|import|from"
    r"|календарь|календаря|календарю|календаре|мой|моего|моему|наш|этот|это|вот|добавь|добавить|подключи|подключить|подпишись"
    r"|подпиши|подписка|подписку|ссылка|ссылку|адрес|на|для|к|пожалуйста|гугл|яндекс|эпл|рабочий|личный|из|и|читай"
)
_LINK = r"(?P<address>(?:https?|webcals?)://[^\s<>\"]{3,2000})"
_MESSAGE = bounded(
    rf"(?:(?P<before>(?:(?:{_WORDS})[\s:,.!«»\"—–-]+){{0,10}}))?{_LINK}(?:[\s,.!]+(?:{_WORDS})){{0,5}}[\s.!]*"
)
_NAMED = bounded(r"calendar|ical|ics|календар")


def calendar_address(text: str) -> str | None:
    """The address a message asks to subscribe to; None for every other message.

    The link is all of it but for words about calendars; one that does not look like a calendar's needs such a word.
    """
    found = _MESSAGE.fullmatch(text.strip())
    if found is None:
        return None
    address = found["address"].rstrip(".,!")
    looks = address.lower().startswith("webcal") or address.lower().partition("?")[0].endswith(".ics")
    words = text.replace(found["address"], " ").lower()
    return address if looks or _NAMED.search(words) else None
