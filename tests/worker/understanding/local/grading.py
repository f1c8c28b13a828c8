"""Is a reading exactly what an own message expects? The rules of the eval's form, as far as these tests need them."""

from worker.understanding.intents import CreateTask, Intent


def _plain(text):
    return " ".join(str(text).lower().replace("ё", "е").split())


def _title_right(wanted, title):
    plain = _plain(title)
    holds = all(
        any(_plain(word) in plain for word in group.split("|")) for group in wanted["title_must_contain"]
    )
    words = plain.split()
    strays = [
        bad for bad in wanted["title_must_not_contain"] if any(w.startswith(_plain(bad)) for w in words)
    ]
    return holds and not strays and len(title) <= 120


def _due(intent):
    due = getattr(intent, "due", None)
    return None if due is None else (due.date.isoformat(), due.time.strftime("%H:%M") if due.time else None)


def _wanted_due(wanted):
    due = wanted.get("due")
    return None if due is None else (due["date"], due["time"])


def _same_name(one, other):
    return (one is None and other is None) or _plain(one) == _plain(other)


def matches(wanted: dict, intent: Intent) -> bool:
    """Whether one intent is the wanted one, field by field."""
    if wanted["kind"] != intent.kind:
        return False
    if isinstance(intent, CreateTask):
        fields = ("business", "project", "assignee", "estimate_minutes", "recurrence")
        same = all(_same_name(wanted[name], getattr(intent, name)) for name in fields)
        priority = wanted["priority"] in {intent.priority, None} and (
            wanted["priority"] or intent.priority in {None, 2}
        )
        lead = (wanted["reminder_minutes_before"] or None) == (intent.reminder_minutes_before or None)
        right = _title_right(wanted, intent.title) and _due(intent) == _wanted_due(wanted)
        return bool(same and (priority or wanted["priority"] == intent.priority) and lead and right)
    said = intent.model_dump(mode="json")
    for name, value in wanted.items():
        if name == "due":
            if _due(intent) != _wanted_due(wanted):
                return False
        elif name == "text" and wanted.get("scope") == "search":
            if not any(_plain(word) in _plain(said["text"]) for word in value.split("|")):
                return False
        elif not _same_name(value, said.get(name)):
            return False
    return True


def exact(item: dict, intents: tuple[Intent, ...]) -> bool:
    """Whether the intents are the expected ones, none missing, none added, in any order."""
    wanted = [each for each in item["expect"]["actions"] if each["kind"] != "none"]
    left = list(intents)
    for each in wanted:
        found = next((intent for intent in left if matches(each, intent)), None)
        if found is None:
            return False
        left.remove(found)
    return not left
