"""The default extractor: spaCy's parse, the lexicon's words, the codebook's names.

    article -> Reading -> mentions -> statements -> stances, issues -> rows

It runs offline on one core. What it proposes and how it chooses stands in `transforms.proposals` and
`transforms.stances`; here findings become rows.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import polars as pl
from spacy.language import Language
from spacy.tokens import Span, Token

from schemas.codebook import Codebook
from schemas.table import Table
from schemas.tables.extracted import ArticleIssues, Mentions, Stances, Statements
from transforms.attribution import Statement, find_statements
from transforms.extract import Extracted, row_id
from transforms.issues import IssueClassifier
from transforms.lexicon import Lexicon
from transforms.mentions import Mention, MentionFinder
from transforms.names import AliasIndex
from transforms.reading import Reading, read_articles
from transforms.stances import FoundStance, StanceFinder

VERSION = "1"
EMPHATIC = frozenset(
    {"must", "never", "absolutely", "strongly", "utterly", "completely", "firmly", "vehemently", "outright", "fiercely"}
)
HEDGES = frozenset({"may", "might", "could", "perhaps", "possibly", "somewhat", "partly"})


@dataclass(frozen=True)
class _Article:
    """One article read, with what its rows share."""

    reading: Reading
    day: date | None
    shared: dict[str, Any]

    @property
    def article_id(self) -> str:
        return self.reading.article_id


class RuleExtractor:
    """Extracts by rules; see `transforms.extract.Extractor`."""

    name = "rules"
    version = VERSION

    def __init__(self, nlp: Language, codebook: Codebook, lexicon: Lexicon) -> None:
        self._nlp = nlp
        self._codebook = codebook
        self._lexicon = lexicon
        self._names = AliasIndex(codebook, nlp)
        self._mentions = MentionFinder(self._names, lexicon)
        self._stances = StanceFinder(lexicon)
        self._issues = IssueClassifier(codebook, nlp)

    def extract(self, articles: pl.DataFrame, run_id: str) -> Extracted:
        """Extract from a frame of Articles; rows in the order of articles and text."""
        rows: dict[type[Table], list[dict[str, Any]]] = {
            model: [] for model in (Mentions, Statements, Stances, ArticleIssues)
        }
        texts = zip(articles["article_id"], articles["text"], strict=True)
        days: list[datetime | None] = articles["published_at"].to_list()
        for reading, published_at in zip(read_articles(texts, self._nlp), days, strict=True):
            shared = {
                "article_id": reading.article_id,
                "extractor": self.name,
                "extractor_version": self.version,
                "codebook_version": self._codebook.version,
                "run_id": run_id,
            }
            article = _Article(reading, published_at.date() if published_at else None, shared)
            for model, found in self._of_article(article).items():
                rows[model] += found
        return Extracted(*(model.frame(found) for model, found in rows.items()))

    def _of_article(self, article: _Article) -> dict[type[Table], list[dict[str, Any]]]:
        mentions = self._mentions.find(article.reading, article.day)
        statements = find_statements(article.reading, self._lexicon)
        by_head = {mention.head: mention for mention in mentions}
        stances = self._stances.find(article.reading, mentions, statements)
        stance_rows = _distinct([self._stance_row(one, article, by_head) for one in stances], "stance_id")
        return {
            Mentions: _distinct([_mention_row(one, article) for one in mentions], "mention_start", "mention_end"),
            Statements: _distinct([_statement_row(one, article, by_head) for one in statements], "statement_id"),
            Stances: stance_rows,
            ArticleIssues: self._issue_rows(article, stance_rows),
        }

    def _stance_row(self, found: FoundStance, article: _Article, by_head: dict[int, Mention]) -> dict[str, Any]:
        proposal, holder, speaker = found.proposal, found.holder, found.speaker
        evidence = article.reading.sentences[found.sentence]
        target = proposal.target
        issue_id, issue_polarity = self._issues.classify(target, evidence, proposal.polarity)
        target_mention = by_head.get(target.root.i)
        statement = _statement_row(found.statement, article, by_head) if found.statement else None
        return {
            **article.shared,
            "stance_id": row_id(
                article.article_id,
                evidence.start_char,
                evidence.end_char,
                holder.start,
                target.start_char,
                target.end_char,
            ),
            "statement_id": statement["statement_id"] if statement else None,
            "sentence": found.sentence,
            "holder_id": holder.actor_id,
            "holder": holder.actor,
            "mention": holder.text,
            "mention_start": holder.start,
            "mention_end": holder.end,
            "speaker_id": speaker.actor_id if speaker else None,
            "speaker": speaker.actor if speaker else None,
            "attribution_level": _level(found),
            "issue_id": issue_id,
            "issue_polarity": issue_polarity,
            "target": target.text,
            "target_start": target.start_char,
            "target_end": target.end_char,
            "target_key": target_key(target),
            "target_actor_id": target_mention.actor_id if target_mention else None,
            "polarity": proposal.polarity,
            "intensity": _intensity(proposal.via, evidence),
            "act": proposal.act,
            "mode": found.mode,
            "modality": _modality(proposal.via),
            "is_negated": proposal.is_negated,
            "condition": found.condition.text if found.condition is not None else None,
            "evidence": evidence.text,
            "evidence_start": evidence.start_char,
            "evidence_end": evidence.end_char,
            "stated_on": article.day,
            "stated_on_source": "published_at" if article.day else None,
            "score": proposal.weight,
            "rule": proposal.rule,
        }

    def _issue_rows(self, article: _Article, stances: list[dict[str, Any]]) -> list[dict[str, Any]]:
        taken = Counter(row["issue_id"] for row in stances if row["issue_id"])
        found = self._issues.of_article(article.reading)
        return [
            {
                **article.shared,
                "issue_id": issue_id,
                "mentions": mentions,
                "stances": taken[issue_id],
                "salience": salience,
            }
            for issue_id, (mentions, salience) in found.items()
        ]


def target_key(target: Span) -> str:
    """Lemmas of the content words joined by hyphens: equal where wordings differ in form alone; at most six."""
    words = [
        token.lemma_.lower()
        for token in target
        if token.pos_ in ("NOUN", "PROPN", "VERB", "ADJ", "NUM") and token.lemma_.isalnum()
    ]
    return "-".join(words[:6]) or "-".join(token.lower_ for token in target if token.is_alpha) or "target"


def _mention_row(mention: Mention, article: _Article) -> dict[str, Any]:
    return {
        **article.shared,
        "mention_start": mention.start,
        "mention_end": mention.end,
        "mention": mention.text,
        "kind": mention.kind,
        "sentence": mention.sentence,
        "actor": mention.actor,
        "actor_id": mention.actor_id,
        "resolution": mention.resolution,
    }


def _statement_row(statement: Statement, article: _Article, by_head: dict[int, Mention]) -> dict[str, Any]:
    doc = article.reading.doc
    speaker = by_head.get(statement.speaker) if statement.speaker is not None else None
    named = speaker is not None and speaker.sentence == statement.sentence
    pieces = [doc[start:end] for start, end in statement.pieces]
    content = doc[statement.pieces[0][0] : statement.pieces[-1][1]]
    cue = doc[statement.cue[0] : statement.cue[1]] if statement.cue else None
    return {
        **article.shared,
        "statement_id": row_id(
            article.article_id, content.start_char, content.end_char, speaker.start if speaker else ""
        ),
        "sentence": statement.sentence,
        "speaker": speaker.actor if speaker else None,
        "speaker_id": speaker.actor_id if speaker else None,
        "speaker_mention": speaker.text if speaker and named else None,
        "speaker_start": speaker.start if speaker and named else None,
        "speaker_end": speaker.end if speaker and named else None,
        "cue": cue.text if cue else None,
        "cue_start": cue.start_char if cue else None,
        "cue_end": cue.end_char if cue else None,
        "content": content.text,
        "content_start": content.start_char,
        "content_end": content.end_char,
        "fragments": str([[piece.start_char, piece.end_char] for piece in pieces]),
        "quote_type": statement.quote_type,
        "attribution_level": statement.level,
        "act": statement.act,
    }


def _level(found: FoundStance) -> Literal[0, 1, 2]:
    if found.speaker is None:
        return 0
    return 1 if found.speaker.actor == found.holder.actor else 2


def _intensity(via: Token, evidence: Span) -> Literal[1, 2, 3]:
    """3 where an emphatic word stands by the word of position, 1 where a hedge does, else 2."""
    near = {token.lower_ for token in evidence if abs(token.i - via.i) <= 4}
    if near & EMPHATIC:
        return 3
    return 1 if near & HEDGES else 2


def _modality(via: Token) -> str | None:
    return next((one.lower_ for one in via.children if one.dep_ == "aux" and one.tag_ == "MD"), None)


def _distinct(rows: list[dict[str, Any]], *key: str) -> list[dict[str, Any]]:
    """The first row of each key: two rules may find the same thing."""
    seen: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        seen.setdefault(tuple(row[name] for name in key), row)
    return list(seen.values())
