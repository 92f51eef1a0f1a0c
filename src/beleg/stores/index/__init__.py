"""Indexes over passages: one file each. To add one, write its file and one line in the table."""

from beleg.plugins import Table

INDEXES = Table("indexes", {"edge": "beleg.stores.index.edge:EdgeIndex"})
