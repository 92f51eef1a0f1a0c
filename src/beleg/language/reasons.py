"""How a difference between a sentence and its passage is told to people, in German and English.

In: the code of a difference and the words on either side. Out: a line. Codes are those of `beleg.grounding`. Knows no sentence.
"""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    "number_changed": ("Andere Zahl", "Another number"),
    "number_not_found": ("Zahl nicht gefunden", "Number not found"),
    "number_elsewhere": ("Zahl steht an anderer Stelle", "Number stands elsewhere"),
    "date_changed": ("Anderes Datum", "Another date"),
    "date_more_exact": ("Datum genauer als in der Quelle", "Date more exact than the source"),
    "unit_changed": ("Andere Einheit", "Another unit"),
    "unit_open": ("Einheit steht nur auf einer Seite", "Unit on one side only"),
    "name_exchanged": ("Anderer Name", "Another name"),
    "name_not_found": ("Name nicht gefunden", "Name not found"),
    "word_exchanged": ("Anderes Wort", "Another word"),
    "word_not_found": ("Wort nicht gefunden", "Word not found"),
    "opposite": ("Gegenteil", "The contrary"),
    "price_changed": ("Kostenlos oder nicht", "Free or not"),
    "price": ("Preis", "Price"),
    "roles_exchanged": ("Rollen vertauscht", "Roles exchanged"),
    "list_item_added": ("In der Liste nicht gefunden", "Not found in the list"),
    "list_item_moved": ("Steht nicht in dieser Liste", "Not in this list"),
    "elsewhere": ("Steht nur an anderer Stelle", "Only said elsewhere"),
    "inserted": ("Steht an dieser Stelle nicht", "Not said here"),
    "negation": ("Verneinung", "Negation"),
    "duty": ("Pflicht oder Erlaubnis", "Duty or permission"),
    "limit": ("Grenze", "Limit"),
    "amount": ("Menge", "Amount"),
    "only": ("Einschränkung", "Restriction"),
    "how_often": ("Häufigkeit", "Frequency"),
    "certain": ("Gewissheit", "Certainty"),
    "order": ("Zeitliche Reihenfolge", "Order in time"),
    "join": ("Und statt oder", "And for or"),
    "degree": ("Mehr oder weniger", "More or less"),
    "entailment": ("Urteil des Modells", "The model's judgement"),
}
"""Code, or the part of it before `_changed`, `_added`, `_dropped` → German, English."""
SHAPES = {
    "both": ("{label}: „{said}“, in der Quelle „{stands}“", "{label}: “{said}”, in the source “{stands}”"),
    "said": ("{label}: „{said}“", "{label}: “{said}”"),
    "added": ("{label} hinzugekommen: „{said}“", "{label} added: “{said}”"),
    "dropped": ("{label} weggelassen: „{stands}“", "{label} left out: “{stands}”"),
}
"""How label and words are put together."""


def label_of(code: str, language: str) -> str:
    """What the difference is called; German for `de`, English for every other language."""
    known = LABELS.get(code) or LABELS.get(code.rpartition("_")[0]) or ("Abweichung", "Difference")
    return known[0 if language == "de" else 1]


def told(code: str, said: str, stands: str, language: str) -> str:
    """One line for a person."""
    shape = "both" if said and stands else "dropped" if stands else "added" if code.endswith("_added") else "said"
    template = SHAPES[shape][0 if language == "de" else 1]
    return template.format(label=label_of(code, language), said=said, stands=stands)
