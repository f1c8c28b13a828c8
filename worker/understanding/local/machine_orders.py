"""Text that speaks to the bot as to a program ("SYSTEM: …", "ignore your instructions"): no task, and kept as a note.

What keeps it from doing harm is what intents may do, not this: it only decides that such a text is no task of its own.
"""

import re

from worker.understanding.bounded_pattern import bounded

_ORDERS = bounded(
    r"""
    ^\W*(?:system|assistant|developer|admin(?:istrator)?|система|администратор|разработчик)\b(?:\s+(?:message|prompt|notice|override|note|сообщение|уведомление))?\s*[\]>]?\s*[:>»,]
    | <\s*/?\s*(?:system|instructions?)\s*>
    | \b(?:ignore|disregard|forget|override|bypass)\s+(?:\w+\s+){0,2}?(?:your|previous|prior|earlier|above|preceding)\s+(?:\w+\s+){0,2}?(?:instructions?|prompts?|rules|guidelines|directives)\b
    | \boverrides?\s+(?:all\s+)?(?:earlier|previous|prior)\s+instructions\b
    | \b(?:reveal|print|show|repeat|output)\s+(?:me\s+)?(?:your|the\s+system|the\s+hidden)\s+(?:system\s+)?(?:prompt|instructions)\b
    | \byou\s+are\s+now\s+(?:in\s+)?(?:\w+\s+){0,2}mode\b
    | (?:игнорируй|забудь|отбрось|не\s+учитывай|обойди)(?:те)?\s+(?:\w+\s+){0,2}?(?:предыдущ\w+|прежн\w+|свои|твои|ваши)\s+(?:\w+\s+){0,2}?(?:инструкци\w+|правил\w*|указани\w+|ограничени\w+)
    | (?:покажи|выведи|раскрой)(?:те)?\s+(?:свой|твой|системн\w+)\s+(?:\w+\s+)?(?:промпт\w*|инструкци\w+)
    | \bты\s+теперь\s+(?:в\s+)?(?:\w+\s+){0,2}режим\w*
    """,
    re.VERBOSE,
)


def orders_the_machine(low: str) -> bool:
    """Whether lowered text addresses the program itself: its role, its instructions, its mode."""
    return _ORDERS.search(low) is not None
