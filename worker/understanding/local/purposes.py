"""What a call or a visit is for: «позвонить в банк, узнать остаток» is one errand, not two."""

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.morphology import forms
from worker.understanding.local.words.word_table import listed

_CALLING = listed("""позвонить перезвонить набрать обзвонить созвониться связаться написать списаться поговорить пообщаться встретиться
    дозвониться позвать спросить""")
_VISITING = listed("съездить заехать подъехать сходить зайти заскочить забежать сгонять поехать навестить")
_INQUIRING = listed("""узнать уточнить спросить выяснить разузнать обсудить договориться согласовать напомнить поздравить поблагодарить
    предупредить сообщить попросить извиниться подтвердить пригласить поторопить""")
_ON_THE_SPOT = listed(
    "забрать посмотреть осмотреть замерить проверить подписать отдать отвезти вернуть глянуть"
)


def is_purpose(sheet: Sheet, before: range, after: range) -> bool:
    """Whether the stretch after a comma or "and" only says what the call or visit before it is for.

    One that has a time of its own, names a member or asks somebody else is an errand by itself."""
    content = sheet.content(after)
    if sheet.language != "ru" or not content or len(content) > 4:
        return False
    if any(sheet.labels[at] in {"time", "person"} for at in range(before.stop, after.start)):
        return False
    verbs = [sheet.low_at(at) for at in sheet.content(before)]
    calls, visits = (any(_is_one_of(low, table) for low in verbs) for table in (_CALLING, _VISITING))
    deed = sheet.low_at(content[0])
    inquires = _is_one_of(deed, _INQUIRING) and (calls or visits)
    elsewhere = any(sheet.low_at(at) in {"у", "в", "во", "из", "от"} for at in content[1:])
    return (inquires or (visits and _is_one_of(deed, _ON_THE_SPOT))) and not elsewhere


def _is_one_of(low: str, lemmas: frozenset[str]) -> bool:
    return any(form.pos == "INFN" and form.lemma in lemmas for form in forms(low))
