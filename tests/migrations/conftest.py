"""An empty database for what migrates it."""

import pytest

from tests.planner import Stores, settings_for


@pytest.fixture
def empty(stores: Stores):
    """An empty database's address, in the settings' form."""
    stores.postgres.drop_database("migrating")
    yield settings_for(database_url=stores.postgres.create_database("migrating")).database_url
    stores.postgres.drop_database("migrating")
