"""The gold of the example articles is verbatim, complete in its fields, and belongs to the example files.

A gold row that quotes what the article does not say would punish every system that quotes it right.
"""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from schemas.table import QUOTE_TYPES
from transforms.attributions import quote_type_of, quoted_ranges

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "articles"
FIELDS = {
    "doc_id",
    "evidence",
    "actor",
    "mention",
    "also",
    "represents",
    "target",
    "issue",
    "polarity",
    "mode",
}
OPTIONAL_FIELDS = {"optional", "target_also"}
GLUED_FOOTNOTE = re.compile(r"(?<!\d)[.,;]\d|[”\"]\d")


def read(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


ARTICLES = {row["doc_id"]: row for row in read(ROOT / "tests" / "gold" / "articles.jsonl")}
STANCES = read(ROOT / "tests" / "gold" / "stances.jsonl")


class ArticleParagraphs(HTMLParser):
    """Headings and paragraphs inside <article>, all else left out."""

    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[str] = []
        self._is_in_article = self._is_in_paragraph = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_in_article = self._is_in_article or tag == "article"
        if self._is_in_article and tag in ("p", "h2"):
            self._is_in_paragraph = True
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._is_in_article = False
        if tag in ("p", "h2"):
            self._is_in_paragraph = False

    def handle_data(self, data: str) -> None:
        if self._is_in_paragraph:
            self.paragraphs[-1] += data


def example_texts() -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in EXAMPLES.iterdir():
        raw = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            texts |= {row["doc_id"]: row["text"] for row in read(path)}
        elif path.suffix == ".html":
            page = ArticleParagraphs()
            page.feed(raw)
            texts[path.stem] = "\n".join(page.paragraphs)
        else:
            texts[path.stem] = raw.split("---\n", 2)[2] if raw.startswith("---\n") else raw
    return texts


def where(row: dict[str, Any]) -> str:
    return f"{row['doc_id']}: {row['evidence'][:80]}"


def test_the_gold_articles_are_the_example_files() -> None:
    assert {article: row["text"] for article, row in ARTICLES.items()} == example_texts()


def test_there_are_twelve_articles_of_newspaper_length_and_each_has_gold() -> None:
    lengths = {article: len(row["text"].split()) for article, row in ARTICLES.items()}
    assert len(lengths) == 12
    assert [article for article, words in lengths.items() if not 250 <= words <= 450] == []
    assert {row["doc_id"] for row in STANCES} == set(ARTICLES)


def test_every_row_has_the_fields_of_the_guidelines_and_no_others() -> None:
    assert [where(row) for row in STANCES if not FIELDS <= set(row) <= FIELDS | OPTIONAL_FIELDS] == []


@pytest.mark.parametrize(
    ("field", "allowed"),
    [
        ("polarity", {"support", "oppose", "mixed"}),
        ("mode", {"direct", "indirect", "attitude", "action"}),
    ],
)
def test_every_row_keeps_to_the_vocabulary(field: str, allowed: set[str]) -> None:
    assert [where(row) for row in STANCES if row[field] not in allowed] == []


def test_every_evidence_and_target_is_verbatim_in_its_article() -> None:
    texts = {article: row["text"] for article, row in ARTICLES.items()}
    assert [where(row) for row in STANCES if row["evidence"] not in texts[row["doc_id"]]] == []
    assert [where(row) for row in STANCES if row["target"] not in texts[row["doc_id"]]] == []


def test_every_mention_is_verbatim_in_its_evidence() -> None:
    """A continued quote may leave its speaker unnamed; then the mention is empty."""
    assert [where(row) for row in STANCES if row["mention"] not in row["evidence"]] == []


def test_no_evidence_spans_what_cleaning_removes_or_a_line_end() -> None:
    broken = [where(row) for row in STANCES if GLUED_FOOTNOTE.search(row["evidence"]) or "\n" in row["evidence"]]
    assert broken == []


def test_no_row_is_given_twice() -> None:
    rows = [(row["doc_id"], row["evidence"], row["actor"], row["target"]) for row in STANCES]
    assert [row for row in set(rows) if rows.count(row) > 1] == []


def test_the_syndicated_copy_has_the_stances_of_the_report_it_copies() -> None:
    def sides(article: str) -> list[tuple[str, str, str]]:
        return [(row["actor"], row["target"], row["polarity"]) for row in STANCES if row["doc_id"] == article]

    assert sides("chaco-talks-syndicated") == sides("chaco-talks-montevideo")


@pytest.mark.parametrize(
    ("actor", "issue", "sides"),
    [
        ("Paraguay", "peacekeeping force", ["oppose", "support"]),
        ("Marisol Quisbert", "free economic zone", ["mixed", "oppose"]),
        ("Marisol Quisbert", "direct talks", ["oppose", "support"]),
        ("Raghav Menonkar", "carbon border levy", ["oppose", "mixed"]),
        ("Duarte Mesquita", "minimum-service order", ["oppose", "support"]),
        ("Rosa Quintela", "port strike", ["support", "mixed"]),
    ],
)
def test_positions_change_between_the_articles(actor: str, issue: str, sides: list[str]) -> None:
    rows = sorted(STANCES, key=lambda row: ARTICLES[row["doc_id"]]["published_at"] or "")
    seen = [
        row["polarity"] for row in rows if (row["actor"], row["issue"]) == (actor, issue) and not row.get("optional")
    ]
    assert list(dict.fromkeys(seen)) == sides


STATEMENTS = read(ROOT / "tests" / "gold" / "statements.jsonl")
STATEMENT_FIELDS = {"doc_id", "speaker", "cue", "content", "quote_type", "level", "resolved"}
WORDINGS = {"speaker_text", "cue_text", "content_text"}


def said(row: dict[str, Any]) -> str:
    return f"{row['doc_id']}: {row['content_text']}"


def test_every_article_has_statements_with_the_fields_of_the_guidelines_and_their_words() -> None:
    assert {row["doc_id"] for row in STATEMENTS} == set(ARTICLES)
    assert [said(row) for row in STATEMENTS if set(row) != STATEMENT_FIELDS | WORDINGS] == []
    assert [said(row) for row in STATEMENTS if row["quote_type"] not in QUOTE_TYPES or row["level"] not in (1, 2)] == []


def test_every_span_of_a_statement_has_the_words_that_it_is_said_to_have() -> None:
    def words(row: dict[str, Any], span: list[int] | None) -> str | None:
        return None if span is None else ARTICLES[row["doc_id"]]["text"][slice(*span)]

    assert [said(row) for row in STATEMENTS if words(row, row["speaker"]) != row["speaker_text"]] == []
    assert [said(row) for row in STATEMENTS if words(row, row["cue"]) != row["cue_text"]] == []
    assert [
        said(row) for row in STATEMENTS if [words(row, piece) for piece in row["content"]] != row["content_text"]
    ] == []


def test_spans_of_a_statement_are_whole_words_in_order_and_apart() -> None:
    def is_cut(row: dict[str, Any], start: int, end: int) -> bool:
        text = ARTICLES[row["doc_id"]]["text"]
        halved = text[start - 1 : start + 1].isalnum() and start > 0
        return start >= end or text[start:end] != text[start:end].strip() or halved or text[end - 1 : end + 1].isalpha()

    for row in STATEMENTS:
        spans = [*row["content"], *(span for span in (row["speaker"], row["cue"]) if span)]
        assert [span for span in spans if is_cut(row, *span)] == [], said(row)
        assert sorted(row["content"]) == row["content"], said(row)
        assert not [
            span for span in spans[len(row["content"]) :] if any(a < span[1] and span[0] < b for a, b in row["content"])
        ]


def test_the_quote_type_of_a_statement_is_what_its_quotation_marks_say() -> None:
    def by_marks(row: dict[str, Any]) -> str:
        text = ARTICLES[row["doc_id"]]["text"]
        return quote_type_of(text, tuple((start, end) for start, end in row["content"]), quoted_ranges(text))

    assert [said(row) for row in STATEMENTS if by_marks(row) != row["quote_type"]] == []


def test_no_statement_is_given_twice() -> None:
    rows = [json.dumps([row["doc_id"], row["content"], row["speaker"]]) for row in STATEMENTS]
    assert [row for row in set(rows) if rows.count(row) > 1] == []


def test_the_syndicated_copy_has_the_statements_of_the_report_it_copies() -> None:
    def cues(article: str) -> list[tuple[str | None, str | None, int]]:
        return [(row["speaker_text"], row["cue_text"], row["level"]) for row in STATEMENTS if row["doc_id"] == article]

    assert cues("chaco-talks-syndicated") == cues("chaco-talks-montevideo")
