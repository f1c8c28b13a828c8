"""Questions about what there is, requests to arrange a day or week, and new projects."""

import datetime as dt
import re

from worker.understanding.actions import CreateProject, Plan, PlanScope, Query, QueryScope
from worker.understanding.calendar import Language, Mention
from worker.understanding.context import Context
from worker.understanding.rules.heads import is_verb_head
from worker.understanding.rules.names import find_businesses, find_projects
from worker.understanding.rules.open_tasks import best_task, likeness, meaningful, title_words
from worker.understanding.rules.phrases import phrases
from worker.understanding.rules.sheet import Sheet
from worker.understanding.rules.words.listing import listed

_QUESTION = re.compile(
    r"""^(?:
    (?:so\s+)?(?:what|what's|whats|what're|which|how\s+many|how\s+much|how's|when\s+(?:is|are|do)|who(?:'s|\s+is|\s+has)|where)\b | (?:show|list|display|pull\s+up|bring\s+up|read\s+(?:me|out)|give)\s+(?:me|us|out|an\s+overview)\b | (?:show|list|display)\s+(?:all|my|the|everything|only|just)\b
    | (?:show|list|find|search|display)\b | look\s+(?:up|for)\b | search\s+for\b | (?:is|are)\s+(?:there|anything|any|something)\b | (?:do|did|have|am|are)\s+(?:i|we)\b | any(?:thing)?\b | remind\s+me\s+what\b | tell\s+me\s+(?:what|which|about|how\s+many)\b | (?:can|could)\s+(?:you|i)\s+(?:show|see|list|find|tell) | i\s+(?:want|need|'?d\s+like)\s+to\s+(?:see|know) | let\s+me\s+see | my\s+(?:tasks|day|agenda|schedule|plans?|to-?dos?)\b | (?:status|agenda|overview|overdue|to-?do\s+list)\b | everything\s+(?:on|for|about|in|at)\b | (?:today|tomorrow|this\s+week)'s\s+(?:tasks|agenda|plan|schedule|list)
    | (?:что|чего|какие|какая|какой|каких|сколько|когда(?!-)|чем|где|кто|у\s+кого)\b | (?:покажи|выведи|перечисли|список|напомни|скажи|расскажи|глянь|посмотри|проверь|дай|подскажи)(?:те)?\s+(?:мне\s+|нам\s+|пожалуйста\s+)*(?:все|всё|что|какие|список|задачи|дела|планы|план|мои|просроч\w*|сколько|чем|открыт\w+|только|незакрыт\w+|текущ\w+)
    | (?:покажи|найди|поищи|ищи|отыщи|выведи|глянь)(?:те)?\b | (?:показать|вывести|перечислить)\b | есть\s+(?:ли|что|чего|у\s+(?:меня|нас)|какие)\b | (?:мои|все)\s+(?:задачи|дела|планы)\b | задачи\s+(?:на|по|в)\b | с\s+чего\b | за\s+что\s+(?:мне\s+)?(?:браться|взяться) | просроч\w+\W*$ | остал(?:ось|ись)\s+(?:ли|что)
    )""",
    re.VERBOSE,
)
_SEARCH = re.compile(
    r"""^(?:can\s+you\s+|could\s+you\s+|please\s+)*(?:search(?:\s+for)?|find(?:\s+me)?|look\s+(?:up|for)|where(?:'s|\s+is|\s+are)|найди(?:те)?|поищи(?:те)?|ищи|отыщи(?:те)?|где|поиск(?:\s+по)?)\s+
    (?:(?:me|all|any|the|every|my|tasks?|things?|anything|something|everything|ones?|with|about|on|regarding|mentioning|that\s+mentions?|containing|related\s+to|to\s+do|for
    |мне|все|всё|задач\w*|дел[оа]|задачку|что-нибудь|пожалуйста|про|по|о|об|насчет|с|со|со\s+словом|где|есть|упоминается|связанн\w+|там|у\s+меня|нас|была|был|записи|запись)\s+)*""",
    re.VERBOSE,
)
_NOW = re.compile(
    r"""\b(?:what\s+(?:am\s+i|are\s+we)\s+(?:supposed|meant)\s+to\s+(?:be\s+)?do(?:ing)?(?:\s+\w+)* | what\s+(?:should|shall|do|can|must|could)\s+(?:i|we)\s+(?:be\s+)?(?:do(?:ing)?|work(?:ing)?\s+on|start|tackle|focus|pick)[\w\s]*?(?:now|next|first|with|on|right\s+away|at\s+the\s+moment)? | what(?:'s|\s+is)\s+(?:next|up\s+next|the\s+next\s+(?:thing|task|one)|most\s+(?:important|urgent)|first|the\s+priority) | what\s+(?:now|next)
    | (?:что|чем|за\s+что|с\s+чего)\s+(?:мне\s+|нам\s+|бы\s+|сейчас\s+|теперь\s+|лучше\s+|дальше\s+|сперва\s+|первым\s+делом\s+)*(?:делать|заняться|взяться|браться|начать|сделать|заниматься|схватиться|приняться)(?:\s+\w+)* | что\s+(?:дальше|теперь|сейчас|следующ\w+|первым|важнее)(?:\s+(?:всего|делать|по\s+плану))*)\W*$""",
    re.VERBOSE,
)
_OVERDUE = re.compile(
    r"\b(?:overdue|past\s+due|late\b|missed|behind\s+(?:on|schedule)|slipped|просроч\w+|опазд\w+|не\s+успел\w*|горит|хвост\w*|долг\w*|прошл\w+\s+срок\w*)"
)
_WEEK = re.compile(r"\b(?:week|7\s+days|недел\w+)\b")
_TOMORROW = re.compile(r"\b(?:tomorrow|завтра\w*)\b")
_PLAN_VERB = re.compile(
    r"""\b(?:plan(?:ning)?(?:\s+out)?|re-?plan|organi[sz]e|arrange|lay\s+(?:out|it\s+out)|map\s+out|structure|schedule|build|make|draw\s+up|put\s+together|prepare|create|distribute|spread(?:\s+out)?|set\s+up|sort\s+out|work\s+out|optimi[sz]e|fit|split|prioriti[sz]e|balance|slot|figure\s+out|time-?block|block\s+out|generate|propose|suggest
    |(?:рас|с|за|пере)?планируй(?:те)?|(?:рас|с|за)?планируем|состав(?:им|ить)|распредел(?:им|ить)|разлож(?:им|ить)|раскидать|раскидаем|построить|собрать|соберем|план(?=\s+на)|(?:рас|с|за)планировать|разложи(?:те)?|раскидай(?:те)?|распредели(?:те)?|расставь(?:те)?|составь(?:те)?|собери(?:те)?|построй(?:те)?|сделай(?:те)?|накидай(?:те)?|организуй(?:те)?|упорядочи(?:те)?|разбросай(?:те)?|распиши(?:те)?|размести(?:те)?|сформируй(?:те)?|подготовь(?:те)?|прикинь(?:те)?|нарисуй(?:те)?|оптимизируй(?:те)?|расписание|разбей|перераспредели)\b""",
    re.VERBOSE,
)
_PLAN_OBJECT = re.compile(
    r"\b(?:day|days|week|schedule|agenda|today|tomorrow|plan|tasks|workload|calendar|morning|afternoon|hours|time|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|ден[ьяек]\w*|дню|дня|недел\w+|расписани\w+|план\w*|задачи|дела|график|сегодня\w*|завтра\w*|завтрашн\w+|сегодняшн\w+|утро|вечер|час\w*|понедельник|вторник|сред[ау]|четверг|пятниц\w+|суббот\w+|воскресень\w+)\b"
)
_PLAN_WORDS = listed("""my me the a an our us for out of please can could you would will i want to need help with on in by and all everything let's so this next
    coming whole rest day days week schedule agenda today tomorrow plan tasks task work workload calendar hours hour time slots it what's
    things stuff to-do list best way some realistic sensible good up proper
    мне мой мою мои моего нам наш нашу на по и в из с пожалуйста плиз все всё весь всю эту этот эти день дня дню неделю недели неделе расписание план
    планы задачи задач дела дел график часам час времени время сегодня сегодняшний завтра завтрашний завтрашнего сегодняшнего давай
    можешь нужно надо хочу мой мне-ка следующую ближайшую рабочую рабочий будущую их ка что""")
_PROJECT = re.compile(
    r"""(?P<head>(?:create|start|add|make|open|set\s+up|new|need|begin|launch)\b(?:\s+(?:a|an|the|another|new|us|me|up|separate))*\s+project(?P<named>\s+(?:called|named|titled|for)|\s*[:—–-])?\s*
    |(?:(?:заведи|создай|открой|добавь|сделай|запусти|начни|оформи|создать|завести|добавить)(?:те)?(?:\s+(?:мне|нам|пожалуйста|еще|один))*(?:\s+нов(?:ый|ого))?|нов(?:ый|ого)|нужен(?:\s+новый)?)\s+проект(?P<named_ru>\s+(?:под\s+названием|с\s+названием|по\s+имени|с\s+именем)|\s*[:—–-])?\s*)""",
    re.VERBOSE,
)
_NAME_END = re.compile(
    r"[,;.!?\n]|\s+(?:under|in|at|within|inside|for|to|on)\s+(?=\S)|\s+(?:в|во|для|под|по|к|у|на|внутри)\s+(?=\S)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[«\"'](?P<name>[^»\"\n]{1,100})[»\"']")
_NOT_A_PROJECT = listed(
    "plan budget report manager meeting proposal timeline brief schedule documentation review"
)


def without_openers(low: str, language: Language) -> str:
    """The text without the words one begins to speak with ("so", «слушай, а»), lead marks included."""
    opener = phrases(language).openers
    while True:
        low = low.lstrip(" ,.:;!?—–-…")
        match = opener.match(low)
        if not match or not match.end() or match.end() >= len(low):
            return low
        low = low[match.end() :]


def project_of(sheet: Sheet, places: range, context: Context) -> CreateProject | None:
    """The new project a clause asks for by name, None when it asks for something else."""
    start, end = sheet.tokens[places[0]].start, sheet.tokens[places[-1]].end
    match = _PROJECT.search(sheet.low, start, end)
    if not match or match.start() - start > 40:
        return None
    rest = sheet.text[match.end() : end]
    quoted = _QUOTED.match(rest.strip())
    if quoted:
        name, tail = quoted["name"], rest.strip()[quoted.end() :]
    else:
        name, tail = _unquoted_name(rest, context)
    named = match["named"] or match["named_ru"] or quoted
    if not name or (not named and name.split()[0].lower() in _NOT_A_PROJECT):
        return None
    owners = find_businesses([(at, t) for at, t in enumerate(Sheet(tail, sheet.language).tokens)], context)
    business = owners[0].name if owners else _only_business(context)
    return CreateProject(name=_titled(name)[:120], business=business)


def _unquoted_name(rest: str, context: Context) -> tuple[str, str]:
    for cut in _NAME_END.finditer(rest):
        tail = rest[cut.start() :]
        ends = rest[cut.start()] in ",;.!?\n"
        tokens = list(enumerate(Sheet(tail, "en").tokens[:6]))
        if ends or any(hit.places[0] <= 2 for hit in find_businesses(tokens, context)):
            return rest[: cut.start()].strip(" «»\"':—–-"), tail
    return rest.strip(" .!?«»\"':—–-"), ""


def _titled(name: str) -> str:
    return name[:1].upper() + name[1:]


def _only_business(context: Context) -> str | None:
    return context.businesses[0].name if len(context.businesses) == 1 else None


_PLAN_NOUN = re.compile(r"\b(?:plan|schedule|agenda|timetable|план|расписание|график)\b")


def _any_verb_of_plan(sheet: Sheet, places: range, low: str) -> re.Match[str] | None:
    """Whatever the verb is, a plan of the day is what it asks for: «набросай план на сегодня»."""
    verb = next((sheet.low_at(at) for at in places if is_verb_head(sheet, at)), None)
    asked = verb and _PLAN_NOUN.search(low) and not _QUESTION.match(low) and not _PLAN_NOUN.fullmatch(verb)
    return re.search(rf"\b{re.escape(verb)}\b", low) if asked and verb else None


_MAKE_IT = re.compile(r"\b(?:make|set|schedule) (?:it|that|this)\b")


def plan_of(sheet: Sheet, places: range, now: dt.datetime) -> Plan | None:
    """The request to arrange a day or week that a clause makes, if nothing else is in it."""
    start, low = sheet.tokens[places[0]].start, sheet.said(places)
    if _MAKE_IT.search(low):
        return None
    verb = _any_verb_of_plan(sheet, places, low) or _PLAN_VERB.search(low)
    if not verb or not _PLAN_OBJECT.search(low[: verb.start()] + " " + low[verb.end() :]):
        return None
    if low[verb.start() : verb.end()].startswith("план") and _QUESTION.match(low):
        return None
    others = [
        at
        for at in places
        if sheet.tokens[at].is_word
        and sheet.labels[at] in {None, "asking"}
        and sheet.low_at(at) not in _PLAN_WORDS
        and not start + verb.start() <= sheet.tokens[at].start < start + verb.end()
    ]
    if others:
        return None
    return Plan(scope=_plan_scope(low, sheet.mentions_in(places), now))


def _plan_scope(low: str, mentions: tuple[Mention, ...], now: dt.datetime) -> PlanScope:
    if _WEEK.search(low):
        return "week"
    if _TOMORROW.search(low) or any(m.date == now.date() + dt.timedelta(1) for m in mentions):
        return "tomorrow"
    return "today"


def query_of(sheet: Sheet, places: range, now: dt.datetime, context: Context) -> Query | None:
    """The question a clause asks about the planner's contents."""
    low = without_openers(sheet.said(places), sheet.language)
    if not _QUESTION.match(low):
        return _after_task(sheet, places, low, context)
    if _NOW.search(low):
        return Query(scope="now")
    searching = _SEARCH.match(low)
    if (searching and low.split()[0] not in {"where", "где"}) or (
        searching and low.startswith(("where", "где"))
    ):
        return _search(sheet, places, low[searching.end() :], context)
    if _OVERDUE.search(low):
        return Query(scope="overdue")
    about = _ABOUT.search(low)
    if about and not _names_anything(sheet, places, context):
        return Query(scope="search", text=about["what"].strip(" ?!.«»\"'")[:200])
    return _listing(sheet, places, low, now, context)


_STATE = re.compile(r"(?:is|are|did|has|have|was|were|does)\b|.*\bли\b|.*\?$")


def _after_task(sheet: Sheet, places: range, low: str, context: Context) -> Query | None:
    """A question whether an open task is done ("is the flour ordered?"): it shows the task."""
    words = [sheet.low_at(at) for at in places if sheet.labels[at] is None and sheet.tokens[at].is_word]
    match = best_task(words, context) if _STATE.match(low) else None
    if match is None or match.coverage < 0.5:
        return None
    known = title_words(match.task)
    said = [word for word in meaningful(words) if max(likeness(word, other) for other in known) >= 0.7]
    return Query(scope="search", text=" ".join(said)[:200])


_ABOUT = re.compile(
    r"\b(?:everything|all|anything|tasks?|things|stuff|все|всё|задачи|дела|что-нибудь|что)\s+(?:about|mentioning|with|regarding|concerning|related\s+to|про|насчет|о|об|связанн\w+\s+с)\s+(?P<what>\S.*)$"
)


def _names_anything(sheet: Sheet, places: range, context: Context) -> bool:
    tokens = [(at, sheet.tokens[at]) for at in places]
    return bool(find_projects(tokens, context) or find_businesses(tokens, context))


def _search(sheet: Sheet, places: range, rest: str, context: Context) -> Query | None:
    """A search, unless "find ..." asks to find something in the world: "find a plumber by Friday"."""
    words = [token.low for token in Sheet(rest, sheet.language).tokens if token.kind != "mark"]
    low_first = sheet.low_at(places[0])
    explicit = low_first not in {"find", "where"} or any(
        w in {"task", "tasks"} for w in (sheet.low_at(p) for p in places)
    )
    timed = any(m.kind in {"moment", "recurrence"} for m in sheet.mentions_in(places))
    if not words:
        return None
    if _OVERDUE.search(rest) and len(words) <= 2:
        return Query(scope="overdue")
    if not explicit and (
        timed or words[0] in {"a", "an", "new", "someone", "somebody", "out"} or not best_task(words, context)
    ):
        return None
    return Query(scope="search", text=rest.strip(" ?!.,;:«»\"'")[:200] or None)


def _listing(sheet: Sheet, places: range, low: str, now: dt.datetime, context: Context) -> Query | None:
    tokens = [(at, sheet.tokens[at]) for at in places]
    projects, businesses = find_projects(tokens, context), find_businesses(tokens, context)
    if projects and (not businesses or projects[0].strength >= businesses[0].strength):
        return Query(scope="project", text=projects[0].name)
    if businesses and (len(businesses) == 1 or businesses[0].strength > businesses[1].strength):
        return Query(scope="business", text=businesses[0].name)
    return Query(scope=_day_scope(low, sheet.mentions_in(places), now))


def _day_scope(low: str, mentions: tuple[Mention, ...], now: dt.datetime) -> QueryScope:
    if _WEEK.search(low):
        return "week"
    if _TOMORROW.search(low):
        return "tomorrow"
    for mention in mentions:
        if mention.date:
            ahead = (mention.date - now.date()).days
            return "today" if ahead == 0 else "tomorrow" if ahead == 1 else "week"
    return "today"
