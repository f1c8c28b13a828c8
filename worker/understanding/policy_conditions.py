"""The conditions of the policy's lines: what a clause says about the open task it is to change, as evidence for or against."""

import re
from dataclasses import replace

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import KnownTask
from worker.understanding.dates import Mention
from worker.understanding.intents import (
    CompleteTask,
    DeleteTask,
    RescheduleTask,
    UpdateTask,
)
from worker.understanding.local.completions import is_deed
from worker.understanding.local.members import find_members
from worker.understanding.local.message_tokens import lowered, normalise, tokenise
from worker.understanding.local.morphology import has_form
from worker.understanding.local.open_tasks import (
    begins_with_verb,
    best_task,
    likeness,
    title_words,
)
from worker.understanding.local.time_spent import tells_of_work_on
from worker.understanding.local.words.edit_words import DELETE, EDIT_WORDS, FOR_WHOM
from worker.understanding.local.words.english_verbs import FINISHING
from worker.understanding.local.words.word_table import listed
from worker.understanding.policy_case import ALIKE, Case
from worker.understanding.task_references import addressed_tasks


def is_forwarded(case: Case) -> bool:
    """The words are somebody else's."""
    return case.message.forwarded


def is_question(case: Case) -> bool:
    """A report or removal in the form of a question."""
    return isinstance(case.intent, CompleteTask | DeleteTask) and _QUESTION.search(case.low) is not None


_QUESTION = bounded(
    r"\?\s*$|^\W*(?:how|what|where|when|why|who|which|should|shall|is|are|did|does|do|has|have|was|were|как|что|где|когда|почему|кто|зачем|можно\s+ли)\b",
    re.IGNORECASE,
)


def ends_all(case: Case) -> bool:
    """ "Mark everything as done": tasks that no word of their own names, and no answer to their list."""
    ends = isinstance(case.intent, CompleteTask | DeleteTask) and not (
        case.answers_list and is_addressed(case)
    )
    return ends and case.says_all and not case.explained


def means_all(case: Case) -> bool:
    """Whether a clause speaks of all that was said before it: "all for Thursday", «оба на Диму»."""
    return case.says_all or case.says_both


def is_addressed(case: Case) -> bool:
    """The message names the task by number, by replying to its card, or by its place in the last list; in a message that
    makes new tasks "1." and "all" count those."""
    return case.intent.task in addressed_tasks(case.message, case.context, in_list=not case.after_new)


def is_quoted(case: Case) -> bool:
    """The clause holds the task's whole title in quotes."""
    title = " ".join(token.low for token in tokenise(case.task.title))
    quoted = [" ".join(token.low for token in tokenise(each)) for each in _QUOTED.findall(case.clause)]
    return title in quoted


_QUOTED = bounded(r"[«\"“']([^»\"”']{2,200})[»\"”']")


def begins_a_new_task(case: Case) -> bool:
    """A name or a priority with a colon, an exclamation after a thing, the next date of something regular: told as new."""
    if _EDIT_VERB.search(case.low):
        return False
    named = _HEAD.match(case.low)
    of_person = named is not None and _names_only_people(case, named.end("head"))
    reported = isinstance(case.intent, CompleteTask) and _says_ended(case)
    exclaimed = _EXCLAIMED.match(case.low) is not None and not reported
    return of_person or exclaimed or _NEXT_OF_SERIES.search(case.low) is not None


_HEAD = bounded(r"\W*(?P<head>[^:\n]{2,60}):\s*\S", re.IGNORECASE)
_EXCLAIMED = bounded(r"\W*\w+(?:[\s,]+\w+){0,2}\s?!+\s*(?:\w+[\s.!]*){0,3}$", re.IGNORECASE)
_NEXT_OF_SERIES = bounded(
    r"\b(?:quarterly|monthly|weekly|yearly|annual|every|each|ежемесячн\w+|еженедельн\w+|ежегодн\w+|квартальн\w+|кажд\w+)\b.*"
    r"\b(?:next|first|следующ\w+|ближайш\w+|перв\w+)\b",
    re.IGNORECASE,
)
_EDIT_VERB = bounded(
    r"\b(?:move[sd]?|push\w*|postpone\w*|reschedule\w*|shift\w*|delay\w*|change\w*|set|make\s+it|rename|reassign|cancel\w*|drop|delete|remove"
    r"|done|finished|complete[d]?|перенес\w*|перенос\w*|сдвин\w*|отлож\w*|поменя\w*|измен\w*|переименуй\w*|отмен\w*|удал\w*|убер\w*|вычеркн\w*"
    r"|готов[аоы]?|сделан[аоы]?|закрыт[аоы]?|поставь\w*|пусть)\b"
)


def names_only_a_time(case: Case) -> bool:
    """A thing and a time, without a word that moves, corrects or states: "dentist on Wednesday at 8" may be a second one."""
    if not isinstance(case.intent, RescheduleTask) or _EDIT_VERB.search(case.low):
        return False
    return not any(token.low in _MOVES for token in case.tokens if token.is_word)


_MOVES = EDIT_WORDS | listed("""is are was will be now instead not actually rather let's can could should must has have still wait until till
    until later earlier sooner off back to was i it that's it's
    теперь вместо не лучше давай давайте все-таки будет есть нет можно надо нужно может пусть раньше позже попозже пораньше подождет терпит
    на это он она""")


def tells_of_more_than_a_move(case: Case) -> bool:
    """A new day beside words the task knows nothing of: "order porcelain slip from Scarva by Friday" is no other clay."""
    if not isinstance(case.intent, RescheduleTask) or _EDIT_VERB.search(case.low):
        return False
    return len(case.unexplained) >= _OF_ANOTHER and not any(
        token.low in _CORRECTS for token in case.tokens if token.is_word
    )


_OF_ANOTHER = 2  # words without a place in the title from which a clause is rather about another thing
_CORRECTS = listed("instead now not actually rather вместо теперь не лучше")


def tells_of_its_occasion(case: Case) -> bool:
    """A day stated of what a task is for, or of whom to contact: "the Harper wedding is on the 12th" moves no "menu for
    the Harper wedding", «новый клиент будет во вторник» no call to him."""
    if not isinstance(case.intent, RescheduleTask) or _EDIT_VERB.search(case.low) or not case.explained:
        return False
    if any(token.low in _OF_A_TASK for token in case.tokens):
        return False
    return not any(
        likeness(word, head) >= ALIKE for word in case.explained for head in _head_words(case.task)
    )


def _head_words(task: KnownTask) -> list[str]:
    """What a task is itself: the words of its title before the first preposition; of a call or a letter its verb alone."""
    words = title_words(task)
    if words[:1] and words[0] in _CONTACTS:
        return words[:1]
    said = [token.low for token in tokenise(lowered(task.title)) if token.is_word]
    end = next((at for at, word in enumerate(said) if at and word in _OF_WHICH), len(said))
    return [word for word in words if word in said[:end]] or words


# Who says these speaks of the task and not of what it is for.
_OF_A_TASK = listed(
    "due deadline instead not rather wait waits срок дедлайн вместо не лучше task задача задачу подождет ждет терпит"
)


def reports_in_a_change(case: Case) -> bool:
    """A length behind a told deed is the time it took, and no new estimate: "samples cupped too (1h20)"."""
    estimate = isinstance(case.intent, UpdateTask) and case.intent.field == "estimate_minutes"
    told = _says_ended(case) or any(_ENDS_IN_ED.fullmatch(token.low) for token in case.tokens)
    return estimate and told and _ESTIMATE.search(case.low) is None


_ENDS_IN_ED = bounded(r"[a-z]{2,}ed")  # also of a verb that no list holds: "cupped"
_ESTIMATE = bounded(
    r"\b(?:estimat\w*|allow|budget|reckon\w*|need(?:s|ed)?|оцен\w*|залож\w*)\b", re.IGNORECASE
)


def hardly_touches_it(case: Case) -> bool:
    """A change of a field behind a new task of the same message, with few of the open task's words: "Buck take the flatbed"."""
    if not case.after_new or not isinstance(case.intent, UpdateTask):
        return False
    return 2 * len(set(case.explained)) < len(title_words(case.task))


def tells_whose_it_is(case: Case) -> bool:
    """«замок на складе - это к Петровичу», "the fence is for Tom": who is to do it, and not that it is done."""
    return isinstance(case.intent, CompleteTask) and _IS_FOR.search(case.low) is not None


_IS_FOR = bounded(r"\b(?:это|is)\s+(?:к|на|для|for|with)\s+\w", re.IGNORECASE)


def _names_only_people(case: Case, end: int) -> bool:
    """Whether what stands before the colon is nobody but a member, with small words: "job for Tom:", «это на Диму:»."""
    inside = [at for at, token in enumerate(case.tokens) if token.end <= end and token.kind != "mark"]
    people = {at for hit in find_members(case.tokens, case.context) for at in range(hit.first, hit.last + 1)}
    rest = [case.tokens[at].low for at in inside if at not in people]
    return bool(people.intersection(inside)) and all(word in FOR_WHOM for word in rest)


def is_wish_of_others(case: Case) -> bool:
    """A client who asks for something asks for new work, unless the clause moves or drops what there is."""
    if isinstance(case.intent, CompleteTask | DeleteTask) or _EDIT_VERB.search(case.low):
        return False
    return _WISH.search(case.low) is not None


_WISH = bounded(
    r"\b(?:wants?|asks?|asked|asking|wanted|needs?|would\s+like|requests?|просит|просят|попросил[аи]?|хочет|хотят|спрашивает|требует|заказал[аи]?\s+у\s+нас)\b",
    re.IGNORECASE,
)


def tells_what_is_to_come(case: Case) -> bool:
    """A "report" with a day or hour still ahead, and no word that ends it, is no report."""
    if not isinstance(case.intent, CompleteTask) or not _is_ahead(case):
        return False
    return not _says_ended(case)


def reports_something_to_come(case: Case) -> bool:
    """A report that names a day or hour still ahead."""
    return isinstance(case.intent, CompleteTask) and _is_ahead(case)


def _is_ahead(case: Case) -> bool:
    return any(_lies_ahead(mention, case) for mention in _focused(case).mentions)


def _lies_ahead(mention: Mention, case: Case) -> bool:
    if mention.kind == "shift":
        return not _takes_time(case)
    if mention.elapsed and (_takes_time(case) or _says_ended(case)):
        return False  # "sorted in 25 min" tells how long it took
    if mention.kind != "moment" or mention.past or mention.background or mention.date is None:
        return False
    today = case.message.now.date()
    if not mention.date_said and (mention.bare or not mention.sure):
        return False
    if mention.time is None or not mention.time_said:
        return mention.date > today
    return (mention.date, mention.time) > (today, case.message.now.time())


def _takes_time(case: Case) -> bool:
    return isinstance(case.intent, CompleteTask) and case.intent.actual_minutes is not None


def _says_ended(case: Case) -> bool:
    """Whether a word of finishing or a deed in the past stands in the clause."""
    return any(is_deed(token.low) for token in case.tokens if token.is_word)


def asks_for_a_deed(case: Case) -> bool:
    """ "Can we order more pads by Friday?" asks for something to be done, with no word of moving what there is."""
    if isinstance(case.intent, CompleteTask) or _EDIT_VERB.search(case.low):
        return False
    return _DEED_ASKED.match(case.low) is not None


_DEED_ASKED = bounded(
    r"\W*(?:(?:can|could|would|will|shall|should|may)\s+(?!be\b)(?:you|we|i|he|she|they|somebody|someone|[^\W\d_]+)\s+(?:please\s+)?\w+"
    r"|(?:можешь|можете|сможешь|сможете|может|может,)\s+\w+|не\s+(?:мог|могла|могли)\s+бы\s+\w+)",
    re.IGNORECASE,
)


def is_called_by_others(case: Case) -> bool:
    """«Новый клиент позвонил» does not tell that we called the client."""
    if any(token.low in FINISHING for token in tokenise(normalise(case.message.text))):
        return False
    verb = begins_with_verb(case.task)
    return (
        isinstance(case.intent, CompleteTask)
        and verb in _CONTACTS
        and _OTHERS_CALL.search(case.low) is not None
    )


_CONTACTS = listed(
    "call ring phone text email write message ask позвонить звонить набрать написать спросить перезвонить ответить связаться"
)
_OTHERS_CALL = bounded(
    r"^\W*(?!(?:i|we|я|мы|и|уже|только|just|have|called|rang|phoned|wrote|emailed|позвонил\w*|написал\w*|перезвонил\w*|созвонил\w*|связал\w*)\b)(?:[^\W\d_][\w'’-]*\s+){1,4}"
    r"(?:called|rang|phoned|wrote|emailed|texted|позвонил[аи]?|звонил[аи]?|написал[аи]?|писал[аи]?|спрашивал[аи]?|спросил[аи]?)\b(?!\s+back)",
    re.IGNORECASE,
)


def tells_of_work(case: Case) -> bool:
    """ "Worked 40 minutes on the payroll", «посидел над сметой» do not say that it is finished."""
    return (
        isinstance(case.intent, CompleteTask)
        and tells_of_work_on(case.low)
        and not any(token.low in FINISHING for token in tokenise(case.low))
    )


def is_pointed_at(case: Case) -> bool:
    """A clause without a name of its own, when exactly one task can be meant."""
    if case.own_words:
        return False
    if case.intent.task in case.before:
        return True
    return case.context.recent == (case.intent.task,)


def points_at_new(case: Case) -> bool:
    """A clause without a name of its own that stands behind a new task of the same message means that one."""
    moves_a_day = _EDIT_VERB.search(case.low) is not None and moves_all_due(case)
    # «заказать муку, пусть Дима заберёт»: the deed is one more word about the new task.
    named = [word for word in case.own_words if not has_form(word, "VERB")]
    return case.after_new and case.intent.task not in case.before and not (named or moves_a_day)


def goes_on(case: Case) -> bool:
    """A further clause about the task that the clause before changed, which names no other."""
    if case.intent.task not in case.before:
        return False
    other = best_task(case.words, case.context)
    return other is None or other.task.ref == case.intent.task or other.coverage < _NAMES_ANOTHER


_NAMES_ANOTHER = 0.5


def moves_all_due(case: Case) -> bool:
    """ "Move everything due today to Friday": the set is named, and a move loses nothing."""
    ends = isinstance(case.intent, CompleteTask | DeleteTask)
    return (
        not ends
        and not case.after_new
        and _ALL_OF_A_DAY.search(lowered(normalise(case.message.text))) is not None
    )


_ALL_OF_A_DAY = bounded(
    r"\b(?:all|everything|anything|whatever|the\s+rest)\b|\boverdue\b|(?<!\w)(?:все|всё|весь|остальное|просроч\w+)(?!\w)",
    re.IGNORECASE,
)


def is_described(case: Case) -> bool:
    """Words that fit this task far better than any other, and account for the clause or for the piece of it that edits."""
    return _fits(case) or _fits(_focused(case))


def _focused(case: Case) -> Case:
    """The case of the one piece of the clause that names the task and edits it; the case itself where there is none."""
    pieces = [piece for piece in _PIECES.split(case.clause) if piece.strip()]
    edits = [piece for piece in pieces if len(pieces) > 1 and _tells_or_edits(piece, case)]
    narrow = (replace(case, clause=piece) for piece in edits)
    return next((each for each in narrow if _fits(each)), case)


_PIECES = bounded(r"(?:[,.](?!\d)|[;!?…\n]|\s[—–-]\s)+")


def _fits(case: Case) -> bool:
    of_others = [word for task in case.beside for word in title_words(task)]
    own = [word for word in case.words if not any(likeness(word, other) >= ALIKE for other in of_others)]
    match = best_task(own, case.context)
    if match is None or match.task.ref != case.intent.task or not case.explained:
        return False
    if case.by_model:
        return True
    return (
        match.margin >= _FAR_BETTER
        and len(case.unexplained) <= len(case.explained)
        and not _names_its_use_only(case)
    )


def _names_its_use_only(case: Case) -> bool:
    """Whether the task's words stand only behind a preposition after another thing: "patterns for the dress", «лекала на платья»."""
    another = False
    said_of_another = False
    for token in case.tokens:
        if token.low in _OF_WHICH:
            said_of_another = another
        elif token.low in case.explained and not said_of_another:
            return False
        elif not said_of_another and _is_a_thing(token.low, case, first=token is case.tokens[0]):
            another = True
    return another


def _is_a_thing(word: str, case: Case, *, first: bool) -> bool:
    """Also one that could be an edit ("skip bin"), behind another word."""
    return (word in case.unexplained and not is_deed(word)) or (word in _THINGS_TOO and not first)


_THINGS_TOO = listed("bin skip drop switch swap shift push move change call set slot")
_OF_WHICH = listed("for on of in at to from about на для в во из от к ко о об про с со по у")


_FAR_BETTER = 0.4


def _tells_or_edits(piece: str, case: Case) -> bool:
    """Whether a piece of a clause holds the deed that a report tells, or the verb of an edit."""
    words = [token.low for token in tokenise(normalise(piece)) if token.is_word]
    if isinstance(case.intent, CompleteTask):
        return any(is_deed(word) for word in words)
    return any(word in EDIT_WORDS for word in words) or DELETE.search(lowered(piece)) is not None
