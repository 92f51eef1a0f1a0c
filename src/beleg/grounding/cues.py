"""The small words that turn a sentence's meaning: negation, duty and permission, comparison, quantity, certainty, order.

In: the folded words of a text in order. Out: cues, each with its group and meaning and the words it is made of. The longest
wording wins: `nicht nur` denies nothing, and `no more than` is a limit. Knows no sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_LISTED: dict[tuple[str, str], str] = {
    ("negation", "not"): """
        nicht|kein|keine|keinen|keiner|keines|keinem|nie|niemals|nichts|niemand|niemandem|niemanden|nirgends|nirgendwo|weder
        |ohne|not|no|never|none|nothing|nobody|no one|neither|nor|without|nowhere|no longer|nicht mehr|nicht laenger
        |keineswegs|keinesfalls|in keinem fall|auf keinen fall|by no means|noch nicht|not yet|not any|no such
    """,
    ("negation", ""): "nicht nur|not only|not just|not merely|nicht bloss|no matter|ob oder nicht|whether or not",
    ("duty", "must"): """
        muss|muessen|musst|muesst|musste|mussten|must|shall|have to|has to|had to|required to|is required|are required
        |verpflichtet|obliged|obligated|zwingend|mandatory|obligatory|unbedingt|needs to|need to|required|erforderlich
        |notwendig|necessary|verpflichtend|pflicht
    """,
    ("duty", "may"): """
        kann|koennen|kannst|koennt|konnte|konnten|koennte|koennten|darf|duerfen|darfst|duerft|durfte|durften|may|might|can
        |could|be able to|is able to|are able to|was able to|were able to|allowed to|permitted to|berechtigt|in der lage
        |entitled to|optional|freiwillig|faehig
    """,
    ("duty", "should"): """
        soll|sollen|sollst|sollt|sollte|sollten|should|ought to|empfohlen|recommended|is to|are to|was to|were to
    """,
    ("limit", "least"): """
        mindestens|wenigstens|at least|no less than|not less than|no fewer than|nicht weniger als|a minimum of|minimum
        |zumindest|or more|oder mehr|und aelter|or older
    """,
    ("limit", "most"): """
        hoechstens|maximal|bis zu|at most|up to|no more than|not more than|nicht mehr als|a maximum of|not exceeding|or less
        |oder weniger|laengstens|spaetestens|no later than|at the latest|or fewer|maximum|must not exceed
        |may not exceed|cannot exceed|not exceed
    """,
    ("limit", "over"): """
        mehr als|ueber|more than|over|exceeding|above|laenger als|longer than|groesser als|greater than|hoeher als
        |higher than
    """,
    ("limit", "under"): """
        weniger als|unter|less than|fewer than|under|below|kuerzer als|shorter than|kleiner als|smaller than|niedriger als
        |lower than|fast|nearly|almost|knapp|beinahe
    """,
    ("limit", "about"): """
        etwa|ungefaehr|circa|ca|rund|gut|around|about|approximately|roughly|approx|annaehernd|schaetzungsweise
    """,
    ("limit", "exact"): "genau|exakt|exactly|precisely",
    ("amount", "all"): """
        alle|allen|aller|alles|jede|jeder|jedes|jeden|jedem|saemtliche|saemtlichen|saemtlicher|all|every|each|everyone
        |everybody|everything|jedermann|all of|ausnahmslos|jeweils
    """,
    ("amount", "most"): """
        die meisten|der meisten|den meisten|meisten|most|most of|mehrheit|majority|grossteil|ueberwiegend|mostly|mainly
    """,
    ("amount", "many"): "viele|vielen|vieler|many|zahlreiche|zahlreichen|numerous|viel|much|a lot of|vielfach",
    ("amount", "some"): """
        some|some of|einige|einigen|einiger|manche|manchen|mancher|mehrere|mehreren|mehrerer|several|teilweise|partly|a few
        |etliche|verschiedene|various|a number of|teils
    """,
    ("amount", "few"): "wenige|wenigen|few|kaum|hardly|barely|little|wenig|scarcely",
    ("only", "only"): "nur|lediglich|ausschliesslich|only|solely|exclusively|bloss|allein|merely",
    ("how_often", "always"): "immer|stets|always|jederzeit|staendig|at all times|constantly|invariably|permanent",
    ("how_often", "usually"): """
        meist|meistens|in der regel|normalerweise|usually|normally|typically|generally|ueblicherweise|grundsaetzlich
        |as a rule
    """,
    ("how_often", "often"): "oft|haeufig|often|frequently|oftmals|commonly",
    ("how_often", "sometimes"): "manchmal|gelegentlich|sometimes|occasionally|zuweilen|mitunter|ab und zu",
    ("how_often", "rarely"): "selten|rarely|seldom",
    ("certain", "perhaps"): """
        vielleicht|moeglicherweise|eventuell|perhaps|possibly|maybe|wahrscheinlich|vermutlich|probably|likely
        |voraussichtlich|angeblich|allegedly|reportedly|presumably|wohl|apparently|anscheinend|scheinbar
    """,
    ("certain", "sure"): """
        sicherlich|gewiss|certainly|definitely|surely|undoubtedly|zweifellos|tatsaechlich|garantiert|guaranteed
    """,
    ("order", "before"): "vor|bevor|before|prior to|vorher|ehe",
    ("order", "after"): "nach|nachdem|after|following|nachher",
    ("order", "since"): "seit|seitdem|since|ab|from",
    ("order", "until"): "bis|until|till",
    ("join", "and"): "und|and|sowie|as well as|sowohl|both",
    ("join", "or"): "oder|or|either|entweder",
    ("filler", ""): """
        zum beispiel|for example|for instance|in addition|as well|das heisst|that is|unter anderem|among others|in fact
        |of course|im uebrigen|zum einen|zum anderen|vor allem|in particular|as a result|on the other hand
    """,
    ("price", "free"): """
        free|frei|for free|free of charge|free of cost|at no charge|at no cost|at no extra cost|at no extra charge|no charge
        |without charge|costs nothing|cost nothing|kostet nichts|kosten nichts|kostet kein geld|kostenlos|kostenlose
        |kostenlosen|kostenloser|kostenloses|kostenfrei|kostenfreie|kostenfreien|kostenfreier|kostenfreies|gebuehrenfrei
        |gratis|umsonst|unentgeltlich|unentgeltliche|unentgeltlichen|ohne aufpreis|ohne gebuehr|ohne kosten|frei von kosten
    """,
    ("degree", "more"): "mehr|more",
    ("degree", "less"): "weniger|less|fewer",
}
ENGLISH_NOT = {"can't": ("duty", "may"), "couldn't": ("duty", "may"), "cannot": ("duty", "may"), "mustn't": ("duty", "must"),
               "shouldn't": ("duty", "should"), "mayn't": ("duty", "may")}  # fmt: skip
"""Words that hold a verb and its negation."""
WEAK = frozenset({"order", "join", "degree"})
"""Groups whose words do other work as well: only an exchange of one meaning for another counts."""


COSTS = frozenset(
    """kostet kosten zahlt zahlst zahlen bezahlt bezahlst bezahlen berechnet cost costs pay pays paid charge charges charged
    fee fees gebuehr gebuehren preis price""".split()
)
"""Words that say something has a price."""
_NOTHING = frozenset(("nichts", "nothing"))
NEEDS_NUMBER = frozenset(
    "ueber unter over under above below about around gut fast knapp rund nearly almost minimum maximum".split()
)
"""Words that limit or blur a number, and mean another thing where none follows."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A meaning, and the words it stands in: `first` to `last`, one past the last. An empty meaning turns nothing."""

    group: str
    meaning: str
    first: int
    last: int


def _table() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for (group, meaning), listed in _LISTED.items():
        for wording in listed.split("|"):
            words = tuple(wording.split())
            found.setdefault(words[0], []).append((words, group, meaning))
    return {first: sorted(wordings, key=lambda each: -len(each[0])) for first, wordings in found.items()}


_BY_FIRST = _table()


def cues_in(words: Sequence[str]) -> list[Cue]:
    """The cues in folded words, in order; none shares a word with another but a verb with its own `n't`."""
    found: list[Cue] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word in ENGLISH_NOT or word.endswith("n't"):
            if word in ENGLISH_NOT:
                found.append(Cue(*ENGLISH_NOT[word], at, at + 1))
            found.append(Cue("negation", "not", at, at + 1))
            at += 1
            continue
        for wording, group, meaning in _BY_FIRST.get(word, ()):
            if tuple(words[at : at + len(wording)]) == wording:
                found.append(Cue(group, meaning, at, at + len(wording)))
                at += len(wording)
                break
        else:
            at += 1
    return [each for cue in found for each in _for_nothing(words, cue)]


def _for_nothing(words: Sequence[str], cue: Cue) -> tuple[Cue, ...]:
    """`kostet im Sommer nichts` denies nothing: it is free."""
    if cue.group == "negation" and words[cue.first] in _NOTHING:
        costs = next((at for at in range(cue.first - 1, max(-1, cue.first - 5), -1) if words[at] in COSTS), None)
        if costs is not None:
            return Cue("filler", "", costs, costs + 1), Cue("price", "free", cue.first, cue.last)
    return (cue,)
