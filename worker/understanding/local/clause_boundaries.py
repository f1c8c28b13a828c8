"""Where one clause ends and the next begins inside a sentence: after a comma, "and", "then", or nothing."""

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.background_times import tells_past
from worker.understanding.local.boundary_times import (
    clocked,
    has_time,
    timed,
    timed_phrase,
    timed_tail,
    turned_down,
)
from worker.understanding.local.clause_starts import (
    is_finite,
    is_infinitive,
    is_order,
    is_verb_head,
    starts_clause,
)
from worker.understanding.local.clauses_en import NEEDS_DOING
from worker.understanding.local.completions import is_report
from worker.understanding.local.morphology import has_form
from worker.understanding.local.number_corrections import number_at
from worker.understanding.local.purposes import is_purpose
from worker.understanding.local.results import sounds_done
from worker.understanding.local.sections import Joint, is_ordinal
from worker.understanding.local.unmarked_boundaries import Scan, bare
from worker.understanding.local.words.word_table import listed

ALSO = {"also", "plus", "additionally", "еще", "также", "плюс", "тоже"}
THEN = {"then", "afterwards", "next", "потом", "затем", "далее", "дальше"}
# Words that say "also" in the middle of a clause too: «эскиз тоже готов».
_INSIDE = {"еще", "тоже", "также", "also"}
AND = {"and", "&", "и", "а", "да", "но", "but", "so", "поэтому", "therefore"}
_SENDER = {"мне", "нам", "я", "мы", "me", "i", "we"}
_FOR_ALL = {"both", "all", "everything", "обе", "оба", "все"}
_DETAIL = {"время", "срок", "дедлайн", "deadline", "due", "time", "start", "начало"}
_STATES = {"is", "are", "was", "were", "still", "isn't", "aren't"}
_PRONOUNS = listed("it them him her there that one его ее их туда там ему ей им этого нее него собой себе")
_DEPENDENT = {"чтобы", "чтоб", "что", "which", "who", "because", "since", "если", "if"}


def joint_at(scan: Scan, at: int) -> tuple[Joint, int] | None:
    """The joint at this token and where the next clause starts, if the clause at hand ends before `at`."""
    sheet = scan.sheet
    joint, start = _connector(sheet, at, scan.stop)
    if start >= scan.stop or sheet.labels[at - 1] == "dropped" or not _finished(scan, at):
        return None
    if sheet.labels[at - 1] == "heading" and starts_clause(sheet, at, scan.people, loose=True):
        return "colon", at
    if _all_of_it(sheet, start, scan.stop):
        return ("comma" if joint == "bare" else joint), start
    if _enclosed(sheet, joint, start, scan.stop) or _object_before_dash(scan, at, start):
        return None
    if joint == "bare":
        return ("bare", at) if bare(scan, at) else None
    begin = _after_leads(sheet, start, scan.stop)
    parts = (
        begin < scan.stop and sheet.low_at(begin) not in _DEPENDENT and _parts(scan, joint, at, start, begin)
    )
    return (joint, start) if parts else None


def _object_before_dash(scan: Scan, at: int, start: int) -> bool:
    """«рубероид, мастика — купить»: what is to be done with the things comes after a dash."""
    sheet = scan.sheet
    dash = sheet.language == "ru" and sheet.low_at(at) in {"—", "–", "-"} and start == at + 1
    before = sheet.content(range(scan.since, at))
    return (
        dash and is_infinitive(sheet.low_at(start)) and not any(is_verb_head(sheet, each) for each in before)
    )


def _enclosed(sheet: Sheet, joint: Joint, start: int, stop: int) -> bool:
    """A length or reminder between two commas, or before "and", belongs to what stands before it: "..., 30 min, and ..."."""
    end = start
    while end < stop and sheet.labels[end] in {"time", "noise", "priority"} and sheet.low_at(end) != ",":
        end += 1
    closed = end < stop and (sheet.low_at(end) == "," or sheet.low_at(end) in AND | THEN | ALSO)
    if joint != "comma" or end == start or not closed:
        return False
    said = sheet.mentions_in(range(start, end))
    joined = sheet.low_at(end) in AND or sheet.low_at(end + 1) in AND
    return bool(said) and (joined or all(m.kind in {"duration", "reminder"} for m in said))


def _parts(scan: Scan, joint: Joint, at: int, start: int, begin: int) -> bool:
    """Whether a connector really parts two clauses: what follows opens a task, or both sides stand alone."""
    sheet = scan.sheet
    if number_at(sheet, at - 1) and number_at(sheet, begin):
        return False  # "in rooms three and four"
    if _priority_heading(sheet, start, begin) or (
        _opens(scan, begin) and not _belongs_before(scan, at, begin)
    ):
        return True
    if sheet.low_at(begin) in _DETAIL or turned_down(scan, at):
        return False
    tail = range(begin, _next_joint(sheet, begin, scan.stop))
    if sheet.language == "en" and NEEDS_DOING.match(sheet.said(tail)):
        return True
    if joint == "comma" and _after_news(sheet, scan, at, tail):
        return True
    return (
        _reports(scan, at, begin)
        or (timed_phrase(sheet, start, begin, scan.stop) and has_time(sheet, scan.since, at))
        or (timed_tail(sheet, range(scan.since, at)) and timed_tail(sheet, tail))
        or (clocked(sheet, range(scan.since, at)) and clocked(sheet, tail))
        or (joint in {"also", "then"} and bool(sheet.content(range(begin, scan.stop))))
    )


def _connector(sheet: Sheet, at: int, stop: int) -> tuple[Joint, int]:
    """What joins at `at` and the first token after the joining words."""
    joint: Joint = "bare"
    place = at
    while place < stop:
        found = _joining(sheet, place, joint)
        if found is None and (place == at or sheet.low_at(place) not in {"oh", "ну", "вот", ":"}):
            break
        joint = found or joint
        place += 1
    return joint, place


def _joining(sheet: Sheet, place: int, joint: Joint) -> Joint | None:
    """The joint after the word at `place` is added to one so far; None when the word joins nothing."""
    low = sheet.low_at(place)
    if low == "," or (low in {"—", "–", "-"} and _spaced(sheet, place)):
        return "comma" if joint == "bare" else joint
    if low in ALSO and (joint != "bare" or low not in _INSIDE or _next_does(sheet, place + 1)):
        return "also"
    if (low in THEN and not _qualifies(sheet, place)) or _is_count(sheet, place, joint):
        return "then"
    if low in AND or so_that(sheet, place):
        return "and" if joint in {"bare", "comma"} else joint
    return None


def so_that(sheet: Sheet, place: int) -> bool:
    """Whether a word is one of «так что», which leads to what is drawn."""
    return (sheet.low_at(place), sheet.low_at(place + 1)) == ("так", "что") or (
        (sheet.low_at(place - 1), sheet.low_at(place)) == ("так", "что")
    )


def _qualifies(sheet: Sheet, place: int) -> bool:
    """ "on his next shift", "the next batch": no joint."""
    return sheet.low_at(place) == "next" and sheet.low_at(place - 1) in _BEFORE_NEXT


_BEFORE_NEXT = listed("the my our his her their your its in on at for with this very whose")


def _next_does(sheet: Sheet, at: int) -> bool:
    """Whether a verb comes next, times between left out: "... also order caps"; Russian needs a joint before «тоже»."""
    while at < len(sheet) and sheet.labels[at] == "time":
        at += 1
    return sheet.language == "en" and (is_verb_head(sheet, at) or sheet.low_at(at) in _SENDER)


def _is_count(sheet: Sheet, place: int, joint: Joint) -> bool:
    low = sheet.low_at(place)
    if sheet.low_at(place + 1) in _COUNTED:
        return False
    return (is_ordinal(low) and joint != "bare") or (
        low in {"second", "third"}
        and is_verb_head(sheet, place + 1)
        and sheet.low_at(place - 1) not in {"the", "a", "my", "our", "every", "on", "in", "each", "this"}
    )


# "third time this week" counts no entry of a list.
_COUNTED = listed("time place party hand person day week floor one attempt round batch")


def _spaced(sheet: Sheet, at: int) -> bool:
    return at > 0 and sheet.tokens[at - 1].end < sheet.tokens[at].start


def _after_leads(sheet: Sheet, start: int, stop: int) -> int:
    """The first token after leading times, fillers and priorities."""
    leading = {"time", "noise", "priority", "glue", "dropped"}
    at = start
    while at < stop and sheet.low_at(at) != ",":
        if sheet.labels[at] not in leading and sheet.tokens[at].kind != "mark":
            break
        at += 1
    return at


def _finished(scan: Scan, at: int) -> bool:
    """Whether what stands before could be a thing of its own: more than a single verb, or a person spoken to."""
    sheet = scan.sheet
    named = {place for hit in scan.people.values() for place in range(hit.first, hit.last + 1)}
    said = [place for place in sheet.content(range(scan.since, at)) if sheet.low_at(place) not in _SENDER]
    content = [place for place in said if place not in named]
    return len(content) > 1 or (bool(content) and not is_verb_head(sheet, content[0]))


def _priority_heading(sheet: Sheet, start: int, begin: int) -> bool:
    """ "..., later: oil the hinges"."""
    return sheet.low_at(begin - 1) == ":" and "priority" in {sheet.labels[at] for at in range(start, begin)}


def _opens(scan: Scan, begin: int) -> bool:
    """A task begins here; in Russian its object may stand before the infinitive («... и ещё перчатки купить»)."""
    sheet = scan.sheet
    if starts_clause(sheet, begin, scan.people, loose=True):
        return True
    if is_finite(sheet.low_at(begin)) and any(
        sheet.low_at(at) in {"пусть", "пускай"} for at in range(scan.since, begin)
    ):
        return True
    if _goes_on(scan, begin):
        return True
    stop = next(
        (at for at in range(begin, scan.stop) if sheet.low_at(at) in {",", ";", "—", "–", "-"}), scan.stop
    )
    ahead = [at for at in range(begin, min(begin + 6, stop)) if sheet.tokens[at].kind == "word"]
    if any(sheet.low_at(at) in {"пусть", "пускай"} for at in ahead[1:]):
        return True
    return sheet.language == "ru" and (
        any(is_infinitive(sheet.low_at(at)) for at in ahead[1:])
        or any(is_order(sheet.low_at(at)) for at in ahead[1:3])
    )


def _goes_on(scan: Scan, begin: int) -> bool:
    """«Костя везёт торт и забирает возвраты»: a further deed of the member the clause began with."""
    sheet = scan.sheet
    if (
        sheet.language != "ru"
        or not is_finite(sheet.low_at(begin))
        or has_form(sheet.low_at(begin), "VERB", "past")
    ):
        return False
    first = next((hit for at, hit in sorted(scan.people.items()) if at >= scan.since), None)
    if first is None or first.first != next(iter(sheet.content(range(scan.since, begin))), -1):
        return False
    return starts_clause(sheet, first.first, scan.people, loose=False)


def _belongs_before(scan: Scan, at: int, begin: int) -> bool:
    """ "and ask them ..." continues the task before: it points back, and has no time of its own."""
    sheet = scan.sheet
    tail = range(begin, _next_joint(sheet, begin, scan.stop))
    if is_purpose(sheet, range(scan.since, at), tail):
        return True
    if begin in scan.people and starts_clause(sheet, begin, scan.people, loose=False):
        return False
    if tells_past([sheet.low_at(place) for place in sheet.content(range(scan.since, at))]):
        return False
    points_back = any(
        sheet.low_at(place) in _PRONOUNS
        and sheet.low_at(place - 1) not in {"before", "after", "перед", "после", "до"}
        for place in tail
    )
    return points_back and not timed(sheet, tail, range(at, scan.stop)) and len(sheet.content(tail)) <= 6


def _all_of_it(sheet: Sheet, start: int, stop: int) -> bool:
    """A closing word for all entries: "... both by noon", «... оба к среде»."""
    if sheet.low_at(start - 1) in {"back", "forward", "off", "over"} or is_verb_head(sheet, start - 1):
        return False  # "push back everything on Friday"
    rest = [at for at in range(start + 1, stop) if sheet.tokens[at].kind != "mark"]
    return sheet.low_at(start) in _FOR_ALL and bool(rest) and all(sheet.labels[at] == "time" for at in rest)


def _reports(scan: Scan, at: int, begin: int) -> bool:
    """Two statements side by side, the first of them a report: «молоко привезли, аренду оплатил»."""
    left = range(scan.since, at)
    if not (is_report(scan.sheet, left) or sounds_done(scan.sheet, left)):
        return False
    right = range(begin, scan.stop)
    if is_report(scan.sheet, right) or sounds_done(scan.sheet, right):
        return True
    states = any(scan.sheet.low_at(place) in _STATES for place in right)
    return states or (scan.sheet.language == "ru" and "не" in {scan.sheet.low_at(place) for place in right})


def _after_news(sheet: Sheet, scan: Scan, at: int, tail: range) -> bool:
    """ "They changed their minds, the visit's Thursday now": news, then a thing with its time."""
    told = [sheet.low_at(place) for place in sheet.content(range(scan.since, at))]
    ahead = any(m.kind == "moment" and not (m.past or m.background) for m in sheet.mentions_in(tail))
    return sheet.language == "en" and tells_past(told) and ahead and bool(sheet.content(tail))


def _next_joint(sheet: Sheet, begin: int, stop: int) -> int:
    at = begin
    while at < stop and sheet.low_at(at) != ",":
        at += 1
    return at
