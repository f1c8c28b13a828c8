"""What the stories of killed workers share: all of them die by SIGKILL and start again, at moments of the sending."""

from tests.chaos.outcome_checks import query
from tests.chaos.programs import Site
from tests.patience import until


async def kill_while_sending(site: Site, counts: str, *, everything: int, kills: int) -> None:
    """Kill all workers `kills` times: when the first is written, and whenever an even share of `everything` more has been sent.

    `counts` is a query that gives how many are written and how many of those are sent.
    """
    workers = [program for program in site.programs if program.name == "worker.main"]
    for kill in range(kills):

        async def so_many(least: int = kill * everything // kills) -> bool:
            ((written, sent),) = await query(site, counts)
            return written > 0 and sent >= least

        await until(so_many, what=f"the moment of kill {kill}")
        for worker in workers:
            worker.kill()
        for worker in workers:
            worker.start()
