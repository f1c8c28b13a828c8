"""Is a reading exactly what an own message expects? The rules of the eval's form, as far as these tests need them."""

from worker.understanding.actions import Action, CreateTask


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


def _due(action):
    due = getattr(action, "due", None)
    return None if due is None else (due.date.isoformat(), due.time.strftime("%H:%M") if due.time else None)


def _wanted_due(wanted):
    due = wanted.get("due")
    return None if due is None else (due["date"], due["time"])


def _same_name(one, other):
    return (one is None and other is None) or _plain(one) == _plain(other)


def matches(wanted: dict, action: Action) -> bool:
    """Whether one action is the wanted one, field by field."""
    if wanted["kind"] != action.kind:
        return False
    if isinstance(action, CreateTask):
        fields = ("business", "project", "assignee", "estimate_minutes", "recurrence")
        same = all(_same_name(wanted[name], getattr(action, name)) for name in fields)
        priority = wanted["priority"] in {action.priority, None} and (
            wanted["priority"] or action.priority in {None, 2}
        )
        lead = (wanted["reminder_minutes_before"] or None) == (action.reminder_minutes_before or None)
        right = _title_right(wanted, action.title) and _due(action) == _wanted_due(wanted)
        return bool(same and (priority or wanted["priority"] == action.priority) and lead and right)
    said = action.model_dump(mode="json")
    for name, value in wanted.items():
        if name == "due":
            if _due(action) != _wanted_due(wanted):
                return False
        elif name == "text" and wanted.get("scope") == "search":
            if not any(_plain(word) in _plain(said["text"]) for word in value.split("|")):
                return False
        elif not _same_name(value, said.get(name)):
            return False
    return True


def exact(item: dict, actions: tuple[Action, ...]) -> bool:
    """Whether the actions are the expected ones, none missing, none added, in any order."""
    wanted = [each for each in item["expect"]["actions"] if each["kind"] != "none"]
    left = list(actions)
    for each in wanted:
        found = next((action for action in left if matches(each, action)), None)
        if found is None:
            return False
        left.remove(found)
    return not left
