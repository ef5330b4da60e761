"""The default extractor: spaCy's parse, the lexicon's words, the codebook's names, and a chooser of stances.

    article -> Reading -> statements -> mentions -> stances (by network or by rules) -> issues -> rows

It runs offline on a CPU. The chooser is `transforms.model_stances.ModelStances`, or `transforms.stances.StanceFinder`
where rules alone decide; rows are made in `transforms.rows`.
"""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Any

import polars as pl
from spacy.language import Language

from schemas.codebook import Codebook
from schemas.table import Table
from schemas.tables.extracted import ArticleIssues, Mentions, Stances, Statements
from transforms.attribution import find_statements
from transforms.embedding import Embedder
from transforms.extract import Extracted
from transforms.issues import IssueClassifier, Target
from transforms.lexicon import Lexicon
from transforms.mentions import MentionFinder
from transforms.names import AliasIndex
from transforms.reading import Reading, read_articles
from transforms.rows import ArticleRead, StanceIssues, distinct, issue_rows, mention_row, stance_row, statement_row
from transforms.stances import FoundStance, Read, StanceChooser

VERSION = "2"
TOGETHER = 16  # articles that the chooser sees at once


class ArticleExtractor:
    """Reads articles, lets a chooser find the stances, and makes rows; see `transforms.extract.Extractor`."""

    version = VERSION

    def __init__(
        self,
        nlp: Language,
        codebook: Codebook,
        lexicon: Lexicon,
        chooser: StanceChooser,
        embedder: Embedder | None = None,
    ) -> None:
        self._nlp = nlp
        self._codebook = codebook
        self._lexicon = lexicon
        self._names = AliasIndex(codebook, nlp)
        self._mentions = MentionFinder(self._names, lexicon)
        self._chooser = chooser
        self.name = chooser.name
        self._issues = IssueClassifier(codebook, nlp, embedder)

    def extract(self, articles: pl.DataFrame, run_id: str) -> Extracted:
        """Extract from a frame of Articles; rows in the order of articles and text."""
        rows: dict[type[Table], list[dict[str, Any]]] = {
            model: [] for model in (Mentions, Statements, Stances, ArticleIssues)
        }
        texts = zip(articles["article_id"], articles["text"], strict=True)
        days: list[datetime | None] = articles["published_at"].to_list()
        titles: list[str | None] = articles["title"].to_list()
        shared = {
            "extractor": self._chooser.name,
            "extractor_version": self.version,
            "codebook_version": self._codebook.version,
            "run_id": run_id,
        }
        readings = zip(read_articles(texts, self._nlp), titles, days, strict=True)
        while chunk := [self._read(*one, shared) for one in islice(readings, TOGETHER)]:
            chosen = self._chooser.choose([article.read for article in chunk])
            for article, stances in zip(chunk, chosen, strict=True):
                for model, found in self._rows(article, stances).items():
                    rows[model] += found
        return Extracted(*(model.frame(found) for model, found in rows.items()))

    def _read(
        self, reading: Reading, title: str | None, published_at: datetime | None, shared: dict[str, str]
    ) -> ArticleRead:
        day = published_at.date() if published_at else None
        statements = find_statements(reading, self._lexicon)
        mentions = self._mentions.find(reading, day, statements)
        return ArticleRead(
            Read(reading, mentions, statements), title, day, {"article_id": reading.article_id, **shared}
        )

    def _rows(self, article: ArticleRead, stances: list[FoundStance]) -> dict[type[Table], list[dict[str, Any]]]:
        sentences = article.reading.sentences
        targets = [Target(one.proposal.target, sentences[one.sentence], one.proposal.polarity) for one in stances]
        conditions = [self._issues.of_condition(one.condition) for one in stances]
        issues = map(StanceIssues, self._issues.classify_all(targets), conditions)
        stance_rows = distinct(
            (stance_row(one, issue, article) for one, issue in zip(stances, issues, strict=True)), "stance_id"
        )
        on_issues = [(row["issue_id"], row["sentence"]) for row in stance_rows if row["issue_id"]]
        found = self._issues.of_article(article.reading, article.title, on_issues)
        mentions = (mention_row(one, article) for one in article.read.mentions)
        statements = (statement_row(one, article) for one in article.read.statements)
        return {
            Mentions: distinct(mentions, "mention_start", "mention_end"),
            Statements: distinct(statements, "statement_id"),
            Stances: stance_rows,
            ArticleIssues: issue_rows(found, stance_rows, article),
        }
