"""People correct machines: export a sample, read it back, list what was decided, take it back.

    published warehouse -> review file -> coders -> review file -> store -> load, publish

Import and undo write to the store, then bring the warehouse up to it where it was made by the same extractor and
codebook; else the next run or rebuild does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.correcting import names_of
from flows.loading import bring_in
from flows.review_form import Filled, FilledFile, make_review
from flows.review_sheet import read_sheet, write_sheet
from flows.review_studio import read_tasks, write_tasks
from flows.run import Run
from schemas.errors import InputError, NotFound
from schemas.tables.decisions import Undone
from transforms.corrections import Names
from transforms.corrections_read import Answers, Unusable, added, decided
from transforms.decisions import Decision, as_frame, new_among, with_id
from transforms.extract import row_id
from warehouse.publish import FILE as PUBLISHED_FILE
from warehouse.review import Sample, all_rows, review_articles, review_sample

MOST_PROBLEMS = 10
ArticleOf = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class Imported:
    """What an import did: rows filled in, decisions that are new, and whether the warehouse holds them now."""

    filled: int
    new: int
    is_loaded: bool


def export_review(published: Path, file: Path, sample: Sample) -> tuple[int, list[Path]]:
    """Write a review file, a spreadsheet or tasks by its ending; how many stances, and the files.

    Raises `InputError` for another ending or an unknown issue, `NotFound` where no stance fits.
    """
    issues = all_rows(published, "issues")
    known = {row["issue_id"] for row in issues}
    if sample.sample == "issue" and sample.issue_id not in known:
        raise InputError(f"--issue {sample.issue_id!r} is no issue of the warehouse; `stancehouse sql` lists them")
    review = make_review(review_sample(published, sample), datetime.now(UTC))
    if not review.shown:
        raise NotFound("no stance is left to review there; give another sample, or --reviewed for those seen before")
    if _format(file) == ".xlsx":
        write_sheet(review, issues, file)
        return len(review.shown), [file]
    return len(review.shown), [file, write_tasks(review, issues, file)]


def read_reviews(file: Path) -> list[FilledFile]:
    """What a file holds: one review, or those that one project of Label Studio has. Raises `InputError` where none."""
    if not file.is_file():
        raise InputError(f"review file '{file}' is not there; check the path")
    return [read_sheet(file)] if _format(file) == ".xlsx" else read_tasks(file)


def import_review(run: Run, file: Path, coder: str) -> Imported:
    """Read a filled-in review file into the store, all of it or nothing, then into the warehouse.

    Raises `InputError` that lists the rows which cannot be used.
    """
    if not coder.strip():
        raise InputError("--coder is empty; say who decided")
    names, article_of = names_of(run), _article_of(run.home.published / PUBLISHED_FILE)
    decisions = [one for review in read_reviews(file) for one in decisions_of(review, coder, names, article_of)]
    new = new_among(decisions, run.store.decisions())
    if new:
        run.store.add_decisions(as_frame(new))
    return Imported(len(decisions), len(new), bring_in(run))


def decisions_of(filled: FilledFile, coder: str, names: Names, article_of: ArticleOf | None = None) -> list[Decision]:
    """The decisions of a review; without `article_of`, stances that were added are left out.

    Raises `InputError` with every row that cannot be used, ten at most.
    """
    now = datetime.now(UTC)
    rows = [row for row in filled.rows if not row.is_empty and (article_of or not row.is_added)]
    found, problems = [], []
    for row in rows:
        try:
            found.append(_decision(row, filled, names, article_of))
        except Unusable as problem:
            problems.append(f"{row.place}: {problem}")
    if problems:
        more = f"\nand {len(problems) - MOST_PROBLEMS} more" if len(problems) > MOST_PROBLEMS else ""
        raise InputError("nothing was read in\n" + "\n".join(problems[:MOST_PROBLEMS]) + more)
    last: dict[tuple[str, str], tuple[Filled, Decision]] = {}
    for row, one in zip(rows, found, strict=True):
        who = f"{coder}/{row.coder}" if row.coder else coder
        when = min(row.decided_at or now, now)  # the clock of another machine may be ahead
        last[one.review_key, who] = (row, Decision(**{**one.__dict__, "coder": who, "decided_at": when}))
    return [with_id(one) for _, one in last.values()]


def _decision(row: Filled, filled: FilledFile, names: Names, article_of: ArticleOf | None) -> Decision:
    answers = Answers(row.verdict, row.answers)
    fields: dict[str, str | None]
    if row.is_added and article_of is not None:
        shown = added(answers, row.sentence, article_of(row.article_id), names, row.near)
        key, verdict, fields = str(shown["stance_id"]), "missing", {}
        fields = {name: shown[name] for name in ("polarity", "holder", "target", "issue_id") if shown[name]}
    elif row.key is None or row.key not in filled.shown:
        raise Unusable(
            f"key {row.key!r} is not of this file; leave keys alone, or write 'missing' for a row of your own"
        )
    else:
        key, shown = row.key, filled.shown[row.key]
        verdict, fields = decided(answers, shown, names)
    return Decision(
        decision_id="",
        review_id=filled.review_id,
        review_key=key,
        article_id=str(shown["article_id"]),
        shown=shown,
        verdict=verdict,
        fields=fields,
        comment=row.comment or None,
        coder="",
        decided_at=datetime.now(UTC),
    )


def _article_of(published: Path) -> ArticleOf:
    def find(article_id: str) -> dict[str, Any]:
        found = review_articles(published, article_id) if article_id else []
        if len(found) != 1:
            raise Unusable(f"article_id {article_id!r} is that of {len(found)} articles; copy it from another row")
        return found[0]

    return find


def undo(run: Run, correction_id: str, coder: str) -> tuple[Decision, bool]:
    """Take back the decision that the id, or its first characters, names: that of a decision or of one of its values.

    It stays in the store and in ops.corrections; whether the warehouse follows now is told too.

    Raises `NotFound` where no decision, or several, have the id.
    """
    if not coder.strip():
        raise InputError("--coder is empty; say who takes it back")
    matching = [one for one in run.store.decisions() if any(key.startswith(correction_id) for key in _keys(one))]
    if len(matching) != 1 or not correction_id:
        raise NotFound(
            f"{len(matching)} decisions have the key '{correction_id}'; `stancehouse review list` shows the keys"
        )
    (decision,) = matching
    if decision.undone_by:
        raise InputError(f"decision {decision.decision_id} was taken back before, by {decision.undone_by}")
    row = {"decision_id": decision.decision_id, "undone_by": coder, "undone_at": datetime.now(UTC)}
    run.store.add_undone(Undone.frame([row]))
    return decision, bring_in(run)


def _keys(decision: Decision) -> Iterable[str]:
    return (decision.decision_id, *(row_id(decision.decision_id, name) for name in ("verdict", *decision.fields)))


def _format(file: Path) -> str:
    ending = file.suffix.lower()
    if ending not in (".xlsx", ".json"):
        raise InputError(f"'{file}' ends in {ending!r}; a review file is .xlsx, or .json for Label Studio")
    return ending
