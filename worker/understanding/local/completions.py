"""Reports of something done: which clause tells of a deed, and which open task it closes."""

import re
from collections.abc import Iterable
from itertools import pairwise

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context, KnownTask
from worker.understanding.intents import CompleteTask, Intent
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import tells_arrival
from worker.understanding.local.morphology import akin, forms, has_form, is_known, likeliest
from worker.understanding.local.open_tasks import (
    TaskMatch,
    begins_with_verb,
    best_task,
    likeness,
    meaningful,
    pointed_at,
    says_head,
    title_words,
)
from worker.understanding.local.others_calls import SPEECH
from worker.understanding.local.told_moves import tells_a_move, tells_moving
from worker.understanding.local.words import russian
from worker.understanding.local.words.english_verbs import FINISHING, IRREGULAR_PAST, VERBS
from worker.understanding.local.words.word_table import listed

_TICK = re.compile(r"[✅✔☑✓]")
_NOT_DONE = bounded(
    r"\b(?:not|never|n't|yet|(?:is|are|was|were|has|have|did|do|does|ca|wo|could)nt|isn't|wasn't|hasn't|haven't|didn't|don't|can't|won't|couldn't|need|needs|should|must|will|would|if|when|once|halfway|partly|partially|started|begun|began|until|before|unless|almost|nearly|half|ready\s+(?:to|for))\b|\bget\b.*\bdone\b"
    r"|\b(?:не|никак|пусть|чтобы|чтоб|надо|нужно|если|когда|почти|пока|наполовину|частично|начал\w*|взял(?:ся|ась|ись)|приступил\w*|должен|должна|должны|чуть|готов[аоы]?\s+(?:к|для))\b"
)
_RESULTS = listed("arrived came received in landed delivered through approved confirmed granted accepted")
_RESULTS_RU = listed(
    "прийти получить поступить приехать дать привезти выдать принять одобрить подтвердить доставить получиться"
)
_NEUTRAL = listed("""done finished finish finishing complete completed ready sorted all with took takes spent i've we've i'm we're got get out off up well
    finally already everything ate tick cross off-list mark as check checked wrapped closed handled settled minutes hours hour okay ok fine great good yes
    готово готов готова готовы готовые сделано сделал сделала сделали закончил закончила закончили всё все вычеркивай вычеркни закрывай отметь отмечай ушло
    убирай убери списывай потратил потратила потратили заняло заняла занял заняли возились возился провозился провозилась провозились убил убила ок минут часа наконец завершил
    завершили завершила выполнил выполнено выполнила выполнена выполнен можно закрыть закрыл закрыла закрыли разобрался разобралась""")


_MARKED = bounded(
    r"\b(?:отметь\w*|закрой\w* задач\w*|закрывай\w*|вычеркивай\w*)\b|\b(?:tick|check|cross)\s+(?:\w+\s+){0,5}off\b"
    r"|^\W*с\s+\S+(?:\s+\S+)?\s+(?:все|покончено|разобрались|разобрался|разобралась|порядок)\W*$|\bmark\b.*\b(?:done|completed?|finished)\b|\bclose\s+(?:out\s+)?(?:the\s+)?task\b"
)
_ASKS = re.compile(r"\?\s*$|^\W*(?:is|are|did|has|have|was|were|does|do|am)\b|\bли\b")


def is_deed(word: str) -> bool:
    """Whether a word tells a deed in the past, or finishes something."""
    return (
        is_past(word)
        or word in FINISHING
        or word in _DONE
        or (has_form(word, "VERB", "past") and not _is_as_likely_a_thing(word))
        or has_form(word, "PRTS", "past")
    )


def _is_as_likely_a_thing(word: str) -> bool:
    """Whether a Russian past form is a noun as well, and as likely one: «замок», «замер»."""
    form = likeliest(word)
    return form is not None and sum(f.score for f in forms(word) if f.pos == "NOUN") >= form.score


_DONE = listed("done ready ✅ ✔ готово готов готова готовы")


def denies_done(sheet: Sheet, places: range) -> bool:
    """Whether a clause tells of something not done, begun only, or still to do."""
    return _NOT_DONE.search(sheet.untimed(places)) is not None


def is_report(sheet: Sheet, places: range) -> bool:
    """Whether a clause tells that something has been done."""
    if _ASKS.search(sheet.said(places)) or tells_a_move(sheet, places):
        return False
    if _TICK.search(sheet.said(places)) or _MARKED.search(sheet.said(places)):
        return True
    if sheet.language == "en" and _CAME_ABOUT.search(sheet.said(places)):
        return _NOT_DONE.search(sheet.untimed(places)) is None
    if _NOT_DONE.search(sheet.untimed(places)):
        return False
    if sheet.language == "ru":
        return any(_russian_deed(sheet.low_at(at)) or tells_arrival(sheet, at) for at in places)
    return _english_deed(sheet, places)


def is_only_moved(words: Iterable[str], task: KnownTask) -> bool:
    """Whether the deed told is a move, and not the task's own ("move the boxes"): "the dentist moved" tells of no end."""
    said, verb = list(words), begins_with_verb(task)
    return tells_moving(said) and not (verb and any(_same_deed(word, verb) for word in said))


def _russian_deed(word: str) -> bool:
    form = likeliest(word)
    if form is None or _is_as_likely_a_thing(word):
        return False
    if form.pos == "VERB" and "past" in form.marks and ("perf" in form.marks or _coined(word)):
        return form.lemma not in _NO_DEEDS
    if (form.pos == "PRTS" and "past" in form.marks) or (form.pos == "PRTS" and "perf" in form.marks):
        return True
    return word in {"готово", "готов", "готова", "готовы", "сделано", "вычеркивай", "вычеркни"}


def _coined(word: str) -> bool:
    """Whether a past form no dictionary holds may be a deed brought to its end: «пролакировал»."""
    return not is_known(word) and has_form(word, "VERB", "past", "perf")


# What is only wished, said or decided leaves the task to be done: «попросили перенести», «решили сделать».
_NO_DEEDS = listed(
    "попросить пообещать захотеть сказать предложить передумать забыть решить обещать потребовать попроситься спросить собраться"
)


def _english_deed(sheet: Sheet, places: range) -> bool:
    lows = [sheet.low_at(at) for at in places if sheet.tokens[at].is_word]
    if any(low in FINISHING for low in lows):
        return True
    for number, low in enumerate(lows):
        before = lows[number - 1] if number else ""
        if not is_past(low) or before in _BEFORE_OTHER_FORMS:
            continue
        opens = number == 0 and low not in _SAME_FORM
        closes = number > 0 and number >= len(lows) - 4
        told = number == 1 and low not in _SAME_FORM | SPEECH and before not in VERBS
        if opens or closes or told or before in _BEFORE_DEEDS:
            return True
    return False


_BEFORE_OTHER_FORMS = listed("the a an to be my our by get for with new")
_BEFORE_DEEDS = listed(
    """i we just is are was were been already all finally have i've we've has he she they got now both"""
)
_SAME_FORM = listed("put cut set let read hit shut cost")


def is_past(low: str) -> bool:
    """Whether an English word can be the past form or participle of a verb of doing."""
    if low in IRREGULAR_PAST or low in {"arrived", "received", "came"}:
        return low not in {"read", "let", "fit", "ground", "left", "ran"}
    if not low.endswith("ed") or len(low) < 5:
        return False
    bases = {low[:-1], low[:-2], low[:-3] if low[-3] == low[-4] else low[:-2], low[:-3] + "y"}
    return bool(bases & VERBS) or low in {"received", "arrived", "approved", "granted"}


def closed_task(sheet: Sheet, places: range, context: Context, people: set[int]) -> KnownTask | None:
    """The open task a report closes: named in it, or the one the message answers when it names none. `people` are the
    positions of members' names, which tell who did it rather than what."""
    words = [
        sheet.low_at(at)
        for at in places
        if sheet.labels[at] in {None, "person"} and sheet.tokens[at].kind != "mark" and at not in people
    ]
    if sheet.language == "en" and _CAME_ABOUT.search(sheet.said(places)):
        words.append("arrived")
    named = [word for word in words if word not in _NEUTRAL]
    match = best_task(named, context)
    if match and _shares_thing(match, named) and _agrees(match, words):
        return match.task
    task = pointed_at(context)
    bare = not [word for word in named if not _is_deed(word)]
    return task if bare and task and (_TICK.search(sheet.said(places)) or _is_its_deed(task, words)) else None


# The thing came, or the event went off.
_CAME_ABOUT = re.compile(
    r"\b(?:turned|showed|shown) up\b|\bcame (?:in|through|back)\b|\b(?:have|has|are|is|'s) (?:finally )?(?:here|come)\b"
    r"|\bwent (?:really |very |so )?(?:great|well|fine|ok|okay|smoothly|perfectly|brilliantly|without a hitch|ahead)\b|\bgone through\b"
)


def _is_its_deed(task: KnownTask, words: list[str]) -> bool:
    """Whether a bare deed ("sent it", «сделал») can be that of the task: its own verb, or a word of finishing."""
    verb = begins_with_verb(task)
    if any(word in FINISHING or word in _BARELY_DONE or _finishes(word) for word in words):
        return True
    return verb is not None and any(_same_deed(word, verb) for word in words)


_BARELY_DONE = listed("did done finally check tick готово сделано есть")


def without_repeats(intents: Iterable[Intent]) -> list[Intent]:
    """The intents in order, each once; a task told done twice is completed once, with the time it took."""
    kept: list[Intent] = []
    for intent in dict.fromkeys(intents):
        same = next((each for each in kept if _same_completion(each, intent)), None)
        if same is None:
            kept.append(intent)
        elif isinstance(intent, CompleteTask) and intent.actual_minutes is not None:
            kept[kept.index(same)] = intent
    return kept


def _same_completion(one: Intent, other: Intent) -> bool:
    return isinstance(one, CompleteTask) and isinstance(other, CompleteTask) and one.task == other.task


def closed_together(sheet: Sheet, places: range, context: Context, people: set[int]) -> list[KnownTask]:
    """The open tasks that one report names side by side: "finished the pads and the tax call"; none unless each stretch
    between "and" or commas names one of its own."""
    joints = [at for at in places if sheet.low_at(at) in {"and", "и", ","}]
    bounds = [places.start, *joints, places.stop]
    found: list[KnownTask] = []
    for start, stop in pairwise(bounds):
        words = [sheet.low_at(at) for at in sheet.content(range(start, stop)) if at not in people]
        named = [word for word in words if word not in _NEUTRAL and not _is_deed(word)]
        match = best_task(named, context) if named else None
        if match is None or match.coverage < 0.6 or match.task in found:
            return []
        found.append(match.task)
    return found if len(found) > 1 else []


def also_done(
    sheet: Sheet, places: range, context: Context, people: set[int], done: set[str]
) -> KnownTask | None:
    """The other open task that a clause after a report tells to be done too, by its thing alone («..., и полки висят»)."""
    words = [sheet.low_at(at) for at in sheet.content(places) if at not in people]
    match = best_task([word for word in words if not is_neutral(word)], context)
    if match is None or match.task.ref in done or match.shared < 2 or match.coverage < 0.5:
        return None
    return match.task if is_report(sheet, places) and says_head(words, match.task) else None


def _shares_thing(match: TaskMatch, named: list[str]) -> bool:
    """Whether more than the deed is alike: «покрасили стойку» is not the "estimate for painting"."""
    things = [word for word in meaningful(named) if not _is_deed(word)]
    known = title_words(match.task)
    return not things or any(likeness(word, other) >= 0.7 for word in things for other in known)


def names_a_task(sheet: Sheet, places: range, context: Context) -> bool:
    """Whether a report names an open task by words of its own."""
    words = [sheet.low_at(at) for at in sheet.content(places)]
    return best_task([word for word in words if word not in _NEUTRAL], context) is not None


def _is_deed(word: str) -> bool:
    return (
        _russian_deed(word)
        or is_past(word)
        or word in {"i", "we", "it", "he", "she", "они", "я", "мы", "это", "that", "with", "the", "this"}
    )


def _agrees(match: TaskMatch, words: list[str]) -> bool:
    """Whether the deed told of is the task's own: its verb, a finishing word, or a result that implies it."""
    verb = begins_with_verb(match.task)
    deeds = [word for word in words if _russian_deed(word) or is_past(word) or word in FINISHING]
    if is_only_moved(words, match.task):
        return False
    if any(word in FINISHING or word in _RESULTS or _finishes(word) for word in words):
        return match.coverage >= 0.3 or match.score >= 0.9
    if verb and any(_same_deed(deed, verb) for deed in deeds):
        return match.shared >= 1
    title = match.task.title.lower().split()
    if any(_same_deed(deed, word) for deed in deeds for word in title):
        return True
    things = [word for word in words if not is_neutral(word) and meaningful([word])]
    told = match.shared >= 2 and all(
        max(likeness(word, known) for known in title_words(match.task)) >= 0.7 for word in things
    )
    headed = says_head(things, match.task)
    if headed and (match.coverage >= 0.6 or told):
        return True
    return headed and verb is None and match.coverage >= 0.34 and match.score >= 0.8


def _finishes(word: str) -> bool:
    return any(form.lemma in russian.FINISHING or form.lemma in _RESULTS_RU for form in forms(word))


def _same_deed(deed: str, word: str) -> bool:
    return akin(IRREGULAR_PAST.get(deed, deed), word) >= 0.8


def asks_to_tick(sheet: Sheet, places: range) -> bool:
    """Whether a clause asks to mark something done, whatever it names."""
    return _TO_TICK.match(sheet.said(places)) is not None


_TO_TICK = re.compile(
    r"^\W*(?:please\s+|and\s+|и\s+|пожалуйста\s+)*(?:mark|tick|check|отметь(?:те)?)\s.*\b(?:done|complete[d]?|finished|off|сделан\w*|готов\w*|выполнен\w*)\W*$"
)


def is_neutral(word: str) -> bool:
    """Whether a word only belongs to reporting, whatever the task is."""
    return word in _NEUTRAL or word in _DULL or _is_deed(word)


def only_says_done(sheet: Sheet, places: range) -> bool:
    """Whether a clause after a report only says again that the task is done ("tick it off", «вычёркивай»)."""
    words = [sheet.low_at(at) for at in places if sheet.labels[at] is None and sheet.tokens[at].is_word]
    return (
        bool(words)
        and not sheet.mentions_in(places)
        and all(word in _NEUTRAL or word in _DULL for word in words)
    )


_DULL = listed(
    "it that the and so please of list off their its их это его и можно можешь из списка пожалуйста как"
)
