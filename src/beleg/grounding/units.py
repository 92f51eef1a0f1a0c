"""Units, currencies and the names of months: what may stand beside a number.

In: a folded word or a sign. Out: its dimension and factor, or a month's number. Months and years are not days, and days are
not hours: a law counts them differently. Knows no sentence.
"""

from __future__ import annotations

import re

_LISTED: dict[tuple[str, float], str] = {
    ("s", 1): "sekunde sekunden second seconds sec secs sek",
    ("s", 0.001): "ms millisekunde millisekunden millisecond milliseconds",
    ("s", 60): "min minute minuten minutes mins minuetig",
    ("s", 3600): "h std stunde stunden hour hours hrs stuendig",
    ("day", 1): "tag tage tagen tages day days taegig",
    ("day", 7): "woche wochen week weeks woechig",
    ("workday", 1): "werktag werktage werktagen arbeitstag arbeitstage arbeitstagen",
    ("month", 1): "monat monate monaten monats month months monatig",
    ("month", 3): "quartal quartale quartalen quarters",
    ("month", 12): "jahr jahre jahren jahres year years jaehrig",
    ("decade", 1): "jahrzehnt jahrzehnte jahrzehnten decade decades",
    ("century", 1): "jahrhundert jahrhunderte jahrhunderten jahrhunderts century centuries",
    ("m", 0.001): "mm millimeter millimetern millimetre millimetres millimeters",
    ("m", 0.01): "cm zentimeter zentimetern centimetre centimetres centimeter centimeters",
    ("m", 1): "m meter metern metre metres meters",
    ("m", 1000): "km kilometer kilometern kilometre kilometres kilometers",
    ("mile", 1): "meile meilen mile miles mi",
    ("foot", 1): "fuss foot feet ft",
    ("inch", 1): "zoll inch inches",
    ("yard", 1): "yard yards",
    ("m2", 1): "m² qm quadratmeter quadratmetern sqm",
    ("m2", 1e4): "ha hektar hectare hectares",
    ("m2", 1e6): "km² quadratkilometer quadratkilometern",
    ("g", 0.001): "mg milligramm milligram milligrams",
    ("g", 1): "g gramm gram grams",
    ("g", 1000): "kg kilogramm kilo kilogram kilograms kilos",
    ("g", 1e6): "t tonne tonnen tonnes ton tons",
    ("l", 1): "l liter litern litre litres liters",
    ("l", 0.001): "ml milliliter millilitern millilitre millilitres milliliters",
    ("wh", 1): "wh",
    ("wh", 1e3): "kwh kilowattstunde kilowattstunden",
    ("wh", 1e6): "mwh megawattstunde megawattstunden",
    ("w", 1): "w watt watts",
    ("w", 1e3): "kw kilowatt kilowatts",
    ("w", 1e6): "mw megawatt megawatts",
    ("w", 1e9): "gw gigawatt gigawatts",
    ("v", 1): "v volt volts",
    ("a", 1): "ampere amperes amp amps",
    ("byte", 1e3): "kb kilobyte kilobytes",
    ("byte", 1e6): "mb megabyte megabytes",
    ("byte", 1e9): "gb gigabyte gigabytes",
    ("byte", 1e12): "tb terabyte terabytes",
    ("degree", 1): "° grad degree degrees °c",
    ("fahrenheit", 1): "°f fahrenheit",
    ("%", 1): "% prozent percent pct v.h",
    ("%p", 1): "prozentpunkt prozentpunkte prozentpunkten",
    ("EUR", 1): "€ eur euro euros",
    ("EUR", 0.01): "cent cents ct",
    ("USD", 1): "$ usd dollar dollars us-dollar",
    ("GBP", 1): "£ gbp pfund pound pounds sterling",
    ("CHF", 1): "chf franken",
    ("JPY", 1): "¥ jpy yen",
    ("DM", 1): "dm mark",
}
_COMPOUND = re.compile(r"(.{4,}?)s?(tagen?|wochen|monaten?|jahren?|stunden|minuten)")
_NOT_MEASURED = frozenset(("sonn", "diens", "donner", "samst", "sams", "licht", "bunde", "land", "partei"))
UNITS = {word: unit for unit, words in _LISTED.items() for word in words.split()}
"""Folded word or sign → (dimension, how many of the dimension's own unit it is)."""
ONLY_BESIDE_FIGURES = frozenset("m s g t l h w v mi mark min second a".split())
"""Words that are units only right after figures."""
MONEY = frozenset(dimension for dimension, _ in _LISTED if dimension.isupper())
"""The dimensions that are currencies."""
TIMES = frozenset(("s", "day", "workday", "month", "decade", "century"))
"""The dimensions of time."""
SIGNS = frozenset("€$£¥")

MONTHS = {
    name: at
    for at, names in enumerate(
        (
            "januar jaenner january jan", "februar february feb", "maerz march mrz mar", "april apr", "mai may",
            "juni june jun",
            "juli july jul", "august aug", "september sept sep", "oktober october okt oct", "november nov",
            "dezember december dez dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
"""Folded month name → 1 to 12."""


def measured_in(word: str) -> tuple[str, str] | None:
    """What a compound counts and the unit of time at its end: `urlaub` and `tage` for `urlaubstage`; None for other words."""
    match = _COMPOUND.fullmatch(word)
    if match is None or word in UNITS or match[1] in _NOT_MEASURED:
        return None
    return match[1], match[2]
