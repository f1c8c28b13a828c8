"""A sure answer is acted on unseen, so every guess on the way to it must make it unsure."""

from tests.tables import for_every
from tests.worker.understanding.local.two_teams import reading_of

FIRM = [
    "Ben to clean the kegs on Thursday at 9am",
    "Tomorrow at 10am call the hop supplier, 30 min, and order kegs by Thursday",
    "push the Lindgren quote to next Tuesday",
    "what's overdue?",
    "plan my day",
    "caps ordered, 10 minutes",
    "Лиза — закупить выпечку к среде, часа два",
    "Перенеси смету по Тойоте на следующий вторник",
    "что на завтра",
    "распланируй неделю",
]
GUESSED = {
    "a business by topic alone": ["order grain for the fermenter tomorrow", "поменять масло и фильтр завтра"],
    "a name by its sound": ["grek has to deliver the kegs on friday", "хлебу принять машину завтра"],
    "a pet name no list holds": ["тимоха пусть починит подъёмник", "ритуля должна сдать ндс до 25"],
    "conditions of a plan": ["plan my day, I am out from 2 to 4", "спланируй завтра, до обеда меня нет"],
    "the lead of an event not read": ["напомни за день до свадьбы Петровых 5 декабря заказать торт"],
    "a correction": ["buy hops I mean malt tomorrow", "позвонить поставщику вернее курьеру завтра"],
    "a deed without a task": ["paid the water bill", "оплатил воду"],
    "a new task called like an open one": ["order bottle caps today", "починить кофемашину завтра"],
    "an edit of nothing named": ["move it to friday", "перенеси это на пятницу"],
    "a spoken list": ["ben brews the stout tomorrow and greg picks up malt and louise checks the books"],
    "an edit of nothing open": ["postpone the tasting to friday", "отменить дегустацию в пятницу"],
    "a day at the end of a pair": ["fix the tap and wash the kegs by friday"],
    "a call told by others": ["Moreno called about the portrait proofs, all done"],
    "a project named without quotes": ["создай проект Новая печь для «Зерна»"],
    "a move into the past": ["перенеси отчёт по НДС на после обеда"],
    "a word about time left in a title": ["check the kegs every few days by friday"],
    "words left unread": ["the bottle caps can wait till monday unless Moreno calls first"],
}


@for_every("text", FIRM)
def test_what_is_said_in_so_many_words_is_sure(text):
    reading = reading_of(text)
    assert reading.sure, (reading.unread, reading.doubts)


@for_every("text", [text for texts in GUESSED.values() for text in texts])
def test_a_guess_is_not_sure(text):
    assert not reading_of(text).sure
