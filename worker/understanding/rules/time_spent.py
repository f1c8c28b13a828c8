"""Time spent: what a report says it took."""

import re

from worker.understanding.rules.sheet import Sheet

_TIME_SPENT = re.compile(
    r"\b(?:took|spent|ate|lasted|in|taken|it was|cost|needed|burned|used|under|ушл[оаи]|ушел|потратил[аи]?|потрачено|занял[оаи]?|провозил\w+|возил\w+|убил[аи]?|за|заняв|затратил[аи]?|просидел[аи]?|работал[аи]?|делал[аи]?|вышло|получилось)\b"
)


def minutes_spent(sheet: Sheet, places: range) -> int | None:
    """The time a report says it took, in minutes."""
    for mention in sheet.mentions_in(places):
        if mention.kind == "duration" and mention.minutes:
            return mention.minutes
    for mention in sheet.mentions_in(places):
        if mention.kind == "moment" and mention.elapsed and mention.minutes:
            return mention.minutes
    return None


def is_time_spent(sheet: Sheet, places: range) -> bool:
    """Whether a clause only says how long something took ("took 2 h", «ушло два часа»)."""
    if minutes_spent(sheet, places) is None:
        return False
    low = sheet.said(places)
    return bool(_TIME_SPENT.search(low)) or len(sheet.content(places)) <= 2
