"""Eighty messages, forty a language, each with the answer of a careful reader in the model's own form."""

from typing import Any

from tests.worker.understanding.local.two_teams import BREWERY, CAFE, GARAGE, STUDIO

Action = dict[str, Any]


def due(words: str, day: str, time: str | None = None) -> Action:
    """A deadline; `day` is one of November, or month and day."""
    date = f"2026-{day}" if "-" in day else f"2026-11-{day}"
    return {"words": words, "date": date, "time": time}


def new(title: str, business: str | None = None, when: Action | None = None, **fields: Any) -> Action:
    """A new task."""
    return {"kind": "create", "title": title, "business": business, "due": when, **fields}


def done(task: str, minutes: int | None = None) -> Action:
    """A report."""
    return {"kind": "complete", "task": task, "minutes": minutes}


def move(task: str, when: Action) -> Action:
    """Another deadline."""
    return {"kind": "reschedule", "task": task, "due": when}


def change(task: str, field: str, value: str) -> Action:
    """Another value of a field."""
    return {"kind": "update", "task": task, "field": field, "value": value}


def drop(task: str) -> Action:
    """A task that is not needed."""
    return {"kind": "delete", "task": task}


ENGLISH: list[tuple[str, list[Action]]] = [
    (
        "Benjamin to clean the beer lines by Friday",
        [new("Clean the beer lines", BREWERY, due("by Friday", "27"), assignee="Benjamin")],
    ),
    ("order hops tomorrow 9am", [new("Order hops", BREWERY, due("tomorrow 9am", "24", "09:00"))]),
    (
        "ask Theodora to retouch the Hansen portrait by Wednesday noon",
        [
            new(
                "Retouch the Hansen portrait",
                STUDIO,
                due("by Wednesday noon", "25", "13:00"),
                assignee="Theodora",
            )
        ],
    ),
    ("keg washer is fixed, took 40 minutes", [done("T1", 40)]),
    ("move the bottle caps to Thursday", [move("T3", due("to Thursday", "26"))]),
    ("the Lindgren quote is not needed anymore", [drop("T4")]),
    ("give the moreno proofs to Theodora", [change("T2", "assignee", "Theodora")]),
    ("T1 is urgent", [change("T1", "priority", "1")]),
    (
        "call Jensen about the taproom lease, and Gregory drives the kegs to Malmo on Friday",
        [
            new("Call Jensen about the taproom lease", BREWERY),
            new("Drive the kegs to Malmo", BREWERY, due("on Friday", "27"), assignee="Gregory"),
        ],
    ),
    (
        "charge the camera batteries tonight",
        [new("Charge the camera batteries", STUDIO, due("tonight", "23", "18:00"))],
    ),
    (
        "keg washer done. Order new gaskets for it by Wednesday",
        [done("T1"), new("Order new gaskets for the keg washer", BREWERY, due("by Wednesday", "25"))],
    ),
    (
        "pay the water bill on the 30th, 15 minutes",
        [new("Pay the water bill", None, due("on the 30th", "30"), minutes=15)],
    ),
    (
        "Louise should send the brewery VAT return by Thursday 4pm",
        [new("Send the VAT return", BREWERY, due("by Thursday 4pm", "26", "16:00"), assignee="Louise")],
    ),
    ("dentist Tuesday 3:30pm", [new("Dentist", None, due("Tuesday 3:30pm", "24", "15:30"))]),
    (
        "shoot at the Hansen house Saturday 11am, 2 hours, remind me an hour before",
        [
            new(
                "Shoot at the Hansen house",
                STUDIO,
                due("Saturday 11am", "28", "11:00"),
                minutes=120,
                remind=60,
            )
        ],
    ),
    (
        "check the keg pressure every Monday",
        [new("Check the keg pressure", BREWERY, None, rrule="FREQ=WEEKLY;BYDAY=MO")],
    ),
    (
        "buy toner; print the portrait price list tomorrow; frame the Olsen shoot",
        [
            new("Buy toner"),
            new("Print the portrait price list", STUDIO, due("tomorrow", "24")),
            new("Frame the Olsen shoot", STUDIO),
        ],
    ),
    ("proofs sent to Moreno", [done("T2")]),
    (
        "push the Lindgren quote to next Monday at 10",
        [move("T4", due("to next Monday at 10", "30", "10:00"))],
    ),
    ("bottle caps ordered, keg washer too", [done("T3"), done("T1")]),
    (
        "Gregory picks up malt on Wednesday morning",
        [new("Pick up malt", BREWERY, due("on Wednesday morning", "25", "09:00"), assignee="Gregory")],
    ),
    ("new beer mats for the taproom, no rush", [new("New beer mats for the taproom", BREWERY, priority=3)]),
    (
        "Theodora: scan the Moreno negatives. Benjamin: rack the stout.",
        [
            new("Scan the Moreno negatives", STUDIO, assignee="Theodora"),
            new("Rack the stout", BREWERY, assignee="Benjamin"),
        ],
    ),
    (
        "send Olsen the shoot contract by Friday and order camera straps",
        [
            new("Send Olsen the shoot contract", STUDIO, due("by Friday", "27")),
            new("Order camera straps", STUDIO),
        ],
    ),
    ("remind me to call mum on Sunday at 6", [new("Call mum", None, due("on Sunday at 6", "29", "18:00"))]),
    (
        "the proofs go out tomorrow instead, and drop the Lindgren quote",
        [move("T2", due("tomorrow", "24", "15:00")), drop("T4")],
    ),
    ("bottle caps: 30 minutes", [change("T3", "estimate_minutes", "30")]),
    ("update the beer menu by 5pm", [new("Update the beer menu", BREWERY, due("by 5pm", "23", "17:00"))]),
    (
        "Louise to pay the hops supplier today, urgent",
        [new("Pay the hops supplier", BREWERY, due("today", "23"), assignee="Louise", priority=1)],
    ),
    (
        "invoice Hansen for the portrait, then archive the files on Friday",
        [
            new("Invoice Hansen for the portrait", STUDIO),
            new("Archive the files", STUDIO, due("on Friday", "27")),
        ],
    ),
    ("what's due tomorrow?", [{"kind": "query", "scope": "tomorrow", "text": None}]),
    ("what does Gregory have on", [{"kind": "query", "scope": "person", "text": "Gregory"}]),
    ("when are the moreno proofs due", [{"kind": "ask_task", "task": "T2", "field": "due"}]),
    ("plan my week", [{"kind": "plan", "scope": "week"}]),
    ("start on the keg washer", [{"kind": "start_timer", "task": "T1"}]),
    (
        "Gregory is on holiday from 7 to 11 December",
        [
            {
                "kind": "absence",
                "member": "Gregory",
                "words": "from 7 to 11 December",
                "first": "2026-12-07",
                "last": "2026-12-11",
            }
        ],
    ),
    ("note: the cellar code is 4421", [{"kind": "keep_note", "text": "the cellar code is 4421"}]),
    ("what's left for the studio", [{"kind": "query", "scope": "business", "text": STUDIO}]),
    ("no more morning digest please", [{"kind": "command", "command": "digest", "argument": "off"}]),
    ("the Lindgren quote waits for the moreno proofs", [{"kind": "wait", "task": "T4", "other": "T2"}]),
]
RUSSIAN: list[tuple[str, list[Action]]] = [
    (
        "Тимофею поменять масло на Киа Орлова до пятницы",
        [new("Поменять масло на Киа Орлова", GARAGE, due("до пятницы", "27"), assignee="Тимофей")],
    ),
    ("заказать кофе завтра в 9", [new("Заказать кофе", CAFE, due("завтра в 9", "24", "09:00"))]),
    (
        "пусть Елизавета обновит меню выпечки к среде",
        [new("Обновить меню выпечки", CAFE, due("к среде", "25"), assignee="Елизавета")],
    ),
    ("кофемашину починил, ушло 40 минут", [done("T1", 40)]),
    ("перенеси отчёт по НДС на четверг", [move("T3", due("на четверг", "26"))]),
    ("смета на Тойоту больше не нужна", [drop("T4")]),
    ("сцепление на Ладе отдай Тимофею", [change("T2", "assignee", "Тимофей")]),
    ("отчёт по НДС срочно", [change("T3", "priority", "1")]),
    (
        "позвонить Лаптеву насчёт запчастей, а Глеб пусть встретит машину в пятницу",
        [
            new("Позвонить Лаптеву насчёт запчастей", GARAGE),
            new("Встретить машину", GARAGE, due("в пятницу", "27"), assignee="Глеб"),
        ],
    ),
    (
        "почистить подъёмник сегодня вечером",
        [new("Почистить подъёмник", GARAGE, due("сегодня вечером", "23", "18:00"))],
    ),
    (
        "кофемашина готова. Купить к ней фильтры до среды",
        [done("T1"), new("Купить фильтры к кофемашине", CAFE, due("до среды", "25"))],
    ),
    ("оплатить воду 30-го, 15 минут", [new("Оплатить воду", None, due("30-го", "30"), minutes=15)]),
    (
        "Маргарите сдать отчёт по кофейне к четвергу в 16:00",
        [new("Сдать отчёт по кофейне", CAFE, due("к четвергу в 16:00", "26", "16:00"), assignee="Маргарита")],
    ),
    ("стоматолог во вторник в 15:30", [new("Стоматолог", None, due("во вторник в 15:30", "24", "15:30"))]),
    (
        "приёмка машины Сомова в субботу в 11, два часа, напомни за час",
        [new("Приёмка машины Сомова", GARAGE, due("в субботу в 11", "28", "11:00"), minutes=120, remind=60)],
    ),
    (
        "проверять подъёмник каждый понедельник",
        [new("Проверять подъёмник", GARAGE, None, rrule="FREQ=WEEKLY;BYDAY=MO")],
    ),
    (
        "купить тонер; распечатать ценник на выпечку завтра; протереть машину Сомова",
        [
            new("Купить тонер"),
            new("Распечатать ценник на выпечку", CAFE, due("завтра", "24")),
            new("Протереть машину Сомова", GARAGE),
        ],
    ),
    ("сцепление на Ладе заменили", [done("T2")]),
    (
        "смету на Тойоту сдвинь на следующий понедельник на 10:00",
        [move("T4", due("на следующий понедельник на 10:00", "30", "10:00"))],
    ),
    ("отчёт по НДС сдали, кофемашину тоже починили", [done("T3"), done("T1")]),
    (
        "Глеб заберёт запчасти в среду утром",
        [new("Забрать запчасти", GARAGE, due("в среду утром", "25", "09:00"), assignee="Глеб")],
    ),
    ("новые чашки для кофе, не горит", [new("Новые чашки для кофе", CAFE, priority=3)]),
    (
        "Тимофей: перебрать суппорт. Елизавета: украсить витрину.",
        [
            new("Перебрать суппорт", GARAGE, assignee="Тимофей"),
            new("Украсить витрину", CAFE, assignee="Елизавета"),
        ],
    ),
    (
        "отправить Сомову счёт за машину до пятницы и заказать кофе в зёрнах",
        [
            new("Отправить Сомову счёт за машину", GARAGE, due("до пятницы", "27")),
            new("Заказать кофе в зёрнах", CAFE),
        ],
    ),
    (
        "напомни позвонить маме в воскресенье в 18:00",
        [new("Позвонить маме", None, due("в воскресенье в 18:00", "29", "18:00"))],
    ),
    (
        "сцепление на Ладе завтра, а смета на Тойоту не нужна",
        [move("T2", due("завтра", "24", "15:00")), drop("T4")],
    ),
    ("отчёт по НДС: 30 минут", [change("T3", "estimate_minutes", "30")]),
    ("обновить меню кофейни до 17:00", [new("Обновить меню кофейни", CAFE, due("до 17:00", "23", "17:00"))]),
    (
        "Маргарите оплатить поставку кофе сегодня, срочно",
        [new("Оплатить поставку кофе", CAFE, due("сегодня", "23"), assignee="Маргарита", priority=1)],
    ),
    (
        "выставить Сомову счёт за ремонт, потом сдать старые запчасти в пятницу",
        [
            new("Выставить Сомову счёт за ремонт", GARAGE),
            new("Сдать старые запчасти", GARAGE, due("в пятницу", "27")),
        ],
    ),
    ("что у меня на завтра?", [{"kind": "query", "scope": "tomorrow", "text": None}]),
    ("чем занят Глеб", [{"kind": "query", "scope": "person", "text": "Глеб"}]),
    ("когда сдавать отчёт по НДС", [{"kind": "ask_task", "task": "T3", "field": "due"}]),
    ("распланируй неделю", [{"kind": "plan", "scope": "week"}]),
    ("начинаю кофемашину", [{"kind": "start_timer", "task": "T1"}]),
    (
        "Глеб в отпуске с 7 по 11 декабря",
        [
            {
                "kind": "absence",
                "member": "Глеб",
                "words": "с 7 по 11 декабря",
                "first": "2026-12-07",
                "last": "2026-12-11",
            }
        ],
    ),
    ("заметка: код от сейфа 4421", [{"kind": "keep_note", "text": "код от сейфа 4421"}]),
    ("что осталось по кофейне", [{"kind": "query", "scope": "business", "text": CAFE}]),
    ("утренний дайджест больше не присылай", [{"kind": "command", "command": "digest", "argument": "off"}]),
    ("смета на Тойоту после сцепления на Ладе", [{"kind": "wait", "task": "T4", "other": "T2"}]),
]
