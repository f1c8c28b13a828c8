"""What a setting's screen says can be said in words is understood, in both languages."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from tests.tables import for_every
from worker.core.i18n import LANGUAGES, translator_for
from worker.features.settings.catalogue import SETTINGS
from worker.understanding.context import Context, Message
from worker.understanding.requests.closed_requests import read_closed_request

SAID = [
    (setting.key, words)
    for language in LANGUAGES
    for setting in SETTINGS
    for words in re.findall(r"[“«](.+?)[”»]", translator_for(language).gettext(setting.hint))
]
NOW = dt.datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))


@for_every(("key", "words"), SAID)
def test_the_words_of_a_hint_are_understood(key: str, words: str) -> None:
    reading = read_closed_request(Message(words, NOW), Context(zone_chosen=False))
    kinds = {intent.kind for intent in reading.intents} if reading else set()
    # A day off is an absence.
    assert kinds in ({"command"}, {"absence"}), f"{key}: {words}"


def test_every_setting_but_two_has_words() -> None:
    assert {setting.key for setting in SETTINGS} - {key for key, _ in SAID} == {"p", "data"}
