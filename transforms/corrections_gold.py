"""What people decided as gold for `evaluate`: rows of the guidelines, and the articles they are of.

    stances of reviewed articles, marked by verdict  ->  gold rows     articles  ->  documents

What a person confirmed, corrected or added is gold. What nobody reviewed in those articles is `optional`: the
extractor is neither praised nor blamed for it. What a person called wrong is left out, so that it counts as invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def gold_rows(articles: Iterable[Mapping[str, Any]], stances: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Gold rows, those of an article together; an article without any gives a row of its `doc_id` alone."""
    by_article: dict[str, list[dict[str, Any]]] = {str(row["article_id"]): [] for row in articles}
    for stance in stances:
        by_article[str(stance["article_id"])].append(_gold(stance))
    return [row for key, rows in by_article.items() for row in (rows or [{"doc_id": key}])]


def _gold(stance: Mapping[str, Any]) -> dict[str, Any]:
    row = {
        "doc_id": stance["article_id"],
        "evidence": stance["evidence"],
        "actor": stance["holder"],
        "mention": stance["mention"],
        "also": [stance["holder_label"]] if stance["holder_label"] not in (None, stance["holder"]) else [],
        "target": stance["target"],
        "issue": stance["issue_id"],
        "polarity": stance["polarity"],
    }
    if stance["verdict"] != "missing":
        row["mode"] = stance["mode"]  # of a stance that a coder added, nobody was asked
    return row if stance["reviewed_by"] else {**row, "optional": True}


def gold_articles(articles: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The articles as `evaluate --articles` reads them."""
    return [
        {
            "doc_id": row["article_id"],
            "title": row["title"],
            "text": row["raw_text"],
            "published_at": row["published_at"].isoformat() if row["published_at"] else None,
        }
        for row in articles
    ]
