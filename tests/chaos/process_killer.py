"""Killer: takes processes down with SIGKILL at seeded moments and starts them again."""

import asyncio
import random
import time
from collections import Counter

from tests.chaos.programs import Program, Site


class Killer:
    """Kills one of the site's processes or its queue server every second or so, until told to stop."""

    def __init__(self, site: Site, seed: int, *, postgres: bool = False) -> None:
        self._site = site
        self._dice = random.Random(seed)
        self._victims: list[str | Program] = [*site.programs, "valkey", *(["postgres"] if postgres else [])]
        self.kills: Counter[str] = Counter()
        self.last_restart = 0.0
        self._stop = asyncio.Event()
        self._task = asyncio.create_task(self._go_on())

    async def stop(self) -> None:
        """Let everything live from now on."""
        self._stop.set()
        await self._task

    async def _go_on(self) -> None:
        while not self._stop.is_set():
            pause = asyncio.ensure_future(self._stop.wait())
            await asyncio.wait([pause], timeout=self._dice.uniform(0.6, 1.8))
            pause.cancel()
            await self._kill_one()

    async def _kill_one(self) -> None:
        victim = self._dice.choice(self._victims)
        away = self._dice.choice((0.0, 0.0, self._dice.uniform(0.1, 1.5)))
        process = {"valkey": self._site.valkey, "postgres": self._site.postgres}.get(str(victim), victim)
        self.kills[victim if isinstance(victim, str) else victim.name] += 1
        process.kill()  # type: ignore[union-attr]
        await asyncio.sleep(away)
        process.start()  # type: ignore[union-attr]
        self.last_restart = time.monotonic()
