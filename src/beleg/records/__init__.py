"""The nouns. Frozen, without services: nothing here reads, writes or waits.

In: plain values. Out: the same values with names. Offsets are counted in characters (code points) of `Document.text`;
`end` is one past the last. Boxes are in points, origin at the top left of the page as displayed. Knows no store and no vendor.
"""

from beleg.records.answers import Answer, Citation, Claim, Draft, Outcome, Question, Shown, Step, Verdict
from beleg.records.documents import (
    OWNER,
    Box,
    Document,
    Found,
    Listing,
    Parsed,
    Part,
    PartKind,
    Passage,
    Principal,
    Reading,
    ReadingTask,
    Source,
    SparseVector,
)
from beleg.records.finding import DocumentRef, Entry, Filter, Hit, IndexQuery, Retrieved, Scope, Stage
from beleg.records.inventory import DocumentState, DocumentStatus, Finding, Progress, SourceStatus, SyncReport
from beleg.records.plain import as_json
from beleg.records.support import Carried, CheckedSentence, CheckVerdict, Evidence, Reason, Support, TextToCheck

__all__ = [
    "OWNER",
    "Answer",
    "Box",
    "Carried",
    "CheckVerdict",
    "CheckedSentence",
    "Citation",
    "Claim",
    "Document",
    "DocumentRef",
    "DocumentState",
    "DocumentStatus",
    "Draft",
    "Entry",
    "Evidence",
    "Filter",
    "Finding",
    "Found",
    "Hit",
    "IndexQuery",
    "Listing",
    "Outcome",
    "Parsed",
    "Part",
    "PartKind",
    "Passage",
    "Principal",
    "Progress",
    "Question",
    "Reading",
    "ReadingTask",
    "Reason",
    "Retrieved",
    "Scope",
    "Shown",
    "Source",
    "SourceStatus",
    "SparseVector",
    "Stage",
    "Step",
    "Support",
    "SyncReport",
    "TextToCheck",
    "Verdict",
    "as_json",
]
