"""What the page says, in German and English.

In: what a browser accepts, or a chosen language. Out: the words by name. `{}` is filled in by the script.
"""

from __future__ import annotations

LANGUAGES = ("de", "en")

WORDS: dict[str, tuple[str, str]] = {
    "tagline": (
        "Antworten aus Ihren Dokumenten, jeder Satz mit Beleg.",
        "Answers from your documents, a receipt for every sentence.",
    ),
    "skip": ("Zum Inhalt springen", "Skip to the content"),
    "pages": ("Seiten", "Pages"),
    "question": ("Ihre Frage", "Your question"),
    "placeholder": ("Was möchten Sie wissen?", "What would you like to know?"),
    "ask": ("Fragen", "Ask"),
    "stop": ("Anhalten", "Stop"),
    "searching": ("Ich lese in Ihren Dokumenten …", "Reading your documents …"),
    "stopped": ("Angehalten.", "Stopped."),
    "answer": ("Antwort", "Answer"),
    "receipt": ("Beleg", "Receipt"),
    "receipt_n": ("Beleg {} öffnen", "Open receipt {}"),
    "picture": ("Seite im Original ansehen", "See the page in the original"),
    "no_picture": ("Von dieser Seite gibt es kein Bild.", "There is no picture of this page."),
    "close": ("Schließen", "Close"),
    "page": ("Seite {}", "Page {}"),
    "version": ("Fassung {}", "Version {}"),
    "line": ("Zeile {}", "Line {}"),
    "earlier": ("Früheren Text zeigen", "Show earlier text"),
    "later": ("Späteren Text zeigen", "Show later text"),
    "opening": ("Der Beleg wird geöffnet …", "Opening the receipt …"),
    "checked": (
        "Jeder Satz steht wörtlich in der Fassung, die er belegt.",
        "Each sentence stands word for word in the version it cites.",
    ),
    "sure": ("Sehr sicher", "Very sure"),
    "fairly": ("Ziemlich sicher", "Fairly sure"),
    "unsure": ("Unsicher", "Unsure"),
    "confidence": ("Sicherheit {} %", "Confidence {} %"),
    "seconds": ("in {} s", "in {} s"),
    "run": ("Ablauf ansehen (JSON)", "See the run (JSON)"),
    "also": ("Steht auch in {}", "Also in {}"),
    "how": ("Wie wurde das gefunden?", "How was this found?"),
    "none_title": ("Dazu sagen Ihre Dokumente nichts Belegbares.", "Your documents hold no evidence for this."),
    "none_text": ("Am ehesten steht es hier:", "These are the nearest places to look:"),
    "none_nothing": (
        "Versuchen Sie andere Wörter, oder fügen Sie Dokumente hinzu, in denen es steht.",
        "Try other words, or add documents that say it.",
    ),
    "filters": ("Eingeschränkt auf", "Limited to"),
    "filter_source": ("Quelle {}", "Source {}"),
    "filter_folder": ("Ordner {}", "Folder {}"),
    "filter_author": ("von {}", "by {}"),
    "filter_type": ("Typ {}", "Type {}"),
    "filter_label": ("{}", "{}"),
    "filter_newest": ("Neueres zuerst", "Newest first"),
    "filter_since": ("seit {}", "since {}"),
    "filter_until": ("bis {}", "until {}"),
    "filter_day": ("vom {}", "of {}"),
    "filter_between": ("{} bis {}", "{} to {}"),
    "filter_remove": ("Ohne „{}“ fragen", "Ask without “{}”"),
    "filter_dropped": (
        "Mit „{}“ war keine Antwort zu finden, deshalb wurde ohne gesucht.",
        "No answer was found with “{}”, so the search was made without it.",
    ),
    "refused": ("Diese Frage wird nicht beantwortet.", "This question is not answered."),
    "withheld": ("Die Antwort wird zurückgehalten.", "The answer is withheld."),
    "offline": (
        "Der Server ist nicht erreichbar. Läuft „beleg serve“ noch? Dann fragen Sie noch einmal.",
        "The server cannot be reached. Is “beleg serve” still running? Then ask again.",
    ),
    "sources": ("Quellen", "Sources"),
    "history": ("Fragen dieses Besuchs", "Questions of this visit"),
    "examples": ("Zum Beispiel", "For example"),
    "counts": ("{} Dokumente · {} Textstellen", "{} documents · {} passages"),
    "quarantined": ("{} nicht lesbar", "{} could not be read"),
    "empty_title": ("Noch keine Dokumente", "No documents yet"),
    "empty_text": (
        "Fügen Sie einen Ordner hinzu, dann können Sie fragen:",
        "Add a folder, then you can ask:",
    ),
    "add_more": ("Einen weiteren Ordner hinzufügen:", "Add another folder:"),
    "theme": ("Hell oder dunkel", "Light or dark"),
    "other_language": ("English", "Deutsch"),
    "keys": (
        "/ zur Frage · Enter fragt · ← → zwischen Belegen · Esc schließt",
        "/ to the question · Enter asks · ← → between receipts · Esc closes",
    ),
    "evaluations": ("Auswertungen", "Evaluations"),
    "quality": ("Güte", "Quality"),
    "api": ("Schnittstelle", "API"),
    "signin_title": ("Anmelden", "Sign in"),
    "signin_text": (
        "Öffnen Sie den Link, den „beleg serve“ ausgibt, oder geben Sie Ihren Schlüssel ein.",
        "Open the link that “beleg serve” prints, or enter your key.",
    ),
    "signin_wrong": ("Dieser Schlüssel ist nicht bekannt.", "This key is not known."),
    "key": ("Schlüssel", "Key"),
    "search_title": ("Suchen", "Search"),
    "search_words": ("Wörter oder eine Frage", "Words or a question"),
    "search_go": ("Suchen", "Search"),
    "search_none": ("Nichts gefunden, was Sie lesen dürfen.", "Nothing found that you may read."),
    "search_hint": (
        "Zu jedem Treffer lässt sich sagen, ob mehr oder weniger davon gesucht werden soll.",
        "For each result you can say whether to find more of it or less.",
    ),
    "more_like": ("mehr davon", "more like this"),
    "less_like": ("weniger davon", "less like this"),
    "similar_to": ("Ähnliche Dokumente", "Similar documents"),
    "similar_title": ("Ähnliche Dokumente", "Similar documents"),
    "in_common": ("Gemeinsam:", "In common:"),
    "moved": ("Die Treffer folgen Ihren Angaben.", "The results follow what you marked."),
    "moved_back": ("Zurücknehmen", "Take back"),
    "overview_title": ("Überblick", "Overview"),
    "overview_counts": ("{} Dokumente in {} Themen.", "{} documents in {} themes."),
    "overview_left": ("{} weitere wurden nicht betrachtet.", "{} more were not looked at."),
    "overview_map": ("Karte der Dokumente: nahe Punkte sind ähnlich", "Map of the documents: near dots are alike"),
    "all_of": ("Alle zeigen", "Show all"),
    "duplicates_title": ("Was sich wiederholt", "What is repeated"),
    "duplicates_none": ("Kein Dokument wiederholt ein anderes.", "No document repeats another."),
    "problem_title": ("Das geht so nicht", "This does not work"),
    "problem_403": ("Das darf nur sehen, wem dieser Arbeitsbereich gehört.", "Only the owner of this workspace may see this."),
    "problem_404": ("Das gibt es nicht, oder nicht für Sie.", "This is not there, or not for you."),
    "problem_other": ("Die Anfrage lässt sich so nicht beantworten.", "This request cannot be answered as it is."),
    "problem_home": ("Zur Frage", "To the question"),
    "example": ("Was gilt zu „{}“?", "What applies to “{}”?"),
}


CHECK_WORDS: dict[str, tuple[str, str]] = {
    "check_link": ("Text prüfen", "Check a text"),
    "ask_link": ("Fragen", "Ask"),
    "check_title": ("Text prüfen", "Check a text"),
    "check_skip": ("Zum Text springen", "Skip to the text"),
    "check_tagline": ("Steht das so in Ihren Dokumenten?", "Do your documents say so?"),
    "check_text": ("Der Text, der geprüft wird", "The text to check"),
    "check_placeholder": ("Text hier einfügen, oder eine Datei wählen.", "Paste a text here, or choose a file."),
    "check_file": ("Datei wählen …", "Choose a file …"),
    "check_reading": ("{} wird gelesen …", "Reading {} …"),
    "check_go": ("Prüfen", "Check"),
    "check_running": ("Die Sätze werden geprüft …", "Checking the sentences …"),
    "check_progress": ("Satz {} von {} …", "Sentence {} of {} …"),
    "check_result": ("Ergebnis", "Result"),
    "check_legend": ("Bedeutung der Zeichen", "What the signs mean"),
    "check_details": ("Begründung und Belege", "Reasons and receipts"),
    "check_places": ("Belege", "Receipts"),
    "check_near": ("Am nächsten liegt", "The nearest place"),
    "check_around": ("Im Dokument zeigen", "Show in the document"),
    "check_score": ("Belegt mit einer Wahrscheinlichkeit von {} %", "Carried with a probability of {} %"),
    "check_says": (
        "Geprüft wird, ob eine Stelle Ihrer Dokumente den Satz trägt. Ob die Dokumente recht haben, wird nicht geprüft.",
        "What is checked is whether a passage of your documents carries the sentence, not whether the documents are right.",
    ),
    "verdict_carried": ("belegt", "carried"),
    "verdict_contradicted": ("widersprochen", "contradicted"),
    "verdict_not_found": ("nicht gefunden", "not found"),
    "verdict_nothing_to_check": ("nichts zu prüfen", "nothing to check"),
    "explain_carried": ("Eine Stelle Ihrer Dokumente trägt diesen Satz.", "A passage of your documents carries this sentence."),
    "explain_contradicted": (
        "Eine Stelle Ihrer Dokumente sagt etwas anderes.",
        "A passage of your documents says otherwise.",
    ),
    "explain_not_found": (
        "Keine gefundene Stelle sagt das. Es kann trotzdem wahr sein.",
        "No passage that was found says so. It may be true all the same.",
    ),
    "difference": ("Abweichung", "Difference"),
    "in_text": ("Im Text", "In the text"),
    "in_source": ("In der Quelle", "In the source"),
    "nothing_there": ("steht dort nicht", "not there"),
    "left_out": ("weggelassen", "left out"),
}
"""The page that checks a text."""


def words_in(language: str) -> dict[str, str]:
    """The page's words in one language."""
    at = LANGUAGES.index(language)
    return {name: both[at] for name, both in {**WORDS, **CHECK_WORDS}.items()}


def choose_language(chosen: str | None, accepted: str) -> str:
    """The chosen language if the page speaks it, else the first that the browser accepts, else English."""
    if chosen in LANGUAGES:
        return str(chosen)
    ranked: list[tuple[float, int, str]] = []
    for position, piece in enumerate(accepted.lower().split(",")):
        tag, _, quality = piece.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        ranked.append((-weight, position, tag.split("-")[0].strip()))
    return next((tag for weight, _, tag in sorted(ranked) if tag in LANGUAGES and weight < 0), "en")
