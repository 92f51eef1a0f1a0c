"""State: SQLite through SQLAlchemy Core."""
