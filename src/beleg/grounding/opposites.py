"""Words that say the contrary, and irregular forms of one word.

In: two folded words with their stems. Out: whether they are opposites; or a word's plain form. Small lists of everyday words,
beside the prefixes that deny (`unzulässig`, `inactive`). Knows no sentence.
"""

from __future__ import annotations

from functools import lru_cache

from beleg.language.analysis import stem
from beleg.language.normalise import fold

_PAIRS = """
if/unless in/out steigen/sinken/fallen erhöhen/senken/verringern/reduzieren/vermindern zunehmen/abnehmen wachsen/schrumpfen
größer/kleiner groß/klein höher/niedriger/geringer hoch/niedrig/tief länger/kürzer lang/kurz früher/später früh/spät
schneller/langsamer schnell/langsam stärker/schwächer stark/schwach besser/schlechter gut/schlecht erlauben/verbieten
erlaubt/verboten/untersagt öffnen/schließen geöffnet/geschlossen offen/geschlossen öffentlich/privat/geheim
annehmen/ablehnen gewinnen/verlieren gewann/verlor Sieg/Niederlage Gewinn/Verlust Erfolg/Misserfolg Beginn/Ende Anfang/Ende
beginnen/enden erster/letzter erste/letzte maximal/minimal Maximum/Minimum Einnahmen/Ausgaben Gläubiger/Schuldner
Käufer/Verkäufer Vermieter/Mieter Arbeitgeber/Arbeitnehmer Absender/Empfänger Norden/Süden Osten/Westen nördlich/südlich
östlich/westlich links/rechts oben/unten innen/außen innerhalb/außerhalb vorne/hinten warm/kalt heiß/kalt positiv/negativ
aktiv/passiv aktivieren/deaktivieren aktiviert/deaktiviert einschalten/ausschalten eingeschaltet/ausgeschaltet ein/aus
direkt/indirekt möglich/unmöglich gültig/ungültig sicher/unsicher legal/illegal richtig/falsch wahr/falsch wichtig/unwichtig
einfach/kompliziert leicht/schwer schwierig/leicht alt/neu alt/jung neu/alt voll/leer reich/arm hell/dunkel Tag/Nacht
männlich/weiblich Männer/Frauen Mann/Frau Krieg/Frieden Freund/Feind verpflichtend/freiwillig notwendig/überflüssig
intern/extern mehr/weniger mit/ohne für/gegen kaufen/verkaufen gekauft/verkauft mieten/vermieten laden/entladen
Angriff/Verteidigung Vorteil/Nachteil Zunahme/Abnahme Anstieg/Rückgang bekannt/unbekannt häufig/selten teuer/billig
teurer/günstiger nah/fern anwesend/abwesend zusätzlich/ausschließlich Import/Export importieren/exportieren
gefunden/verloren Geburt/Tod geboren/gestorben Mehrheit/Minderheit vorhanden/abwesend increase/decrease/reduce
rise/fall/drop grow/shrink larger/smaller large/small big/small greater/smaller/less higher/lower high/low longer/shorter
long/short earlier/later early/late faster/slower fast/slow stronger/weaker strong/weak better/worse good/bad best/worst
allow/forbid/prohibit allowed/forbidden/prohibited permit/prohibit open/closed open/close public/private accept/reject
accept/refuse win/lose won/lost victory/defeat success/failure beginning/end begin/end start/end start/stop first/last
maximum/minimum income/expenses buyer/seller employer/employee landlord/tenant sender/receiver north/south east/west
northern/southern eastern/western left/right above/below inside/outside upper/lower front/back warm/cold hot/cold
positive/negative active/passive enable/disable enabled/disabled on/off direct/indirect possible/impossible valid/invalid
safe/unsafe/dangerous legal/illegal right/wrong true/false important/unimportant simple/complex easy/difficult easy/hard
old/new old/young full/empty rich/poor light/dark day/night male/female men/women man/woman war/peace friend/enemy
mandatory/optional voluntary/mandatory necessary/unnecessary internal/external more/less/fewer with/without buy/sell
bought/sold attack/defence advantage/disadvantage include/exclude known/unknown common/rare expensive/cheap near/far
allowed/banned permitted/prohibited/forbidden/banned gestattet/verboten/untersagt zulässig/verboten/untersagt
blocked/open gesperrt/offen/geöffnet
import/export found/lost birth/death born/died majority/minority create/destroy charge/discharge improve/worsen
support/oppose agree/disagree major/minor ancient/modern always/never before/after present/absent encourage/discourage
expand/contract strengthen/weaken raise/lower gain/lose outer/inner highest/lowest largest/smallest longest/shortest
oldest/youngest most/least top/bottom
"""
_IRREGULAR = """
be/is/are/was/were/been have/has/had do/does/did/done go/went/gone become/became win/won lose/lost write/wrote/written
build/built begin/began/begun take/took/taken give/gave/given make/made see/saw/seen know/knew/known find/found lead/led
hold/held leave/left keep/kept bring/brought buy/bought teach/taught think/thought say/said pay/paid send/sent spend/spent
meet/met run/ran get/got/gotten come/came grow/grew/grown fall/fell/fallen rise/rose/risen choose/chose/chosen
speak/spoke/spoken break/broke/broken drive/drove/driven draw/drew/drawn show/showed/shown fight/fought sell/sold tell/told
stand/stood understand/understood sing/sang/sung feel/felt child/children man/men woman/women
sein/ist/sind/war/waren/gewesen werden/wird/wurde/wurden/geworden haben/hat/hatte/gehabt gehen/geht/ging/gingen/gegangen
kommen/kommt/kam/kamen/gekommen geben/gibt/gab/gaben/gegeben nehmen/nimmt/nahm/nahmen/genommen sehen/sieht/sah/sahen/gesehen
stehen/steht/stand/standen/gestanden finden/findet/fand/fanden/gefunden gewinnen/gewinnt/gewann/gewannen/gewonnen
verlieren/verliert/verlor/verloren beginnen/beginnt/begann/begannen/begonnen
schreiben/schreibt/schrieb/schrieben/geschrieben bleiben/bleibt/blieb/blieben/geblieben liegen/liegt/lag/lagen/gelegen
halten/hält/hielt/hielten/gehalten lassen/lässt/ließ/ließen/gelassen fahren/fährt/fuhr/fuhren/gefahren
tragen/trägt/trug/trugen/getragen wachsen/wächst/wuchs/wuchsen/gewachsen bringen/bringt/brachte/brachten/gebracht
denken/denkt/dachte/gedacht kennen/kennt/kannte/gekannt nennen/nennt/nannte/nannten/genannt
sprechen/spricht/sprach/sprachen/gesprochen treffen/trifft/traf/trafen/getroffen werfen/wirft/warf/geworfen
sterben/stirbt/starb/starben/gestorben steigen/steigt/stieg/stiegen/gestiegen fallen/fällt/fiel/fielen/gefallen
ziehen/zieht/zog/zogen/gezogen schließen/schließt/schloss/schlossen/geschlossen bieten/bietet/bot/boten/geboten
heißen/heißt/hieß/hießen laufen/läuft/lief/liefen/gelaufen rufen/ruft/rief/riefen/gerufen entstehen/entstand/entstanden
erhalten/erhält/erhielt/erhielten bestehen/bestand/bestanden enthalten/enthält/enthielt
"""
_PREFIXES = tuple(
    """zusammen zurueck entgegen unter durch ueber wider weiter teil nach fest frei auf aus ein vor ver ent zer mit bei los um
    an ab be er zu""".split()
)
"""What German puts before a verb: verfällt is of verfallen as fällt is of fallen."""
_EITHER_OR = (
    "erlaubt gestattet zulaessig / verboten untersagt", "geoeffnet offen / geschlossen", "wahr richtig / falsch",
    "allowed permitted / forbidden prohibited banned", "open / closed", "true right / false wrong", "frei / besetzt",
    "freiwillig / verpflichtend", "optional voluntary / mandatory", "anwesend / abwesend", "present / absent",
)  # fmt: skip
"""Opposites of which one holds where the other does not: not allowed is forbidden, but not cold need not be hot."""
_DENIALS = ("un", "in", "im", "il", "ir", "non", "nicht", "dis", "de", "miss", "mis", "anti")

_FIRST = frozenset(prefix[0] for prefix in _DENIALS)


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    return {fold(form): fold(group.split("/")[0]) for group in _IRREGULAR.split() for form in group.split("/")}


@lru_cache(maxsize=1)
def _opposed() -> frozenset[tuple[str, str]]:
    found = set()
    for group in _PAIRS.split():
        first, *others = group.split("/")
        for other in others:
            for one, two in zip(_names(first), _names(other), strict=True):
                found |= {(one, two), (two, one)}
            for one in _verbs(first):
                for two in _verbs(other):
                    found |= {(one, two), (two, one)}
    return frozenset(found)


def _verbs(word: str) -> tuple[str, ...]:
    """The regular forms of a German verb: `enden`, `endet`, `endete`."""
    folded = fold(word)
    if not word[0].islower() or not word.endswith("en"):
        return (folded,)
    return (folded, *(folded[:-2] + end for end in ("t", "et", "te", "ete", "ten", "eten")))


def _names(word: str) -> tuple[str, str, str]:
    return fold(word), stem(word, "de"), stem(word, "en")


def irregular(folded: str) -> bool:
    """Whether a word is a form of an irregular verb or noun, its plain form among them."""
    return folded in _forms() or plain_form(folded) != folded


@lru_cache(maxsize=50_000)
def plain_form(folded: str) -> str:
    """The plain form of an irregular verb or noun, else the word itself."""
    known = _forms()
    if folded in known:
        return known[folded]
    prefix = next((each for each in _PREFIXES if folded.startswith(each) and folded[len(each) :] in known), None)
    return folded if prefix is None else prefix + known[folded[len(prefix) :]]


def opposite(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two words, each folded and stemmed, say the contrary of each other."""
    known = _opposed()
    if (one[0], other[0]) in known or (one[1], other[1]) in known:
        return True
    return (one[0][:1] in _FIRST and denied(one[0], other[0])) or (other[0][:1] in _FIRST and denied(other[0], one[0]))


@lru_cache(maxsize=1)
def _poles() -> frozenset[str]:
    return frozenset(one for one, _ in _opposed())


def polar(folded: str, stemmed: str) -> bool:
    """Whether a word has a contrary among the pairs: said of the wrong thing, such a word turns the sentence."""
    return folded in _poles() or stemmed in _poles()


@lru_cache(maxsize=1)
def _exclusive() -> frozenset[tuple[str, str]]:
    found = set()
    for group in _EITHER_OR:
        ones, others = (each.split() for each in group.split(" / "))
        found |= {pair for one in ones for other in others for pair in ((one, other), (other, one))}
    return frozenset(found)


def either_or(one: str, other: str) -> bool:
    """Whether two folded words leave nothing between them, so that `not` the one is the other."""
    return (one, other) in _exclusive() or denied(one, other) or denied(other, one)


@lru_cache(maxsize=50_000)
def denied(longer: str, shorter: str) -> bool:
    """Whether the first word is the second with a prefix that denies it, whatever their endings."""
    for prefix in _DENIALS:
        if longer.startswith(prefix) and len(shorter) >= 4:
            rest = longer[len(prefix) :]
            same = len(shorter) - 2 if len(shorter) > 5 else len(shorter)
            if len(rest) >= 4 and rest[:same] == shorter[:same] and abs(len(rest) - len(shorter)) <= 3:
                return True
    return False
