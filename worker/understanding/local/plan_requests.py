"""Requests to arrange a day or week, and the conditions told beside them."""

import datetime as dt
import re

from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import Mention
from worker.understanding.intents import Plan, PlanScope
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import is_finite, is_verb_head
from worker.understanding.local.plan_requests_en import arranges_all
from worker.understanding.local.questions import asks
from worker.understanding.local.words.word_table import listed

_VERB = re.compile(
    r"""\b(?:plan(?:ning)?(?:\s+out)?|re-?plan|organi[sz]e|arrange|lay\s+(?:out|it\s+out|down)|lay|map\s+out|structure|schedule|build|make|draw\s+up|put\s+together|prepare|create|distribute|spread(?:\s+out)?|set\s+(?:up|out)|sort\s+out|sort|work\s+out|optimi[sz]e|fit|split(?:\s+up)?|prioriti[sz]e|balance|slot|figure\s+out|time-?block|block\s+out|generate|propose|suggest
    |line\s+up|adjust|fit\s+in|stack(?:\s+up)?|divide(?:\s+up)?|carve(?:\s+up|\s+out)?|chunk(?:\s+up)?|break\s+(?:up|down)|sketch(?:\s+out)?|draft|design|shape|fill|pack|juggle|allocate|allot|rearrange|reorgani[sz]e|reshuffle|shuffle|re-?jig|rework|tidy(?:\s+up)?|do|give|compose|assemble|pencil\s+out|squeeze|space\s+out|even\s+out|timetable|order|sequence
    |(?:рас|с|за|пере)?планируй(?:те)?|(?:рас|с|за)?планируем|состав(?:им|ить)|распредел(?:им|ить)|разлож(?:им|ить)|раскидать|раскидаем|построить|собрать|соберем|план(?=\s+(?:на|дня|недели))|(?:рас|с|за)планировать|разложи(?:те)?|раскидай(?:те)?|распредели(?:те)?|расставь(?:те)?|составь(?:те)?|собери(?:те)?|построй(?:те)?|сделай(?:те)?|накидай(?:те)?|организуй(?:те)?|упорядочи(?:те)?|разбросай(?:те)?|распиши(?:те)?|размести(?:те)?|сформируй(?:те)?|подготовь(?:те)?|прикинь(?:те)?|нарисуй(?:те)?|оптимизируй(?:те)?|расписание|разбей(?:те)?|перераспредели
    |(?:наметь|подстрой|перекрой|набросай|расположи|раздели|подели|распихай|рассуй|утрамбуй|впихни|уложи|выстрой|придумай|продумай|размечи|разметь|расчерти|рассчитай|скомпонуй|подбери|предложи|раскинь|устрой|разнеси|втисни|уплотни|разгрузи|сложи|структурируй|расчертить|перекрои|переиграй|пересобери|перестрой|перепиши|расплануй|раскидаешь|распишешь|спланируешь|составишь|разложишь|расставишь|разведи|расфасуй)(?:те)?
    |(?:расставить|расписать|выстроить|уложить|наметить|набросать|распихать|расположить|разбить|поделить|разделить|организовать|упорядочить|сформировать|сделать|продумать|придумать|разбросать|разнести|расписываем|расписываю|перепланировать|перестроить))\b""",
    re.VERBOSE,
)
_OBJECT = re.compile(
    r"\b(?:day|days|week|schedule|agenda|today|tomorrow|plan|tasks|to-?dos?|to-?do\s+list|workload|calendar|morning|afternoon|evening|tonight|hours|time|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|ден[ьяек]\w*|дн(?:ю|я|ям|и|ях)|недел\w+|недельк\w+|расписани\w+|план\w*|задачи|задачки|дела|делишки|график|сегодня\w*|завтра\w*|завтрашн\w+|сегодняшн\w+|утро|вечер|час\w*|понедельник|вторник|сред[ау]|четверг|пятниц\w+|суббот\w+|воскресень\w+)\b"
)
# What may stand in the request itself without being an object of its own.
_WORDS = listed("""my me the a an our us for out of please can could you would will i want to need help with on in by and all everything let's so this next
    coming whole rest day days week schedule agenda today tomorrow plan tasks task work workload calendar hours hour time slots it what's
    together pull things stuff jobs to-do todo todos list best way some realistic sensible good up proper remaining open left-over morning afternoon evening tonight
    through across into between over from now again properly nicely quickly evenly neatly down that there's everyone's what i've
    мне мой мою мои моего моей нам наш нашу наши на по и в во из с пожалуйста плиз все всё всего весь всю эту этот эти это день дня дню дней неделю недели неделе недельку расписание план дням
    планы задачи задач задачки дела дел делишки график часам час часа часов времени время сегодня сегодняшний сегодняшние завтра завтрашний завтрашние завтрашнего завтрашнюю сегодняшнего давай ну
    можешь сможешь можно нужно надо хочу мне-ка следующую ближайшую рабочую рабочий рабочее будущую их ка что дням полочкам удобно нормально толком грамотно
    оставшиеся остальные открытые остаток остатка утро вечер помоги помогите поможешь как-нибудь равномерно ровно заново вот""")
# What opens the conditions of a request: they concern the planner, not its scope.
_CONDITIONS = listed("""but so because since except around without given considering keeping keep leave leaving i i'm i've i'll i'd im we we're we've if when as
    starting assuming bearing mind though while unless no not
    но а под чтобы чтоб только лишь ничего nothing я меня мы нас учти учтите учитывая учетом кроме только пока потому если когда так ведь без не имей""")
_NOUN = re.compile(r"\b(?:plan|schedule|agenda|timetable|план|расписание|график|распорядок)\b")
_MAKE_IT = re.compile(r"\b(?:make|set|schedule|do|order|give|sort|fix|finish|book) (?:it|that|this|them)\b")
_ALONE = bounded(r"\W*(?:plan|plan it|plan please|schedule|план|планируй|расписание|спланируй)\W*")
# "what's the plan for Monday" asks what there is.
_ASKED_PLAN = bounded(r"\W*(?:so |ok |and )?(?:what(?:'s| is| are)|whats|how(?:'s| is))\s+(?:the|my|our)\b")
_WEEK = re.compile(r"\b(?:week|7\s+days|недел\w+|по\s+дням)\b")
_TOMORROW = re.compile(r"\b(?:tomorrow|завтра\w*)\b")
_TODAY = re.compile(r"\b(?:today|day|tonight|сегодня\w*|день|дня|вечер)\b")
# Verbs that arrange a day only when the day is named as theirs: "do my day", "order my day", "give me a plan".
_WIDE = re.compile(
    r"(?:do|give|make|create|build|prepare|order|fill|pack|draft|shape|design|compose|tidy|break|set|schedule|сдела|подготов|собер|собр|придума|продума|предлож|рассчит|сложи|перепиш)"
)
_OWN = re.compile(
    r"\b(?:plan|schedule|agenda|timetable|(?:my|the|our)\s+(?:whole\s+|entire\s+)?(?:day|week|tasks|to-?dos?|workload|calendar|morning|afternoon)|for\s+me"
    r"|план\w*|расписани\w+|график|распорядок|мне|нам|(?:мой|мою|наш|нашу|весь|всю)\s+(?:день|неделю)|задачи|дела)\b"
)


def plan_of(sheet: Sheet, places: range, now: dt.datetime) -> Plan | None:
    """The request to arrange a day or week that a clause makes, if nothing else is in it but conditions."""
    if _ALONE.fullmatch(sheet.said(places)):
        return Plan(scope="today")
    if _ASKED_PLAN.match(sheet.said(places)):
        return None
    if sheet.language == "en" and arranges_all(sheet.said(places)):
        low = sheet.said(places)
        return Plan(scope=_scope(low, sheet.low, sheet.mentions_in(places) or sheet.mentions, now))
    return _of_request(sheet, places, now)


def _of_request(sheet: Sheet, places: range, now: dt.datetime) -> Plan | None:
    """The plan asked for by a verb of arranging and its day, week or tasks."""
    asked = _request(sheet, places)
    start, low = sheet.tokens[asked[0]].start, sheet.said(asked)
    if _MAKE_IT.search(low):
        return None
    verb = _any_verb(sheet, asked, low) or _VERB.search(low)
    if not verb or not _OBJECT.search(low[: verb.start()] + " " + low[verb.end() :]):
        return None
    asked_about = asks(low) and low[verb.start() : verb.end()].startswith("план")
    if asked_about or (_WIDE.match(verb[0]) and not _OWN.search(low)):
        return None
    if _others(sheet, asked, range(start + verb.start(), start + verb.end())):
        return None
    rest = range(asked.stop, places.stop)
    return Plan(scope=_scope(low, sheet.said(rest), sheet.mentions_in(asked), now))


def conditions(sheet: Sheet, places: range) -> list[int]:
    """The words of a request to plan that only tell its conditions."""
    return sheet.content(range(_request(sheet, places).stop, places.stop))


def _request(sheet: Sheet, places: range) -> range:
    """The places up to the first condition ("..., I am out from 2 to 4", «..., до обеда меня нет»)."""
    verb = next(
        (at for at in places if _VERB.match(sheet.low, sheet.tokens[at].start) or _orders_for(sheet, at)),
        None,
    )
    if verb is None:
        return places
    named = False
    for at in range(verb + 1, places.stop):
        named = named or bool(_OBJECT.match(sheet.low_at(at)))
        comma = sheet.low_at(at) in {",", ";", "(", "—", "–", "-", "."} and at + 1 < places.stop
        if named and (comma or sheet.low_at(at) in _CONDITIONS or _named_after(sheet, at)):
            return range(places.start, at)
    return places


def _named_after(sheet: Sheet, at: int) -> bool:
    """ "plan tomorrow with the delivery at two in mind": a preposition, then a thing of the day."""
    return sheet.low_at(at) in {"around", "with", "учитывая", "вокруг"} and sheet.low_at(at + 1) not in _WORDS


def _any_verb(sheet: Sheet, places: range, low: str) -> re.Match[str] | None:
    """Whatever the verb is, a plan of the day is what it asks for: «набросай план на сегодня»."""
    verb = next(
        (sheet.low_at(at) for at in places if is_verb_head(sheet, at) or _orders_for(sheet, at)), None
    )
    asked = verb and _NOUN.search(low) and not asks(low) and not _NOUN.fullmatch(verb)
    return re.search(rf"\b{re.escape(verb)}\b", low) if asked and verb else None


def _orders_for(sheet: Sheet, at: int) -> bool:
    """A word in the shape of a Russian order before «мне» or «нам», known or not: «сверстай мне план»."""
    shaped = re.fullmatch(r"[а-я]{3,}(?:ай|яй|уй|ей|ой|и|ь)(?:те)?", sheet.low_at(at)) is not None
    return shaped and sheet.low_at(at + 1) in {"мне", "нам", "ка", "мне-ка"}


def _others(sheet: Sheet, places: range, verb: range) -> list[int]:
    """Words that are neither the verb nor of planning: then the request has an object of its own."""
    return [
        at
        for at in places
        if sheet.tokens[at].is_word
        and sheet.labels[at] in {None, "asking"}
        and sheet.low_at(at) not in _WORDS
        and not verb.start <= sheet.tokens[at].start < verb.stop
        and not _of_all(sheet, at)
    ]


def _of_all(sheet: Sheet, at: int) -> bool:
    """A word of «всё, что у нас висит», which only says again that all tasks are meant."""
    if sheet.language != "ru":
        return False
    near = [sheet.low_at(place) for place in range(max(0, at - 5), at)]
    that = max((number for number, low in enumerate(near) if low in {"что", "которые", "чего"}), default=-1)
    return that >= 0 and (
        is_finite(sheet.low_at(at)) or sheet.low_at(at) in {"у", "меня", "нас", "еще", "уже", "там", "здесь"}
    )


def _scope(low: str, rest: str, mentions: tuple[Mention, ...], now: dt.datetime) -> PlanScope:
    tomorrow = any(m.date == now.date() + dt.timedelta(1) for m in mentions)
    for said in (low, rest):
        if _WEEK.search(said):
            return "week"
        if _TOMORROW.search(said) or (tomorrow and said is low):
            return "tomorrow"
        if _TODAY.search(said):
            return "today"
    ahead = [m.date for m in mentions if m.kind == "moment" and m.date and m.date_said and not m.past]
    if ahead and ahead[0] > now.date() + dt.timedelta(1):
        return "week"  # a later day: there is no scope of its own for it
    return "today"
