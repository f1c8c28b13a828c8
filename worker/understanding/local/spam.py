"""Advertising sent to everyone: told by several marks of an advert together, never by one word alone."""

import re

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context
from worker.understanding.local.message_tokens import lowered
from worker.understanding.local.morphology import has_form
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.local.words.word_table import listed

_KNOWN = bounded(
    r"""
    https?://\S*(?:bit\.ly|promo|casino|bonus|crypto|win) | \b(?:casino|forex|crypto(?:currency)?\s+(?:signals?|investment|giveaway)|bitcoin|airdrop|viagra|onlyfans|jackpot|lottery|passive\s+income|earn\s+(?:up\s+to\s+)?\$?\d+|make\s+\$?\d+\s*(?:a|per)\s+(?:day|week|hour)|work\s+from\s+home|limited\s+(?:time\s+)?offer|click\s+(?:here|the\s+link|below)|free\s+(?:gift|money|iphone|trial\s+now)
    |you(?:'ve|\s+have)\s+(?:won|been\s+selected)|congratulations,?\s+you|dm\s+(?:me|us)\s+(?:for|to|now)|subscribe\s+(?:now|to\s+(?:our|my)\s+channel)|join\s+(?:our|my)\s+(?:channel|group)|promo\s*code|cheap\s+(?:followers|seo)|buy\s+now|double\s+your|guaranteed\s+(?:profit|income|returns)|loan\s+approved)
    | заработ(?:ок|ай(?:те)?|ать)\s+(?:от\s+)?\d | заработок\s+(?:в\s+интернете|на\s+дому|без|от) | пиши(?:те)?\s+(?:в\s+личк|в\s+лс|мне\s+в|слово|«?\+) | (?:в|на)\s+личку\b | жми(?:те)?\b[^.!?\n]{0,20}(?:ссылк|сюда|кнопк) | переходи(?:те)?\s+по\s+ссылк | подпи(?:шись|сывайся|сывайтесь|шитесь)\s+на\s+(?:наш\s+|мой\s+)?канал
    | казино | ставк\w+\s+на\s+спорт | криптовалют\w+\s+(?:бот|сигнал|доход) | пассивн\w+\s+доход | легк\w+\s+деньг | доход\s+(?:от\s+)?\d+ | ваш\s+выигрыш | вы\s+выиграли | розыгрыш\s+(?:призов|iphone|айфон) | только\s+сегодня[^.!?\n]{0,30}(?:скидк|акци) | скидк\w+\s+(?:до\s+)?\d+\s*%[^\n]{0,60}(?:успей|жми|ссылк|промокод|заказ) | займ\w*\s+(?:без|онлайн|под\s+0) | кредит\s+без\s+(?:отказа|справок) | накрутк\w+ | промокод | гарантированн\w+\s+(?:доход|прибыль) | без\s+вложений
    """,
    re.VERBOSE,
)
_REACH = re.compile(
    r"""\b(?:call|text|write|whatsapp|message|dm|contact|email|reach|visit|reply|order|join|register|sign\s+up|apply|book|subscribe)\s+(?:(?:to\s+)?(?:us|me|now|today|here|yes|stop|@\w+)|for\s+(?:details|more|info|a\s+free)|\+?\d[\d\s()-]{6,})\b|\b(?:write|message|dm|text)\s+(?:to\s+)?@|\bdm\b|\blink\s+in\s+(?:bio|profile)\b
    |\b(?:звоните|пишите|обращайтесь|жмите|успейте|успей|заказывайте|приходите|записывайтесь|регистрируйтесь|подписывайтесь|вступайте|покупайте|оформляйте|приглашаем|звонить|писать|ответьте|отвечайте|напишите|оставьте\s+заявк\w+|оставляйте\s+заявк\w+|спешите|торопитесь|присоединяйтесь|хочешь|хотите)\b|\bпиши\s+(?:в|мне|\+)|\b(?:в|на)\s+(?:личк\w+|лс|директ)\b""",
    re.VERBOSE,
)
_CONTACT = re.compile(r"https?://|\bwww\.|\bt\.me/|(?<!\w)@\w{4,}|(?<!\d)(?:\+?\d[\s()-]{0,2}){7,}(?!\d)")
_MONEY = bounded(
    r"[-–]?\d+(?:[.,]\d+)?\s*(?:%|₽|€|\$|руб\w*|тыс\w*|k\b|usd|euro?s?)|[$€₽]\s?\d|\b(?:бесплатн\w+|free|даром|недорого|дешев\w+|оптом|торг|рассрочк\w+)\b"
)
_OFFER = re.compile(
    r"""\b(?:for\s+sale|selling|discounts?|offers?|deals?|sale\s+ends|guarantee\w*|followers|subscribers|earn|income|investments?|profits?|approved|approval|loans?|credit|no\s+experience|vacanc\w+|hiring|giveaway|bonus|vip|exclusive|best\s+prices?|wholesale|promo\w*|seo)\b
    |\b(?:прода(?:м|ю|ется|ются|ем)|куплю|сда(?:м|ю|ется|ются)|сниму|обменяю|требу(?:ется|ются)|вакансия|набор\s+(?:в|на)|скидк\w+|акци[яи]|распродаж\w+|одобрени\w+|кредит\w*|займ\w*|гаранти\w+|зарабат\w+|зарабо\w+|доход\w*|прибыл\w+|инвестиц\w+|выигр\w+|приз\w*|бонус\w*|обучение\s+с\s+нуля|без\s+опыта|опыт\s+не\s+(?:нужен|важен)|подработк\w+|раскрутк\w+|подписчик\w+|под\s+ключ|продвижени\w+|услуги\s+\w+)\b""",
    re.VERBOSE,
)
_CLASSIFIED = re.compile(
    r"^\W*(?:срочно\W+)?(?:прода(?:м|ю|ется|ются|ем)|куплю|сда(?:м|ю|ется|ются)|сниму|обменяю|отда(?:м|ю)\s+(?:даром|в\s+хорошие)|требуются|for\s+sale|selling)\b"
)
_EVERYONE = re.compile(
    r"\b(?:everyone|anyone|hurry|only\s+\d+\s+(?:left|places|spots|days)|first\s+\d+\s+(?:clients|customers|people)|last\s+chance|today\s+only|don'?t\s+miss|всем|каждому|для\s+всех|первым\s+\d+|перв(?:ый|ая)\s+(?:месяц|урок|консультация|заказ)|постоянным\s+клиентам|новым\s+клиентам|for\s+your\s+(?:website|business|company)|первые\s+\d+|осталось\s+(?:\w+\s+)?\d+|последние\s+места|только\s+сегодня|не\s+упусти\w*|количество\s+ограничено|каждый\s+день\s+от)\b"
)
_LOUD = re.compile(r"!{2,}|[🔥🚀💰💸🎁⚡🤑💎🎉✨📢❗‼]|(?:[A-ZА-Я]{4,}\s+){2,}")
_ENOUGH = 3


def spam_score(text: str, context: Context) -> int:
    """How many marks of an advert a message bears, less what ties it to the chat's own people and businesses."""
    low = lowered(text)
    found = 2 if _KNOWN.search(low) else 0
    found += 2 if _CLASSIFIED.match(low) else 0
    found += 1 if _REACH.search(low) or _CONTACT.search(low) else 0
    found += sum(1 for mark in (_MONEY, _OFFER, _EVERYONE) if mark.search(low))
    found += 2 if _offers_us(low) else 0
    found += 1 if _LOUD.search(text) else 0
    return found - (2 if _names_ours(low, context) else 0) - (2 if _asks_for_a_task(low) else 0)


def _offers_us(low: str) -> bool:
    """Whether strangers say what they will do for "your" business: «увеличим ваши продажи», «выведем вашу студию»."""
    words = re.findall(r"[^\W_]+", low)
    ours = [
        number
        for number, word in enumerate(words)
        if re.fullmatch(r"ваш(?:а|у|е|ей|его|ему|ем|и|их|им|ими)?", word)
    ]
    before = (word for number in ours for word in words[max(0, number - 3) : number])
    return any(has_form(word, "VERB", "1per", "plur") for word in before)


def _asks_for_a_task(low: str) -> bool:
    """Whether a message opens as a task does: with a verb of doing that no advert opens with."""
    first, second = [*re.findall(r"[^\W_]+|@", low), "", ""][:2]
    calling = first in _CALLING and second not in {"us", "me", "now", "today", "here", "@", "to"}
    return (first in VERBS and first not in _TEMPTING | _CALLING) or calling or has_form(first, "INFN")


_TEMPTING = listed("get make join claim earn win sell offer try start learn subscribe")
_CALLING = listed("call text write email buy book order visit message contact")


def is_spam(text: str, context: Context) -> bool:
    """Whether a message reads like advertising sent to everyone."""
    return spam_score(text, context) >= _ENOUGH


def _names_ours(low: str, context: Context) -> bool:
    """Whether a member, a business or a project of the chat is named in so many words."""
    words = set(re.findall(r"[^\W\d_]{3,}", low))
    members = {
        lowered(part) for m in context.members for name in (m.name, *m.aliases) for part in name.split()
    }
    keywords = {lowered(key) for b in context.businesses for key in b.keywords}
    named = [
        lowered(n)
        for n in (*(b.name for b in context.businesses), *(p.name for p in context.projects))
        if n.strip()
    ]
    return bool(words & (members | keywords)) or any(name in low for name in named)
