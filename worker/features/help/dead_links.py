"""What is said of invitations that let nobody in."""

from worker.core.i18n import gettext_noop
from worker.features.directory.invitations import DeadLink

DEAD_LINK_TEXTS: dict[DeadLink, str] = {
    "wrong": gettext_noop(
        "I do not know this link; perhaps a part of it is missing. Open it from the message you were sent, or ask for a new one."
    ),
    "used": gettext_noop(
        "This invitation has been used: it lets in one person, once. Ask whoever sent it for a new one."
    ),
    "expired": gettext_noop("This invitation has expired. Ask whoever sent it for a new one."),
    "withdrawn": gettext_noop(
        "This invitation was withdrawn, or replaced by a newer one. Ask whoever sent it for a new one."
    ),
}
