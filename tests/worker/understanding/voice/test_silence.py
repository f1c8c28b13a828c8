"""Transcripts of silence: what models write where nobody speaks is nothing, and what somebody said stays."""

from tests.tables import for_every
from worker.understanding.voice.silence import is_silence


@for_every(
    "text",
    [
        "Thanks for watching!",
        "Thank you for watching.",
        "Thank you. Thank you for watching. Bye.",
        "Thanks for watching! Please like and subscribe!",
        "Don't forget to subscribe.",
        "Subtitles by the Amara.org community",
        "[Music] Thanks for watching!",
        "[BLANK_AUDIO]",
        "(upbeat music)",
        "*applause*",
        "Продолжение следует…",
        "Продолжение следует... Продолжение следует...",
        "Редактор субтитров А.Семкин Корректор А.Егорова",
        "Редактор субтитров А. Сёмкин. Корректор А. Егорова.",
        "Редактор субтитров М.Лосева Корректор А.Егорова",
        "Субтитры сделал DimaTorzok",
        "Субтитры создавал DimaTorzok",
        "Спасибо за просмотр!",
        "СПОКОЙНАЯ МУЗЫКА",
        "Подписывайтесь на наш канал! Спасибо за просмотр! Всем пока!",
        "Untertitel der Amara.org-Community",
        "Sous-titres réalisés para la communauté d'Amara.org",
        "ご視聴ありがとうございました",
    ],
)
def test_what_models_invent_is_silence(text: str) -> None:
    assert is_silence(text)


@for_every(
    "text",
    [
        "",
        "...",
        "Thank you",
        "Bye",
        "you",
        "Спасибо",
        "Thanks for watching the kids, call Oleg tomorrow",
        "Call Oleg tomorrow. Thanks for watching!",
        "Send the subtitles to the Amara.org community by Friday",
        "Tell Anna to be continued goes on the poster",
        "Позвонить Олегу завтра. Продолжение следует…",
        "Субтитры сделал Дима",
        "Спасибо за просмотр договора, теперь его надо подписать",
        "Музыка на свадьбу Ивановых, до пятницы",
        "Редактор субтитров заболел, найти замену",
        "Подписывайтесь на канал поставщика",
        "bye " * 5_000 + "Oleg",
    ],
)
def test_what_somebody_said_is_none(text: str) -> None:
    assert not is_silence(text)
