"""What a message states of its tasks beside what is to be done: the business they are of, or that they are private."""

from collections.abc import Iterable

from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.business_names import NameHit
from worker.understanding.local.message_tokens import lowered, tokenise

_OPENS, _CLOSES = frozenset(",(—–-;"), frozenset(",)—–-;.!")

_PRIVATE = bounded(
    r"""(?:(?:it'?s|its|that'?s|thats|this\s+is|which\s+is)\s+)?(?:private|personal)(?:\s+(?:task|matter|thing|one|stuff))?
    |(?:(?:it'?s|its|that'?s|thats)\s+)?(?:not\s+(?:for\s+)?(?:work|business)|nothing\s+to\s+do\s+with\s+work)
    |(?:please\s+)?(?:don'?t|do\s+not)\s+(?:put|file|list)\s+(?:that|it|this|them)\s+(?:under|with|in)\s+(?:the\s+)?(?:work|business(?:es)?)
    |(?:это\s+)?(?:мо[её]\s+)?личн(?:ое|ая|ый)(?:\s+дело)?|(?:это\s+)?не\s+по\s+(?:работе|бизнесу)|(?:это\s+)?не\s+рабоч(?:ее|ая|ий)""".replace(
        "\n    ", ""
    )
)


def mark_named_businesses(sheet: Sheet, hits: Iterable[NameHit], people: set[int]) -> None:
    """Keep a business that stands for itself behind a comma or in brackets out of the titles: "order chains, Spoke",
    "put up shelves (Spoke, Tom)". It still names the business. A message that names several is left as it is."""
    named = [hit for hit in hits if hit.strength >= _BY_NAME]
    if len({hit.name for hit in named}) != 1:
        return
    words = {token.low for token in tokenise(lowered(named[0].name)) if token.kind != "mark"}
    known = {at for hit in named for at in hit.places}
    known |= {at for at in range(len(sheet)) if sheet.low_at(at) in words and {at - 1, at - 2} & known}
    for places in _stretches(sheet):
        inside = [at for at in places if sheet.tokens[at].kind != "mark" or at in known]
        said = known.intersection(inside)
        free = {at for at in inside if sheet.labels[at] is None}
        if said and free <= known | people:
            sheet.mark(range(min(said), max(said) + 1), "attribute")


_BY_NAME = 6.0  # the strength of a hit by name, not by a keyword


def _stretches(sheet: Sheet) -> Iterable[range]:
    """What stands between an opening mark and the next closing one or the end of a line."""
    marks = [at for at, token in enumerate(sheet.tokens) if token.kind == "mark"]
    for at in marks:
        if sheet.tokens[at].text not in _OPENS:
            continue
        end = next((each for each in marks if each > at and sheet.tokens[each].text in _CLOSES), len(sheet))
        if end > at + 1:
            yield range(at + 1, end)


def mark_private(sheet: Sheet) -> set[int]:
    """Mark the words that say a task is no business of the firm's; returns their positions."""
    found: set[int] = set()
    for match in _PRIVATE.finditer(sheet.low):
        places = sheet.within(*match.span())
        if places and _stands_alone(sheet, places):
            sheet.mark(places, "noise", over=True)
            found.update(places)
    return found


def _stands_alone(sheet: Sheet, places: range) -> bool:
    """Whether words are all that is said between two marks or at an end of the message, and not the whole of it."""
    before, after = places.start - 1, places.stop
    opens = before < 0 or sheet.tokens[before].kind == "mark"
    closes = after >= len(sheet) or sheet.tokens[after].text in {*_CLOSES, ":"}
    return opens and closes and len(places) < len(sheet)
