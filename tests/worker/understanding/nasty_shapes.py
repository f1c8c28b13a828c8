"""Texts nobody writes by hand: one piece repeated until a message is full."""

import re

from worker.understanding.local.words import english, russian

SIZES = (512, 2048, 4096)
MARKS = [
    " ", "\n", "\t", "\u00a0", " \n", "a", "я", "a ", "я ", "A ", "1", "1 ", "1.", "1,", "1:", "12:30 ", "11/5 ", "#12 ",
    "$5 ", "5% ", ",", ", ", ".", ". ", "!", "?", "? ", "!?", "…", ":", ": ", ";", "-", "- ", "— ", "/", "_", "(", ")",
    "()", "(a) ", "[", '"', '"a" ', "«", "«а» ", "'", "it's ", "a-", "a'", "a\n", "1\n", "<", "&", "@a ", "http://a.b ",
    "🙂", "👨‍👩‍👧 ", "\u200d", "a\u200d", "\ufeff", "a\u0301", "и\u0306 ", "\u202e", "aя", "aя ", "я1", "1a ",
]  # fmt: skip
PHRASES = [
    "what is due? ", "what's on today? ", "show me this week\n", "plan my week please\n", "buy milk. ", "buy milk, ",
    "buy milk and ", "- buy milk\n", "1. buy milk\n", "call Vera tomorrow at 5. ", "remind me to ", "every day ",
    "in 2 hours ", "half an hour ", "he said that ", "move it to friday ", "delete it. ", "done. ", "I bought milk, ",
    "actually no ", "no wait, ", "not that, ", "Daniel: ", "Daniel, ", "monday, ", "on monday and ", "two ", "the ", "to ",
    "it took 2 hours ", "Bright Web ", "renew hosting? ", "whatever ", "please ", "urgent! ",
    "что у меня на сегодня? ", "что сегодня? ", "покажи неделю\n", "спланируй день\n", "купить молоко. ",
    "купить молоко, ", "купить молоко и ", "- купить молоко\n", "позвонить Вере завтра в 5. ", "напомни мне ",
    "каждый день ", "через 2 часа ", "полтора часа ", "он сказал, что ", "перенеси на пятницу ", "удали её. ", "готово. ",
    "я купил молоко, ", "нет, лучше ", "ой нет, ", "не это, а ", "Дмитрий: ", "Диме, ", "в понедельник и ", "два ", "на ",
    "не ", "ушло 2 часа ", "починить дрель? ", "пожалуйста ", "срочно! ",
]  # fmt: skip


def filled(piece: str, size: int) -> str:
    """The piece repeated to exactly so many characters."""
    return (piece * (size // len(piece) + 1))[:size]


def lexicon_words(every: int) -> list[str]:
    """Every n-th word of the phrase tables of both languages."""
    said = " ".join(
        value for table in (english, russian) for value in vars(table).values() if isinstance(value, str)
    )
    return sorted(set(re.findall(r"[a-zа-яё']{2,}", said.lower())))[::every]
