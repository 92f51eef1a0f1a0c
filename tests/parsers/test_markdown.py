"""Markdown and MDX: words stay, marks and components go, source lines are true, and no bytes break it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beleg.chunking.prepare import read
from beleg.errors import Unreadable
from beleg.parsers.markdown import MarkdownParser
from beleg.records import Parsed, Part, ReadingTask

SHARED = Path(os.environ.get("BELEG_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))


def parse(text: str | bytes, path: str = "seite.md") -> Parsed:
    return MarkdownParser().parse(text.encode() if isinstance(text, str) else text, path)


def told(text: str, path: str = "seite.md") -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in parse(text, path).parts]


def texts(text: str | bytes, path: str = "seite.md") -> list[str]:
    return [part.text for part in parse(text, path).parts]


def one(text: str, path: str = "seite.md") -> Part:
    (part,) = parse(text, path).parts
    return part


def test_headings_of_both_kinds_have_level_line_and_the_anchor_that_github_makes() -> None:
    parts = parse("Kopf\n====\n\ntext\n\n## § 3 Urlaub & *Freizeit*\n\n## Kopf\n").parts
    assert [(part.kind, part.level, part.line, part.anchor) for part in parts] == [
        ("heading", 1, 1, "kopf"),
        ("paragraph", 0, 4, "kopf"),
        ("heading", 2, 6, "-3-urlaub--freizeit"),
        ("heading", 2, 8, "kopf-1"),
    ]
    assert parts[2].text == "§ 3 Urlaub & Freizeit"


def test_an_anchor_that_the_author_chose_is_kept_out_of_the_heading() -> None:
    part = one("## Häufige Fragen {#faq}")
    assert (part.text, part.anchor) == ("Häufige Fragen", "faq")


def test_inline_marks_vanish_and_their_words_stay() -> None:
    text = (
        "Ein **fetter** [Link *hier*](http://x.de), `code_x`, ![Bild *alt*](b.png), <http://y.de>, a\\*b &amp; c<br>d <b>e</b>"
    )
    assert one(text).text == "Ein fetter Link hier, code_x, Bild alt, http://y.de, a*b & c d e"


def test_reference_links_keep_only_their_words() -> None:
    assert texts("Siehe [dort][1].\n\n[1]: http://x.de") == ["Siehe dort."]


def test_lines_of_a_paragraph_are_joined_and_a_hyphen_at_their_end_stays_one() -> None:
    assert one("optisch-\nelektronische Ein-\nund Ausgabe  \nhart").text == "optisch-elektronische Ein- und Ausgabe hart"


def test_each_list_item_is_a_part_with_its_own_line_and_ordered_ones_keep_their_number() -> None:
    parts = parse("3. drei\n   weiter\n   - innen\n     * tiefer\n4. vier\n\n   noch etwas\n").parts
    assert [(part.kind, part.text, part.line) for part in parts] == [
        ("list_item", "3. drei weiter", 1),
        ("list_item", "innen", 3),
        ("list_item", "tiefer", 4),
        ("list_item", "4. vier", 5),
        ("paragraph", "noch etwas", 7),
    ]


def test_lettered_points_of_a_law_are_items() -> None:
    text = "1.  Stellen, die\n\n    a)  Recht ausführen oder\n\n    bb) tätig werden\n"
    assert [kind for kind, _ in told(text)] == ["list_item"] * 3


def test_a_definition_is_one_item_with_its_term() -> None:
    assert told("Fundstelle\n:   RGBl: 1896, 195\n") == [("list_item", "Fundstelle: RGBl: 1896, 195")]


def test_a_table_is_one_row_a_line_with_one_header_row() -> None:
    part = one("| Art | Tage |\n|:--|--:|\n| *Erholung* | 30<br>mehr |\n| a \\| b | |\n")
    assert (part.kind, part.header_rows, part.line) == ("table", 1, 1)
    assert part.text == "Art | Tage\nErholung | 30 mehr\na | b | "


def test_an_empty_table_header_is_none() -> None:
    part = one("| | |\n|--|--|\n| a | b |\n")
    assert (part.text, part.header_rows) == ("a | b", 0)


def test_code_is_kept_as_it_stands() -> None:
    assert told("```py\nimport x\n\n  <Foo/> *a*\n```\n\n    eingerückt\n") == [
        ("code", "import x\n\n  <Foo/> *a*"),
        ("code", "eingerückt"),
    ]


def test_a_quote_is_a_paragraph() -> None:
    assert told("> Zitat\n> weiter\n") == [("paragraph", "Zitat weiter")]


def test_html_keeps_its_words_without_tags_comments_and_scripts() -> None:
    text = "<!-- weg -->\n\n<details>\n<summary>Mehr</summary>\n\nInhalt *hier*\n\n</details>\n\n<script>\nweg()\n</script>\n"
    assert texts(text) == ["Mehr", "Inhalt hier"]


def test_front_matter_gives_title_and_metadata_and_still_counts_as_lines() -> None:
    text = (
        '---\nTitle: "Bürgerliches: \\"Buch\\""\njurabk: BGB\ntags: [a, "b"]\nlang:\n  - de\n  - en\n'
        "long: erste\n  zweite\ndeep:\n  key: x\n# note\n---\n\n# Kopf\n"
    )
    parsed = parse(text)
    assert parsed.title == 'Bürgerliches: "Buch"'
    assert parsed.metadata == {"jurabk": "BGB", "tags": "a, b", "lang": "de, en", "long": "erste zweite"}
    assert [(part.text, part.line) for part in parsed.parts] == [("Kopf", 15)]


def test_a_rule_on_the_first_line_is_not_front_matter() -> None:
    assert texts("---\n\nKein Titel hier\n\n---\n\nText\n") == ["Kein Titel hier", "Text"]
    assert texts("---\ntitle: nie geschlossen\n")[-1].endswith("nie geschlossen")


def test_the_title_is_the_first_heading_of_level_one_where_none_is_named() -> None:
    assert parse("## klein\n\n# Groß\n").title == "Groß"


MDX = """---
title: Laden
---
import Tabs from '@theme/Tabs';
export const x = {
  a: 1,
};

{/* weg
weg */}

<Tabs>
  <TabItem value="l" label="Linux">

Text mit `<Foo bar={1}>` und {/* weg */} Rest

  </TabItem>
</Tabs>

<Karte
  prop={[1, { a: ">" }]}
  title="Sichtbar"
/>

<img src={bild.src} alt="Das Bild" style={{ a: "b" }} />

:::note[Achtung]
Vorsicht.
:::

:::tip Ein Rat

Rat

:::
"""


def test_imports_exports_components_and_comments_vanish_and_what_a_reader_sees_stays() -> None:
    parts = parse(MDX, "laden.mdx").parts
    assert [(part.line, part.text) for part in parts] == [
        (13, "Linux"),
        (15, "Text mit <Foo bar={1}> und Rest"),
        (20, "Sichtbar"),
        (25, "Das Bild"),
        (27, "Achtung: Vorsicht."),
        (31, "Ein Rat"),
        (33, "Rat"),
    ]


def test_admonitions_are_understood_in_plain_markdown_too() -> None:
    assert texts(":::warning\nHeiß\n:::\n") == ["Heiß"]


def test_plain_markdown_that_speaks_of_imports_is_left_alone() -> None:
    assert texts("import duties rise from 2024\n\n{braces} stay") == ["import duties rise from 2024", "{braces} stay"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_every_usual_encoding_gives_the_same_words(encoding: str) -> None:
    assert texts("# Größe\n\nÜber ß\n".encode(encoding)) == ["Größe", "Über ß"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_gives_the_same_parts(end: str) -> None:
    parts = parse(end.join(["---", "title: T", "---", "# A", "", "b", "c", "", "- d"])).parts
    assert [(part.text, part.line) for part in parts] == [("A", 4), ("b c", 6), ("d", 9)]


def test_an_empty_file_has_no_parts_and_is_refused_with_a_reason() -> None:
    assert parse(b"").parts == ()
    with pytest.raises(Unreadable, match="no text"):
        read(b"---\ntitle: nur das\n---\n", ReadingTask("leer.md", "text/markdown", "v", 200, 400))


@pytest.mark.parametrize("nest", ["<div>", ">", "- "])
def test_nesting_without_measure_is_refused_in_clear_words(nest: str) -> None:
    with pytest.raises(Unreadable, match=r"'seite.md' nests"):
        parse(nest * 50_000 + "geheim")


def test_ten_levels_of_lists_are_read() -> None:
    assert len(texts("".join("  " * depth + f"- Ebene {depth}\n" for depth in range(10)))) == 10


MARKS = "#*_`[]()!<>/-=|:{}&\\~ \n\taB1."


@given(st.one_of(st.binary(max_size=300), st.text(MARKS, max_size=300).map(str.encode)), st.sampled_from(["x.md", "x.mdx"]))
def test_any_bytes_give_parts_or_a_reason(data: bytes, path: str) -> None:
    try:
        parse(data, path)
    except Unreadable:
        return


@given(
    st.lists(st.sampled_from(["# K", "Wort", "- Punkt", "1. Zahl", "> Zitat", "", "```", "| a | b |", "|--|--|"]), max_size=30)
)
def test_a_part_begins_on_a_line_that_holds_its_first_word(lines: list[str]) -> None:
    for part in parse("\n".join(lines)).parts:
        if part.kind in ("heading", "paragraph", "list_item") and part.text:
            assert part.line is not None
            word = part.text.split()[0]
            assert word in lines[part.line - 1]


@pytest.mark.skipif(not (SHARED / "documents/evcc_docs_de_en").is_dir(), reason="the shared documentation pages are not here")
def test_real_documentation_keeps_no_component_marks_in_its_prose() -> None:
    pages = sorted((SHARED / "documents/evcc_docs_de_en").rglob("*.mdx"))[:60]
    assert pages
    for page in pages:
        prose = [part.text for part in parse(page.read_bytes(), page.name).parts if part.kind == "paragraph"]
        assert not [text for text in prose if text.startswith((":::", "import ", "</", "<Tab", "{/*")) or "={" in text]
