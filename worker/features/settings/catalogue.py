"""Every setting, in the order in which /settings shows them."""

from worker.core.i18n import gettext_noop
from worker.core.speaker import Speaker
from worker.features.programs.views import VERB
from worker.features.settings import chat_settings, work_settings, workspace_settings
from worker.features.settings.schedule_settings import schedule_setting
from worker.features.settings.setting import Setting

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "lang",
        gettext_noop("Language"),
        chat_settings.read_language,
        chat_settings.offer_languages,
        chat_settings.set_language,
        gettext_noop("In words: “speak Russian”. Or /language"),
    ),
    Setting(
        "zone",
        gettext_noop("Time zone"),
        chat_settings.read_zone,
        chat_settings.offer_zones,
        chat_settings.set_zone,
        gettext_noop(
            "In words: “I live in Almaty”, “I'm in Berlin until Friday”. Or /timezone Paris, or send a location."
        ),
    ),
    Setting(
        "hours",
        gettext_noop("Working hours"),
        work_settings.read_hours,
        work_settings.offer_hours,
        work_settings.set_hours_or_days,
        gettext_noop(
            "In words: “I work from 9 to 5, lunch at 12:30”, “I'm off on Thursday”. Each day by itself: /hours"
        ),
    ),
    schedule_setting(
        "m",
        gettext_noop("The morning digest"),
        gettext_noop("In words: “send my list at 7:45”, “only on weekdays”. Or /digest 8:30 weekdays"),
    ),
    schedule_setting(
        "e",
        gettext_noop("The evening close"),
        gettext_noop("In words: “turn off the evening message”. Or /evening 19:30 weekdays"),
    ),
    schedule_setting(
        "w",
        gettext_noop("The weekly review"),
        gettext_noop("In words: “weekly review on Sunday at 6 pm”. Or /weekly fri 17:00"),
    ),
    schedule_setting(
        "p",
        gettext_noop("The day's plan"),
        gettext_noop("It plans the day by itself and sends the plan. Or /plan 7:30 weekdays"),
    ),
    Setting(
        "limits",
        gettext_noop("Planned time"),
        work_settings.read_limits,
        work_settings.offer_limits,
        work_settings.set_limits,
        gettext_noop("In words: “plan at most 6 hours a day”. Or /hours limit 6 h, /hours way 15 min"),
        in_a_row=3,
    ),
    Setting(
        "quiet",
        gettext_noop("Quiet hours"),
        chat_settings.read_quiet,
        chat_settings.offer_quiet,
        chat_settings.set_quiet,
        gettext_noop("In words: “don't disturb me after 10 pm”. Or /quiet 22:00-7:00"),
    ),
    Setting(
        "lead",
        gettext_noop("Reminders"),
        chat_settings.read_lead,
        chat_settings.offer_leads,
        chat_settings.set_lead,
        gettext_noop("In words: “remind me 15 minutes before appointments”. Or /reminders 15"),
        in_a_row=3,
    ),
    Setting(
        "voice",
        gettext_noop("Voice transcript"),
        chat_settings.read_transcript,
        chat_settings.offer_transcript,
        chat_settings.set_transcript,
        gettext_noop(
            "What I heard in a voice message, folded above its card. In words: “hide the transcripts”"
        ),
    ),
    Setting(
        "firm",
        gettext_noop("Default business"),
        chat_settings.read_default_business,
        chat_settings.offer_businesses,
        chat_settings.set_default_business,
        gettext_noop(
            "New tasks of yours go there when they name no other and are not private. In words: “my default business is Repair”"
        ),
    ),
    Setting(
        "repeats",
        gettext_noop("Repeats nobody did"),
        workspace_settings.read_repeats,
        workspace_settings.offer_repeats,
        workspace_settings.set_repeats,
        gettext_noop("In words: “keep missed recurring tasks open”. Or /repeats keep"),
        "owner",
    ),
    Setting(
        "nudge",
        gettext_noop("Asking the team again"),
        workspace_settings.read_nudges,
        workspace_settings.offer_nudges,
        workspace_settings.set_nudges,
        gettext_noop("In words: “ask the team again after 4 hours”, “never ask the team again”. Or /nudge 4"),
        "owner",
        in_a_row=3,
    ),
    Setting(
        "model",
        gettext_noop("Model and budget"),
        workspace_settings.read_model,
        workspace_settings.offer_model,
        workspace_settings.set_model,
        gettext_noop(
            "A language model, where one is connected, reads what rules cannot. Voice messages are listened to either way. "
            "In words: “read by rules alone”. /usage shows the costs and the budget."
        ),
        "owner",
    ),
    Setting(
        "data",
        gettext_noop("Your data"),
        workspace_settings.read_nothing,
        workspace_settings.offer_nothing,
        workspace_settings.set_nothing,
        gettext_noop(
            "I keep your tasks, notes, people and businesses, and what was changed, on the server of whoever runs this "
            "planner. /export sends it to you as a file, /forget erases all of it, or one person's, after a question."
        ),
        owner_leads=((gettext_noop("Access for programs"), VERB),),
    ),
)
_BY_KEY = {setting.key: setting for setting in SETTINGS}


def is_setting(key: str) -> bool:
    """Whether a setting has this key, whoever may change it."""
    return key in _BY_KEY


def settings_for(speaker: Speaker) -> tuple[Setting, ...]:
    """The settings that a speaker may see and change."""
    return tuple(setting for setting in SETTINGS if speaker.is_owner or setting.right == "member")


def setting_of(speaker: Speaker, key: str) -> Setting | None:
    """The setting with a key; None for an unknown one, and for one that is the owner's alone."""
    setting = _BY_KEY.get(key)
    return setting if setting is not None and setting in settings_for(speaker) else None
