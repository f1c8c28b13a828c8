"""The card of a note."""

from models.tables.note import Note
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.understanding.llm.quoted_text import one_line

SHOWN_LIMIT = 80


def note_card(speaker: Speaker, note: Note) -> Reply:
    """A note, with the buttons for its state."""
    gettext, shown = speaker.translator.gettext, escape_html(one_line(note.text, SHOWN_LIMIT))
    if note.state == "dropped":
        back = Button(gettext("Bring back"), f"note:keep:{note.id}")
        return Reply(gettext("Dropped: “{words}”", words=shown), ((back,),))
    text = gettext("I could not tell what to do with this. Saved to your notes: “{words}”", words=shown)
    return Reply(text, (_buttons(speaker, note),))


def left_out_card(speaker: Speaker, note: Note) -> Reply:
    """A clause that nothing was made of, beside others that were understood."""
    shown = escape_html(one_line(note.text, SHOWN_LIMIT))
    text = speaker.translator.gettext("I did not get this part: “{words}”. It is in your notes.", words=shown)
    return Reply(text, (_buttons(speaker, note),))


def _buttons(speaker: Speaker, note: Note) -> tuple[Button, ...]:
    gettext = speaker.translator.gettext
    make = Button(gettext("Make it a task"), f"note:task:{note.id}")
    return make, Button(gettext("Drop"), f"note:drop:{note.id}")
