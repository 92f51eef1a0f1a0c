"""Words that faults are made of: what is exchanged for what. Kept apart from what beleg itself knows of words.

In: nothing. Out: tables a language. The words here need not be, and partly are not, words that `beleg.grounding` lists.
"""

from __future__ import annotations


def _pairs(listed: str) -> list[tuple[str, str]]:
    """`old > new | old > new`."""
    pairs = (each.split(">") for each in " ".join(listed.split()).split("|"))
    return [(old.strip(), new.strip()) for old, new in pairs]


def _groups(listed: str) -> list[list[str]]:
    """`one two | three four`."""
    return [each.split() for each in listed.split("|")]


MODALS: dict[str, list[tuple[str, str]]] = {
    "de": _pairs(
        """
        kann > muss | können > müssen | darf > muss | dürfen > müssen | muss > kann | müssen > können | müssen > dürfen |
        muss > darf | soll > muss | sollen > müssen | soll > kann | sollen > können | sollte > muss | sollten > müssen |
        kann > soll | konnte > musste | konnten > mussten | musste > konnte | könnte > muss | könnten > müssen | musst >
        kannst | kannst > musst | kannst > solltest
        """
    ),
    "en": _pairs(
        """
        may > must | can > must | must > may | must > can | should > must | must > should | could > had to | might > must
        | can > should | may > shall | shall > may | has to > may | have to > can | may > has to | can > has to | could >
        must | should > may
        """
    ),
}
ANTONYMS: dict[str, list[tuple[str, str]]] = {
    "de": _pairs(
        """
        größer > kleiner | größte > kleinste | größten > kleinsten | höher > niedriger | höchste > niedrigste | mehr >
        weniger | früher > später | nördlich > südlich | Norden > Süden | Osten > Westen | östlich > westlich | erste >
        letzte | ersten > letzten | große > kleine | großen > kleinen | neue > alte | neuen > alten | hohe > niedrige |
        hohen > niedrigen | lange > kurze | zulässig > unzulässig | öffentlich > privat | öffentliche > private |
        öffentlichen > privaten | gültig > ungültig | mit > ohne | gewann > verlor | gewonnen > verloren | stieg > sank |
        gestiegen > gesunken | Beginn > Ende | Anfang > Ende | Vorteil > Nachteil | Sieg > Niederlage | Käufer > Verkäufer
        | Gläubiger > Schuldner | Mieter > Vermieter | Arbeitnehmer > Arbeitgeber | möglich > unmöglich | innerhalb >
        außerhalb | aktiv > inaktiv | direkt > indirekt | oben > unten | links > rechts | starke > schwache | häufig >
        selten | bekannt > unbekannt | wichtig > unwichtig | wichtige > unwichtige | besser > schlechter | schnell >
        langsam | einfach > kompliziert | automatisch > manuell | nationale > internationale | aktiviert > deaktiviert |
        Männer > Frauen | Krieg > Frieden | steigt > sinkt | erhöht > verringert
        """
    ),
    "en": _pairs(
        """
        larger > smaller | largest > smallest | higher > lower | highest > lowest | more > less | most > least | earlier >
        later | early > late | north > south | northern > southern | east > west | eastern > western | first > last |
        large > small | great > minor | new > old | high > low | long > short | public > private | valid > invalid | with
        > without | won > lost | win > lose | increase > decrease | increased > decreased | rise > fall | rose > fell |
        beginning > end | began > ended | victory > defeat | possible > impossible | inside > outside | within > outside |
        active > inactive | direct > indirect | above > below | left > right | strong > weak | common > rare | known >
        unknown | important > unimportant | better > worse | best > worst | fast > slow | simple > complicated | major >
        minor | enabled > disabled | internal > external | war > peace | male > female | open > closed | success > failure
        | accepted > rejected | legal > illegal | automatically > manually | supported > opposed | buy > sell | upper >
        lower | older > younger
        """
    ),
}
COMPARISONS: dict[str, list[tuple[str, str]]] = {
    "de": _pairs(
        """
        mindestens > höchstens | höchstens > mindestens | mehr als > weniger als | weniger als > mehr als | über > unter |
        bis zu > mindestens | maximal > mindestens | vor > nach | nach > vor | vor dem > nach dem | spätestens >
        frühestens | frühestens > spätestens | bevor > nachdem | seit > bis | wenigstens > höchstens | nicht mehr als >
        nicht weniger als
        """
    ),
    "en": _pairs(
        """
        at least > at most | at most > at least | more than > less than | less than > more than | over > under | up to >
        at least | before > after | after > before | since > until | until > since | fewer than > more than | more than >
        fewer than | no more than > at least | prior to > after | as many as > fewer than
        """
    ),
}
QUANTIFIERS: dict[str, list[tuple[str, str]]] = {
    "de": _pairs(
        """
        alle > einige | alle > wenige | allen > einigen | einige > alle | einigen > allen | viele > wenige | vielen >
        allen | meisten > wenigsten | mehrere > alle | immer > manchmal | immer > selten | oft > selten | häufig > immer |
        manchmal > immer | jeder > mancher | jede > manche | nur > auch | stets > gelegentlich | viele > alle |
        normalerweise > immer | sämtliche > einige | teilweise > vollständig
        """
    ),
    "en": _pairs(
        """
        all > some | all > few | some > all | many > few | many > all | most > few | several > all | always > sometimes |
        always > rarely | often > rarely | often > always | sometimes > always | every > almost no | each > only some |
        only > also | usually > always | never > always | generally > always | partly > completely | most > all
        """
    ),
}
UNITS: dict[str, list[list[str]]] = {
    "de": _groups(
        """
        Sekunden Minuten Stunden Tage Wochen Monate Jahre | Tagen Wochen Monaten Jahren Stunden | Tag Monat Jahr | Meter
        Kilometer Zentimeter Meilen | Euro Dollar Pfund Franken | € $ £ | Kilogramm Gramm Tonnen | Millionen Milliarden |
        Prozent Promille | kW MW kWh | km m cm | Watt Kilowatt | Liter Milliliter | Mio. Mrd. | Jahrhundert Jahrzehnt
        """
    ),
    "en": _groups(
        """
        seconds minutes hours days weeks months years | day week month year | metres kilometres miles | meters kilometers
        miles feet | dollars euros pounds | € $ £ | million billion thousand | percent permille | kW MW kWh | km m miles |
        kilograms grams tonnes | century decade | acres hectares | gallons litres | inches feet yards | yards feet
        """
    ),
}
AUXILIARIES = {
    "de": """
    ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können muss soll sollte darf gilt bleibt
    """.split(),
    "en": """
    is are was were will would can could has have had must should may might does did
    """.split(),
}
NUMBER_WORDS = {
    "de": """
    zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig hundert
    """.split(),
    "en": """
    two three four five six seven eight nine ten eleven twelve twenty thirty forty
    """.split(),
}
ORDINAL_WORDS = {
    "de": """
    zweite dritte vierte fünfte sechste siebte
    """.split(),
    "en": """
    second third fourth fifth sixth seventh
    """.split(),
}
MONTHS = {
    "de": """
    Januar Februar März April Mai Juni Juli August September Oktober November Dezember
    """.split(),
    "en": """
    January February March April May June July August September October November December
    """.split(),
}
INVENTED = {
    "de": """
    Hamburg Bratislava Kupfer Fahrräder Versicherungen Professor Lindqvist Orangen Gewerkschaften Teleskope Musikschulen
    Bäckereien Norwegen Uganda Kontonummern Reisepässe Fotografen Landwirte
    """.split(),
    "en": """
    Hamburg Bratislava copper bicycles insurance Lindqvist oranges unions telescopes bakeries Norway Uganda passports
    photographers farmers violins lighthouses Melbourne
    """.split(),
}
ARTICLES = {
    "de": frozenset(
        """
        am beim das dem den der des die diese dieser dieses ein eine einem einen einer eines ihr ihre im sein seine vom
        zum zur
        """.split()
    ),
    "en": frozenset(
        """
        a an her his its that the their these this those
        """.split()
    ),
}
PREPOSITIONS = {
    "de": frozenset(
        """
        ab am an auf aus bei beim bis durch für gegen hinter im in mit nach neben ohne seit um unter vom von vor zu zum
        zur zwischen über
        """.split()
    ),
    "en": frozenset(
        """
        about after against as at before between by down during for from in into of off on out over through to under up
        with
        """.split()
    ),
}
LEADS = {"de": ("Zudem", "Außerdem", "Dabei", "Daher"), "en": ("Moreover,", "In addition,", "Also,", "Therefore,")}
EQUAL: dict[str, list[tuple[str, str]]] = {
    "de": [
        ("z. B.", "zum Beispiel"),
        ("z.B.", "zum Beispiel"),
        ("bzw.", "beziehungsweise"),
        ("ca.", "circa"),
        (" aber ", " jedoch "),
        (" und ", " sowie "),
        ("etwa ", "ungefähr "),
        (" da ", " weil "),
        ("daß", "dass"),
        (" %", " Prozent"),
        ("%", " Prozent"),
        ("€", "Euro"),
    ],
    "en": [
        ("e.g.", "for example"),
        ("can't", "cannot"),
        ("don't", "do not"),
        ("is not", "isn't"),
        (" but ", " yet "),
        ("percent", "%"),
        ("%", " percent"),
        (" which ", " that "),
        (" while ", " whereas "),
        ("approximately", "about"),
        ("isn't", "is not"),
        ("U.S.", "US"),
    ],
}
