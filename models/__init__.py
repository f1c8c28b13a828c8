"""All that api and worker share: tables, settings, the database session and the queue contract."""
