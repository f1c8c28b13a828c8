"""Glossary: the workspace's own names and terms, bounded, as a hint for transcription."""

from collections.abc import Iterable

from worker.understanding.context import Context
from worker.understanding.llm.quoted_text import one_line
from worker.understanding.llm.token_estimate import estimate

MOST_WORDS = 80
LONGEST_WORD = 40
MOST_TOKENS = 200  # whisper looks at the last 224 tokens of its prompt, and other models need no more


def glossary(context: Context, corrections: Iterable[str] = ()) -> tuple[str, ...]:
    """Words a transcriber should expect, most useful first: corrected words, people, businesses, projects, keywords.

    Stops at 80 words or 200 estimated tokens, whatever comes first; the same for the same workspace.
    """
    people = (name for member in context.members for name in (member.name, *member.aliases))
    found: dict[str, str] = {}
    spent = 0
    for word in (
        *corrections,
        *people,
        *(business.name for business in context.businesses),
        *(project.name for project in context.projects),
        *(keyword for business in context.businesses for keyword in business.keywords),
    ):
        term = one_line(word, LONGEST_WORD)
        if not term or term.casefold() in found:
            continue
        spent += estimate(term) + 1
        if spent > MOST_TOKENS or len(found) == MOST_WORDS:
            break
        found[term.casefold()] = term
    return tuple(found.values())


def as_prompt(words: tuple[str, ...]) -> str:
    """The glossary as the running text that older transcription models take: a list, no instruction."""
    return ", ".join(words) + "." if words else ""
