"""What the page that explains a search says, in German and English.

In: a language of the page. Out: the words by name, beside those of `words.py`; `{}` is filled in by the template. Where
`says_NAME` is empty, the page shows what the stage says of itself.
"""

from __future__ import annotations

from beleg.server.web.words import LANGUAGES

WORDS: dict[str, tuple[str, str]] = {
    "explain_title": ("Wie wurde das gefunden?", "How was this found?"),
    "explain_text": (
        "Jede Stufe der Suche ordnet die Textstellen neu. Hier steht, was sie wohin geordnet hat und warum.",
        "Each stage of the search orders the passages anew. Here is what it put where, and why.",
    ),
    "explain_ask": ("Erklären", "Explain"),
    "explain_back": ("Zur Antwort", "To the answer"),
    "explain_stages": ("Stufen", "Stages"),
    "explain_passages": ("Textstellen", "Passages"),
    "explain_chart": (
        "Platz jeder Textstelle in jeder Stufe; oben ist der erste Platz.",
        "The place of each passage in each stage; the first place is at the top.",
    ),
    "explain_none": ("Nichts gefunden, was Sie lesen dürfen.", "Nothing was found that you may read."),
    "explain_count": ("{} Textstellen", "{} passages"),
    "explain_rank": ("Platz", "Place"),
    "explain_passage": ("Textstelle", "Passage"),
    "explain_places": ("Platz je Stufe", "Place by stage"),
    "explain_reasons": ("Was die Wörter beitragen", "What the words bring"),
    "explain_out": ("nicht dabei", "left out"),
    "explain_final": ("Ergebnis", "Result"),
    "explain_also": ("steht auch in", "also in"),
    "explain_whole": ("Wort", "word"),
    "explain_compound": ("Wortteil", "part of a compound"),
    "explain_pieces": ("ähnliche Schreibung", "like spelling"),
    "explain_idf": ("Seltenheit {}", "rarity {}"),
    "explain_cosine": ("Nähe der Bedeutung {}", "closeness of meaning {}"),
    "stage_terms": ("Wörter", "Words"),
    "stage_filters": ("Filter", "Filters"),
    "stage_near": ("Nähe", "Nearness"),
    "stage_document": ("Dokument", "Document"),
    "stage_freshness": ("Neuheit", "Newness"),
    "says_near": ("höher, wo die Wörter der Frage nah beieinander stehen", ""),
    "says_document": ("höher, wo mehr aus demselben Dokument gefunden wurde", ""),
    "stage_vectors": ("Bedeutung", "Meaning"),
    "stage_fused": ("Zusammen", "Fused"),
    "stage_reranked": ("Nachgelesen", "Re-ranked"),
    "stage_collapsed": ("Ohne Doppelte", "Collapsed"),
    "stage_diversified": ("Vielfalt", "Diversified"),
    "says_collapsed": ("was ein besserer Platz schon sagt, ist dort genannt", ""),
    "says_diversified": ("was ein besserer Platz schon sagt, kostet einen Teil der Punkte", ""),
    "says_fused": ("Punkte der Wörter, dazu die Nähe der Bedeutung mit ihrem Gewicht", ""),
}


def explaining_words(language: str) -> dict[str, str]:
    """The page's words in one language."""
    at = LANGUAGES.index(language)
    return {name: both[at] for name, both in WORDS.items()}
