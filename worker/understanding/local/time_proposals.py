"""New times told without a verb of moving: "Friday is fine for the quote", "she can only do ten", "kick it to Monday"."""

import re

from worker.understanding.dates import Mention
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.words.word_table import listed

_SUITS = re.compile(
    r"^\W*(?:so |ok |okay |actually )*(?:that |then )?(?:is|are|'s|would be|will be|works|suits|will do)\b(?: \w+)?(?: for| with)? "
    r"|\b(?:is|are|would be|will be) (?:also |just |totally )?(?:fine|ok|okay|good|better|best|soon enough|alright)(?: for| on| by| at)?\W*$"
    r"|\bcan(?:not|'t)? only (?:do|make|manage|come|fit|take|get)\b|\bcan'?t (?:do|make|manage|come)\b.*\b(?:before|until|till)\b"
    r"|\b(?:asked|asking|asks)\b|\b(?:wants?|prefers?|need|needs|like|rather have)(?: it| that| them)?(?: on| by| at)?\W*$"
    r"|\bneeds? (?:a bit |a little |some )?(?:more time|longer|another)\b|^\W*(?:fine|ok|okay|good|better|best|great|perfect)(?: for| with) "
)
_LED = listed("to till until onto")
_NO_VERBS = listed("""the a an my our his her their this that these those some all from with for of in on at by and or but so then when
    if it they we i you he she there remind please can could would will is are was were has have""")
_OBJECTS = listed("it them that those everything all whatever the my our his her their this these today's")


def suits(sheet: Sheet, places: range) -> bool:
    """Whether an English clause says what time suits for a thing, or what time somebody asks for."""
    if sheet.language != "en":
        return False
    low = sheet.untimed(places)
    corrected = any(sheet.labels[at] == "dropped" for at in places)
    return _SUITS.search(low) is not None or (corrected and _CANNOT.search(low) is not None)


# "can't do the visit Monday, make it Wednesday": the day given up is dropped already.
_CANNOT = re.compile(r"\bcan(?:'?t|not) (?:do|make|manage|have)\b")


def goes_to(sheet: Sheet, places: range) -> int | None:
    """The position of the verb in "kick it over to Monday": whatever the verb, a thing and a time led by "to"."""
    if sheet.language != "en" or not any(_is_led(sheet, m.start, m.text) for m in _moments(sheet, places)):
        return None
    for at in sheet.content(places):
        if sheet.low_at(at) not in _NO_VERBS and sheet.low_at(at + 1) in _OBJECTS:
            return at
    return None


def _moments(sheet: Sheet, places: range) -> list[Mention]:
    return [m for m in sheet.mentions_in(places) if m.kind == "moment" and not (m.past or m.background)]


def _is_led(sheet: Sheet, start: int, text: str) -> bool:
    before = [token.low for token in sheet.tokens if token.end <= start][-1:]
    return text.lower().split(" ", 1)[0] in _LED or bool(_LED.intersection(before))
