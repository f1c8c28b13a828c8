"""Messages that ask for nothing: small talk, and text that tries to give the bot orders of its own."""

import re

from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import Language
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.gibberish import is_mash
from worker.understanding.local.message_tokens import tokenise
from worker.understanding.local.phrases import phrases

_HOSTILE = bounded(
    r"""
    \b(?:ignore|disregard|forget|override|bypass|skip)\b[^.!?\n]{0,40}\b(?:rules?|instructions?|prompts?|guidelines|limits|restrictions|context|directives)\b
    | ^\W*(?:\#+\s*|\[|<)?\s*(?:system|assistant|developer|administrator|admin|root|систем[аы]|админ(?:истратор)?|разработчик)\b(?:\s+(?:message|prompt|notice|override|update|note|сообщение|уведомление))?\s*[\]>]?\s*[:>»—-]
    | \b(?:system|developer|admin(?:istrator)?)\s+(?:message|prompt|override|mode|command|notice)\b | \bjailbreak\b | \bdan\s+mode\b
    | \byou\s+are\s+now\b | \bfrom\s+now\s+on\b[^.!?\n]{0,30}\b(?:you|your|always|never|act|answer|respond|all\s+tasks)\b | \bnew\s+(?:rules?|instructions?)\s+(?:for\s+(?:you|the\s+bot)|:) | \bact\s+as\b[^.!?\n]{0,30}\b(?:admin|system|root|developer|unrestricted)
    | \b(?:this\s+is|i\s+am|i'm|as)\s+(?:the\s+|an?\s+|your\s+)?(?:system\s+)?(?:admin(?:istrator)?|developer|root|support\s+team|owner\s+of\s+the\s+bot|telegram|openai)\b
    | \b(?:all|every|other|another|any|each)\s+(?:the\s+)?(?:other\s+)?(?:users?|customers?|clients?|workspaces?|tenants?|accounts?|chats?|people)(?:'s?|s')?\s+(?:tasks?|data|lists?|messages?|chats?|calendars?|tokens?|passwords?|schedules?|planners?|records?)
    | \b(?:tasks?|data|lists?|messages?|calendars?|schedules?|records?)\s+(?:of|from|for|belonging\s+to)\s+(?:all|every|other|another|any)\s+(?:the\s+)?(?:other\s+)?(?:users?|customers|workspaces?|tenants?|accounts?|people|companies)
    | \b(?:reveal|print|show|output|repeat|tell|send|leak|dump|export)\b[^.!?\n]{0,30}\b(?:system\s+prompt|your\s+(?:prompt|instructions|rules)|api\s+keys?|tokens?\b|passwords?|database|secrets?)
    | \b(?:drop|truncate)\s+(?:table|database)\b | \bdelete\s+from\s+\w+ | <\s*/?\s*(?:system|script|instructions?)\b | \bsudo\b
    | \b(?:delete|erase|wipe|export|complete|close|remove)\b[^.!?\n]{0,25}\b(?:everyone|everybody|all\s+users|all\s+accounts|every\s+user)
    | \b(?:notice|instructions?|policy|directive)\s+(?:from|by)\s+(?:the\s+|your\s+|our\s+)?(?:platform|system|support\s+team|bot|planner|telegram|openai|developers?|admin\w*|moderat\w+)\b | \b(?:message|update|announcement|request)\s+(?:from|by)\s+(?:the\s+|your\s+)?(?:platform|system|bot|planner|telegram|openai)\b
    | \b(?:delete|remove|erase|wipe|close|complete|reassign|cancel|forward|export|send|share|publish|disable|archive)\s+(?:\w+\s+){0,3}?(?:every|all|each|any|whole|entire)\s+(?:\w+\s+){0,2}?(?:tasks?|data|projects?|members?|records?|history|database|chats?|phone\s+numbers)\b[^.!?\n]*\b(?:to\s+(?:user|account|@|root|admin|this\s+(?:address|number|chat))|confirmations?|without\s+(?:asking|confirm\w*|notice)|immediately\s+and\s+silently|silently|permanently|bypass)
    | \b(?:always|never)\s+(?:reply|answer|respond|confirm|include|attach|append|end|start|ask)\b[^.!?\n]{0,60}\b(?:everyone|user|users|numbers|passwords?|prompt|messages?|answers?|replies|again)\b | \bdisable\s+(?:all\s+)?(?:confirmations?|checks?|safety|limits?|logging|rights)\b | \b(?:signed|regards|sincerely),?\s+(?:your|the)\s+(?:developers?|admin\w*|creators?|system)\b
    | \b(?:per|under|according\s+to|as\s+per|effective)\b[^.!?\n]{0,30}\b(?:new|updated|platform|bot|planner|system|data)\s+(?:policy|polic(?:y|ies)|rules?|terms)\b[^\n]{0,80}\b(?:all|every|any|each|bot|assistant|you\s+(?:must|will|shall|are))\b
    | (?:инструкци\w+|распоряжени\w+|предписани\w+|указани\w+)\s+от\s+(?:\w+\s+)?(?:поддержк\w+|техподдержк\w+|систем\w+|платформ\w+|админ\w+|разработчик\w+|модератор\w+|телеграм\w*|создател\w+)
    | (?:сообщени\w+|уведомлени\w+|письм\w+|приказ\w*)\s+от\s+(?:систем\w+|платформ\w+|телеграм\w*|создател\w+|(?:администра\w+|поддержк\w+|разработчик\w+|админ\w*)\s+(?:бота|платформы|сервиса|системы|телеграм\w*))
    | (?:отныне|впредь|с\s+сегодняшнего\s+дня)\b[^.!?\n]{0,40}\b(?:на\s+кажд\w+|отвеча\w+|удаля\w+|пересыла\w+|отправля\w+|закрыва\w+|добавля\w+\s+в\s+кажд\w+|все\s+задачи|без\s+подтвержд\w+)
    | (?:удал\w+|закр\w+|сотр\w+|перешл\w+|выгруз\w+|отключ\w+|передай|переназнач\w+)\s+(?:\w+\s+){0,2}?(?:все|всю|всех|каждую|любые)\s+(?:\w+\s+){0,2}?(?:задач\w*|данн\w+|проект\w*|переписк\w+|истори\w+|баз\w+)\b[^.!?\n]*(?:без\s+(?:подтвержд\w+|вопросов|предупрежд\w+)|подтвержд\w+|на\s+(?:этот|адрес|почту|аккаунт)|пользовател\w+)
    | (?:игнорир\w+|забудь(?:те)?|отмени(?:те)?|обойди(?:те)?|не\s+учитывай(?:те)?|отбрось(?:те)?|сбрось(?:те)?|нарушь)\b[^.!?\n]{0,45}(?:правил\w*|инструкци\w*|указани\w*|ограничени\w*|промпт\w*|настройк\w*|контекст\w*)
    | (?:с\s+этого\s+момента|отныне|теперь)\s+(?:ты|вы|твоя|отвечай|всегда|никогда|считай) | \bты\s+(?:теперь|больше\s+не)\b | (?:новые|новая|новое)\s+(?:правил\w+|инструкци\w+|указани\w+)\s*(?:для\s+(?:тебя|бота)|:)
    | (?:всех|других|чужих|чужие|остальных|любого|каждого|другого|соседн\w+)\s+(?:пользовател\w+|клиентов\s+бота|чат\w*|аккаунт\w*|компани\w+|задач\w*|дел|данн\w+|людей)
    | (?:задач\w*|данн\w+|переписк\w+|списк\w+|календар\w+|сообщени\w+)\s+(?:всех|других|чужих|остальных|любого)\s+(?:пользовател|люд|компани|чат|аккаунт|клиент)\w*
    | (?:я|это|говорит|пишет|от\s+имени)\s+(?:твой\s+|системн\w+\s+|главн\w+\s+)?(?:админ(?:истратор\w*)?|разработчик\w*|систем[аы]|служб[аы]\s+поддержки|техподдержк\w+|создатель\s+бота)\b
    | (?:покажи|выведи|раскрой|пришли|отправь|назови|скажи|выгрузи|напечатай)\w*[^.!?\n]{0,30}(?:системн\w+\s+промпт\w*|свои\s+(?:инструкции|правила)|промпт\w*|api|ключ\w*\s+api|токен\w*|парол\w*|баз[уы]\s+данных)
    | (?:системн(?:ое|ый|ая))\s+(?:сообщени\w+|промпт|уведомлени\w+|команд\w+) | режим\w*\s+(?:разработчика|администратора|бога)
    """,
    re.VERBOSE,
)
_EMOJI_OR_MARKS = re.compile(r"^[\W\d_]*$")


def is_hostile(low: str) -> bool:
    """Whether lowered text speaks to the bot as a system would, sets it rules, or wants other people's data."""
    return _HOSTILE.search(low) is not None


def is_small_talk(low: str, language: Language) -> bool:
    """Whether nothing but thanks, greetings, laughter, emoji and keys struck at random is said."""
    if _EMOJI_OR_MARKS.match(low) or is_mash(low):
        return True
    rest = phrases(language).thanks.sub(" ", low)
    left = [token.low for token in tokenise(rest) if token.is_word and len(token.low) > 1]
    return not left or (rest != low and set(left) <= {"today", "now", "then", "сегодня", "сейчас", "там"})


def is_greeting(sheet: Sheet, places: range) -> bool:
    """Whether a clause beside tasks only greets or thanks ("Hi!"): nothing of it is left unread."""
    return is_small_talk(sheet.said(places), sheet.language)
