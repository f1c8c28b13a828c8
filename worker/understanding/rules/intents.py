"""Messages that ask for nothing: small talk, spam, and text that tries to give the bot orders of its own."""

import re

from worker.understanding.calendar import Language
from worker.understanding.rules.phrases import phrases
from worker.understanding.rules.tokens import tokenise

_HOSTILE = re.compile(
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
_SPAM = re.compile(
    r"""
    https?://\S*(?:bit\.ly|promo|casino|bonus|crypto|win) | \b(?:casino|forex|crypto(?:currency)?\s+(?:signals?|investment|giveaway)|bitcoin|airdrop|viagra|onlyfans|jackpot|lottery|passive\s+income|earn\s+(?:up\s+to\s+)?\$?\d+|make\s+\$?\d+\s*(?:a|per)\s+(?:day|week|hour)|work\s+from\s+home|limited\s+(?:time\s+)?offer|click\s+(?:here|the\s+link|below)|free\s+(?:gift|money|iphone|trial\s+now)
    |you(?:'ve|\s+have)\s+(?:won|been\s+selected)|congratulations,?\s+you|dm\s+(?:me|us)\s+(?:for|to|now)|subscribe\s+(?:now|to\s+(?:our|my)\s+channel)|join\s+(?:our|my)\s+(?:channel|group)|promo\s*code|\d+\s*%\s*(?:off|discount)\W|cheap\s+(?:followers|seo)|buy\s+now|double\s+your|guaranteed\s+(?:profit|income|returns)|loan\s+approved)
    | заработ(?:ок|ай(?:те)?|ать)\s+(?:от\s+)?\d | заработок\s+(?:в\s+интернете|на\s+дому|без|от) | пиши(?:те)?\s+(?:в\s+личк|в\s+лс|мне\s+в|слово|«?\+) | (?:в|на)\s+личку\b | жми(?:те)?\b[^.!?\n]{0,20}(?:ссылк|сюда|кнопк) | переходи(?:те)?\s+по\s+ссылк | подпи(?:шись|сывайся|сывайтесь|шитесь)\s+на\s+(?:наш\s+|мой\s+)?канал
    | казино | ставк\w+\s+на\s+спорт | криптовалют\w+\s+(?:бот|сигнал|доход) | пассивн\w+\s+доход | легк\w+\s+деньг | доход\s+(?:от\s+)?\d+ | ваш\s+выигрыш | вы\s+выиграли | розыгрыш\s+(?:призов|iphone|айфон) | только\s+сегодня[^.!?\n]{0,30}(?:скидк|акци) | скидк\w+\s+(?:до\s+)?\d+\s*%[^\n]{0,60}(?:успей|жми|ссылк|промокод|заказ) | займ\w*\s+(?:без|онлайн|под\s+0) | кредит\s+без\s+(?:отказа|справок) | накрутк\w+ | промокод | гарантированн\w+\s+(?:доход|прибыль) | без\s+вложений
    """,
    re.VERBOSE,
)
_EMOJI_OR_MARKS = re.compile(r"^[\W\d_]*$")


def is_hostile(low: str) -> bool:
    """Whether lowered text speaks to the bot as a system would, sets it rules, or wants other people's data."""
    return _HOSTILE.search(low) is not None


def is_spam(low: str) -> bool:
    """Whether lowered text reads like advertising sent to everyone."""
    return _SPAM.search(low) is not None


def is_small_talk(low: str, language: Language) -> bool:
    """Whether nothing but thanks, greetings, laughter and emoji is said."""
    if _EMOJI_OR_MARKS.match(low):
        return True
    rest = phrases(language).thanks.sub(" ", low)
    return not [token for token in tokenise(rest) if token.is_word and len(token.low) > 1]
