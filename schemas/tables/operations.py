"""The layer `ops`: what ran, what it counted, what it rejected, what people corrected, and how good it was."""

from __future__ import annotations

import pandera.polars as pa

from schemas.table import Instant, Table

EVALUATION_LEVELS = ("detection", "stance", "full")
EVALUATION_KINDS = ("all", "side", "mode", "holder", "issue", "calibration")
EVALUATION_FIGURES = ("precision", "recall", "f1", "share_right", "coverage", "calibration_error")


class Runs(Table):
    """One run that changed the warehouse."""

    run_id: str = pa.Field(description="Key of the run.")
    started_at: Instant = pa.Field(description="Instant at which the run began, UTC.")
    finished_at: Instant = pa.Field(description="Instant at which its load was committed, UTC.")
    sources: str = pa.Field(description="The sources that it read, joined by '; '.")
    stancehouse_version: str = pa.Field(description="Version of stancehouse that ran.")
    fingerprint: str = pa.Field(description="Hash of extractor, its code, its settings and the codebook.")
    extractor_hash: str = pa.Field(
        description="Hash of the extractor alone: its code, settings, lexicon, weights; ops.evaluations says how good it is."
    )
    codebook_version: str = pa.Field(description="Hash of the codebook in force.")

    class Config:
        """The key."""

        unique = ["run_id"]


class RunMetrics(Table):
    """One count of one step of a run."""

    run_id: str = pa.Field(description="The run.")
    step: str = pa.Field(description="The step: ingest, extract, validate, load, publish.")
    table_name: str = pa.Field(description="The table that was counted.")
    rows_in: int = pa.Field(ge=0, description="Rows that came in.")
    rows_accepted: int = pa.Field(ge=0, description="Rows that went on.")
    rows_set_aside: int = pa.Field(
        ge=0, description="Rows with nothing to do: articles known before, texts in a language that is not extracted."
    )
    rows_rejected: int = pa.Field(ge=0, description="Rows that did not go on; each is in ops.rejected_rows.")

    class Config:
        """The key."""

        unique = ["run_id", "step", "table_name"]


class SourceRuns(Table):
    """One visit of one run to one source that brought something new, failed, or answered again after a failure."""

    run_id: str = pa.Field(description="The run.")
    source_name: str = pa.Field(
        description="Name of the source in `sources.yaml`; the path where it was given by hand."
    )
    kind: str = pa.Field(description="Kind of the source: feed, sitemap, urls, page or files.")
    outcome: str = pa.Field(
        isin=["read", "unchanged", "failed"],
        description="read: it answered; unchanged: it has not changed since the last visit; failed: it could not be read.",
    )
    articles_found: int = pa.Field(ge=0, description="Articles that the source gave or pointed to.")
    articles_new: int = pa.Field(ge=0, description="Articles stored.")
    articles_known: int = pa.Field(ge=0, description="Articles known before, which were not read again.")
    articles_rejected: int = pa.Field(ge=0, description="Articles turned away; each is in ops.rejected_rows.")
    failures_in_a_row: int = pa.Field(
        ge=0, description="Visits that failed since the last that did not, this one among them."
    )
    error: str = pa.Field(nullable=True, description="Why it failed: value, rule and remedy; null where it did not.")
    visited_at: Instant = pa.Field(description="Instant at which the visit began, UTC.")

    class Config:
        """The key."""

        unique = ["run_id", "source_name"]


class Batches(Table):
    """One batch of the store that the warehouse holds."""

    batch_id: str = pa.Field(description="The batch of articles.")
    fingerprint: str = pa.Field(
        description="Under which its extraction lies in the store; with "
        + " and a hash where people decided on its articles."
    )
    articles: int = pa.Field(ge=0, description="Articles in the batch.")
    loaded_at: Instant = pa.Field(description="Instant of the load, UTC.")
    run_id: str = pa.Field(description="The run that loaded it.")

    class Config:
        """The key."""

        unique = ["batch_id"]


class RejectedRows(Table):
    """One row or document that was turned away, with the check that it broke."""

    rejected_id: str = pa.Field(
        str_matches=r"^[0-9a-f]{20}$",
        description="Key: hash of table, source, row, check and value: a repeated rejection is one row.",
    )
    table_name: str = pa.Field(description="The table that the row was meant for.")
    source: str = pa.Field(description="Where the row came from: path or URL with its line, or the article.")
    row_key: str = pa.Field(nullable=True, description="The key of the row; null where it has none yet.")
    column_name: str = pa.Field(
        nullable=True, description="The column that broke the check; null where the whole row did."
    )
    check_name: str = pa.Field(description="The check that was broken.")
    value: str = pa.Field(nullable=True, description="The value that broke it, cut at 200 characters.")
    message: str = pa.Field(description="Value, rule and remedy in a sentence.")
    rejected_at: Instant = pa.Field(description="Instant of the first rejection, UTC.")
    run_id: str = pa.Field(description="The run that first rejected it.")

    class Config:
        """The key."""

        unique = ["rejected_id"]


class Corrections(Table):
    """One value that a person decided about one stance, which wins over the extractor while it is in force."""

    correction_id: str = pa.Field(
        str_matches=r"^[0-9a-f]{20}$", description="Key of the correction: hash of the decision and the column."
    )
    decision_id: str = pa.Field(
        description="The decision of one coder on one stance that the value is part of; it is undone as a whole."
    )
    article_id: str = pa.Field(description="The article.")
    evidence_start: int = pa.Field(
        ge=0, description="First character of the passage in articles.raw_text, which no cleaning moves."
    )
    evidence_end: int = pa.Field(ge=1, description="Character after the passage's last in articles.raw_text.")
    evidence: str = pa.Field(description="The passage, as the coder saw it.")
    holder: str = pa.Field(description="The holder, as the coder saw it.")
    target: str = pa.Field(description="The target, as the coder saw it.")
    stance_id: str = pa.Field(
        nullable=True,
        description="The stance that the decision is found on; null where it removes the row, or finds none.",
    )
    verdict: str = pa.Field(
        isin=["right", "corrected", "wrong", "missing"],
        description="right: all is as it should be; corrected: some value was not; wrong: no stance; missing: added by the coder.",
    )
    column_name: str = pa.Field(
        description="The column of stances that is corrected; 'verdict' for the verdict itself."
    )
    old_value: str = pa.Field(nullable=True, description="What the coder was shown; null for none.")
    new_value: str = pa.Field(nullable=True, description="What is right; null for none.")
    comment: str = pa.Field(nullable=True, description="What the coder noted; null for nothing.")
    coder: str = pa.Field(description="Who decided.")
    corrected_at: Instant = pa.Field(
        description="When the coder decided, where the review file tells, else when it was read in, UTC."
    )
    state: str = pa.Field(
        isin=["in force", "superseded", "undone", "lost"],
        description="in force: the warehouse holds it; superseded: a later decision wins; undone: taken back; "
        "lost: its passage is no longer found, see ops.rejected_rows.",
    )
    undone_by: str = pa.Field(nullable=True, description="Who took it back; null where nobody did.")
    undone_at: Instant = pa.Field(nullable=True, description="Instant at which it was taken back, UTC; null with it.")

    class Config:
        """The key."""

        unique = ["correction_id"]


class Evaluations(Table):
    """One figure of one class of stances in one evaluation of the extractor against gold rows."""

    evaluation_id: str = pa.Field(
        str_matches=r"^[0-9a-f]{20}$",
        description="Key of the evaluation: hash of gold, extractor, codebook and all figures, so that the same result is kept once.",
    )
    evaluated_at: Instant = pa.Field(description="Instant of the evaluation, UTC.")
    command: str = pa.Field(description="The command that measured it.")
    gold_name: str = pa.Field(description="Name of the gold file.")
    gold_hash: str = pa.Field(str_matches=r"^[0-9a-f]{64}$", description="SHA-256 of the gold file.")
    gold_articles: int = pa.Field(ge=0, description="Articles that the gold names, those without a stance among them.")
    gold_rows: int = pa.Field(ge=0, description="Stances of the gold that count; optional ones do not.")
    extractor: str = pa.Field(description="Name of the extractor, as in stances.")
    extractor_version: str = pa.Field(description="Version of the extractor, as in stances.")
    extractor_hash: str = pa.Field(
        description="Hash of the extractor as in ops.runs: its code, settings, lexicon, weights; not the codebook."
    )
    codebook_version: str = pa.Field(description="Hash of the codebook in force.")
    level: str = pa.Field(
        isin=EVALUATION_LEVELS,
        description="What must be right: detection: passage and holder; stance: the side too; full: the target too.",
    )
    class_kind: str = pa.Field(
        isin=EVALUATION_KINDS,
        description="What the class is one of: all stances, a side, a mode; holder, issue and calibration stand alone.",
    )
    class_name: str = pa.Field(description="The class: a side or mode as in stances; 'all' where it is not divided.")
    figure: str = pa.Field(
        isin=EVALUATION_FIGURES,
        description="What was measured; precision, recall and f1 of issues are B-cubed, coverage is of rows with an issue.",
    )
    value: float = pa.Field(ge=0, le=1, description="The figure; one that nothing defines has no row.")
    low: float = pa.Field(
        nullable=True,
        ge=0,
        le=1,
        description="Lower end of its 95 % interval; null with fewer than ten articles or rows.",
    )
    high: float = pa.Field(
        nullable=True,
        ge=0,
        le=1,
        description="Upper end of its 95 % interval; null with fewer than ten articles or rows.",
    )
    support: int = pa.Field(
        ge=1,
        description="Rows that it is a share of: predicted ones for precision, gold ones for recall and f1, judged ones else.",
    )

    class Config:
        """The key."""

        unique = ["evaluation_id", "level", "class_kind", "class_name", "figure"]
