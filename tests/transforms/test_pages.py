"""Pages to documents: main text and where it is taken from, and what feed and page say of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from transforms.dates import DateLimits
from transforms.documents import RawDocument, Unreadable
from transforms.pages import MAX_BYTES, Page, Told, read_page

LIMITS = DateLimits(datetime(2026, 6, 1, tzinfo=UTC))
SENTENCES = (
    "The harbour council voted on Monday to close the old ferry landing before winter.",
    "Councillor Ada Brandt called the decision a mistake that fishermen would pay for.",
    "Supporters of the plan replied that repairs had cost more than the landing earned.",
    "A report on the alternatives is expected when the council meets again next month.",
)
STORY = "".join(f"<p>{sentence} It gave no further detail, and no date was set.</p>" for sentence in SENTENCES)
TEASER = "<p>Read the whole story with a subscription.</p>"


def page(html: str, url: str | None = "https://herald.example/ferry") -> Page:
    return Page("herald.html", "herald", html.encode(), url)


def read(html: str, told: Told | None = None) -> RawDocument:
    document = read_page(page(html), told or Told(), LIMITS)
    assert isinstance(document, RawDocument), document
    return document


def article(head: str = "", body: str = STORY, root: str = "<html>") -> str:
    return (
        f"{root}<head><title>Ferry landing to close</title>{head}</head><body><nav><a href='/'>Home</a> "
        f"<a href='/sport'>Sport</a></nav><article><h1>Ferry landing to close</h1>{body}</article>"
        "<footer>All rights reserved by the Herald</footer></body></html>"
    )


def linked(**node: object) -> str:
    full = {"@context": "https://schema.org", "@type": "NewsArticle", **node}
    return f'<script type="application/ld+json">{json.dumps(full)}</script>'


def test_main_text_is_the_articles_paragraphs_on_lines_of_their_own() -> None:
    lines = read(article()).text.splitlines()
    assert [line for line in lines if line.startswith(SENTENCES)] == lines[-len(SENTENCES) :]


def test_menus_and_footers_are_no_main_text() -> None:
    text = read(article()).text
    assert "Sport" not in text
    assert "rights reserved" not in text


def test_comments_of_readers_are_no_main_text() -> None:
    comments = "<div id='comments' class='comments'><p>I would never take that ferry again, said nobody.</p></div>"
    assert "never take" not in read(article(body=STORY + comments)).text


def test_a_table_of_votes_is_main_text() -> None:
    table = "<table><tr><td>Ada Brandt</td><td>against</td></tr><tr><td>Tom Weil</td><td>in favour</td></tr></table>"
    assert "Tom Weil" in read(article(body=STORY + table)).text


def test_an_article_laid_out_in_a_table_keeps_its_paragraphs() -> None:
    html = f"<html><body><table><tr><td><a href='/'>Home</a></td><td>{STORY}</td></tr></table></body></html>"
    assert len([line for line in read(html).text.splitlines() if line.startswith(SENTENCES)]) == len(SENTENCES)


@pytest.mark.parametrize(
    "body", ["\n\n".join(SENTENCES * 2), STORY * 2, STORY.replace("<", "&lt;").replace(">", "&gt;") * 2]
)
def test_where_the_page_has_a_teaser_the_article_body_of_its_json_ld_is_the_text(body: str) -> None:
    text = read(article(linked(headline="Ferry", articleBody=body), TEASER)).text
    assert SENTENCES[3] in text
    assert "<p>" not in text
    assert "\n" in text


def test_where_the_page_has_a_teaser_what_the_feed_carries_is_the_text() -> None:
    text = read(article(body=TEASER), Told(content=STORY)).text
    assert [line[: len(sentence)] for line, sentence in zip(text.splitlines(), SENTENCES, strict=True)] == list(
        SENTENCES
    )


def test_a_summary_in_the_feed_does_not_replace_the_pages_text() -> None:
    assert SENTENCES[3] in read(article(), Told(content=f"<p>{SENTENCES[0]}</p>")).text


def test_without_a_page_the_feeds_content_is_a_document() -> None:
    document = read_page(Page("feed.xml#1", "1", b"", "https://herald.example/ferry"), Told(content=STORY), LIMITS)
    assert isinstance(document, RawDocument)
    assert document.text.startswith(SENTENCES[0])
    assert document.url == "https://herald.example/ferry"


def test_a_short_report_in_a_named_container_is_read() -> None:
    text = read("<html><body><main><div>Vote lost.</div><div>Mayor resigns.</div></main></body></html>").text
    assert "Mayor resigns." in text


def test_a_fragment_without_html_around_it_is_read() -> None:
    assert SENTENCES[2] in read(STORY).text


@pytest.mark.parametrize(
    "html", ["", "  \n", "<html></html>", "<html><body><script>var a = 1</script></body></html>", "<!-- -->"]
)
def test_a_page_without_words_is_unreadable_and_says_what_to_save(html: str) -> None:
    found = read_page(page(html), Told(), LIMITS)
    assert isinstance(found, Unreadable)
    assert found.check_name == "page_has_main_text"
    assert "herald.html: no main text found; save the article's own page" in found.message


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n\x00", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"PK\x03\x04\x14\x00", "a ZIP archive or an Office document"),
        (b"\x1f\x8b\x08\x00", "gzip data that was not unpacked"),
        (b"\x00\x01\x02\x03" * 50, "binary data"),
    ],
)
def test_what_is_no_page_is_named(body: bytes, kind: str) -> None:
    found = read_page(Page("file.html", "file", body), Told(), LIMITS)
    assert isinstance(found, Unreadable)
    assert (found.check_name, found.value) == ("page_is_html", kind)
    assert f"file.html: {kind}, not a web page" in found.message


def test_a_page_over_the_limit_is_unreadable() -> None:
    found = read_page(Page("big.html", "big", b"<p>" + b"word " * (MAX_BYTES // 5)), Told(), LIMITS)
    assert isinstance(found, Unreadable)
    assert found.check_name == "page_is_not_too_large"


def test_the_page_tells_headline_authors_and_publisher() -> None:
    head = (
        '<meta property="og:title" content="Ferry landing to close"><meta property="og:site_name" content="The Herald">'
        '<meta name="author" content="Ada Brandt"><meta name="author" content="Tom Weil">'
    )
    document = read(article(head))
    assert (document.title, document.authors, document.publisher) == (
        "Ferry landing to close", "Ada Brandt; Tom Weil", "The Herald",
    )  # fmt: skip


def test_what_is_told_from_outside_stands() -> None:
    told = Told("Told title", "Told Author", "Told Herald", "2026-03-01", "de")
    document = read(article('<meta name="author" content="Ada Brandt">', root='<html lang="en">'), told)
    assert (document.title, document.authors, document.publisher) == ("Told title", "Told Author", "Told Herald")
    assert (document.published_at, document.published_at_source, document.language) == ("2026-03-01", "feed", "de")


@pytest.mark.parametrize(
    ("root", "head", "language"),
    [
        ('<html lang="en-GB">', "", "en"),
        ("<html>", '<meta property="og:locale" content="pt_BR">', "pt"),
        ("<html>", '<meta http-equiv="Content-Language" content="fa, en">', "fa"),
        ("<html>", linked(headline="Ferry", inLanguage="he-IL"), "he"),
        ('<html lang="klingon">', '<meta property="og:locale" content="fr_FR">', "fr"),
        ("<html>", "", None),
    ],
)
def test_the_language_is_the_one_that_the_page_declares(root: str, head: str, language: str | None) -> None:
    assert read(article(head, root=root)).language == language


def test_half_a_character_in_json_ld_does_not_spoil_the_text() -> None:
    script = linked(articleBody="MARK ".join(SENTENCES * 2)).replace("MARK", "\\ud83d")
    read(article(script, TEASER)).text.encode()


def test_place_name_and_time_of_fetching_are_kept() -> None:
    at = datetime(2026, 3, 2, 4, tzinfo=UTC)
    document = read_page(replace(page(article()), retrieved_at=at), Told(), LIMITS)
    assert isinstance(document, RawDocument)
    assert (document.source, document.doc_id, document.retrieved_at) == ("herald.html", "herald", at)


def test_a_short_report_keeps_its_paragraphs_and_leaves_the_navigation() -> None:
    body = (
        "<html><head><title>The truce</title></head><body><nav><a href=/>Home</a></nav><article><h1>The truce</h1>"
        "<p>Kenya demands a ceasefire, its foreign minister said.</p><p>Finland rejected the truce.</p></article>"
    )
    found = read_page(Page("a", "a", body.encode()), Told(), LIMITS)
    assert isinstance(found, RawDocument)
    assert found.text.splitlines()[-2:] == [
        "Kenya demands a ceasefire, its foreign minister said.",
        "Finland rejected the truce.",
    ]
    assert "Home" not in found.text
