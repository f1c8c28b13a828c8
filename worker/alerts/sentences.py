"""Sentences: what the owner reads of each kind of trouble: facts first, then what it means and where to look."""

from collections.abc import Callable
from typing import Any

from worker.core.i18n import Words
from worker.core.reply import safe

Facts = dict[str, Any]


def sentence(words: Words, kind: str, facts: Facts) -> str:
    """The message for one kind of trouble, HTML."""
    return SENTENCES[kind](words, facts)


def over(words: Words, text: str, time: str) -> str:
    """The same message once it is over."""
    end = words.say("✓ Over at {time}", time=time)
    return f"{text}\n\n{end}"


def _queue_old(words: Words, facts: Facts) -> str:
    return words.count(
        "Messages are waiting: the oldest for {minutes} min, in {n} chat. Nothing is lost; I answer when I get to them.",
        "Messages are waiting: the oldest for {minutes} min, in {n} chats. Nothing is lost; I answer when I get to them.",
        facts["chats"],
        minutes=facts["minutes"],
    )


def _queue_full(words: Words, facts: Facts) -> str:
    return words.say(
        "The queue's memory is {percent} % full. New messages wait at Telegram until there is room.",
        percent=facts["percent"],
    )


def _dead_letters(words: Words, facts: Facts) -> str:
    return words.count(
        "{n} job failed after all its attempts, the latest: {job}. It is kept on the dashboard and can be sent again.",
        "{n} jobs failed after all their attempts, the latest: {job}. They are kept on the dashboard and can be sent again.",
        facts["count"],
        job=safe(facts["job"]),
    )


def _backup(words: Words, facts: Facts) -> str:
    if facts["ever"]:
        text = words.say("The last good backup is {hours} h old.", hours=facts["hours"])
    else:
        text = words.say("There is no backup yet.")
    if facts["error"]:
        text += " " + words.say("The last attempt failed: {error}", error=safe(facts["error"]))
    return text


def _budget(words: Words, facts: Facts) -> str:
    return words.say(
        "Today's budget of the whole bot, {cap}, is used up. Messages are read by rules until midnight UTC.",
        cap=f"${facts['cap_usd']:.2f}",
    )


def _disk(words: Words, facts: Facts) -> str:
    return words.say(
        "The disk is nearly full: {free} GB left, {percent} %.",
        free=facts["free_gb"],
        percent=facts["percent"],
    )


def _certificate(words: Words, facts: Facts) -> str:
    host = safe(facts["host"])
    if facts["days"] is None:
        return words.say(
            "The certificate of {host} is not accepted: {reason}. Telegram cannot bring me messages.",
            host=host,
            reason=safe(facts["reason"]),
        )
    return words.count(
        "The certificate of {host} ends in {n} day and has not been renewed.",
        "The certificate of {host} ends in {n} days and has not been renewed.",
        facts["days"],
        host=host,
    )


def _digests(words: Words, facts: Facts) -> str:
    text = words.count(
        "{n} digest of the last day could not be sent.",
        "{n} digests of the last day could not be sent.",
        facts["count"],
    )
    if facts["reason"]:
        text += " " + words.say("The latest reason: {reason}", reason=safe(facts["reason"]))
    return text


def _unreached(words: Words, facts: Facts) -> str:
    return words.count(
        "{n} owner cannot be reached: the bot is blocked, or the chat is gone. Their digests wait until they are back.",
        "{n} owners cannot be reached: the bot is blocked, or the chat is gone. Their digests wait until they are back.",
        facts["count"],
    )


SENTENCES: dict[str, Callable[[Words, Facts], str]] = {
    "queue_old": _queue_old,
    "queue_full": _queue_full,
    "dead_letters": _dead_letters,
    "backup": _backup,
    "budget": _budget,
    "disk": _disk,
    "certificate": _certificate,
    "digests": _digests,
    "unreached": _unreached,
}
