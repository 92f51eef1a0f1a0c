"""HTML: what a reader came for comes out in order, the rest of the page does not, and no bytes break it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beleg.chunking.prepare import read
from beleg.errors import Unreadable
from beleg.parsers.html import HtmlParser, decode_html
from beleg.records import Parsed, Part, ReadingTask

SHARED = Path(os.environ.get("BELEG_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))


def parse(page: str | bytes) -> Parsed:
    return HtmlParser().parse(page.encode() if isinstance(page, str) else page, "page.html")


def told(page: str | bytes) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in parse(page).parts]


def texts(page: str | bytes) -> list[str]:
    return [part.text for part in parse(page).parts]


def one(page: str) -> Part:
    (part,) = parse(page).parts
    return part


def test_headings_paragraphs_and_loose_text_come_in_reading_order() -> None:
    page = "<h1>Urlaub</h1><p>Erster <b>Satz</b>.</p>lose <i>Wor</i>te<div>Im Kasten<p>Danach</p>zuletzt</div>"
    assert told(page) == [
        ("heading", "Urlaub"),
        ("paragraph", "Erster Satz."),
        ("paragraph", "lose Worte"),
        ("paragraph", "Im Kasten"),
        ("paragraph", "Danach"),
        ("paragraph", "zuletzt"),
    ]


def test_a_heading_keeps_its_level_and_what_follows_has_the_nearest_id_as_anchor() -> None:
    parts = parse('<p>davor</p><h3 id="frist">Frist</h3><p>vier Wochen</p><p id="b">mehr</p>').parts
    assert [(part.level, part.anchor) for part in parts] == [(0, ""), (3, "frist"), (0, "frist"), (0, "b")]


def test_a_paragraph_inside_a_heading_is_still_that_heading() -> None:
    parts = parse("<h2><div>Innen</div></h2><p>Text</p>").parts
    assert [(part.kind, part.level) for part in parts] == [("heading", 2), ("paragraph", 0)]


def test_nested_list_items_are_one_part_each_and_ordered_ones_keep_their_number() -> None:
    page = '<ol start="3"><li>drei<ul><li>innen</li></ul></li><li><p>vier</p><p>dazu</p></li><li value="9">neun</li></ol>'
    assert told(page) == [
        ("list_item", "3. drei"),
        ("list_item", "innen"),
        ("list_item", "4. vier"),
        ("paragraph", "dazu"),
        ("list_item", "9. neun"),
    ]


def test_a_definition_list_joins_term_and_definition() -> None:
    page = "<dl><dt>Karenz</dt><dd>Drei Tage</dd><dt>A</dt><dt>B</dt><dd>beide</dd><dt>allein</dt></dl><p>x</p>"
    assert texts(page) == ["Karenz: Drei Tage", "A, B: beide", "allein", "x"]
    assert told(page)[0][0] == "list_item"


def test_a_table_is_one_row_a_line_with_its_header_rows_counted() -> None:
    part = one("<table><thead><tr><th>Art<th>Tage</thead><tr><td>Erholung<br>normal<td>30<tr><td>Bildung<td>5</table>")
    assert (part.kind, part.header_rows) == ("table", 1)
    assert part.text == "Art | Tage\nErholung normal | 30\nBildung | 5"


def test_cells_over_several_rows_and_columns_keep_the_columns_aligned() -> None:
    page = '<table><tr><th>A<th>B<th>C<tr><td rowspan="2">x<td colspan="2">y<tr><td>1<td>2</table>'
    assert one(page).text == "A | B | C\nx | y\nx | 1 | 2"


def test_a_first_row_of_plain_cells_is_no_header_and_row_headings_are_none_either() -> None:
    assert one("<table><tr><td>a<td>b<tr><td>c<td>d</table>").header_rows == 0
    assert one("<table><tr><th>a<td>b<tr><th>c<td>d</table>").header_rows == 0


def test_a_caption_belongs_to_the_header() -> None:
    part = one("<table><caption>Preise 2024</caption><tr><th>A<th>B<tr><td>1<td>2</table>")
    assert (part.text, part.header_rows) == ("Preise 2024\nA | B\n1 | 2", 2)


def test_a_table_that_arranges_the_page_gives_its_blocks() -> None:
    page = "<table><tr><td><h2>Titel</h2><p>Text</p><td><table><tr><th>A<th>B<tr><td>1<td>2</table></table>"
    assert told(page) == [("heading", "Titel"), ("paragraph", "Text"), ("table", "A | B\n1 | 2")]


def test_code_keeps_its_lines_and_indentation() -> None:
    page = "<p>So:</p><pre><code>def f():\n    <b>return</b> 1<br>  x &lt; y\n</code></pre>"
    assert told(page)[1] == ("code", "def f():\n    return 1\n  x < y")


def test_a_line_break_is_a_space_and_an_empty_line_parts_paragraphs() -> None:
    assert texts("<p>eins<br>zwei</p>drei<br>\n<br>vier") == ["eins zwei", "drei", "vier"]


def test_entities_are_decoded_and_white_space_is_collapsed() -> None:
    assert texts("<p>M&uuml;ller &amp;\n\n  S&#246;hne &euro;</p>") == ["Müller & Söhne €"]


@pytest.mark.parametrize(
    "junk",
    [
        "<script>WEG</script>", "<style>WEG</style>", "<template>WEG</template>", "<noscript>WEG</noscript>",
        "<nav>WEG</nav>", "<aside>WEG</aside>", "<button>WEG</button>", "<select><option>WEG</select>",
        "<textarea>WEG</textarea>", "<header>WEG</header>", "<footer>WEG</footer>", "<p hidden>WEG</p>",
        '<p aria-hidden="true">WEG</p>', '<p style="color:red; DISPLAY : none">WEG</p>',
        '<p style="visibility:hidden">WEG</p>', '<div role="navigation">WEG</div>', "<!-- WEG -->",
        '<div class="cookie-banner">WEG</div>',
    ],
)  # fmt: skip
def test_what_no_reader_came_for_is_left_out(junk: str) -> None:
    assert texts(f"<p>Vor dem Kasten steht der Text.</p>{junk}<p>Danach</p>") == ["Vor dem Kasten steht der Text.", "Danach"]


def test_hidden_rows_and_cells_of_a_table_are_left_out() -> None:
    page = "<table><tr><th>A<th>B<tr hidden><td>WEG<td>2<tr><td>1<script>WEG</script><td>2</table>"
    assert "WEG" not in one(page).text


def test_the_header_of_an_article_stays() -> None:
    assert texts("<header>Firma</header><article><header><h1>Titel</h1></header><p>Text</p></article>") == ["Titel", "Text"]


def test_a_header_that_was_never_closed_does_not_swallow_the_page() -> None:
    assert texts("<header><p>Firma</p><main><p>Der eigentliche Text</p></main>") == ["Der eigentliche Text"]


@pytest.mark.parametrize("main", ["<main>{}</main>", '<div role="main">{}</div>', "<article>{}</article>"])
def test_the_main_part_is_used_where_it_holds_most_of_the_text(main: str) -> None:
    long = "Der Anspruch auf Urlaub verjährt nach drei Jahren. " * 3
    assert texts(f"<p>Nebenbei</p>{main.format(f'<p>{long}</p>')}<p>Am Rand</p>") == [long.strip()]


def test_a_main_part_that_holds_little_is_not_mistaken_for_the_text() -> None:
    long = "Der Anspruch auf Urlaub verjährt nach drei Jahren."
    assert texts(f"<main><p>kurz</p></main><p>{long}</p>") == ["kurz", long]


def test_a_run_of_mere_links_is_a_menu_but_links_in_a_sentence_are_not() -> None:
    menu = "".join(f'<li><a href="/{at}">Seite {at}</a></li>' for at in range(5))
    text = '<p>Mehr steht in der <a href="/x">Ordnung</a>, die für alle Beschäftigten gilt, und auch im Aushang.</p>'
    assert texts(f"<ul>{menu}</ul>{text}") == [
        "Mehr steht in der Ordnung, die für alle Beschäftigten gilt, und auch im Aushang."
    ]


def test_a_page_of_links_alone_keeps_them() -> None:
    page = "".join(f'<li><a href="/{at}">Formular {at}</a></li>' for at in range(5))
    assert len(texts(f"<ul>{page}</ul>")) == 5


def test_a_page_whose_text_waits_for_a_script_is_read_from_its_noscript() -> None:
    assert texts("<noscript><p>Der ganze Text</p></noscript>") == ["Der ganze Text"]


def test_the_title_comes_from_the_title_or_else_the_first_heading() -> None:
    assert parse("<title> A &amp;\nB </title><h1>C</h1>").title == "A & B"
    assert parse("<h2>klein</h2><h1>Groß</h1>").title == "Groß"


def test_language_author_and_date_are_metadata() -> None:
    page = (
        '<html lang="de"><meta name="Author" content="Eva"><meta property="article:published_time" content="2024-05-01">'
        '<meta name="description" content=" kurz  gesagt "><p>x'
    )
    assert parse(page).metadata == {"lang": "de", "author": "Eva", "date": "2024-05-01", "description": "kurz gesagt"}


@pytest.mark.parametrize(
    "data",
    [
        "<p>Größe 5 €</p>".encode(),
        b"\xef\xbb\xbf" + "<p>Größe 5 €</p>".encode(),
        "<p>Größe 5 €</p>".encode("utf-16"),
        "<p>Größe 5 €</p>".encode("cp1252"),
        '<meta charset="iso-8859-1"><p>Größe 5 €</p>'.encode("cp1252"),
        '<meta charset="iso-8859-1"><p>Größe 5 €</p>'.encode(),
        '<?xml version="1.0" encoding="iso-8859-15"?><p>Größe 5 €</p>'.encode("iso-8859-15"),
    ],
)
def test_every_usual_encoding_gives_the_same_words(data: bytes) -> None:
    assert texts(data)[-1] == "Größe 5 €"


@pytest.mark.parametrize("name", ["zlib", "rot13", "unicode_escape", "nonsense", "cp1", "utf-7"])
def test_a_charset_that_is_none_is_ignored(name: str) -> None:
    assert decode_html(f'<meta charset="{name}"><p>ä</p>'.encode("cp1252")).endswith("<p>ä</p>")


def test_an_empty_page_has_no_parts_and_is_refused_with_a_reason() -> None:
    assert parse(b"").parts == parse(b"  \n").parts == ()
    with pytest.raises(Unreadable, match="no text"):
        read(b"<html></html>", ReadingTask("leer.html", "text/html", "v", 200, 400))


def test_unclosed_tags_lose_nothing() -> None:
    assert texts("<div><p>eins<p>zwei<ul><li>drei<li><b>vier<table><tr><td>a<td>b<tr><td>c") == [
        "eins", "zwei", "drei", "vier", "a | b\nc",
    ]  # fmt: skip


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "noscript", "x-y", "svg><g"])
def test_fifty_thousand_nested_tags_are_refused_in_clear_words(tag: str) -> None:
    with pytest.raises(Unreadable, match=r"'page.html' nests its tags more than \d+ deep"):
        parse(f"<{tag}>" * 50_000 + "geheim")


def test_seven_thousand_nested_tags_are_still_read() -> None:
    assert texts("<div>" * 7_000 + "tief") == ["tief"]


def test_many_tags_side_by_side_inside_scripts_or_comments_are_not_deep() -> None:
    noise = "<script>" + "'<div>'" * 9_000 + "</script><!--" + "<div>" * 9_000 + "-->" + "<br><img><p>" * 9_000
    assert texts(noise + "<p>Text</p>")[-1] == "Text"


@given(st.one_of(st.binary(max_size=300), st.text("<>/apdivtrhulco!-=\"' \n\x00", max_size=300).map(str.encode)))
def test_any_bytes_give_parts_or_a_reason(data: bytes) -> None:
    try:
        parts = parse(data).parts
    except Unreadable:
        return
    assert all(part.text.strip() for part in parts)


TAGS = st.sampled_from("div p ul li ol table tr td th h1 h2 pre b a dl dt dd br article main header nav".split())


@given(st.lists(st.tuples(TAGS, st.booleans(), st.integers(0, 999)), max_size=60))
def test_no_word_of_a_page_without_navigation_is_told_twice(tags: list[tuple[str, bool, int]]) -> None:
    page = "".join(f"<{'/' if closing else ''}{tag}>w{at}x{number}w " for at, (tag, closing, number) in enumerate(tags))
    words = [word for text in texts(page) for word in text.replace("|", " ").replace(":", " ").split() if word.startswith("w")]
    assert len(words) == len(set(words))


@pytest.mark.skipif(not (SHARED / "documents/web_pages").is_dir(), reason="the shared web pages are not here")
def test_real_pages_keep_their_main_text() -> None:
    pages = sorted((SHARED / "documents/web_pages/tests").rglob("*.html"))[:40]
    empty = [page.name for page in pages if sum(map(len, texts(page.read_bytes()))) < 200]
    assert not empty
