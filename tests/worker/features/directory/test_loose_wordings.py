"""Businesses, people and keywords told loosely, as owners type them, and near misses that are tasks or news."""

import pytest

from tests.tables import for_every
from tests.worker.features.directory.directory_cases import NOW, world
from worker.features.directory.entries import BUSINESS, MEMBER
from worker.features.directory.requests import DirectoryRequest, SaveEntries, SaveEntry
from worker.features.directory.sentences.introduction import read_directory_message


def _said(request: DirectoryRequest | None) -> list[str]:
    """Each entry as "Callum: mechanic @ Repair" or "Repair = bikes, wheels"."""
    puts = request.entries if isinstance(request, SaveEntries) else (request,)
    return [_entry(put) for put in puts if isinstance(put, SaveEntry)]


def _entry(put: SaveEntry) -> str:
    names, firm_names = (
        {row.id: row.name for row in world().of_kind[each]} for each in (put.kind.letter, "b")
    )
    name = put.name if isinstance(put.name, str) else names[put.name]
    if put.kind is BUSINESS:
        return f"{name} = {', '.join(put.details.keywords)}" if put.details.keywords else name
    assert put.kind is MEMBER
    firms = [firm if isinstance(firm, str) else firm_names[firm] for firm in put.details.businesses]
    return f"{name}{': ' + put.details.role if put.details.role else ''}{' @ ' + ', '.join(firms) if firms else ''}"


@for_every(
    ("text", "entries"),
    [
        ("I've opened a third shop, it's called Kettle Lane, a little tea room", ["Kettle Lane = tearoom"]),
        ("We just opened a tea room called Kettle Lane", ["Kettle Lane = tearoom"]),
        ("there's also a flower stall now, we call it Pion", ["Pion = flower, stall"]),
        ("my name is Anna, I run a café called Zerno", ["Zerno = café"]),
        (
            "Hi, I'm Anna and I have two businesses, a café called Zerno and a joinery",
            ["Zerno = café", "Joinery"],
        ),
        ("Our company is called Nordic Oak", ["Nordic Oak"]),
        ("у меня ещё появился цветочный ларёк, называется Пион", ["Пион = цветочный, ларек"]),
        ("мы открыли ещё одну кофейню, называется Зерно", ["Зерно = кофейня"]),
        ("меня зовут Анна, у меня кофейня Зерно", ["Зерно = кофейня"]),
        ("моя мастерская называется Дуб", ["Дуб"]),
        ("Repair is for bikes, wheels and brakes", ["Repair = bikes, wheels, brakes"]),
        ("anything about bikes or wheels is Repair", ["Repair = bikes, wheels"]),
        ("if I say bikes or wheels that's always Repair", ["Repair = bikes, wheels"]),
        ("кстати если пишу про сапы или вёсла это всегда Торговля", ["Торговля = сапы, вёсла"]),
        ("всё про доски и петли относи к Ремонту", ["Ремонт = доски, петли"]),
        ("Tom is at Repair", ["Tom @ Repair"]),
        (
            "Tom and Josh work at Repair, Maria is with Trade",
            ["Tom @ Repair", "Josh @ Repair", "Maria @ Trade"],
        ),
        ("There are four of us: me, Tom, Josh and Maria", ["Tom", "Josh", "Maria"]),
        ("We have a new mechanic at Repair, Callum", ["Callum: mechanic @ Repair"]),
        ("Олег работает в Ремонте, Лена в Торговле", ["Олег @ Ремонт", "Лена @ Торговля"]),
        ("Олег и Лена в Ремонте, Света в Торговле", ["Олег @ Ремонт", "Лена @ Ремонт", "Света @ Торговля"]),
        ("нас четверо: я, Олег, Лена и Света", ["Олег", "Лена", "Света"]),
        ("со мной работают Олег и Лена", ["Олег", "Лена"]),
        ("у нас новый бариста Рустам, он в Торговле", ["Рустам: бариста @ Торговля"]),
    ],
)
def test_loose_wordings_are_understood(text: str, entries: list[str]) -> None:
    assert _said(read_directory_message(text, world(), NOW)) == entries


@pytest.mark.parametrize(
    "text",
    """Repair is for Friday
Repair does the shelves
Trade is about to close the books
Dima has left the shelves unfinished
Tom is at the bank
Tom is at Repair tomorrow
the shelves go to Repair
the parcel goes to Trade on Monday
everything with the van is done
We have a new order at Repair, Callum
we have a new client, Callum
new guy starts monday, Callum, he'll be a mechanic at Repair
there's a shop on the corner called Tesco
my dog is called Rex
The project is called Lumen
вёсла и сапы в Ремонт отвезти
стамески и пилы в Ремонт
Дима в Ремонте завтра
Дима в банке
ключи в Ремонте
всё про Ивановых узнать
у нас новый клиент Рябов
у нас новый станок, Дима смотрит
нас двое, позвонить в банк
Дима и Оля в отпуске
отвезти стол, называется Лофт
меня зовут на совещание, позвонить Диме
у меня появилась идея""".splitlines(),
)
def test_tasks_and_news_are_not_taken_for_facts(text: str) -> None:
    assert read_directory_message(text, world(), NOW) is None
