"""Tell which articles tell one story: near-duplicates, syndicated copies, and the versions of a page.

    articles -> sign -> signature (once per article, stored) -> group_stories -> one row of ArticleStories per article

A signature is a MinHash (Broder 1997; rensa's, 128 permutations) of an article's sequences of five words. Five, because
names with their titles ("Israeli Prime Minister Benjamin Netanyahu") then hardly ever make two reports of one event
alike, while a text with one word in thirteen changed still shares two thirds of its sequences. Two texts are alike

    as copies     they share half of their sequences (Jaccard 0.5), that is two thirds of either
    as a cutting  the longer holds 80 % of the shorter's sequences, and they share 30 % of theirs: a copy that was cut,
                  or has paragraphs added; one cut below three tenths is too little of the story to tell it by
    as the same   a text of fewer than 50 sequences: only one with just the same sequences

The estimate of a share has a standard error of 0.044 at most (the root of J (1 - J) / 128). Pairs to compare are found
in 42 bands of three permutations: a pair that shares 0.5 is found with a chance of 0.996, 0.4 with 0.94, 0.3 with 0.68.

Articles are taken in order of publication. One joins the lead that it is most like; one that is like no lead becomes a
lead itself. So a member is like its lead, whatever the other members are, and no chain joins the first to the last.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import polars as pl
import rensa

from schemas.tables.articles import ArticleStories
from transforms.identity import WORD

PERMUTATIONS, SEED = 128, 4
SEQUENCE = 5
BANDS, BAND_ROWS = 42, 3
COPY_SHARE = 0.5
CUT_SHARE, CUT_HELD = 0.3, 0.8
SHORT = 50

SIGNED = pl.Schema({"article_id": pl.String(), "signature": pl.Binary(), "sequences": pl.Int64()})


def sign(articles: pl.DataFrame) -> pl.DataFrame:
    """The `SIGNED` columns for the rows of `article_id` and `text`; same rows, same order.

    `signature` is 128 numbers of 32 bits, little-endian; `sequences` is how many different sequences the text has. Both
    are null for a text without a word. The same text has the same signature in every process and on every machine.
    """
    found = [_sequences(text) for text in articles["text"]]
    matrix = rensa.RMinHash.digest_matrix_from_token_sets(found, PERMUTATIONS, SEED).to_rows() if found else []
    rows = [
        (article_id, np.asarray(digest, dtype="<u4").tobytes() if sequences else None, len(sequences) or None)
        for article_id, sequences, digest in zip(articles["article_id"], found, matrix, strict=True)
    ]
    return pl.DataFrame(rows, schema=SIGNED, orient="row")


def group_stories(articles: pl.DataFrame) -> pl.DataFrame:
    """The rows of `ArticleStories`, in order of `article_id`, whatever the order of the rows given.

    Read are article_id, page_id, published_at, retrieved_at, ingested_at, and signature and sequences as `sign` gives
    them; an article without a signature is a story of its own. Of the versions of a page only the last retrieved is
    compared with others: older ones are counted to its story, and never lead one.
    """
    if articles.is_empty():
        return ArticleStories.no_rows()
    numbered = _number_versions(articles)
    newest = numbered.filter("is_newest").sort("published_at", "retrieved_at", "article_id", nulls_last=True)
    leads = _find_leads(_signatures(newest), newest["sequences"].fill_null(0).to_numpy())
    of_page = newest.select(
        "page_id",
        story_id=newest["article_id"].gather(leads),
        lead_signature=newest["signature"].gather(leads),
        story_articles=pl.len().over(pl.Series("lead", leads)).cast(pl.Int64),
    )
    rows = numbered.join(of_page, on="page_id", how="left", maintain_order="left")
    is_lead = pl.col("article_id") == pl.col("story_id")
    return (
        rows.with_columns(is_lead=is_lead, likeness=_likeness(rows))
        .with_columns(likeness=pl.when("is_lead").then(1.0).otherwise("likeness"))[
            ArticleStories.polars_schema().names()
        ]
        .sort("article_id")
    )


def _sequences(text: str) -> set[str]:
    """The different sequences of five words; of a shorter text, all its words as one; none of a text without words."""
    words = WORD.findall(text.casefold())
    return {" ".join(words[start : start + SEQUENCE]) for start in range(max(len(words) - SEQUENCE + 1, 1))} - {""}


def _number_versions(articles: pl.DataFrame) -> pl.DataFrame:
    """Add `version`, `versions` and `is_newest`, by page."""
    return articles.sort("page_id", "retrieved_at", "ingested_at", "article_id").with_columns(
        version=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("page_id"),
        versions=pl.len().over("page_id").cast(pl.Int64),
        is_newest=pl.int_range(1, pl.len() + 1).over("page_id") == pl.len().over("page_id"),
    )


def _signatures(articles: pl.DataFrame) -> np.ndarray:
    """One row of 128 numbers per article; zeros where it has none."""
    empty = bytes(4 * PERMUTATIONS)
    joined = b"".join(signature or empty for signature in articles["signature"])
    return np.frombuffer(joined, dtype="<u4").reshape(articles.height, PERMUTATIONS)


def _find_leads(signatures: np.ndarray, sequences: np.ndarray) -> list[int]:
    """For each article, in the order of leading, the row of its lead: its own where it is like no lead before it."""
    buckets = _shared_buckets(signatures, sequences)
    leads_in: dict[int, list[int]] = defaultdict(list)
    leads: list[int] = []
    for row, of_row in enumerate(buckets):
        before = sorted({lead for bucket in of_row for lead in leads_in.get(bucket, ())})
        lead = _most_alike(row, np.asarray(before, dtype=np.int64), signatures, sequences) if before else None
        leads.append(row if lead is None else lead)
        if lead is None:
            for bucket in of_row:
                leads_in[bucket].append(row)
    return leads


def _shared_buckets(signatures: np.ndarray, sequences: np.ndarray) -> list[list[int]]:
    """For each article the buckets of all bands that it shares with another: who shares one is compared."""
    buckets: list[list[int]] = [[] for _ in range(len(signatures))]
    signed = np.flatnonzero(sequences)
    first = 0
    for band in range(BANDS):
        part = np.ascontiguousarray(signatures[signed, band * BAND_ROWS : (band + 1) * BAND_ROWS])
        as_one = part.view(np.dtype((np.void, part.itemsize * BAND_ROWS))).ravel()
        _, places, counts = np.unique(as_one, return_inverse=True, return_counts=True)
        for place in np.flatnonzero(counts[places] > 1):
            buckets[signed[place]].append(first + int(places[place]))
        first += len(counts)
    return buckets


def _most_alike(row: int, leads: np.ndarray, signatures: np.ndarray, sequences: np.ndarray) -> int | None:
    """The lead that shares most with the article, the earlier of two; None where it is like none of them."""
    share = (signatures[leads] == signatures[row]).mean(axis=1)
    both, smaller = sequences[leads] + sequences[row], np.minimum(sequences[leads], sequences[row])
    held = share / (1 + share) * both / smaller  # |A n B| = J / (1 + J) * (|A| + |B|)
    is_long = smaller >= SHORT
    is_copy = is_long & ((share >= COPY_SHARE) | ((share >= CUT_SHARE) & (held >= CUT_HELD)))
    is_same = (share == 1) & (sequences[leads] == sequences[row])
    fitting = np.flatnonzero(is_copy | is_same)
    return int(leads[fitting[np.argmax(share[fitting])]]) if len(fitting) else None


def _likeness(rows: pl.DataFrame) -> pl.Series:
    """The estimated share of sequences that each article and its lead have in common; 0 where either has none."""
    ours, theirs = _signatures(rows), _signatures(rows.select(signature="lead_signature"))
    share = (ours == theirs).mean(axis=1)
    unsigned = (rows["signature"].is_null() | rows["lead_signature"].is_null()).to_numpy()
    return pl.Series("likeness", np.where(unsigned, 0.0, share), dtype=pl.Float64)
