"""A week lived through on the chat page, by a clock that is set: what is said, what is pressed, what must be seen."""

from dataclasses import dataclass, field
from pathlib import Path

from models.runtime import clock
from ops.sandbox.client import MessageView
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import berlin, settled_run

_PAGE = "week"


@dataclass
class Week:
    """One language's week. `pages` is its transcript, in Markdown; pictures are kept by name."""

    planner: Planner
    language: str
    name: str
    pages: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    _seen: set[tuple[int, int]] = field(default_factory=set)

    async def at(self, day: int, hour: int, minute: int = 0, *, due: str | None = None) -> None:
        """Set the clock (November 2026, Berlin); with `due` wait for that kind of schedule's run of the day."""
        moment = berlin(day, hour, minute)
        clock.set_to(moment)
        self.pages.append(f"\n### {moment:%a} {day} November, {hour:02}:{minute:02}\n")
        if due is not None:
            await settled_run(self.planner, day, kind=due)
        await self.planner.settled()
        await self._read()

    async def say(self, text: str, *expected: str) -> None:
        """Write something; every expected piece must stand in what comes back."""
        self.pages.append(f"\n**{self.name}:** {text}\n")
        said = await self.planner.telegram.say(text, lang=self.language, name=self.name)
        await self.planner.answers(said)
        self._expect(text, await self._read(), expected)

    async def press(self, label: str, *expected: str) -> None:
        """Press the newest button of that label (or its beginning)."""
        rows = [m for m in await self.planner.telegram.messages() if m.from_bot]
        card, found = next((m, b) for m in reversed(rows) for b in m.labels if b.startswith(label))
        self.pages.append(f"\n**{self.name}** presses `{found}`\n")
        await self.planner.telegram.press(card.id, found)
        await self.planner.settled()
        self._expect(label, await self._read(), expected)

    def _expect(self, said: str, came: list[str], expected: tuple[str, ...]) -> None:
        whole = "\n".join(came)
        missing = [piece for piece in expected if piece not in whole]
        assert not missing, f"{said}: {missing}" + "".join(self.pages[-16:])

    async def _read(self) -> list[str]:
        """Everything new of the bot's, in order, an edit where it was made."""
        came = []
        for message in await self.planner.telegram.messages():
            key = (message.id, message.version)
            if key in self._seen or not message.from_bot:
                continue
            edited = any(known == message.id for known, _ in self._seen)
            self._seen.add(key)
            came.append(message.text)
            self.pages.append(await self._page(message, edited=edited))
        return came

    async def _page(self, message: MessageView, *, edited: bool) -> str:
        photo = message.body.get("photo")
        if photo:
            name = f"plan-{self.language}-{len(self.pictures) + 1}.png"
            self.pictures[name] = await self.planner.telegram.file(photo[-1]["file_id"])
            return f"\n![A day's plan as a picture](week/{name})\n"
        rows = message.body.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = "\n".join(" ".join(f"[{b['text']}]" for b in row) for row in rows)
        head = "(the same message, edited)\n" if edited else ""
        return f"```text\n{head}{message.text}\n{buttons}".rstrip() + "\n```\n"


def kept(weeks: list[Week], folder: Path) -> None:
    """Write the transcript and its pictures, for people to look at."""
    (folder / "week").mkdir(parents=True, exist_ok=True)
    parts = [_HEAD]
    for week in weeks:
        title = {"en": "English", "ru": "Russian"}[week.language]
        parts.append(f"\n## {title}\n" + "\n".join(week.pages))
        for name, data in week.pictures.items():
            (folder / "week" / name).write_bytes(data)
    (folder / f"{_PAGE}.md").write_text("\n".join(parts))


_HEAD = """# A week lived through

A week of a small firm on the chat page, with the clock set from moment to moment and no model: plans, an overload with
its ways out, a late day, a re-plan, its undo; estimates that begin to learn. Written by `make transcripts`.
"""
