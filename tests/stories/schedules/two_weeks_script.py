"""Two weeks of a full calendar: appointments, deadlines, series missed and late, days off, and the end of summer time."""

import datetime as dt

from tests.stories.schedules.month_script import Step


def _at(day: int, clock: str) -> tuple[dt.date, dt.time]:
    """Day 19 to 31 is October 2026, 32 and later goes on into November."""
    return dt.date(2026, 10, 1) + dt.timedelta(days=day - 1), dt.time.fromisoformat(clock)


def say(day: int, clock: str, en: str, ru: str) -> Step:
    return Step(*_at(day, clock), say={"en": en, "ru": ru})


def press(day: int, clock: str, en: str, ru: str) -> Step:
    return Step(*_at(day, clock), press={"en": en, "ru": ru})


def wait(day: int, clock: str) -> Step:
    return Step(*_at(day, clock))


TWO_WEEKS = [
    say(19, "07:00", "/start", "/start"),
    say(19, "07:01", "/business Repair: spindle, mill, belt", "/business Ремонт: шпиндель, фрезер, ремень"),
    say(
        19,
        "07:02",
        "/business Trade: supplier, customs, rent",
        "/business Торговля: поставщик, таможня, аренда",
    ),
    say(19, "07:03", "/digest 08:00", "/digest 08:00"),
    say(19, "07:04", "/evening 19:00 weekdays", "/evening 19:00 будни"),
    say(19, "07:05", "/weekly fri 17:00", "/weekly пт 17:00"),
    say(19, "07:06", "/team Dima", "/team Дима"),
    # Appointments of every kind.
    say(
        19,
        "07:10",
        "Call the supplier today at 11:00, half an hour. Pick up my son tomorrow at 17:45",
        "Позвонить поставщику сегодня в 11:00, полчаса. Забрать сына завтра в 17:45",
    ),
    say(
        19,
        "07:11",
        "Tasting on Friday at 2 pm, 2 hours. Meeting with the bank on Friday at 15:00, 1 hour",
        "Дегустация в пятницу в 14:00, 2 часа. Встреча с банком в пятницу в 15:00, 1 час",
    ),
    say(19, "07:11", "Measuring visit on Thursday at 15:30", "Замер в четверг в 15:30"),
    say(19, "07:11", "Dentist on Wednesday at 8:00, 1 hour", "Стоматолог в среду в 8:00, 1 час"),
    # Deadlines, timed and not.
    say(
        19,
        "07:12",
        "Fix Ivanov's spindle by Wednesday, 4 hours. Send the VAT report by Thursday noon, 3 hours. Order cutters by Friday",
        "Починить шпиндель Иванова до среды, 4 часа. Отправить отчёт по НДС до полудня четверга, 3 часа. Заказать фрезы до пятницы",
    ),
    say(
        19,
        "07:13",
        "Urgent: replace the belt of the mill by Friday, 2 hours",
        "Срочно: заменить ремень на фрезере до пятницы, 2 часа",
    ),
    say(19, "07:13", "Urgent: answer the customs office", "Срочно: ответить таможне"),
    # Nobody said how long these take.
    say(
        19,
        "07:14",
        "Update the website. Sort the invoices. Clean the workshop. Write to the landlord. Find a new courier. Order business cards. Photograph the stock. Compare insurance offers",
        "Обновить сайт. Разобрать счета. Убрать в мастерской. Написать арендодателю. Найти нового курьера. Заказать визитки. Сфотографировать склад. Сравнить предложения по страховке",
    ),
    say(19, "07:15", "Wi-Fi code 4471-KX", "Код от вайфая 4471-KX"),
    say(19, "07:16", "https://example.com/catalogue/2026", "https://example.com/catalogue/2026"),
    # Series, days that are no work, and work set for a day off.
    say(19, "07:17", "Every weekday check the mail", "Каждый будний день проверять почту"),
    say(
        19,
        "07:18",
        "Team meeting every Monday at 9:00, 30 min",
        "Планёрка каждый понедельник в 9:00, 30 минут",
    ),
    say(
        19, "07:19", "Send the payroll every Friday by noon", "Отправлять зарплату каждую пятницу до полудня"
    ),
    say(
        19,
        "07:20",
        "Mum's birthday on Saturday. Wash the van on Saturday",
        "День рождения мамы в субботу. Помыть фургон в субботу",
    ),
    say(
        19,
        "07:21",
        "Open day at the fair on Sunday at 10:00, 3 hours",
        "День открытых дверей на ярмарке в воскресенье в 10:00, 3 часа",
    ),
    say(19, "07:30", "/plan", "/plan"),
    press(19, "07:31", "Why", "Почему"),
    press(19, "07:32", "‹ Back", "‹ Назад"),
    wait(19, "08:00"),
    say(19, "09:40", "team meeting is done, took 25m", "планёрка прошла, 25 минут"),
    say(19, "11:40", "called the supplier", "позвонил поставщику"),
    say(19, "11:41", "took 40 mins", "минут сорок"),
    say(19, "15:00", "/plan", "/plan"),
    say(19, "16:00", "website is updated", "сайт обновил"),
    say(19, "16:01", "about 2", "около двух"),
    wait(19, "19:00"),
    # Tuesday: nobody ticks the mail.
    wait(20, "08:00"),
    say(20, "08:05", "/plan", "/plan"),
    say(20, "12:00", "answered the customs office, took 20 mins", "ответил таможне, заняло 20 минут"),
    say(20, "14:00", "spindle of Ivanov is fixed", "шпиндель Иванова починил"),
    say(20, "14:01", "quite a while", "довольно долго"),
    say(20, "14:02", "an hour and a half", "полтора часа"),
    wait(20, "19:00"),
    wait(21, "08:00"),
    say(21, "08:30", "/plan", "/plan"),
    say(21, "08:31", "/plan week", "/plan неделя"),
    wait(21, "19:00"),
    wait(22, "08:00"),
    say(22, "08:05", "/plan", "/plan"),
    say(22, "08:10", "/plan tomorrow", "/plan завтра"),
    say(22, "13:00", "VAT report sent, 2 hours", "отчёт по НДС отправил, 2 часа"),
    wait(22, "19:00"),
    wait(23, "08:00"),
    say(23, "08:05", "/plan", "/plan"),
    press(23, "08:06", "Keep both", "Оставить как есть"),
    press(23, "08:07", "Picture", "Картинка"),
    say(23, "08:20", "/plan", "/plan"),
    say(23, "09:30", "payroll is sent", "отправил зарплату"),
    say(23, "09:31", "1h30", "1ч30"),
    wait(23, "17:00"),
    wait(23, "19:00"),
    say(24, "09:00", "/plan", "/plan"),
    # The night to Sunday has 25 hours.
    wait(25, "08:00"),
    say(25, "09:00", "/plan", "/plan"),
    say(25, "21:00", "/plan tomorrow", "/plan завтра"),
    wait(26, "08:00"),
    say(26, "08:05", "Dima is on holiday 26-28 October", "Дима в отпуске с 26 по 28 октября"),
    say(26, "08:06", "I am off on Friday", "Я в пятницу не работаю"),
    say(
        26,
        "08:07",
        "Deliver the crowns on Friday at 11:00, 1 hour",
        "Отвезти коронки в пятницу в 11:00, 1 час",
    ),
    say(26, "08:08", "Inventory on Thursday", "Инвентаризация в четверг"),
    say(
        26,
        "08:09",
        "Order oil on Thursday at 9:00. Order filters by Thursday",
        "Заказать масло в четверг в 9:00. Заказать фильтры до четверга",
    ),
    say(26, "08:10", "/plan", "/plan"),
    say(26, "12:30", "#17 takes 2 hours", "#17 займёт 2 часа"),
    say(26, "12:31", "/plan", "/plan"),
    wait(26, "19:00"),
    wait(27, "08:00"),
    say(27, "08:05", "/plan", "/plan"),
    wait(27, "19:00"),
    wait(28, "08:00"),
    say(28, "10:00", "/plan", "/plan"),
    say(28, "10:05", "/today", "/today"),
    wait(28, "19:00"),
    wait(29, "08:00"),
    say(29, "08:05", "/plan", "/plan"),
    say(29, "16:00", "/plan", "/plan"),
    wait(29, "19:00"),
    wait(30, "08:00"),
    say(30, "08:30", "/plan", "/plan"),
    wait(30, "17:00"),
    say(31, "10:00", "/plan", "/plan"),
    wait(32, "08:00"),
    say(32, "10:00", "/plan week", "/plan неделя"),
]
