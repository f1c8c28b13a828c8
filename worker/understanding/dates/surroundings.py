"""What stands around an expression in its sentence: words of moving and of reminding."""

from worker.understanding.dates.engine import Frame
from worker.understanding.dates.wordlists import words


def reminded(frame: Frame) -> bool:
    """Whether a word of reminding stands in the same sentence."""
    scene = frame.scene
    return any(scene.has(at, "REMIND") for at in sentence(frame))


def moving(frame: Frame) -> bool:
    """Whether a verb of moving stands before, in the same sentence."""
    scene = frame.scene
    return any(
        scene.has(at, "MOVE") and not (scene.word(at) == "put" and scene.word(at + 1) in _PUT_DOWN)
        for at in sentence(frame)
        if at < frame.start
    )


# "put down: ..." writes something down, "put on the list" likewise.
_PUT_DOWN = frozenset({"down", "on", "in", "together", "up"})


def sentence(frame: Frame) -> range:
    """The token range of the sentence around the frame; line breaks and full stops end it, commas do not."""
    words = [token.word for token in frame.scene.tokens]
    first, last = frame.start, frame.end
    while first > 0 and words[first - 1] not in (".", "!", "?", ";", "\n"):
        first -= 1
    while last < len(words) and words[last] not in (".", "!", "?", ";", "\n"):
        last += 1
    return range(first, last)


# Words after which an expression about time is over; a dash is none of them ("a 17th-century chair").
_CLOSING = words(
    'at by before until till from around about on and or but then please pls @ , . ; : ! ? ) ( \n " в во к ко до с и а но или'
)
_TIME_TAGS = frozenset(
    [
        "WEEKDAY",
        "MONTH",
        "PART",
        "CLOCKFIG",
        "NUM",
        "ORDFIG",
        "DAY",
        "ORD",
        "MERIDIEM",
        "POINTFIG",
        "HHMM",
        "THIS",
        "YEAR",
        "EVERY",
        "UNIT",
    ]
)


def ends_phrase(frame: Frame) -> bool:
    """Whether nothing follows that what was read could belong to: the text ends, a clause does, or more about time comes."""
    scene, at = frame.scene, frame.end
    return (
        at >= len(scene.tokens)
        or scene.word(at) in _CLOSING
        or bool(_TIME_TAGS & scene.tokens[at].tags.keys())
    )


# Verbs and marks beside which a figure counts things or money and is no hour, day or length of time.
COUNTING = words(
    "buy order get send sell print make bring ship deliver pack pay charge invoice transfer refund need want cut lay measure "
    "paint fence dig hire book count price cost costs rate total version v rev revision no num number nr no. room flat apt apartment "
    "suite unit units house building page pages chapter item items line lines table box gate floor lot plot bay ext extension size step level "
    "phase part grade class type model plus minus times only another extra at least $ € £ ₽ ¥ # № % + = × * "
    "купить заказать взять отправить продать напечатать распечатать сделать привезти отгрузить упаковать оплатить перевести "
    "выставить нужно надо отрезать измерить покрасить нанять цена цену цены стоимость курс курсу версия версию версии номер номера рейтинг дом кв квартира офис каб кабинет "
    "стр страница глава пункт п размер ул улица строка шаг этап уровень класс тип модель еще минус плюс по"
)

# Names of streets end with these: a figure beside them is a house.
STREETS = words(
    "street st road rd avenue ave lane ln drive dr close court ct place pl square sq way row terrace gardens crescent boulevard blvd"
)


def counts_before(frame: Frame) -> bool:
    """Whether what stands before a figure makes it a count, a price, a number of a room or the like."""
    scene = frame.scene
    before = scene.word(frame.start - 1)
    return (
        before in COUNTING
        or before in STREETS
        or scene.has(frame.start - 1, "NUM")
        or (before == "." and scene.word(frame.start - 2) in COUNTING)
    )
