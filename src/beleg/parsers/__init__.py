"""What reads bytes: one file each. To add one, write its file and one line in the table, and its media types below."""

from beleg.plugins import Table

PARSERS = Table(
    "parsers",
    {
        "text": "beleg.parsers.text:TextParser",
        "markdown": "beleg.parsers.markdown:MarkdownParser",
        "html": "beleg.parsers.html:HtmlParser",
        "pdf": "beleg.parsers.pdf:PdfParser",
        "docx": "beleg.parsers.docx:DocxParser",
    },
)
