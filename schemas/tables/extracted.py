"""What extraction finds in an article: mentions, statements, stances, and the article's issues.

Offsets are Unicode code points in `articles.text`, half-open.
"""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.codebook_salience import LEAD_SENTENCES, LEAD_WEIGHT, TITLE_WEIGHT
from schemas.table import MODES, POLARITIES, QUOTE_TYPES, Table

VERDICTS = ("right", "corrected", "missing")
MENTION_KINDS = ("name", "nominal", "pronoun")
ACTS = (
    "demand", "propose", "accept", "reject", "refuse", "doubt", "float", "condition", "threaten",
    "praise", "criticise", "promise", "warn", "hope", "defend", "attack", "state",
)  # fmt: skip


def spans_match(frame: pl.LazyFrame, start: str, end: str, text: str) -> pl.LazyFrame:
    """A row each: whether the span is as long as its text, or both are null."""
    length = (pl.col(end) - pl.col(start)) == pl.col(text).str.len_chars().cast(pl.Int64)
    return frame.select(length.fill_null(pl.col(start).is_null()) & (pl.col(start).is_null() == pl.col(end).is_null()))


class Mentions(Table):
    """One name, nominal or pronoun in an article that refers to an actor."""

    article_id: str = pa.Field(description="The article.")
    mention_start: int = pa.Field(ge=0, description="First character of the mention in articles.text, from 0.")
    mention_end: int = pa.Field(ge=1, description="Character after the mention's last.")
    mention: str = pa.Field(description="The words as they stand in the text.")
    kind: str = pa.Field(isin=MENTION_KINDS, description="Whether it names, describes or points to the actor.")
    sentence: int = pa.Field(ge=0, description="Number of its sentence in the article, from 0.")
    actor: str = pa.Field(
        nullable=True,
        description="The fullest name that the article gives the actor; null where a pronoun stays open.",
    )
    actor_id: str = pa.Field(nullable=True, description="The codebook's actor; null where it has none: never guessed.")
    resolution: str = pa.Field(
        description="The rule that named the actor: codebook, full_name, surname, acronym, speaker, office, demonym_role, city, nominal, pronoun, unresolved."
    )
    extractor: str = pa.Field(description="What extracted the row.")
    extractor_version: str = pa.Field(description="Version of the extractor.")
    codebook_version: str = pa.Field(description="Hash of the codebook in force.")
    run_id: str = pa.Field(description="The run that extracted the row.")

    class Config:
        """The key."""

        unique = ["article_id", "mention_start", "mention_end"]

    @pa.dataframe_check(name="mention_is_as_long_as_its_span")
    def mention_span(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805, D102
        return spans_match(data.lazyframe, "mention_start", "mention_end", "mention")


class Statements(Table):
    """One attributed utterance or thought: a speaker, a cue and a content."""

    statement_id: str = pa.Field(
        str_matches=r"^[0-9a-f]{20}$",
        description="Key: hash of the article, the content's span and the speaker's span.",
    )
    article_id: str = pa.Field(description="The article.")
    sentence: int = pa.Field(ge=0, description="Number of the content's first sentence in the article, from 0.")
    speaker: str = pa.Field(
        nullable=True,
        description="The fullest name that the article gives the speaker; null where none is named.",
    )
    speaker_id: str = pa.Field(nullable=True, description="The codebook's actor who speaks; null where it has none.")
    speaker_mention: str = pa.Field(
        nullable=True,
        description="The speaker as the passage has it; null in a quote that goes on without naming one.",
    )
    speaker_start: int = pa.Field(
        nullable=True, ge=0, description="First character of the speaker's mention; null with it."
    )
    speaker_end: int = pa.Field(nullable=True, ge=1, description="Character after the mention's last; null with it.")
    cue: str = pa.Field(
        nullable=True,
        description="The reporting words ('said', 'according to'); null where a quote goes on without any.",
    )
    cue_start: int = pa.Field(nullable=True, ge=0, description="First character of the cue; null with it.")
    cue_end: int = pa.Field(nullable=True, ge=1, description="Character after the cue's last; null with it.")
    content: str = pa.Field(
        str_length={"min_value": 1},
        description="What is said, from its first to its last character, what interrupts it included.",
    )
    content_start: int = pa.Field(ge=0, description="First character of the content.")
    content_end: int = pa.Field(ge=1, description="Character after the content's last.")
    fragments: str = pa.Field(
        description="JSON list of the content's [start, end] pieces; one piece unless speaker or cue interrupts it."
    )
    quote_type: str = pa.Field(
        isin=QUOTE_TYPES,
        description="Whether all (direct), part (mixed) or none (indirect) of the content is quoted.",
    )
    attribution_level: int = pa.Field(
        ge=1, description="1: the journalist reports the speaker; 2: a speaker reports another."
    )
    act: str = pa.Field(
        nullable=True,
        isin=ACTS,
        description="What the cue does: demand, reject, warn and others; null for a plain report.",
    )
    extractor: str = pa.Field(description="What extracted the row.")
    extractor_version: str = pa.Field(description="Version of the extractor.")
    codebook_version: str = pa.Field(description="Hash of the codebook in force.")
    run_id: str = pa.Field(description="The run that extracted the row.")

    class Config:
        """The key."""

        unique = ["statement_id"]

    @pa.dataframe_check(name="content_is_as_long_as_its_span")
    def content_span(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805, D102
        return spans_match(data.lazyframe, "content_start", "content_end", "content")

    @pa.dataframe_check(name="speaker_mention_is_as_long_as_its_span")
    def speaker_span(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805, D102
        return spans_match(data.lazyframe, "speaker_start", "speaker_end", "speaker_mention")

    @pa.dataframe_check(name="cue_is_as_long_as_its_span")
    def cue_span(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805, D102
        return spans_match(data.lazyframe, "cue_start", "cue_end", "cue")


class Stances(Table):
    """One holder's side on one target in one passage."""

    stance_id: str = pa.Field(
        str_matches=r"^[0-9a-f]{20}$",
        description="Key: hash of article, evidence span, holder's mention and target's span.",
    )
    article_id: str = pa.Field(description="The article.")
    statement_id: str = pa.Field(
        nullable=True,
        description="The statement that carries the stance; null for deeds and for the journalist's own report.",
    )
    sentence: int = pa.Field(ge=0, description="Number of the evidence sentence in the article, from 0.")
    holder_id: str = pa.Field(
        nullable=True,
        description="The codebook's actor whose side it is; null where it has none: never guessed.",
    )
    holder: str = pa.Field(
        str_length={"min_value": 1},
        description="The fullest name that the article gives the holder; the codebook's name for a state.",
    )
    mention: str = pa.Field(
        description="The holder as the passage has it; may be a pronoun, or stand in a sentence nearby in a quotation."
    )
    mention_start: int = pa.Field(ge=0, description="First character of the mention.")
    mention_end: int = pa.Field(ge=1, description="Character after the mention's last.")
    speaker_id: str = pa.Field(
        nullable=True,
        description="The codebook's actor who is reported talking; null where nobody is, or it has none.",
    )
    speaker: str = pa.Field(
        nullable=True,
        description="Who is reported talking; null where nobody is. Differs from the holder when one reports another's side.",
    )
    attribution_level: int = pa.Field(
        ge=0,
        description="0: the journalist reports a deed; 1: the holder speaks; 2: a speaker reports the holder.",
    )
    issue_id: str = pa.Field(nullable=True, description="The issue that the target belongs to; null where none fits.")
    issue_polarity: str = pa.Field(
        nullable=True,
        isin=POLARITIES,
        description="The holder's side toward the issue's proposition; null without an issue.",
    )
    issue_rule: str = pa.Field(
        nullable=True,
        description="What found the issue: its cue in the target, likeness of meaning, or that the target recurs; null without an issue.",
    )
    target: str = pa.Field(
        str_length={"min_value": 1},
        description="The shortest phrase, verbatim, that names what the side is taken on.",
    )
    target_start: int = pa.Field(ge=0, description="First character of the target.")
    target_end: int = pa.Field(ge=1, description="Character after the target's last.")
    target_key: str = pa.Field(
        description="Lemmas of the target's content words joined by '-': equal where wordings differ in form alone."
    )
    target_actor_id: str = pa.Field(
        nullable=True,
        description="The codebook's actor that is the target; null where the target is no actor.",
    )
    polarity: str = pa.Field(isin=POLARITIES, description="The holder's side toward `target` as worded.")
    intensity: int = pa.Field(ge=1, le=3, description="Strength of the wording: 1 hedged, 2 plain, 3 emphatic.")
    act: str = pa.Field(isin=ACTS, description="What the holder does: demand, propose, reject, criticise and others.")
    mode: str = pa.Field(
        isin=MODES, description="How the side is shown: quoted words, reported words, an attitude, or a deed."
    )
    modality: str = pa.Field(
        nullable=True,
        description="The modal that governs the side ('must', 'would', 'could'); null for none.",
    )
    is_negated: bool = pa.Field(description="Whether a negation turned the side of the words.")
    condition: str = pa.Field(
        nullable=True, description="The condition the side depends on, verbatim; null where there is none."
    )
    condition_issue_id: str = pa.Field(
        nullable=True,
        description="The issue that the condition is about; null without a condition, or where no cue names one.",
    )
    evidence: str = pa.Field(str_length={"min_value": 1}, description="The sentence that shows the stance, verbatim.")
    evidence_start: int = pa.Field(ge=0, description="First character of the evidence in articles.text, from 0.")
    evidence_end: int = pa.Field(ge=1, description="Character after the evidence's last.")
    stated_on: pl.Date = pa.Field(nullable=True, description="Day on which the side was taken; null where unknown.")
    stated_on_source: str = pa.Field(
        nullable=True,
        isin=("text", "published_at"),
        description="What `stated_on` was read from; null with it.",
    )
    score: float = pa.Field(ge=0, le=1, description="Raw score of the extractor, not calibrated: higher is surer.")
    confidence: float = pa.Field(
        nullable=True,
        ge=0,
        le=1,
        description="Calibrated probability that passage, holder and side are right; null where the extractor has none.",
    )
    reviewed_by: str = pa.Field(
        nullable=True, description="The coder whose decision the row's values carry; null where nobody reviewed it."
    )
    verdict: str = pa.Field(
        nullable=True,
        isin=VERDICTS,
        description="The coder's: right (confirmed), corrected, or missing (added by the coder); null without one.",
    )
    rule: str = pa.Field(
        description="What decided: the network with the word that shows the side, the lexicon entry of a rule that proposes the same, or that rule alone."
    )
    extractor: str = pa.Field(description="What extracted the row.")
    extractor_version: str = pa.Field(description="Version of the extractor.")
    codebook_version: str = pa.Field(description="Hash of the codebook in force.")
    run_id: str = pa.Field(description="The run that extracted the row.")

    class Config:
        """The key."""

        unique = ["stance_id"]

    @pa.dataframe_check(name="evidence_is_as_long_as_its_span")
    def evidence_span(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805, D102
        return spans_match(data.lazyframe, "evidence_start", "evidence_end", "evidence")

    @pa.dataframe_check(name="target_is_as_long_as_its_span")
    def target_span(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805, D102
        return spans_match(data.lazyframe, "target_start", "target_end", "target")

    @pa.dataframe_check(name="mention_is_as_long_as_its_span")
    def mention_span(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805, D102
        return spans_match(data.lazyframe, "mention_start", "mention_end", "mention")


class ArticleIssues(Table):
    """One article and one issue that it takes up."""

    article_id: str = pa.Field(description="The article.")
    issue_id: str = pa.Field(description="The issue.")
    mentions: int = pa.Field(
        ge=1, description="How often a cue of the issue, or a target that is on it, stands in the text."
    )
    stances: int = pa.Field(ge=0, description="How many stances of the article are on the issue.")
    salience: float = pa.Field(
        ge=0,
        le=1,
        description="Share of the title and the sentences that hold a cue of the issue or a stance on it, from 0 to 1. As news "
        f"puts first what matters, each of the first {LEAD_SENTENCES} sentences counts {LEAD_WEIGHT} times and the title, "
        f"where there is one, {TITLE_WEIGHT} times.",
    )
    extractor: str = pa.Field(description="What extracted the row.")
    extractor_version: str = pa.Field(description="Version of the extractor.")
    codebook_version: str = pa.Field(description="Hash of the codebook in force.")
    run_id: str = pa.Field(description="The run that extracted the row.")

    class Config:
        """The key."""

        unique = ["article_id", "issue_id"]
