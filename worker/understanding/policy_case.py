"""One change of an open task as the policy sees it: the clause it was read from, and which of its words the task explains."""

import re
from dataclasses import dataclass
from functools import cached_property

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context, KnownTask, Message
from worker.understanding.dates import Mention, detect_language, find_mentions
from worker.understanding.intents import (
    CompleteTask,
    TaskEdit,
    UpdateTask,
)
from worker.understanding.local.completions import is_neutral
from worker.understanding.local.members import find_members
from worker.understanding.local.message_tokens import Token, lowered, normalise, tokenise
from worker.understanding.local.open_tasks import (
    likeness,
    meaningful,
    title_words,
)
from worker.understanding.local.words.edit_words import EDIT_WORDS
from worker.understanding.local.words.word_table import listed

_ALL = bounded(
    r"(?<!after )\b(?:all|every|everything)\b|(?<!\w)(?:все|всё|всех|всю|каждую)(?!\w)", re.IGNORECASE
)


_BOTH = bounded(r"\b(?:both|each|them)\b|(?<!\w)(?:оба|обе|их|каждую|каждое)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Case:
    """One change that a reader proposes, with the clause it was read from and the world it was said in."""

    intent: TaskEdit
    task: KnownTask
    clause: str
    message: Message
    context: Context
    by_model: bool
    # Tasks that clauses before this one of the same message change.
    before: frozenset[str] = frozenset()
    # Other open tasks that the same clause changes: "collected the contract and the receipts".
    beside: tuple[KnownTask, ...] = ()
    # Whether the message makes a new task before this clause.
    after_new: bool = False

    @property
    def answers_list(self) -> bool:
        """Whether the message answers a list: that says which tasks "all" are."""
        return self.message.reply and len(self.context.listed) > 1

    @property
    def says_all(self) -> bool:
        """Whether the clause speaks of all there is."""
        return _ALL.search(self.low) is not None

    @property
    def says_both(self) -> bool:
        """Whether the clause points at each of what was said before."""
        return _BOTH.search(self.low) is not None

    @cached_property
    def low(self) -> str:
        """The clause in lower case."""
        return lowered(normalise(self.clause))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the clause."""
        return tokenise(normalise(self.clause))

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The times the clause speaks of; a number that stands in the task's title is none ("группа 17")."""
        found = find_mentions(normalise(self.clause), self.message.now, detect_language(self.clause))
        return tuple(mention for mention in found if not self._is_number_of_title(mention))

    def _is_number_of_title(self, mention: Mention) -> bool:
        said = [each for each in self.tokens if mention.start <= each.start and each.end <= mention.end]
        numbers = [token.low for token in said if token.kind == "number"]
        endings = all(len(token.low) <= _LONGEST_ENDING for token in said if token.is_word)
        return bool(numbers) and endings and set(numbers) <= set(title_words(self.task))

    @cached_property
    def words(self) -> list[str]:
        """The words of the clause that could name a task: no times, people, or words of editing and reporting."""
        return [word for word in self._plain_words if word not in EDIT_WORDS and not self._only_reports(word)]

    @cached_property
    def _plain_words(self) -> list[str]:
        people = {
            at for hit in find_members(self.tokens, self.context) for at in range(hit.first, hit.last + 1)
        }
        people -= {at for at in people if self._in_title(self.tokens[at].low)}
        said = [
            token.low
            for at, token in enumerate(self.tokens)
            if token.kind != "mark" and at not in people and not self._is_time(token)
        ]
        return [word for word in meaningful(said) if word not in _SMALL_WORDS]

    def _is_time(self, token: Token) -> bool:
        return any(mention.start <= token.start and token.end <= mention.end for mention in self.mentions)

    def _only_reports(self, word: str) -> bool:
        return isinstance(self.intent, CompleteTask) and is_neutral(word) and not self._in_title(word)

    def _in_title(self, word: str) -> bool:
        return any(likeness(word, known) >= ALIKE for known in title_words(self.task))

    @cached_property
    def explained(self) -> list[str]:
        """The words that the task's title or business explains."""
        business = [token.low for token in tokenise(lowered(self.task.business or "")) if token.is_word]
        known = [*title_words(self.task), *business]
        return [word for word in self.words if any(likeness(word, other) >= ALIKE for other in known)]

    @cached_property
    def own_words(self) -> list[str]:
        """The words that tell neither the new value nor which field it is of: they may name another thing."""
        return [
            word
            for word in self.words
            if word not in (*_FIELD_WORDS, *self._value)
            and not any(likeness(word, other) >= ALIKE for other in self._value)
        ]

    @cached_property
    def _value(self) -> list[str]:
        """The words of the new value, as it is called in the directory."""
        update = self.intent if isinstance(self.intent, UpdateTask) else None
        # To clear a business is to name the one that it is of.
        value = "" if update is None else str(update.value or self.task.business or "")
        said = [value, *(word for b in self.context.businesses if b.name == value for word in b.keywords)]
        return [token.low for part in said for token in tokenise(lowered(part)) if token.kind != "mark"]

    @cached_property
    def unexplained(self) -> list[str]:
        """The words that neither the task nor the new value explains."""
        told = [*self._value, *(word for task in self.beside for word in title_words(task))]
        return [
            word
            for word in self.words
            if word not in self.explained and not any(likeness(word, other) >= ALIKE for other in told)
        ]


ALIKE = 0.7
_LONGEST_ENDING = 2  # letters of "17th", «17й», «с 17-го»: a longer word is the name of a day or month
# Words that tell neither what nor which: they are no evidence against a task.
_SMALL_WORDS = listed("""again really very there here still yet so like lah mate pls plz btw tho though anyway cool lol yep ok okay only about
    quite pretty bit etc already just finally today's ages well fine alright straight right away back then
    опять снова очень там тут здесь ещё еще вот ну типа короче кстати блин плиз пжл просто прям прямо наконец наконец-то
    только целых всего аж уф ура ок окей нормально быстро сам сама сами""")

# Names of a task's fields, and what is said around a new value.
_FIELD_WORDS = listed("""title name called named titled rename retitle call read say business company firm other project deadline due date estimate
    duration reminder remind before private personal urgent assignee person mine myself give assign take takes belongs change correct fix wrong one
    название называться называется назови назовите переименуй переименуйте имя бизнес фирма компания другой другая проект срок срока дедлайн дедлайна
    дата оценка оценки напоминание напоминания напомни напомните личное личная личный срочно срочная исполнитель исполнителя мне мной меня моя моё мое мой
    отдай назначь исправь поправь поменяй измени смени правильно нет должна должно должен быть should must
    doing do i'm i'll taking сделаю беру возьму себя""")
