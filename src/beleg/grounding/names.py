"""Which words are names, and which merely German nouns.

In: the items of a text. Out: whether one stands there as a name does. German writes every noun with a capital: a name there has
no article and no adjective before it, and stands beside another name or right behind a preposition. Knows no list of names.
"""

from __future__ import annotations

from beleg.grounding.items import Item, Items

_BEFORE_NAMES = frozenset(
    "in aus nach von bei mit durch fuer gegen um an auf ueber unter ohne seit zwischen herr herrn frau dr".split()
)


def named(of: Items, at: int) -> bool:
    """Whether the item stands there as a name. In languages other than German a capital letter says so."""
    item = of.items[at]
    if not item.proper:  # at the beginning of a sentence every word has a capital: `Maria Lopez leads`
        after = of.items[at + 1] if at + 1 < len(of.items) else None
        capital = item.kind == "word" and item.text[0].isupper() and after is not None and after.proper
        return capital and after is not None and of.text[item.end : after.start] == " "
    if of.language != "de":
        return True
    if any(char.isupper() or char.isdigit() for char in item.text[1:]) and not item.text.isupper():
        return True
    before = of.items[at - 1] if at and not item.after_mark else None
    after = of.items[at + 1] if at + 1 < len(of.items) and not of.items[at + 1].after_mark else None
    if _beside(of.text, before, item) or _beside(of.text, item, after):
        return True
    return before is not None and before.kind in ("small", "cue") and before.folded in _BEFORE_NAMES


def _beside(text: str, one: Item | None, other: Item | None) -> bool:
    """Whether two words with capitals stand side by side."""
    if one is None or other is None or not (one.proper and other.proper):
        return False
    return text[one.end : other.start] == " "
