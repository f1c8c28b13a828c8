"""Businesses told by what they do, in both languages; what only sounds like it stays a task."""

from tests.tables import for_every
from tests.worker.features.directory.directory_cases import told


@for_every(
    ("text", "expected"),
    [
        (
            "У меня две фирмы: ремонт станков и продажа фрез",
            {"Ремонт станков": ("ремонт", "станок"), "Продажа фрез": ("фреза",)},
        ),
        (
            "I have two businesses: a dental lab and a repair shop",
            {"Dental lab": ("dental",), "Repair shop": ("repair",)},
        ),
        (
            "My businesses are a dental lab, a repair shop and selling cutters",
            {"Dental lab": ("dental",), "Repair shop": ("repair",), "Selling cutters": ("cutters",)},
        ),
        ("We also opened a café", {"Café": ()}),
        ("we just opened a café on Main Street", {"Café on Main Street": ()}),
        ("we also opened a café called Luna", {"Luna": ("café",)}),
        ("мы ещё открыли ремонтную мастерскую", {"Ремонтная мастерская": ("ремонтная",)}),
        ("открыли кофейню «Луна» на Ленина", {"Луна": ("кофейня",)}),
        ("I own a dental lab and a repair shop", {"Dental lab": ("dental",), "Repair shop": ("repair",)}),
        ("У меня есть пекарня и кафе", {"Пекарня": (), "Кафе": ()}),
        ("мой второй бизнес — продажа фрез", {"Продажа фрез": ("фреза",)}),
        ("our other company is a bakery", {"Bakery": ()}),
        ("у нас три направления: пекарня, кафе, доставка", {"Пекарня": (), "Кафе": (), "Доставка": ()}),
        (
            "у меня две фирмы, одна занимается ремонтом станков, вторая — продажей фрез",
            {"Ремонт станков": ("ремонт", "станок"), "Продажа фрез": ("фреза",)},
        ),
        # The number tells which "and" parts two businesses.
        (
            "I have three businesses: bed and breakfast, a farm and a café",
            {"Bed and breakfast": ("breakfast",), "Farm": (), "Café": ()},
        ),
        # What both are about points to neither.
        (
            "у меня две фирмы: ремонт станков и продажа станков",
            {"Ремонт станков": ("ремонт",), "Продажа станков": ()},
        ),
        (
            "I run a bike repair shop called Spoke and a catering firm",
            {"Spoke": ("bike", "repair"), "Catering firm": ("catering",)},
        ),
        (
            "we run a joinery, a café called Grain and a rental",
            {"Joinery": (), "Grain": ("café",), "Rental": ()},
        ),
        ("I own Spoke, a bike repair shop", {"Spoke": ("bike", "repair")}),
        ("I run Spoke and Thyme", {"Spoke": (), "Thyme": ()}),
        (
            "I've got two businesses - Spoke is a bike shop and Thyme does catering",
            {"Spoke": ("bike",), "Thyme": ("catering",)},
        ),
        ("у меня Стружка и Зерно", {"Стружка": (), "Зерно": ()}),
        (
            "у меня два бизнеса: Стружка - столярка и Зерно - кофейня",
            {"Стружка": ("столярка",), "Зерно": ("кофейня",)},
        ),
        (
            "My businesses: Spoke (bike repair) and Green Fork, a catering firm",
            {"Spoke": ("bike", "repair"), "Green Fork": ("catering",)},
        ),
        (
            "у меня столярка, кофейня Зерно и прокат",
            {"Столярка": (), "Зерно": ("кофейня",), "Прокат": ()},
        ),
        (
            "у нас столярная мастерская, кофейня «Зерно» и прокат велосипедов",
            {
                "Столярная мастерская": ("столярная",),
                "Зерно": ("кофейня",),
                "Прокат велосипедов": ("прокат", "велосипед"),
            },
        ),
        ("я держу пекарню и цветочный магазин", {"Пекарня": (), "Цветочный магазин": ("цветочный",)}),
        ("у меня салон красоты Лилия", {"Лилия": ("красота",)}),
        # Names stay names.
        ("my businesses are Alpha & Beta and iLab", {"Alpha & Beta": (), "iLab": ()}),
    ],
)
def test_a_description_is_a_business(text: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert told(text) == expected


@for_every(
    ("said", "names"),
    [
        (
            "I have two businesses, one repairs machines and the other sells cutters",
            ["Machine repair", "Cutter sales"],
        ),
        ("My businesses are called Fixit and Cutters Direct", ["Fixit", "Cutters Direct"]),
        ("Мои фирмы называются Зубр и Бобр", ["Зубр", "Бобр"]),
        ("У меня кофейня и автосервис", ["Кофейня", "Автосервис"]),
        ("I run a flower shop called Petal and a van business, Swift Vans", ["Petal", "Swift Vans"]),
        ("we own a bakery, Crumbs, and a gym called Lift", ["Crumbs", "Lift"]),
        ("I run a cleaning company, Sparkle", ["Sparkle"]),
        ("I run a flower shop and a delivery van business", ["Flower shop", "Delivery van business"]),
    ],
)
def test_businesses_are_told_by_what_they_do_or_are_called(said: str, names: list[str]) -> None:
    heard = told(said)
    assert heard is not None
    assert list(heard) == names


def test_raw_speech_has_no_colon() -> None:
    heard = told("у меня две фирмы ремонт станков и продажа фрез", spoken=True)
    assert heard is not None
    assert list(heard) == ["Ремонт станков", "Продажа фрез"]
    heard = told("i have two businesses a dental lab and a repair shop", spoken=True)
    assert heard is not None
    assert list(heard) == ["Dental lab", "Repair shop"]


@for_every(
    "text",
    [
        "У меня две встречи: с банком и с юристом",
        "У меня две встречи: ремонт станков и продажа фрез",
        "у меня три дела: магазин, аптека и кафе",
        "I have two calls to make: the bank and the port",
        "I have two calls to make: a dental lab and a repair shop",
        "I have two businesses to call: the bank and the port",
        "I have two companies to invoice, Alpha and Beta",
        "I have two companies: call Alpha, invoice Beta",
        "I have two companies: the bank wants papers and the port wants money",
        "I have two companies waiting for an answer and an offer",
        "I have two businesses: one owes me money and the other sells cutters",
        "у меня встреча и магазин",
        "у меня доставка и ремонт",
        "у меня встреча, магазин и банк",
        "мы ведем ремонт и уборку склада",
        "I own a car and a van",
        "I have a dog called Rex and a cat",
        "we run out of glue and paint",
        "у меня сломался магазин и кафе",
        "у меня две фирмы: позвонить в обе",
        "у меня две компании: подписать договор и выставить счёт",
        "у меня две фирмы: в Альфу позвонить, в Бету написать",
        "у меня две фирмы на проверку: Альфа и Бета",
        "у меня две фирмы Альфа и Бета просят счёт",
        "мои фирмы: отчёты и налоги до пятницы",
        "мои бизнесы: сдать отчёт, оплатить налог",
        "I have two businesses: taxes due Friday and rent due Monday",
        "we opened a bank account",
        "we also opened a case with the insurer",
        "we bought a garage door",
        "we started a new company",
        "I run a workshop tomorrow",
        "I have a shop to visit and a bank to call",
        "we have a bakery order and a café order",
        "I have a dental lab appointment and a repair shop visit",
        "мы открыли счёт в банке",
        "открыли кафе, но не успели помыть окна",
        "у меня есть магазин, куда надо съездить",
        "у нас есть склад",
        "our company is growing",
        "my business is losing money",
        "our company: call the bank",
        "моя компания растёт",
        "мой бизнес — отчёты",
    ],
)
def test_what_only_sounds_like_it_is_left_alone(text: str) -> None:
    assert told(text) is None
    assert told(text.lower(), spoken=True) is None
