"""Where a clause begins with nothing to join it, as in raw speech: «... позвонить в банк заказать муку»."""

from dataclasses import dataclass

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import (
    acts,
    bare_verb,
    called_to_act,
    calls_to_act,
    governs,
    is_finite,
    is_infinitive,
    is_verb_head,
    starts_clause,
    subject_with_verb,
)
from worker.understanding.local.members import MemberHit
from worker.understanding.local.purposes import is_purpose
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.local.words.word_table import listed

_BEFORE_PERSON = listed(
    "sure ask tell get have let make want need remind to for with from and or if when that the by what who like"
)
_BEFORE_SUBJECT = listed("can could would should will shall may might must did does do is are was were")
_BEFORE_CALLED = listed("и что чтобы чтоб пусть пускай ли сможет смогут может могут")
_TOLD = {"should", "has", "needs", "must", "can", "will", "could"}


@dataclass(frozen=True, slots=True)
class Scan:
    """What the search for joints knows: the sheet, the people named, whether the message is a spoken list, and the
    clause at hand (from `since`, at most to `stop`)."""

    sheet: Sheet
    people: dict[int, MemberHit]
    listing: bool
    since: int
    stop: int


def bare(scan: Scan, at: int) -> bool:
    """Whether a clause begins at `at` with nothing to join it, as in raw speech."""
    sheet, hit = scan.sheet, scan.people.get(at)
    called = sheet.language == "en" and hit is not None and called_to_act(sheet, hit)
    if not (scan.listing or called) or sheet.labels[at] is not None:
        return False
    if sheet.language == "ru":
        return _bare_russian(scan, at, hit)
    if hit and _opens_at(scan, at) and _new_subject(sheet, at, hit):
        return True
    if sheet.labels[at - 1] == "time" and subject_with_verb(sheet, at):
        return True
    return bare_verb(sheet, at) and _has_verb(scan, at)


def _bare_russian(scan: Scan, at: int, hit: MemberHit | None) -> bool:
    sheet = scan.sheet
    if sheet.low_at(at - 1) in {"—", "–", "-"} and not _has_verb(scan, at):
        return False
    if hit is not None and sheet.low_at(at - 1) in {"задачу", "задание", "задачку", "поручение"}:
        return False
    if sheet.low_at(at) in {"надо", "нужно"} and _after_event(scan, at):
        return True
    if hit is not None and _opens_at(scan, at):
        told = any(is_finite(sheet.low_at(place)) for place in sheet.content(range(scan.since, at)))
        before = sheet.low_at(at - 1)
        called = told and calls_to_act(sheet, hit) and before not in _BEFORE_CALLED and not governs(before)
        return _has_verb(scan, at) or (told and sheet.labels[at - 1] == "time") or called
    return _has_verb(scan, at) and _new_infinitive(scan, at)


def _after_event(scan: Scan, at: int) -> bool:
    """«в среду приедет инспектор надо проверить ...»: a need after a statement with its own verb."""
    sheet = scan.sheet
    told = any(is_finite(sheet.low_at(place)) for place in sheet.content(range(scan.since, at)))
    return told and any(is_infinitive(sheet.low_at(place)) for place in range(at + 1, min(at + 5, scan.stop)))


def _opens_at(scan: Scan, at: int) -> bool:
    return starts_clause(scan.sheet, at, scan.people, loose=False)


def _new_infinitive(scan: Scan, at: int) -> bool:
    sheet = scan.sheet
    if not is_infinitive(sheet.low_at(at)) or sheet.low_at(at - 1) in {"чтобы", "не", "и"}:
        return False
    if _in_purpose(sheet, scan.since, at) or _in_question(sheet, scan.since, at):
        return False
    end = next((place for place in range(at, scan.stop) if sheet.low_at(place) in _ENDS), scan.stop)
    if is_purpose(sheet, range(scan.since, at), range(at, end)):
        return False
    verbs = [place for place in sheet.content(range(scan.since, at)) if is_verb_head(sheet, place)]
    governed = governs(sheet.low_at(at - 1)) or (len(verbs) == 1 and governs(sheet.low_at(verbs[0])))
    return not governed


def _in_purpose(sheet: Sheet, since: int, at: int) -> bool:
    """«чтобы в пятницу всё успеть»: the infinitive of the purpose, which a few words part from its «чтобы»."""
    near = range(max(since, at - 5), at)
    told = [place for place in near if sheet.low_at(place) in {"чтобы", "чтоб"}]
    return bool(told) and not any(is_infinitive(sheet.low_at(place)) for place in range(told[-1], at))


_ENDS = {",", "и", "а", "потом", "затем"}


def _in_question(sheet: Sheet, since: int, at: int) -> bool:
    """«узнать, как подключить кассу», «с чего мне начать»: the infinitive of what is asked."""
    near = range(max(since, at - 5), at)
    asked = [place for place in near if sheet.low_at(place) in _QUESTIONS]
    return bool(asked) and not any(is_infinitive(sheet.low_at(place)) for place in range(asked[-1], at))


_QUESTIONS = listed("как куда где чем чего что кому кого когда сколько зачем почему ли")


def _new_subject(sheet: Sheet, at: int, hit: MemberHit) -> bool:
    """A person after a time, or a person who "should" or "has to" after a statement, begins a clause."""
    if sheet.labels[at - 1] == "time":
        return True
    if hit.how in {"name", "nickname", "short"} and acts(sheet, hit.last + 1):
        return sheet.low_at(at - 1) not in _BEFORE_PERSON and sheet.labels[at - 1] is None
    if called_to_act(sheet, hit):
        return sheet.low_at(at - 1) not in _BEFORE_PERSON | VERBS | _BEFORE_SUBJECT
    told = sheet.low_at(hit.last + 1) in _TOLD
    return told and hit.how == "name" and sheet.low_at(at - 1) not in _BEFORE_PERSON


def _has_verb(scan: Scan, at: int) -> bool:
    return any(is_verb_head(scan.sheet, place) for place in scan.sheet.content(range(scan.since, at)))
