"""English orders by their place: a word that no list knows is a verb where only an order can stand."""

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.local.words.word_table import listed


def orders_by_place(sheet: Sheet, at: int) -> bool:
    """Whether an English word, known or not, stands where only an order can: first of a clause, right before an article
    or the like ("swab the tanks", "degrease all the racks")."""
    if not 0 <= at < len(sheet):
        return False
    token, low = sheet.tokens[at], sheet.low_at(at)
    if (
        sheet.language != "en"
        or sheet.low_at(at + 1) not in _OBJECT_OPENS
        or sheet.labels[at + 1] is not None
    ):
        return False
    if not could_order(low):
        return False
    first = at == 0 or sheet.tokens[at - 1].text in {".", "!", "?", ":", "\n"}
    if token.text[:1].isupper() and not first and sheet.low_at(at - 1) not in {"-", "•", "*"}:
        return False
    return (
        first
        or sheet.tokens[at - 1].kind == "mark"
        or sheet.labels[at - 1] is not None
        or (sheet.low_at(at - 1) in {"and", "then", "to", "please", "also", "or"})
    )


def could_order(low: str) -> bool:
    """Whether an English word could be the plain form of a verb: it is no closed word and has no ending of another form."""
    if low in VERBS:
        return True
    return (
        low.isalpha() and len(low) > 2 and low not in _CLOSED and not low.endswith(("s", "ed", "ing", "ly"))
    )


_OBJECT_OPENS = listed("the a an my our his her their all some this these those it them every each both")
_CLOSED = listed("""about above across after against along among around at before behind below beneath beside besides between beyond but by
    despite down during except for from in inside into like near of off on onto opposite out outside over past per plus regarding
    round since than through throughout till to toward towards under until unto up upon via versus with within without minus
    and or nor so yet if unless because though although while whereas when whenever where wherever whether once lest as that
    then than also too even only just still already again soon now here there maybe perhaps never ever not almost nearly quite
    rather such half both all what which who whom whose how why i me we you he him she her it they them us my our your his its their
    be am is are was were been being have has had having do does did done can could may might must shall should will would
    ought need dare got gotta gonna wanna ain't one two three four five six seven eight nine ten first second third last next
    today tomorrow tonight yesterday morning evening afternoon noon midday hey hello please thanks sorry okay yes yeah no nope
    well right oh ah um uh hmm whatever everything anything nothing something someone somebody anyone everyone later
    sooner earlier early late first twice came went gave took made said saw ran put set let hit cut""")
