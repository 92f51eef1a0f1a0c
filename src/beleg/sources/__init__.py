"""Where documents come from: one file each. To add one, write its file and one line in the table."""

from beleg.plugins import Table

SOURCES = Table("sources", {"folder": "beleg.sources.folder:FolderSource"})
