"""What can be said of an answer: one file each. To add a check, write its file and one line in the table."""

from beleg.plugins import Table

CHECKS = Table(
    "checks", {"exact_match": "beleg.checks.exact_match:ExactMatch", "supported": "beleg.checks.supported:Supported"}
)
