"""The answer to a question that no task answers: the notes that hold its words ("what's the safe code?")."""

import re

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.search.queries import search_notes
from worker.understanding.bounded_pattern import bounded
from worker.understanding.llm.quoted_text import one_line

_SHOWN = 300
# What asks for a thing that was noted, and is no word of the note.
_ASKING = bounded(
    r"^\W*(?:(?:please|pls|can you|could you|do you|remind me|tell me|show me|give me|find|know|remember|have you got"
    r"|what(?:'?s|s| is| was| are| were)?|where(?:'?s| is| was)?|which|who(?:'?s| is)?|when(?:'?s| is)?"
    r"|the|my|our|was|is|again|напомни(?:те)?|подскажи(?:те)?|скажи(?:те)?|покажи(?:те)?|найди(?:те)?|помнишь|знаешь|мне"
    r"|как(?:ой|ая|ое|ие)|где|что|кто|когда|там|у нас|был[аои]?|наш[аеи]?|мо[йяеи])\b\W*)+",
    re.IGNORECASE,
)
_CLOSING = bounded(
    r"(?:\b(?:again|please|there|in my notes|in the notes|в заметках|там|пожалуйста)\b\W*)+$", re.IGNORECASE
)


async def answer_from_notes(session: AsyncSession, speaker: Speaker, asked: str) -> Reply | None:
    """The notes that hold the words of a question, the newest first; None where there are none, and in a group: notes are
    private."""
    if speaker.group is not None:
        return None
    words = _CLOSING.sub("", _ASKING.sub("", asked.strip().rstrip(" ?!."))).strip(" ?!.,:")
    notes = await search_notes(session, speaker, words) if len(words) > 1 else ()
    if not notes:
        return None
    heading = speaker.translator.gettext("From your notes:")
    return Reply("\n".join([heading, *(f"•  {escape_html(one_line(note.text, _SHOWN))}" for note in notes)]))
