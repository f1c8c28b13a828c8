"""Which business and project a task belongs to, in the order of convention 21."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from worker.understanding.context import Context, KnownBusiness
from worker.understanding.local.business_names import NameHit, find_businesses, find_projects, name_words
from worker.understanding.local.message_tokens import Token, lowered, tokenise
from worker.understanding.local.morphology import akin, has_form, is_cyrillic, lemmas, likeliest, stem
from worker.understanding.local.phrases import phrases
from worker.understanding.local.verb_forms import base_of_gerund
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.local.words.trades import TRADES
from worker.understanding.local.words.word_table import listed

Numbered = list[tuple[int, Token]]
Privacy = Literal["no", "maybe", "firm"]
_KEYWORD, _ROLE, _TOPIC, _OWN_TASKS = 4.0, 2.5, 1.0, 0.6
_NAMED = 6.0


def named_project(tokens: Numbered, context: Context) -> str | None:
    """The project a stretch of text names; None when it names none, or two equally."""
    hits = find_projects(tokens, context)
    if not hits or (
        len(hits) > 1 and hits[0].strength == hits[1].strength and hits[0].places == hits[1].places
    ):
        return None
    return hits[0].name


def named_business(tokens: Numbered, context: Context) -> str | None:
    """The business that a stretch of text names by its name; None when it names none, or two equally."""
    hits = [hit for hit in find_businesses(tokens, context) if hit.strength >= _NAMED]
    apart = len(hits) == 1 or (len(hits) > 1 and hits[0].strength > hits[1].strength)
    return hits[0].name if apart else None


def decide_business(
    tokens: Numbered, context: Context, project: str | None, assignee: str | None
) -> str | None:
    """The business of a task: named, the project's, by keyword or topic, the assignee's only one, the only one."""
    named = find_businesses(tokens, context)
    if any(hit.strength >= _NAMED for hit in named):
        return named_business(tokens, context)
    owner = next((p.business for p in context.projects if p.name == project), None)
    if owner:
        return owner
    private = privacy(tokens, context, assignee) != "no"
    by_topic = _by_topic(tokens, context, named)
    if by_topic and not (private and by_topic[1] < _KEYWORD):
        return by_topic[0]
    if private or (by_topic is None and _torn(tokens, context, named)):
        return None
    return _by_assignee(context, assignee) or _only(context)


def _by_assignee(context: Context, assignee: str | None) -> str | None:
    works_for = next((m.businesses for m in context.members if m.name == assignee), ())
    return works_for[0] if len(works_for) == 1 else None


def _only(context: Context) -> str | None:
    return context.businesses[0].name if len(context.businesses) == 1 else None


def privacy(tokens: Numbered, context: Context, assignee: str | None) -> Privacy:
    """Whether the words are about the sender's own life: "firm" by family and the like, "maybe" by a word that is the
    daily bread of some businesses (none of the chat's) and when nobody else is to do it, else "no"."""
    found: Privacy = "no"
    for _, token in tokens:
        form = likeliest(token.low)
        word = form.lemma if form else token.low.removesuffix("'s")
        table = phrases("ru" if is_cyrillic(word) else "en")
        if word in table.private:
            return "firm"
        if word in table.maybe_private and assignee is None and not _anybodys_trade(word, context):
            found = "maybe"
    return found


def is_private_matter(title: str, businesses: Sequence[KnownBusiness], assignee: str | None) -> bool:
    """Whether a task is, by its words, about the sender's own life and no trade of these businesses."""
    tokens = list(enumerate(tokenise(lowered(title))))
    return privacy(tokens, Context(businesses=tuple(businesses)), assignee) != "no"


def _anybodys_trade(word: str, context: Context) -> bool:
    """Whether one of the chat's businesses is called by this word, has it as a keyword, or is in its trade."""
    for business in context.businesses:
        names = [token.low for token in name_words(business.name)]
        keys = [t.low for key in business.keywords for t in tokenise(lowered(key)) if t.is_word]
        if any(akin(word, known) >= 0.8 for known in (*names, *keys)):
            return True
        if any(_in_trade(word, trade) for trade in trades_of(business)):
            return True
    return False


def _by_topic(tokens: Numbered, context: Context, named: Sequence[NameHit]) -> tuple[str, float] | None:
    scores = _scores(tokens, context, named)
    ranked = sorted(scores.items(), key=lambda found: -found[1])
    if not ranked or ranked[0][1] <= 0:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 0.5:
        return None
    return ranked[0]


def is_torn(tokens: Numbered, context: Context) -> bool:
    """Whether keywords or names point to two businesses."""
    scores = _scores(tokens, context, find_businesses(tokens, context))
    return sum(1 for score in scores.values() if score >= 2.0) > 1


def said_firmly(tokens: Numbered, business: str, context: Context) -> bool:
    """Whether a name or keyword of the business itself is said, in that very word."""
    return _scores(tokens, context, find_businesses(tokens, context)).get(business, 0.0) >= _KEYWORD


def _torn(tokens: Numbered, context: Context, named: Sequence[NameHit]) -> bool:
    """Whether keywords or names point to two businesses alike."""
    strong = [score for score in _scores(tokens, context, named).values() if score >= 3.0]
    return len(strong) > 1


def _scores(tokens: Numbered, context: Context, named: Sequence[NameHit]) -> dict[str, float]:
    words = [token.low for _, token in tokens if token.is_word and len(token.low) > 2]
    surnames = _surnames(tokens)
    scores: dict[str, float] = {}
    for business in context.businesses:
        score = sum(hit.strength for hit in named if hit.name == business.name)
        score += _keyword_score(words, business, surnames) + _role_score(words, business.name, context)
        scores[business.name] = score
    if max(scores.values(), default=0.0) < 2.0:
        for business in context.businesses:
            scores[business.name] += _topic_score(words, business) + _tasks_score(
                words, business.name, context
            )
    return scores


def _surnames(tokens: Numbered) -> set[str]:
    """The words with a capital that is not that of a sentence."""
    inside = {at + 1 for at, token in tokens if token.kind != "mark"}
    return {token.low for at, token in tokens if at in inside and token.text[:1].isupper()}


def _keyword_score(words: list[str], business: KnownBusiness, surnames: set[str]) -> float:
    """What the keywords said are worth; a name that is only like one ("Miller" for "mill") says nothing."""
    score = 0.0
    near = [word for word in words if word not in surnames and word not in VERBS]
    for keyword in business.keywords:
        parts = [t.low for t in tokenise(lowered(keyword)) if t.kind != "mark"]
        if parts and all(any(akin(word, part) == 1.0 for word in words) for part in parts):
            score += _KEYWORD
        elif len(parts) == 1 and any(akin(word, parts[0]) >= 0.8 for word in near):
            score += _KEYWORD - 1.5
        elif len(parts) > 1 and any(akin(word, part) == 1.0 for word in words for part in parts[:1]):
            score += 1.2
    return score


def _role_score(words: list[str], business: str, context: Context) -> float:
    """Words that name a member's trade ("plasterers" when the firm has a plasterer)."""
    for member in context.members:
        if member.businesses == (business,) and member.role:
            parts = [t.low for t in tokenise(lowered(member.role)) if t.is_word and len(t.low) > 4]
            if any(akin(word, part) == 1.0 for word in words for part in parts):
                return _ROLE
    return 0.0


@lru_cache(maxsize=256)
def trades_of(business: KnownBusiness) -> frozenset[str]:
    """The trades a business evidently is in, by its name and keywords."""
    said = [token.low for token in name_words(business.name)]
    said += [t.low for keyword in business.keywords for t in tokenise(lowered(keyword)) if t.is_word]
    counts = {trade: sum(1 for word in said if _in_trade(word, trade)) for trade in TRADES}
    best = max(counts.values(), default=0)
    return frozenset(trade for trade, count in counts.items() if count >= 2 and count >= best - 1)


@lru_cache(maxsize=16384)
def _in_trade(word: str, trade: str) -> bool:
    words = TRADES[trade]
    if word in words:
        return True
    form = likeliest(word)
    return (form is not None and form.lemma in words) or stem(word) in {stem(w) for w in words if len(w) > 3}


def _topic_score(words: list[str], business: KnownBusiness) -> float:
    trades = trades_of(business)
    return sum(_TOPIC for word in set(words) if any(_in_trade(word, trade) for trade in trades))


def _is_deed(word: str) -> bool:
    """Verbs are common to all businesses: «починить» says nothing of whose thing it is."""
    base = base_of_gerund(word)
    past = word.endswith("ed") and any(form in VERBS for form in (word[:-1], word[:-2], word[:-3]))
    return (
        word in VERBS | _THIRD_PERSON
        or base in VERBS
        or past
        or has_form(word, "INFN")
        or has_form(word, "VERB")
    )


# Third persons that are never nouns: "caps" and "proofs" are as often things.
_THIRD_PERSON = listed(
    "sends gets makes takes brings pays picks cleans fixes buys writes delivers prepares finishes drives does"
)


def _tasks_score(words: list[str], business: str, context: Context) -> float:
    titles = tuple(task.title for task in context.open_tasks if task.business == business)
    known = _title_lemmas(titles) if titles else frozenset()
    return sum(
        _OWN_TASKS for word in set(words) if len(word) > 3 and not _is_deed(word) and lemmas(word) & known
    )


@lru_cache(maxsize=32)
def _title_lemmas(titles: tuple[str, ...]) -> frozenset[str]:
    """The keys of all the words of these titles; kept, since a chat's open tasks stay the same for many messages."""
    words = {t.low for title in titles for t in tokenise(title) if t.kind != "mark"}
    return frozenset(key for word in words for key in (word, *lemmas(word)))
