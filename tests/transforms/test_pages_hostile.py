"""Pages that are broken, or made to break a reader: a document or a reason, never a crash and never a hang."""

from __future__ import annotations

import gzip
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.dates import DateLimits, read_date
from transforms.documents import RawDocument, Unreadable
from transforms.languages import CODES
from transforms.pages import Page, Told, read_page

PAGES = Path(__file__).parents[3] / "shared" / "html" / "html"
LIMITS = DateLimits(datetime(2026, 6, 1, tzinfo=UTC))
WORDS = "The harbour council voted to close the old ferry landing. "
PIECES = [
    "<div>", "</div>", "<p>", "</p>", "<table><tr><td>", "</table>", "<script type='application/ld+json'>", "</script>",
    '{"@type":"NewsArticle","articleBody":"', '","datePublished":"2026-03-01"}', "<!--", "-->", "<![CDATA[", "]]>",
    "&#0;",
    "&#146;", "&#xD800;", "\x00", "\x0c", "\ud800", "<meta charset='utf-16'>", "<meta name=date content='",
    "'>", "<time datetime=",
    "<svg>", "<template>", "<html>", "</body>", "<br>", "<a href='", "<article>", "<title>", "<base href='//['>", WORDS,
    "<link rel=canonical href='http://['>", "<html lang='en'>", "<?xml version='1.0' encoding='utf-7'?>", "é’💥",
    "{", "[", '"', "\\u",
]  # fmt: skip


def outcome(body: bytes, charset: str | None = None, told: Told | None = None) -> RawDocument | Unreadable:
    """What comes of the bytes, after a check that the tables could hold it."""
    page = Page("page.html", "page", body, "https://herald.example/a", charset, datetime(2026, 5, 1, tzinfo=UTC))
    found = read_page(page, told or Told(), LIMITS)
    if isinstance(found, Unreadable):
        assert found.message.startswith("page.html: ")
        assert found.check_name in ("page_has_main_text", "page_is_html", "page_is_not_too_large")
        return found
    assert found.text.strip()
    for value in vars(found).values():
        if isinstance(value, str):
            value.encode()
            assert "\x00" not in value
    assert read_date(found.published_at) is not None
    assert found.language is None or found.language in CODES
    return found


@given(
    st.binary(max_size=400), st.sampled_from([None, "utf-8", "iso-8859-1", "utf-16", "shift_jis", "hz", "zlib", "\x00"])
)
@settings(deadline=None)
def test_any_bytes_are_a_document_or_a_reason(body: bytes, charset: str | None) -> None:
    outcome(body, charset)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=40))
@settings(deadline=None, max_examples=200)
def test_any_pieces_of_pages_are_a_document_or_a_reason(pieces: list[str]) -> None:
    outcome("".join(pieces).encode("utf-8", "surrogatepass"))


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.text(max_size=40), st.text(max_size=10))
@settings(deadline=None)
def test_whatever_is_told_of_a_page_it_is_a_document_or_a_reason(content: str, date: str, language: str) -> None:
    told = Told(published_at=date, language=language, content=content.replace("\ud800", ""))
    outcome(f"<html><body><p>{WORDS}</p></body></html>".encode(), None, told)


def mutated(body: bytes, dice: random.Random) -> bytes:
    """The page with bytes changed, cut off, repeated, or with markup thrown in."""
    page, at = bytearray(body), dice.randrange(len(body))
    way = dice.randrange(5)
    if way == 0:
        for _ in range(dice.choice([1, 50, 2_000])):
            page[dice.randrange(len(page))] = dice.randrange(256)
    elif way == 1:
        del page[at:]
    elif way == 2:
        page[at:at] = page[at : at + dice.randrange(1, 2_000)] * dice.choice([2, 40])
    elif way == 3:
        del page[:at]
    else:
        for _ in range(40):
            page[at : at + 20] = dice.choice(PIECES).encode("utf-8", "surrogatepass")
            at = dice.randrange(len(page))
    return bytes(page)


@pytest.mark.parametrize("seed", range(30))
def test_real_pages_that_are_damaged_are_a_document_or_a_reason(seed: int) -> None:
    if not PAGES.exists():
        pytest.skip("shared/html lies beside the checkout; it is not there")
    dice = random.Random(seed)
    body = gzip.decompress(dice.choice(sorted(PAGES.glob("*.html.gz"))).read_bytes())
    outcome(mutated(body, dice), dice.choice([None, "utf-8", "iso-8859-1"]))


HOSTILE = {
    "divisions within divisions": "<div>" * 20_000 + WORDS,
    "lists within lists": ("<ul><li>" + WORDS) * 2_000,
    "a tag of many attributes": "<div " + " ".join(f"a{number}=x" for number in range(50_000)) + f">{WORDS}",
    "json within json": '<script type="application/ld+json">' + "[" * 100_000 + f"</script><p>{WORDS}",
    "json that is none": '<script type="application/ld+json">' + '"author":' * 50_000 + f"</script><p>{WORDS}",
    "markup in json": f'<script type="application/ld+json">{{"articleBody":"<a {"=" * 200_000}"}}</script><p>{WORDS}',
    "brackets in meta": f'<meta name="author" content="{"<" * 200_000}"><p>{WORDS}',
    "comments that do not end": f"<p>{WORDS}" + "<!-- " * 100_000,
    "scripts that do not end": f"<p>{WORDS}" + "<script>" * 50_000,
    "one long word": f"<p>{WORDS}" + "a" * 2_000_000,
    "many paragraphs": f"<p>{WORDS}</p>" * 60_000,
    "short lines between links": f"<p>{WORDS}</p><ul>" + "<li><a href='/a'>a</a> b</li>" * 12_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_made_to_be_slow_is_read(name: str) -> None:
    found = outcome(f"<html><body>{HOSTILE[name]}</body></html>".encode())
    assert isinstance(found, RawDocument)
    assert "harbour council" in found.text


def test_a_page_of_other_charsets_than_it_can_be_in_is_read() -> None:
    outcome(f"<meta charset=utf-7><p>{WORDS}+AGEAYg-".encode(), "utf-7")
    outcome(("<p>" + WORDS).encode("cp500"), "cp500")
