"""What people decided about stances, as the store keeps it: decisions, and which of them were taken back.

    decisions (one coder on one stance as shown)  +  undone (decision_id, who, when)  ->  ops.corrections, stances

The store is the system of record: nothing here is ever changed or deleted. A decision carries the whole stance that
the coder saw, so that it can be found again, or put back, under any other extractor or codebook.
"""

from __future__ import annotations

import pandera.polars as pa

from schemas.table import Instant, Table

VERDICTS = ("right", "corrected", "wrong", "missing")
FIELDS = ("polarity", "issue_polarity", "holder", "target", "issue_id")
NO_ISSUE = "none"


class Decisions(Table):
    """One decision of one coder on one stance, as a review file showed it."""

    decision_id: str = pa.Field(
        str_matches=r"^[0-9a-f]{20}$", description="Key: hash of review, stance, coder, values and instant."
    )
    review_id: str = pa.Field(description="The review file that it came in.")
    review_key: str = pa.Field(description="The row of that file: the stance_id shown, or a hash of what was added.")
    article_id: str = pa.Field(description="The article.")
    shown: str = pa.Field(description="JSON object of the stance as shown, with raw_start and raw_end of its passage.")
    verdict: str = pa.Field(isin=VERDICTS, description="right, corrected, wrong, or missing where the coder added it.")
    fields: str = pa.Field(description="JSON object of the columns that the coder put right, and the values.")
    comment: str = pa.Field(nullable=True, description="What the coder noted; null for nothing.")
    coder: str = pa.Field(description="Who decided.")
    decided_at: Instant = pa.Field(
        description="When the coder decided, where the file tells, else when it was read in, UTC."
    )

    class Config:
        """The key."""

        unique = ["decision_id"]


class Undone(Table):
    """One decision that was taken back."""

    decision_id: str = pa.Field(description="The decision.")
    undone_by: str = pa.Field(description="Who took it back.")
    undone_at: Instant = pa.Field(description="When, UTC.")

    class Config:
        """The key."""

        unique = ["decision_id"]
