"""Fixtures: a world in a database of its own."""

from collections.abc import AsyncIterator

import pytest

from tests.planner import Stores
from tests.worker.features.planning.planning_workspace import World


@pytest.fixture
async def world(stores: Stores) -> AsyncIterator[World]:
    """Anna's world on a Tuesday morning."""
    async with World.made(stores) as made:
        yield made
