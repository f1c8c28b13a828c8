"""Two sentences that are one matter: a fault and its remedy, a thing and the day somebody needs it by."""

from worker.understanding.intents import Intent, Plan
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.antecedents import points_back
from worker.understanding.local.clause_classification import Clause
from worker.understanding.local.clause_starts import is_verb_head
from worker.understanding.local.clauses_en import asks_english
from worker.understanding.local.morphology import likeliest
from worker.understanding.local.words.word_table import listed

_NEEDY = listed("""he she they we i it that this them him her us client customer boss needs need want wants wanted would like expects expecting waiting
    waits for must has have to be ready done finished there needed required due is are will should get got by the at latest and so but
    он она они мы ему ей им нам мне его ее их это клиент клиентка заказчик начальство ждет ждут хочет хотят просит просят просил просила нужен нужна нужно нужны надо
    должно должен должна должны быть готово готов готова готовы успеть сделать нас меня и а но крайний срок забрать заберет заберут там требуется""")
_NEEDS = listed("""needs need want wants would expects expecting waiting waits must has have ready needed required due should
    ждет ждут хочет хотят просит просят просил просила нужен нужна нужно нужны надо должно должен должна должны готово успеть срок требуется заберет заберут""")
_REMEDIES = listed("""fix repair replace check look inspect replacement replacements repairman technician engineer mechanic electrician plumber spare
    sort service weld patch glue plumbers another someone somebody
    починить отремонтировать заменить поменять посмотреть проверить вызвать съездить заехать разобраться мастер электрик сантехник сервис
    инженер механик замена ремонт ремонтник новый чинить запчасть""")


def only_says_when(sheet: Sheet, clause: Clause, people: set[int]) -> bool:
    """Whether a sentence only says by when what was said before is needed: "He needs it by Friday", «Ждут к среде»."""
    if not any(m.kind == "moment" and not (m.past or m.background) for m in clause.mentions):
        return False
    words = [at for at in clause.places if sheet.labels[at] is None and sheet.tokens[at].is_word]
    lows = {sheet.low_at(at) for at in words}
    return bool(lows & _NEEDS) and all(sheet.low_at(at) in _NEEDY or at in people for at in words)


def is_remedy(sheet: Sheet, before: Clause, clause: Clause) -> bool:
    """Whether a clause says what to do about the fault told in the sentence before, or with the topic named before a dash
    ("Mulch for the park, 12 yards - order it by noon")."""
    if clause.part.joint not in {"stop", "line"}:
        return _is_topic(sheet, before, clause)
    if (
        before.kind != "fault"
        or any(not (m.past or m.background) for m in before.mentions)
        or before.assignment
        or clause.told
    ):
        return False
    lows = [sheet.low_at(at) for at in clause.title if sheet.tokens[at].kind != "mark"]
    lemmas = {form.lemma for low in lows if (form := likeliest(low))} | set(lows)
    return bool(lemmas & _REMEDIES) or points_back(lows)


def _is_topic(sheet: Sheet, before: Clause, clause: Clause) -> bool:
    """Whether a thing named without a verb stands before a dash, and the deed after it points back to it."""
    dash = clause.places.start > 0 and sheet.low_at(clause.places.start - 1) in {"-", "–", "—"}
    thing, deed = sheet.content(before.title), sheet.content(clause.title)
    if (
        not dash
        or before.assignment
        or before.told
        or not (thing and deed)
        or not is_verb_head(sheet, deed[0])
    ):
        return False
    verbless = not any(is_verb_head(sheet, at) for at in thing[:1])
    return verbless and points_back([sheet.low_at(at) for at in deed])


def without_moods(sheet: Sheet, clauses: list[Clause], edits: list[Intent]) -> list[Clause]:
    """The clauses beside these edits, those left out that only tell how the sender is ("Rough night. ...") or, beside a
    plan, what time there is for it ("I've only got the morning, ...")."""
    if sheet.language != "en" or not edits:
        return clauses
    planned = any(isinstance(edit, Plan) for edit in edits)
    return [
        each for each in clauses if not _is_mood(sheet, each) and not (planned and _is_condition(sheet, each))
    ]


def _is_condition(sheet: Sheet, clause: Clause) -> bool:
    """Whether a clause states something of the sender's own time."""
    content = sheet.content(clause.places)
    if not content or sheet.low_at(content[0]) not in _OWN_TIME:
        limits = bool(content) and sheet.low_at(content[0]) in _LIMITS
        return limits and bool(clause.mentions) and len(content) <= 4
    low = sheet.said(clause.places)
    return not asks_english(sheet, content, low, timed=bool(clause.mentions))


_LIMITS = listed("nothing no not only leave keep avoid")
_OWN_TIME = listed("i i'm i've i'd i'll we we're we've there's there it's")


def _is_mood(sheet: Sheet, clause: Clause) -> bool:
    """Whether a short sentence has no verb to do, no time, no person and no name in it."""
    content = sheet.content(clause.title)
    if clause.kind != "task" or clause.part.joint not in {"start", "stop"}:
        return False
    plain = not clause.mentions and not clause.assignment and not any(at in sheet.known for at in content)
    # "Also buy paint", "Oh and buy paint": the verb stands behind a word that only joins.
    orders = any(is_verb_head(sheet, at) for at in content[:2])
    return plain and not orders and len(content) <= 4 and not any(sheet.labels[at] for at in clause.places)
