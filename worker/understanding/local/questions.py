"""Questions about what there is: of a day, a week, a business, a project, a person, or by a word."""

import datetime as dt
import re

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context
from worker.understanding.dates import Mention
from worker.understanding.intents import AskTask, Query, QueryScope
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.asked_clause import AskedClause, asked_clause, is_among, without_openers
from worker.understanding.local.business_names import FULL, NameHit, find_businesses, find_projects, same_word
from worker.understanding.local.clause_starts import is_verb_head
from worker.understanding.local.members import find_members
from worker.understanding.local.open_tasks import best_task
from worker.understanding.local.past_questions import asks_what_is_done
from worker.understanding.local.person_questions import loosely_person_queries, person_queries
from worker.understanding.local.question_form import asks_for_deed, has_question_form
from worker.understanding.local.task_questions import asks_the_clock, fitting_tasks, task_question
from worker.understanding.local.time_proposals import goes_to
from worker.understanding.local.words.edit_words import MOVE
from worker.understanding.local.words.question_words import LISTING, STRONG
from worker.understanding.local.words.word_table import listed

_QUESTION = re.compile(
    r"""^(?:
    (?:so\s+)?(?:what|what's|whats|what're|which|how\s+many|how\s+much|how\s+(?:far\s+)?behind|how's|how\s+(?:does|do|will)\s+(?:my|our|the|this|next|today|tomorrow)\b|when(?:'s|\s+is|\s+are|\s+do|\s+does|\s+did|\s+will)|who(?:'s|\s+is|\s+has)|where)\b | (?:show|list|display|pull\s+up|bring\s+up|read\s+(?:me|out)|give)\s+(?:me|us|out|an\s+overview)\b(?!\s+(?:a\s+)?(?:heads|shout|nudge|ping|buzz|ring|call|reminder|\d)) | (?:show|list|display)\s+(?:all|my|the|everything|only|just)\b
    | (?:show|list|find|search|display)\b | look\s+(?:up|for)\b | search\s+for\b | (?:is|are)\s+(?:there|anything|any|something)\b | (?:do|did|have|am|are)\s+(?:i|we)\b | any(?:thing)?\b | remind\s+me\s+what\b | tell\s+me\s+(?:what|which|about|how\s+many)\b | (?:can|could)\s+(?:you|i)\s+(?:show|see|list|find|tell) | i\s+(?:want|need|'?d\s+like)\s+to\s+(?:see|know) | let\s+me\s+see | my\s+(?:tasks|day|agenda|schedule|plans?|to-?dos?)\b | (?:status|agenda|overview|overdue|to-?do\s+list)\b | everything\s+(?:on|for|about|in|at)\b | (?:today|tomorrow|this\s+week)'s\s+(?:tasks|agenda|plan|schedule|list)
    | (?:open|outstanding|pending|unfinished|remaining|leftover)\s+(?:tasks|things|items|jobs|stuff|work|to-?dos?|bits)\b | (?:run|walk|take|talk)\s+me\s+through\b | (?:fill|catch)\s+me\s+(?:in|up)\b | (?:quick\s+)?(?:rundown|run-?down|recap|summary|roundup|status|update)\s+(?:of|on|for)\b | (?:where\s+are\s+we|where\s+do\s+(?:we|things)\s+stand)\b | (?:got|have)\s+(?:i|we)\s+(?:got\s+)?anything\b | does\s+\S+(?:\s+\S+)?\s+have\s+(?:anything|something|a\s+lot|much|any)\b | has\s+\S+\s+got\s+(?:anything|much)\b | (?:what|how)\s+about\b
    | tasks?\s+(?:for|on|at|in|due|of)\b | (?:the\s+)?to-?do\s+list\s+(?:for|of)\b | still\s+(?:open|to\s+do|outstanding)\b | who\s+(?:does|should|is|'s)\b
    | (?:что|чего|че|чо|шо|какие|какая|какой|каких|какое|сколько|когда(?!-)|чем|где|кто|у\s+кого|как\s+(?:(?:у\s+(?:меня|нас)\s+)?(?:неделя|день|завтра|сегодня|выгляд\w+)|там|обстоят|у\s+нас|дела\s+(?:с|у|по|в))|много\s+(?:ли|у)|а\s+что)\b
    | (?:что-нибудь|чего-нибудь|что-то)\s+(?:есть|осталось|висит|горит|срочное|на)\b | (?:открытые|незакрытые|текущие|активные|оставшиеся|невыполненные|висящие|незавершенные)\s+(?:задачи|дела|хвосты|вопросы)\b | (?:хвосты|долги|остатки|статус|сводка|сводку|обзор|отчет\s+по\s+задачам|план\s+работ)\s+(?:по|в|на|у)\b
    | (?:введи|держи)\s+(?:меня\s+)?в\s+курс\w*\b | (?:расскажи|доложи|подскажи)(?:те)?\b | дай(?:те)?\s+(?:мне\s+)?(?:сводку|список|обзор|задачи|расклад|картину) | (?:задачи|дела)\s+(?:у|для|[а-я]+(?:ы|и|а|я)\s*\??$) | (?:покажи|выведи|перечисли|список|напомни|скажи|расскажи|глянь|посмотри|проверь|дай|подскажи)(?:те)?\s+(?:мне\s+|нам\s+|пожалуйста\s+)*(?:все|всё|что|какие|список|задачи|дела|планы|план|мои|просроч\w*|сколько|чем|открыт\w+|только|незакрыт\w+|текущ\w+)
    | (?:скинь|пришли|кинь|напиши|выдай|озвучь|назови)(?:те)?\s+(?:мне\s+|нам\s+|пожалуйста\s+)*(?:что|список|все\s+(?:задачи|дела|что)|задачи|дела|планы|просроч\w+|остатки)\b | (?:покажи|найди|поищи|ищи|отыщи|выведи)(?:те)?\b | (?:показать|вывести|перечислить)\b | есть\s+(?:ли|что|чего|у\s+(?:меня|нас)|какие)\b | (?:мои|все)\s+(?:задачи|дела|планы)\b | задачи\s+(?:на|по|в)\b | с\s+чего\b | за\s+что\b | просроч\w+\W*$ | остал(?:ось|ись)\s+(?:ли|что)
    )""",
    re.VERBOSE,
)
# "Show homes are opening up", "list prices go up": the word is part of a name, not an order.
_STATES_SHOWN = re.compile(
    r"(?:show|list|search|display|overview|status|find)s?\s+(?!(?:whatever|anything|everything)\b)(?:\w+\s+){1,2}(?:is|are|was|were|will|has|have|had|can|go|goes|need|needs)\b(?!.*\?)"
)
_SEARCH = re.compile(
    r"""^(?:can\s+you\s+|could\s+you\s+|please\s+)*(?:search(?:\s+for)?|find(?:\s+me)?|look\s+(?:up|for)|where(?:'s|\s+is|\s+are)(?!\s+(?:we|things|you)\b)|найди(?:те)?|поищи(?:те)?|ищи|отыщи(?:те)?|где|поиск(?:\s+по)?)\s+
    (?:(?:me|all|any|the|every|my|tasks?|things?|anything|something|everything|whatever|we've|i've|we|i|have|got|ones?|with|about|on|regarding|mentioning|that\s+mentions?|containing|related\s+to|to\s+do|for
    |мне|все|всё|задач\w*|дел[оа]|задачку|что-нибудь|пожалуйста|про|по|о|об|насчет|с|со|со\s+словом|где|есть|упоминается|связанн\w+|там|у\s+меня|у\s+нас|нас|был[аио]?|что-то|чего-то|записи|запись)\s+)*""",
    re.VERBOSE,
)
_NOW = re.compile(
    r"""\b(?:what\s+(?:am\s+i|are\s+we)\s+(?:supposed|meant)\s+to\s+(?:be\s+)?do(?:ing)?(?:\s+\w+)* | what\s+(?:should|shall|do|can|must|could)\s+(?:i|we)\s+(?:be\s+)?(?:get\s+)?(?:do(?:ing)?|work(?:ing)?\s+on|start(?:ed)?|tackle|focus|pick|stuck|going|cracking)[\w\s]*?(?:now|next|first|with|on|right\s+away|at\s+the\s+moment)? | what(?:'s|\s+is)\s+(?:next|up\s+next|the\s+next\s+(?:thing|task|one)|most\s+(?:important|urgent)|first|the\s+priority) | what\s+(?:now|next)
    | (?:что|чем|за\s+что|с\s+чего)\s+(?:мне\s+|нам\s+|бы\s+|сейчас\s+|теперь\s+|лучше\s+|дальше\s+|сперва\s+|первым\s+делом\s+|прям(?:о)?\s+|вообще\s+|стоит\s+|надо\s+)*(?:сегодня\s+)?(?:делать|заняться|взяться|браться|начать|сделать|заниматься|схватиться|приняться)(?:\s+\w+)* | что\s+(?:дальше|теперь|сейчас|следующ\w+|первым|важнее)(?:\s+(?:всего|делать|по\s+плану))*)\W*$""",
    re.VERBOSE,
)
# "What should I do about the leak?" asks for counsel.
_ON_A_MATTER = re.compile(r"\b(?:about|regarding|with\s+(?:the|my|our|this|that)|про|насчет)\b")
_OVERDUE = re.compile(
    r"\b(?:overdue|past\s+(?:due|its\s+due|their\s+due)|late\b|past\s+(?:its|their|the)\s+(?:due\s+)?(?:dates?|deadlines?)|let\s+(?:\w+\s+)?(?:slip|slide)|how\s+(?:far\s+)?behind|missed|behind\s+(?:on|schedule|with)|slipped|should\s+have\s+(?:been\s+done|done)|просроч\w+|опазд\w+|опаздыва\w+|не\s+успел\w*|прогорел\w*|прошл\w+\s+срок\w*|срок\w*\s+(?:вышел|прошел|прошли|истек\w*)|сорван\w*|задержа\w+|запаздыва\w+)"
)
# Said of what is late, and as well of what is merely open: with a business or project it asks for that.
_MAYBE_OVERDUE = re.compile(r"\b(?:горит|хвост\w*|долг\w*|должк\w*|burning|on\s+fire|hanging)\b")
# Words a question is made of: alone they name no project ("anything still open" is not about "Open day").
_FRAME = listed("""open still left work working plan today tomorrow week day list task tasks next first new now remaining anything any everything all show status on
    what's have got look need todo big more other
    открытые открыто работа работе план сегодня завтра неделя неделю день список задача задачи новый новые новое первый следующий осталось остаток все""")
_WEEK = re.compile(r"\b(?:week|7\s+days|недел\w+)\b")
_TOMORROW = re.compile(r"\b(?:tomorrow|завтра\w*)\b")


_LABELLED = bounded(r"\w+\s*:")


def asks(low: str) -> bool:
    """Whether lowered text begins like a question about what there is."""
    return _QUESTION.match(low) is not None and not _LABELLED.match(low)


Question = Query | AskTask


def query_of(sheet: Sheet, places: range, now: dt.datetime, context: Context) -> Question | None:
    """The first question a clause asks about the planner's contents."""
    return next(iter(questions_of(sheet, places, now, context)), None)


def questions_of(sheet: Sheet, places: range, now: dt.datetime, context: Context) -> list[Question]:
    """The questions a clause asks: one, or one for each member it names; none for a clause that asks something else."""
    low = without_openers(sheet.said(places), sheet.language)
    if _STATES_SHOWN.match(low) or _asks_to_move(sheet, places, low) or _heads_a_list(sheet, places):
        return []
    if closing := _SEARCH_LAST.match(low):
        return [Query(scope="search", text=_about(closing["what"])[:200] or None)]
    if _ALL_DONE.search(low) or _shows_somebody(sheet, places, context) or goes_to(sheet, places) is not None:
        return []
    clause = asked_clause(sheet, places, context)
    asked = has_question_form(clause.plain, sheet.language)
    if asks_the_clock(clause) or (asked and asks_for_deed(clause.plain, sheet.language)):
        return []
    found = person_queries(clause, listing=asks(low)) or _of_no_person(
        sheet, places, low, clause, now, context
    )
    return list(found) or list(loosely_person_queries(clause))


def _heads_a_list(sheet: Sheet, places: range) -> bool:
    """ "What we need: milk, eggs"."""
    return ":" in {sheet.low_at(places[-1]), sheet.low_at(places[-1] + 1)}


def _of_no_person(
    sheet: Sheet, places: range, low: str, clause: AskedClause, now: dt.datetime, context: Context
) -> list[Question]:
    """What a clause asks that is not about a member: about a task, what comes next, what is done, a list."""
    if asks_for_next(clause):
        return [Query(scope="now")]
    if asks_what_is_done(clause):
        return [Query(scope="done")]
    asked = task_question(clause, context)
    if isinstance(asked, AskTask):
        return [asked]
    all_of = places.start == 0 and _ALL_OF.match(clause.plain) is not None
    if all_of or asks(low) or asks(clause.plain) or asks(_FREE.sub("", low)):
        free = _FREE.sub("", low)
        found: Question | None = (
            Query(scope="now") if _NOW.search(free) and not _ON_A_MATTER.search(free) else None
        )
        found = found or _asked(sheet, places, low, clause, now, context)
    else:
        found = _asked_last(sheet, places, low, clause, now, context)
    found = found or asked or _plain_listing(sheet, places, low, clause, now, context)
    return [found] if found else []


def _plain_listing(
    sheet: Sheet, places: range, low: str, clause: AskedClause, now: dt.datetime, context: Context
) -> Query | None:
    """A question in no form of its own of which every word asks for a list: "how busy am I tomorrow"."""
    if not has_question_form(clause.plain, sheet.language) or clause.unknown(LISTING):
        return None
    says_list = any(is_among(word, LISTING) for word in clause.words)
    return _listing(sheet, places, low, clause, now, context) if says_list and clause.timed else None


# «всё по веранде» alone asks; after tasks it says what they belong to.
_ALL_OF = re.compile(r"все\s+(?:по|про|для)\b")
# "What's my next appointment", «ближайшая встреча»: with or without a question word.
_NEXT = bounded(
    r"(?:(?:what|when|what\s+time)(?:'s|s|\s+is|\s+are)?\s+|(?:show|tell)\s+me\s+|(?:какая|какой|какое|когда|что|где|во\s+сколько)\s+)?(?:my\s+|the\s+|our\s+|у\s+(?:меня|нас)\s+|моя\s+|мой\s+)*"
    r"(?:(?:next|upcoming)(?:\s+(?:\w+\s+)?(?:appointments?|meetings?|calls?|visits?|events?|jobs?|tasks?|things?|ones?|bookings?|sessions?|viewings?|up|due))|(?:следующ\w+|ближайш\w+)\s+(?:встреча|запись|созвон|звонок|визит|прием|задача|дело|событие|мероприятие|съемка|выезд|занятие|по\s+плану))"
    r"(?:\s+(?:у\s+(?:меня|нас)|по\s+плану|in\s+my\s+(?:diary|calendar)|today|on\s+my\s+list))*\W*"
)


def asks_for_next(clause: AskedClause) -> bool:
    """Whether a clause asks for what comes next."""
    return not clause.members and not clause.timed and _NEXT.fullmatch(clause.plain) is not None


# Said before one asks what to do next: «освободился, чем заняться», "all done what's next".
_FREE = re.compile(
    r"^(?:(?:я|мы|все|уже|тут|i'm|i am|we're|all|just|now)\s+)*(?:освобод(?:ился|илась|ились)|свобод(?:ен|на|ны)|управил(?:ся|ась|ись)|free|done(?: here)?|back)(?:\s+(?:now|теперь|уже))?[\s,.!—–-]+(?=\S)"
)
# «где-то было про договор, поищи»: the searching itself comes last.
SEARCHING = re.compile(r"(?:по)?(?:ищи|найди|отыщи)(?:те)?(?: мне| пожалуйста| плиз)*")
_SEARCH_LAST = bounded(rf"^(?P<what>.+?)[\s,.—–-]+{SEARCHING.pattern}\W*$")
_BEFORE_SUBJECT = re.compile(
    r"^(?:(?:где|где-то|что-то|чего-то|что-нибудь|кто-то|там|у меня|у нас|меня|нас|мне|был[аио]?|есть|лежал[аио]?|задач\w*|запис\w+|вроде|кажется|про|по|о|об|насчет|с|со|тут|какая-то|какой-то|какое-то|помню|помнишь)\s+)+"
)


def _about(what: str) -> str:
    return _BEFORE_SUBJECT.sub("", what.strip() + " ").strip(" ?!.,;:«»\"'")


def _asks_to_move(sheet: Sheet, places: range, low: str) -> bool:
    """ "can the order wait until Monday?": a new time is asked for, not what there is."""
    ahead = any(m.kind in {"moment", "shift"} and not m.past for m in sheet.mentions_in(places))
    return (
        ahead and sheet.language == "en" and _MAY_IT.match(low) is not None and MOVE.search(low) is not None
    )


_MAY_IT = re.compile(r"(?:can|could|may|might|would|shall|should)\s")


def _shows_somebody(sheet: Sheet, places: range, context: Context) -> bool:
    """ "Show Kim the new glaze": something is to be shown to a member, nothing of the planner's."""
    shown = next((at for at in places if sheet.low_at(at) in {"show", "показать", "покажи"}), None)
    if shown is None:
        return False
    return any(
        hit.first == shown + 1 and hit.last + 1 in places for hit in find_members(sheet.tokens, context)
    )


def _asked(
    sheet: Sheet, places: range, low: str, clause: AskedClause, now: dt.datetime, context: Context
) -> Question | None:
    searching = _SEARCH.match(low)
    if searching:
        return _search(sheet, places, low[searching.end() :], context) or (
            task_question(clause, context) if low.startswith(("where", "где")) else None
        )
    named = _names_anything(sheet, places, context)
    if _OVERDUE.search(low) or (_MAYBE_OVERDUE.search(low) and not named):
        return Query(scope="overdue")
    about = _ABOUT.search(low)
    if about and not named:
        return Query(scope="search", text=about["what"].strip(" ?!.«»\"'")[:200])
    return _listing(sheet, places, low, clause, now, context)


_LAST = re.compile(
    r"\b(?:what|what's)\s+(?:is\s+|do\s+we\s+have\s+)?(?:there|left|open|still\s+open|outstanding|to\s+do|on|due|up|going\s+on|the\s+status)\W*$|\b(?:any(?:thing)?|something)\s+(?:\w+\s+)?(?:left|open|outstanding|pending|overdue)\W*\?"
    r"|\b(?:что-нибудь|чего-нибудь|что-то|чего)\s+(?:есть|осталось|запланировано|висит|намечено)\W*$|\b(?:что|чего)\s+(?:там|есть|осталось|висит|горит|открыто|у\s+нас|по\s+задачам|нужно|надо\s+сделать|в\s+работе|сделать)(?:\s+(?:есть|осталось|висит|горит|открыто|по\s+задачам|сделать))?\W*$|\b(?:есть|остались)\s+(?:еще\s+)?(?:задачи|дела|хвосты|долги)\W*$|\b(?:какие|сколько)\s+(?:задачи|дела|задач|дел|хвосты|планы)(?:\s+(?:осталось|остались|есть|висит|висят))?\W*$"
    r"|^\W*(?:хвосты|долги|просрочк\w+|срочное)\s+(?:есть|остались|какие)\W*$|^\W*(?:\w+\s+)?(?:задачи|дела|делишки|планы|хвосты|список)\b.*\b(?:покажи|выведи|перечисли|глянь|дай)(?:те)?\W*$"
)


def _asked_last(
    sheet: Sheet, places: range, low: str, clause: AskedClause, now: dt.datetime, context: Context
) -> Question | None:
    """A question that names its subject first: «по веранде что осталось?», "Ridge: anything open?"."""
    if not _LAST.search(low) or is_verb_head(sheet, places[0]):
        return None
    return _asked(sheet, places, low, clause, now, context)


_ALL_DONE = re.compile(
    r"^(?:everything|all|все)\b.*\b(?:done|finished|ready|sorted|complete|сделано|готово|закрыто)\W*$"
)
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
    explicit = low_first not in {"find", "where", "look"} or any(
        w in {"task", "tasks", "whatever", "anything", "everything"} for w in map(sheet.low_at, places)
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


_SHOW_ME = bounded(
    r"(?:show|list|give|read|pull\s+up)\s+(?:me|us)\b|(?:покажи|выведи|перечисли)(?:те)?(?!\w)"
)
_SHOW = bounded(r"(?:show|list|display)\b")


def _listing(
    sheet: Sheet, places: range, low: str, clause: AskedClause, now: dt.datetime, context: Context
) -> Query | None:
    """The list that is asked for, if every word of the clause asks for a list: else it asks for something else."""
    unknown = clause.unknown(LISTING)
    listed_by = any(is_among(word, STRONG) for word in clause.words)
    if len(unknown) > int(listed_by):
        shown = _SHOW_ME.match(low) or (_SHOW.match(low) and fitting_tasks(unknown, context))
        return Query(scope="search", text=" ".join(unknown)[:200]) if shown else None
    tokens = [(at, sheet.tokens[at]) for at in places]
    businesses = find_businesses(tokens, context)
    projects = [hit for hit in find_projects(tokens, context) if not _only_frame(sheet, hit)]
    if projects and (not businesses or projects[0].strength >= businesses[0].strength):
        return Query(scope="project", text=projects[0].name)
    if businesses and (len(businesses) == 1 or businesses[0].strength > businesses[1].strength):
        return Query(scope="business", text=businesses[0].name)
    if trade := _of_trade(sheet, places, context):
        return Query(scope="business", text=trade)
    if unknown and fitting_tasks(unknown, context):
        return Query(scope="search", text=" ".join(unknown))
    return None if clause.members else Query(scope=_day_scope(low, sheet.mentions_in(places), now))


def _of_trade(sheet: Sheet, places: range, context: Context) -> str | None:
    """The only business that has the word after «по» or "for" among its keywords: «что висит по мойке»."""
    topics = [sheet.low_at(at + 1) for at in places if sheet.low_at(at) in {"по", "for", "regarding"}]
    found = [
        business.name
        for business in context.businesses
        if any(same_word(low, key.lower()) for low in topics for key in business.keywords)
    ]
    return found[0] if len(found) == 1 else None


def _only_frame(sheet: Sheet, hit: NameHit) -> bool:
    return hit.strength < FULL and all(sheet.low_at(at) in _FRAME for at in hit.places)


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
