"""Two sentences that are one matter: a fault and its remedy, a thing and the day somebody needs it by."""

from worker.understanding.rules.antecedents import points_back
from worker.understanding.rules.judging import Clause
from worker.understanding.rules.morphology import likeliest
from worker.understanding.rules.sheet import Sheet
from worker.understanding.rules.words.listing import listed

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
    """Whether a clause says what to do about the fault told in the clause before."""
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
