"""Does a title still hold something about time? Then the calendar has missed it, and the reading is not sure."""

from worker.understanding.dates.date_tokens import Token, tokenize
from worker.understanding.dates.surroundings import COUNTING, STREETS
from worker.understanding.dates.wordlists import words

_TIME_TAGS = words(
    "WEEKDAY WEEKDAYS POSSDAY MONTH DAY RELDAY POSSREL PART UNIT POSSUNIT MERIDIEM CLOCKFIG ORDFIG ISODATE DASHED EVERY "
    "TIMES HALFHOUR"
)
_TIME_WORDS = words(
    "noon midday midnight weekend weekends weekday weekdays tonight twice thrice later ago next until till every each "
    "eod eow eom cob hourly nightly полдень полудня полуночи полночь обед обеда обеду выходные выходных выходным дважды трижды "
    "назад ежечасно следующий следующая следующую следующей ближайший ближайшую будни будням"
)
# As adjectives they belong to a thing ("the weekly report"); at the end they tell how often.
_ADVERBS = words(
    "daily weekly fortnightly biweekly monthly quarterly annually yearly ежедневно еженедельно ежемесячно ежеквартально ежегодно"
)


def holds_time(title: str) -> bool:
    """Whether a word about time, an "@", or a figure that counts and numbers nothing is left in a title."""
    tokens = tokenize(title)
    return any(_is_left_over(tokens, at) for at in range(len(tokens)))


def _is_left_over(tokens: tuple[Token, ...], at: int) -> bool:
    token = tokens[at]
    if token.word == "@":
        return not (at and tokens[at - 1].end == token.start)
    if token.word == "till":
        return not (
            at and (tokens[at - 1].word in ("the", "our", "my") or tokens[at - 1].word.endswith("'s"))
        )
    if token.kind in ("number", "dotted", "slashed", "comma"):
        return not (_counts(tokens, at) or _numbers(tokens, at))
    last = at == len(tokens) - 1
    return (
        bool(_TIME_TAGS & token.tags.keys()) or token.word in _TIME_WORDS or (last and token.word in _ADVERBS)
    )


def _counts(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a figure counts the word after it: "40 candles", "300 quid", "5kg"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or after.kind != "word":
        return after is not None and after.word in ("%", "$", "€", "£", "₽", "/")
    return not _TIME_TAGS & after.tags.keys() and (len(after.word) > 2 or after.start == tokens[at].end)


def _numbers(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a figure is a price or the number of a house, a room, an invoice: "room 12", "$40"."""
    before = tokens[at - 1].word if at else ""
    marked = before == "." and at > 1 and tokens[at - 2].word in COUNTING
    return before in _NUMBERED or before in STREETS or marked


_VERBS = words("buy order get send sell print make bring ship deliver pack pay need want cut by по")
_NUMBERED = COUNTING - _VERBS
