"""How Russian gives a task to someone: «пусть Дима», «Егору: ...», «Вере проверить», «попроси Ксюшу», «Вера должна»."""

from worker.understanding.local.assignments import DASHES, LIGHT, Assignment, Spot
from worker.understanding.local.clause_starts import is_finite, is_infinitive, is_order
from worker.understanding.local.members import Case
from worker.understanding.local.morphology import forms, has_form
from worker.understanding.local.words.word_table import listed

_ASKED = listed(
    "попросить сказать поручить передать напомнить поставить отдать дать назначить написать озадачить"
)
_NEED_WORDS = {"сказать", "написать", "дать", "передать", "отдать"}
_JOINTS = listed("чтобы чтоб пусть что задачу задачку задание , :")
_TASKS = {"задачу", "задание", "задачку", "поручение"}
_LET = {"пусть", "пускай"}
_THAT = {"чтобы", "чтоб"}
_OWES = listed("должен должна обязан обязана может сможет")
_MAY = {"может", "сможет"}
_NEEDS = {"надо", "нужно", "задача"}
_CONJUNCTIONS = listed("и а но ну так вот еще потом затем")
_CASES: dict[str, Case] = {"на": "loct", "за": "ablt", "с": "gent", "для": "gent"}


def _let(spot: Spot) -> Assignment | None:
    """«пусть Дима починит», «Егор пусть придёт», «чтобы Вера позвонила», «@Дима»."""
    if spot.before in _LET | _THAT:
        return spot.to(spot.hit.first - 1, finite=True)
    late = _past_times(spot)
    if spot.sheet.low_at(late) in _LET:
        return spot.to(late, finite=True)
    let = next((at for at in spot.places if at < spot.hit.first and spot.sheet.low_at(at) in _LET), None)
    between = [] if let is None else [spot.sheet.low_at(at) for at in range(let + 1, spot.hit.first)]
    if let is not None and spot.in_case("nomn") and any(is_finite(low) for low in between):
        return spot.to(let, finite=True)
    return spot.to(spot.hit.first - 1) if spot.before == "@" else None


def _past_times(spot: Spot) -> int:
    """The first place after the name and the times that follow it: «Вера на следующей неделе пусть ...»."""
    at = spot.end
    while at in spot.places and spot.sheet.labels[at] in {"time", "noise"}:
        at += 1
    return at


def _lemma_among(word: str, lemmas: frozenset[str] | set[str]) -> str | None:
    return next((form.lemma for form in forms(word) if form.lemma in lemmas), None)


def _asked(spot: Spot) -> Assignment | None:
    """«попроси Диму ...», «Диму попроси ...», «скажи Вере, чтобы ...», «поручи Егору ...»."""
    sheet, verb = spot.sheet, spot.hit.first - 1
    if spot.in_case("accs") and _lemma_among(spot.after, {"попросить"}):
        return spot.to(spot.end)
    if sheet.low_at(verb) in _TASKS and verb - 1 in spot.places:
        verb -= 1
    lemma = _lemma_among(sheet.low_at(verb), _ASKED) if verb in spot.places else None
    if lemma is None:
        return None
    end = spot.end
    while sheet.low_at(end) in _JOINTS:
        end += 1
    joints = [sheet.low_at(at) for at in range(spot.end, end)]
    if end >= spot.places.stop and joints[-1:] == [":"]:
        return spot.to(*range(verb, spot.hit.first), *range(spot.end, end), heading=True)
    ahead = range(end, min(end + 4, spot.places.stop))
    acts = any(is_infinitive(sheet.low_at(at)) or sheet.low_at(at) in _NEEDS for at in ahead)
    if lemma == "напомнить" and not acts:
        return None  # «напомнить Вере про отчёт» is the sender's own
    if lemma in _NEED_WORDS and (not joints or "что" in joints) and not acts:
        return None
    return spot.to(verb, *range(spot.end, end), finite=bool(set(joints) & (_LET | _THAT)))


def _told_that(spot: Spot) -> Assignment | None:
    """«Вере напомни, чтобы закрыла кассу»: the person before the verb of telling."""
    that = spot.end + 1 + (spot.sheet.low_at(spot.end + 1) == ",")
    asked = spot.in_case("datv") and _lemma_among(spot.after, _ASKED)
    if not asked or spot.sheet.low_at(that) not in _THAT:
        return None
    return spot.to(*range(spot.end, that + 1), finite=True)


def _with_preposition(spot: Spot) -> Assignment | None:
    """«на Диме вёрстка», «с Егора отчёт», «за Леной сверка», «для Веры: ...», and «отчёт от Егора»."""
    if spot.before == "от" and not spot.leading and spot.in_case("gent"):
        return spot.to(spot.hit.first - 1)
    case = _CASES.get(spot.before)
    if case is None or spot.hit.first - 1 != spot.first or not spot.in_case(case):
        return None
    colon = (spot.end,) if spot.after in DASHES else ()
    if spot.before == "для" and not colon:
        return None
    return spot.to(spot.hit.first - 1, *colon, heading=spot.before == "для")


def _past_comma(spot: Spot) -> Assignment | None:
    """«кухня для Петровых, через 9 дней, на Диме»: whose it is, behind the last comma."""
    apart = spot.sheet.low_at(spot.hit.first - 2) in {",", "(", "—", "–"} and spot.hit.first - 1 > spot.first
    ends = not spot.sheet.content(range(spot.end, spot.places.stop))
    case = _CASES.get(spot.before) if spot.before in {"на", "за"} else None
    return spot.to(spot.hit.first - 1) if apart and ends and case and spot.in_case(case) else None


def _after_time(spot: Spot) -> Assignment | None:
    """A name that only times and conjunctions precede: «завтра Вере проверить ...»; or one alone in brackets."""
    if spot.in_brackets:
        return spot.to()
    said = spot.sheet.content(range(spot.places.start, spot.hit.first))
    free = all(spot.sheet.low_at(at) in _CONJUNCTIONS for at in said)
    called = _is_recipient([spot.sheet.low_at(at) for at in _ahead(spot)] or [""])
    return spot.to() if free and spot.in_case("datv") and is_infinitive(spot.after) and not called else None


def _headed(spot: Spot) -> Assignment | None:
    """«Егору: ...», «Вера должна ...»."""
    if not spot.leading:
        return None
    if spot.after in DASHES:
        return spot.to(spot.end, heading=True)
    if spot.sheet.low_at(spot.places[-1]) == ":" and spot.in_case("datv"):
        return spot.to(heading=True)
    if spot.after in _OWES:
        return spot.to(spot.end, loose=spot.after in _MAY)
    return None


def _asked_whether(spot: Spot) -> Assignment | None:
    """«сможет Дима починить полку к пятнице?»."""
    whether = spot.hit.first - (2 if spot.before == "ли" else 1)
    asked = whether in spot.places and spot.sheet.low_at(whether) in _MAY and spot.in_case("nomn")
    return spot.to(*range(whether, spot.hit.first)) if asked and is_infinitive(spot.after) else None


def _addressed(spot: Spot) -> Assignment | None:
    """«Вера, закажи ...»."""
    if not spot.leading or spot.after != ",":
        return None
    end, sheet = spot.end + 1, spot.sheet
    while sheet.low_at(end) in {"пожалуйста", "плиз", "ты"}:
        end += 1
    following = sheet.low_at(end)
    told = is_order(following) or is_infinitive(following) or following == "надо"
    return spot.to(*range(spot.end, end)) if told else None


def _told(spot: Spot) -> Assignment | None:
    """«Дима свяжись ...», «Серёга завтра к 11 отвези ...»: called without a comma, only times before the order."""
    at = _past_times(spot)
    while spot.sheet.low_at(at) in {"пожалуйста", "плиз", "ты", "срочно"}:
        at += 1
    ordered = at in spot.places and (
        is_order(spot.sheet.low_at(at)) or (spot.hit.how != "role" and is_infinitive(spot.sheet.low_at(at)))
    )
    return spot.to() if spot.leading and ordered and spot.in_case("nomn") else None


def _called(spot: Spot) -> Assignment | None:
    """«Вера, отчёт по складу до пятницы»: a member is addressed, and what follows tells no deed of others."""
    sheet = spot.sheet
    if not spot.leading or spot.after != "," or spot.hit.how == "role" or not spot.in_case("nomn"):
        return None
    rest = sheet.content(range(spot.end + 1, spot.places.stop))
    lows = [sheet.low_at(at) for at in rest]
    thing = bool(lows) and (
        has_form(lows[0], "NOUN") or has_form(lows[0], "ADJF") or has_form(lows[0], "PREP")
    )
    people = any(has_form(low, "NOUN", "Name") for low in lows[:1])
    told = any(is_finite(low) for low in lows) or sheet.said(spot.places).endswith("?")
    return spot.to(spot.end, loose=True) if thing and not (people or told) else None


def _past_object(spot: Spot) -> Assignment | None:
    """«стеллажи со склада Вере забрать»: the object stands first, the member right before the infinitive."""
    sheet, verb = spot.sheet, _past_times(spot)
    if (
        spot.leading
        or verb not in spot.places
        or not is_infinitive(sheet.low_at(verb))
        or not spot.in_case("datv")
    ):
        return None
    before = [sheet.low_at(at) for at in sheet.content(range(spot.places.start, spot.hit.first))]
    acts = any(is_infinitive(low) or is_order(low) or is_finite(low) for low in before)
    gives = _lemma_among(sheet.low_at(verb), _ADDRESSING | _GIVING) is not None
    led = has_form(spot.before, "PREP") or not before
    return None if acts or gives or led else spot.to(loose=True)


def _past_dash(spot: Spot) -> Assignment | None:
    """«заказать стеллажи — Свете, до 20-го»: after the deed and a dash, with only times to follow."""
    rest = spot.sheet.content(range(spot.end, spot.places.stop))
    dashed = spot.before in {"—", "–", "-"} and not spot.leading and not rest
    return spot.to(spot.hit.first - 1) if dashed and (spot.in_case("datv") or spot.in_case("nomn")) else None


def _to_whom(spot: Spot) -> Assignment | None:
    """«Вере разобрать почту», «Егору надо ...», «Ксюше отчёт до среды»."""
    ahead = _ahead(spot)
    if not spot.leading or not ahead or not spot.in_case("datv"):
        return None
    lows = [spot.sheet.low_at(at) for at in ahead]
    if _is_recipient(lows):
        return None
    if lows[0] in _NEEDS:
        return spot.to(ahead[0])
    if any(is_infinitive(low) or low == "быть" for low in lows[:4]):
        return spot.to()
    adjective = has_form(lows[0], "ADJF", "nomn") and any(has_form(low, "NOUN", "nomn") for low in lows[1:3])
    thing = (has_form(lows[0], "NOUN") or adjective) and not spot.in_case("accs")
    return spot.to() if thing and spot.hit.how != "role" else None


_ADDRESSING = listed("позвонить перезвонить написать набрать ответить сообщить отправить")


_GIVING = listed("""отдать передать вернуть показать принести привезти отвезти выдать заплатить перевести подарить дать выслать переслать
    завезти доставить вручить сказать объяснить рассказать напомнить помочь""")


_PAYING = listed("""выписать выплатить выдать заплатить перевести перечислить начислить подарить вручить отдать передать дать выслать переслать
    скинуть вернуть""")


def _is_recipient(lows: list[str]) -> bool:
    """«Вере позвонить насчёт договора»: Vera is called, unless somebody or some place else is; «Вере премию выписать»."""
    if any(low in _PAYING for low in lows[:4]):
        return not any(low in _WHERE or _is_given_to(low) for low in lows)
    if lows[0] not in _ADDRESSING:
        return False
    rest = lows[1:4]
    elsewhere = bool(rest) and (
        rest[0] in {"в", "во", "на"} or has_form(rest[0], "NOUN") or has_form(rest[0], "ADJF")
    )
    return not elsewhere


_WHERE = listed("в во на к ко до")


def _is_given_to(low: str) -> bool:
    """Whether a word can only be somebody who is given something."""
    return has_form(low, "NOUN", "datv") and not (
        has_form(low, "NOUN", "accs") or has_form(low, "NOUN", "nomn")
    )


def _handed(spot: Spot) -> Assignment | None:
    """«назначь брошюру Инне», «передай рамки Феде»: the member closes what is handed over."""
    sheet = spot.sheet
    if sheet.content(range(spot.end, spot.places.stop)) or not spot.in_case("datv") or spot.leading:
        return None
    if _lemma_among(sheet.low_at(spot.first), {"назначить", "поручить", "передать", "поставить", "повесить"}):
        return spot.to(spot.first, loose=True)
    return None


def _does(spot: Spot) -> Assignment | None:
    """«Дима починит шпиндель до пятницы»."""
    ahead = _ahead(spot)
    if not spot.leading or not ahead or not spot.in_case("nomn"):
        return None
    verb = spot.sheet.low_at(ahead[0])
    told = _lemma_among(verb, _TELLING) is not None
    return (
        spot.to(finite=True) if is_finite(verb) and not told and not has_form(verb, "VERB", "past") else None
    )


_TELLING = listed("""просить говорить хотеть ждать жаловаться думать знать болеть спрашивать интересоваться предлагать обещать бояться любить
    уметь надеяться считаться мочь""")


def _closing(spot: Spot) -> Assignment | None:
    """«..., займётся Артур», «..., везёт Вадим», «... — Ренат», «..., Степан»: a member closes the clause."""
    sheet = spot.sheet
    before = sheet.content(range(spot.places.start, spot.hit.first))
    if sheet.content(range(spot.end, spot.places.stop)) or not spot.in_case("nomn"):
        return None
    verb = before[-1] if before else spot.hit.first
    if is_finite(sheet.low_at(verb)) and not has_form(sheet.low_at(verb), "VERB", "past"):
        light = [verb]
        while sheet.low_at(light[-1] - 1) in LIGHT:
            light.append(light[-1] - 1)
        things = [at for at in before if at not in light]
        taken = sheet.low_at(verb) in LIGHT
        if things and not taken and _acts_on(spot, verb):
            return spot.to(finite=True, loose=True)
        return spot.to(*light, finite=True, loose=True) if things or taken else None
    if (whose := _told_whose(spot)) and before:
        return whose
    calls = spot.after == "," and is_order(sheet.low_at(spot.end + 1))
    alone = not calls and spot.before in {",", "—", "–", "-"} and spot.hit.how in {"name", "nickname"}
    return spot.to(spot.hit.first - 1, loose=True) if alone and before else None


def _acts_on(spot: Spot, verb: int) -> bool:
    """«закваску кормит Ваня»: the thing right before the verb is what is acted on, so that the verb belongs to the title."""
    known = [at for at in range(spot.places.start, verb) if spot.sheet.labels[at] not in {"time", "noise"}]
    return bool(known) and has_form(spot.sheet.low_at(known[-1]), "NOUN", "accs")


def _told_whose(spot: Spot) -> Assignment | None:
    """«..., это Дима», «..., значит Даша», «... ну тогда Вера»: whose it is, said last in its clause."""
    start = spot.hit.first
    while start - 1 in spot.places and spot.sheet.low_at(start - 1) in _LEADS_TO_WHOSE:
        start -= 1
    told = {spot.sheet.low_at(at) for at in range(start, spot.hit.first)} & {"это", "значит", "тогда"}
    return spot.to(*range(start, spot.hit.first), loose=True) if told and start > spot.places.start else None


_LEADS_TO_WHOSE = listed("ну вот это значит тогда так а пусть будет наверное")


def _ahead(spot: Spot) -> list[int]:
    """The next unlabelled words, seven tokens far."""
    near = range(spot.end, min(spot.end + 7, spot.places.stop))
    return [at for at in near if spot.sheet.labels[at] is None and spot.sheet.tokens[at].is_word]


RUSSIAN_RULES = (
    _asked,
    _told_that,
    _let,
    _with_preposition,
    _past_comma,
    _after_time,
    _headed,
    _asked_whether,
    _addressed,
    _told,
    _called,
    _past_dash,
    _to_whom,
    _past_object,
    _does,
    _handed,
    _closing,
)
