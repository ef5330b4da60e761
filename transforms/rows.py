"""Findings become rows: one function a table.

Mention, Statement, FoundStance, issues + what an article's rows share -> rows as dictionaries
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from spacy.tokens import Span, Token

from transforms.attribution import Statement
from transforms.extract import row_id
from transforms.issues import IssueFound
from transforms.mentions import Mention
from transforms.reading import Reading
from transforms.stances import FoundStance, Read
from transforms.stated_on import stated_on

EMPHATIC = frozenset(
    {"must", "never", "absolutely", "strongly", "utterly", "completely", "firmly", "vehemently", "outright", "fiercely"}
)
HEDGES = frozenset({"may", "might", "could", "perhaps", "possibly", "somewhat", "partly"})


@dataclass(frozen=True)
class StanceIssues:
    """The issue of a stance's target, and the key of its condition's; null where none is found."""

    target: IssueFound | None
    condition: str | None


@dataclass(frozen=True)
class ArticleRead:
    """One article as far as it is read before stances are sought, with what all of its rows share."""

    read: Read
    title: str | None
    day: date | None
    shared: dict[str, Any]

    @property
    def reading(self) -> Reading:
        """The parsed article."""
        return self.read.reading

    @property
    def article_id(self) -> str:
        """The article's key."""
        return self.reading.article_id


def stance_row(found: FoundStance, issues: StanceIssues, article: ArticleRead) -> dict[str, Any]:
    """A row of `stances`."""
    issue = issues.target
    proposal, holder, speaker = found.proposal, found.holder, found.speaker
    evidence = article.reading.sentences[found.sentence]
    target = proposal.target
    target_mention = article.read.by_head.get(target.root.i)
    day, day_source = stated_on(proposal.via, found.statement, article.day)
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
        "statement_id": _statement_id(found.statement, article) if found.statement else None,
        "sentence": found.sentence,
        "holder_id": holder.actor_id,
        "holder": holder.actor,
        "mention": holder.text,
        "mention_start": holder.start,
        "mention_end": holder.end,
        "speaker_id": speaker.actor_id if speaker else None,
        "speaker": speaker.actor if speaker else None,
        "attribution_level": _level(found),
        "issue_id": issue.issue_id if issue else None,
        "issue_polarity": issue.polarity if issue else None,
        "issue_rule": issue.rule if issue else None,
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
        "condition_issue_id": issues.condition,
        "evidence": evidence.text,
        "evidence_start": evidence.start_char,
        "evidence_end": evidence.end_char,
        "stated_on": day,
        "stated_on_source": day_source,
        "score": proposal.weight,
        "confidence": found.confidence,
        "rule": proposal.rule,
    }


def issue_rows(
    found: dict[str, tuple[int, float]], stances: list[dict[str, Any]], article: ArticleRead
) -> list[dict[str, Any]]:
    """The rows of `article_issues` of one article; `found` as `IssueClassifier.of_article` gives it."""
    taken = Counter(row["issue_id"] for row in stances if row["issue_id"])
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


def mention_row(mention: Mention, article: ArticleRead) -> dict[str, Any]:
    """A row of `mentions`."""
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


def statement_row(statement: Statement, article: ArticleRead) -> dict[str, Any]:
    """A row of `statements`; the speaker's mention is the whole phrase that names the speaker in the passage."""
    doc = article.reading.doc
    speaker = article.read.speaker_of(statement)
    phrase = doc[statement.speaker_span[0] : statement.speaker_span[1]] if statement.speaker_span else None
    pieces = [doc[start:end] for start, end in statement.pieces]
    content = doc[statement.pieces[0][0] : statement.pieces[-1][1]]
    cue = doc[statement.cue[0] : statement.cue[1]] if statement.cue else None
    return {
        **article.shared,
        "statement_id": _statement_id(statement, article),
        "sentence": statement.sentence,
        "speaker": speaker.actor if speaker else None,
        "speaker_id": speaker.actor_id if speaker else None,
        "speaker_mention": phrase.text if phrase else None,
        "speaker_start": phrase.start_char if phrase else None,
        "speaker_end": phrase.end_char if phrase else None,
        "cue": cue.text if cue else None,
        "cue_start": cue.start_char if cue else None,
        "cue_end": cue.end_char if cue else None,
        "content": content.text,
        "content_start": content.start_char,
        "content_end": content.end_char,
        "fragments": json.dumps([[piece.start_char, piece.end_char] for piece in pieces]),
        "quote_type": statement.quote_type,
        "attribution_level": statement.level,
        "act": statement.act,
    }


def _statement_id(statement: Statement, article: ArticleRead) -> str:
    content = article.reading.doc[statement.pieces[0][0] : statement.pieces[-1][1]]
    speaker = article.read.speaker_of(statement)
    return row_id(article.article_id, content.start_char, content.end_char, speaker.start if speaker else "")


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


def distinct(rows: Iterable[dict[str, Any]], *key: str) -> list[dict[str, Any]]:
    """The first row of each key: two rules may find the same thing."""
    seen: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        seen.setdefault(tuple(row[name] for name in key), row)
    return list(seen.values())
