"""Pictures for the user guide: a new owner's first minutes on the demo's chat page, 360 pixels wide, light.

`python -m ops.demo.guide_pictures http://127.0.0.1:8081 ops/docs/pictures` while a demo with no messages yet runs there.
It needs the development dependencies and Chromium.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any, NamedTuple

from playwright.async_api import async_playwright

from ops.sandbox.client import SandboxClient

_CHROMIUM = "/usr/bin/chromium"
_WIDTH, _HEIGHT = 360, 700
_OWNER = 1001
# How long a message of ours may take, and how long the page takes to show it, in seconds.
_ANSWERED, _SHOWN = 30.0, 1.0


class Scene(NamedTuple):
    """What is said, which buttons of the last message are pressed then, and the picture's name."""

    said: str
    pressed: tuple[str, ...]
    picture: str


SCENES = (
    Scene("call Bob tomorrow at 10", (), "guide-first-word"),
    Scene("/help", (), "guide-help"),
    Scene("/settings", (), "guide-settings"),
    Scene("/settings", ("The morning digest",), "guide-setting"),
)


async def take_pictures(page_url: str, folder: Path) -> None:
    """Play the scenes on a running demo and write a picture of each into a folder."""
    async with async_playwright() as browsers, SandboxClient(page_url) as telegram:
        browser = await browsers.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(
            viewport={"width": _WIDTH, "height": _HEIGHT}, color_scheme="light", locale="en-GB"
        )
        await page.goto(page_url)
        for scene in SCENES:
            await _play(telegram, scene)
            await asyncio.sleep(_SHOWN)
            await page.screenshot(path=folder / f"{scene.picture}.png")
        await browser.close()


async def _play(telegram: SandboxClient, scene: Scene) -> None:
    said = await telegram.say(scene.said, user=_OWNER, lang="en")
    message = await _last_answer(telegram, said.id)
    for label in scene.pressed:
        await telegram.press(message.id, label, user=_OWNER)
        await asyncio.sleep(_SHOWN)


async def _last_answer(telegram: SandboxClient, after: int) -> Any:
    """The bot's last message after one of ours, once a second has brought no other."""
    found: list[Any] = []
    async with asyncio.timeout(_ANSWERED):
        while True:
            await asyncio.sleep(_SHOWN)
            now = [seen for seen in await telegram.messages(_OWNER, after=after) if seen.from_bot]
            if now and len(now) == len(found):
                return now[-1]
            found = now


if __name__ == "__main__":
    asyncio.run(take_pictures(sys.argv[1], Path(sys.argv[2])))
