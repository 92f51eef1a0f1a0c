"""What is said of a guarantee, in German and English.

In: a certificate and how it stands. Out: one or two sentences. Knows no store and no page.
"""

from __future__ import annotations

from beleg.records import Certificate

SAYS: dict[str, tuple[str, str]] = {
    "holds": (
        "Höchstens {error} % der gegebenen Antworten sind falsch, mit {certainty} % Gewissheit ({labels} bewertete Fragen).",
        "At most {error} % of the given answers are wrong, at {certainty} % certainty ({labels} labelled questions).",
    ),
    "drift": (
        "Die Zusage ist zurückgezogen: Die Fragen sind andere geworden als die bewerteten.",
        "The guarantee is withdrawn: the questions have become unlike the labelled ones.",
    ),
    "changed": (
        "Die Zusage ist zurückgezogen: Antworten entstehen anders als bei der Kalibrierung.",
        "The guarantee is withdrawn: answers are made in another way than when it was calibrated.",
    ),
    "uncalibrated": (
        "Es gibt keine Zusage: Noch ist nichts kalibriert.",
        "There is no guarantee: nothing is calibrated yet.",
    ),
    "too_few": (
        "Die Zusage ist leer: {labels} bewertete Fragen sind zu wenige, mindestens {needed} gegebene Antworten braucht sie.",
        "The guarantee is vacuous: {labels} labelled questions are too few, it needs {needed} given answers at least.",
    ),
    "nothing_certified": (
        "Die Zusage ist leer: Bei keiner Schwelle ist belegt, dass höchstens {error} % falsch sind.",
        "The guarantee is vacuous: at no threshold is it shown that at most {error} % are wrong.",
    ),
    "little_coverage": (
        "Die Zusage ist leer: Sie gilt, aber es bleiben nur {coverage} % der Fragen beantwortet.",
        "The guarantee is vacuous: it holds, but only {coverage} % of the questions are answered.",
    ),
    "no_better_than_all": (
        "Die Zusage ist leer: Auch wenn jede Frage beantwortet würde, wären nicht mehr als {bound} % falsch.",
        "The guarantee is vacuous: if every question were answered, no more than {bound} % would be wrong either.",
    ),
}


def says(kind: str, language: str, certificate: Certificate | None = None) -> str:
    """The sentence of this kind: German for `de`, English for every other language."""
    german = language == "de"
    text = SAYS[kind][0 if german else 1]
    if certificate is None:
        return text
    return text.format(
        error=percent(certificate.acceptable_error, german),
        certainty=percent(certificate.certainty, german),
        bound=percent(certificate.bound, german),
        coverage=percent(certificate.coverage, german),
        labels=certificate.labels,
        needed=certificate.needed,
    )


def percent(share: float, german: bool) -> str:
    """A share as per cent with one decimal at most, `5` or `2.5` (German `2,5`)."""
    text = f"{share * 100:.1f}".removesuffix(".0")
    return text.replace(".", ",") if german else text
