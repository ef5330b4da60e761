"""The datasets of the Superset bundle: the views of `mart` that analysts chart, each with its metrics.

Labels, descriptions and types of columns are not here: `superset_bundle.py` takes them from the views.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Metric:
    """One metric of a dataset: its name, what a chart calls it, and its SQL over the dataset's columns."""

    name: str
    label: str
    expression: str
    description: str
    d3format: str = ",d"


@dataclass(frozen=True)
class Dataset:
    """One view of `mart` as Superset sees it; `day` is the column that the time filter acts on."""

    view: str
    metrics: tuple[Metric, ...]
    day: str | None = None


def _sum(column: str, label: str, description: str) -> Metric:
    return Metric(column, label, f"SUM({column})", description)


def _rows(label: str, description: str) -> Metric:
    return Metric("rows", label, "COUNT(*)", description)


WHEN_ADDED = "Exact for one row of the view; over several rows, one that stands in more than one counts in each."
REPORTS = _sum("reports", "Reports", "Stances, each report counted.")
SOURCES = _sum(
    "independent_sources", "Independent sources", f"Distinct stories, a copy not counted again. {WHEN_ADDED}"
)
UTTERANCES = _sum("distinct_utterances", "Distinct utterances", f"Distinct sentences. {WHEN_ADDED}")
SIDES = (
    _sum("supports", "For", "Reports that have the holder for the proposition."),
    _sum("opposes", "Against", "Reports that have the holder against it."),
    _sum("mixed", "Mixed", "Reports that have the holder undecided or conditional."),
)
NET = Metric(
    "net_side",
    "Net side",
    "(SUM(utterances_for) - SUM(utterances_against)) * 1.0"
    " / SUM(utterances_for + utterances_against + utterances_mixed)",
    "Sentences for less those against, divided by all, copies taken out: 1 is always for, -1 always against.",
    "+.2f",
)

DATASETS = (
    Dataset("actor_issue_matrix", (NET, *SIDES, REPORTS, SOURCES, UTTERANCES)),
    Dataset("stance_timeline", (*SIDES, REPORTS, SOURCES, UTTERANCES), "stated_on"),
    Dataset(
        "issue_salience",
        (
            _sum("articles", "Articles", "Articles that take up the issue."),
            _sum("stories", "Stories", f"Distinct stories among them. {WHEN_ADDED}"),
            _sum("mentions", "Mentions", "How often the issue is named."),
        ),
        "published_on",
    ),
    Dataset(
        "actor_agreement", (_sum("shared_issues", "Shared issues", "Issues on which both holders have a stance."),)
    ),
    Dataset("issue_ledger", (REPORTS, SOURCES, UTTERANCES), "stated_on"),
    Dataset("position_changes", (_rows("Changes", "Utterances that took, kept or changed a side."),), "stated_on"),
    Dataset("contradictions", (REPORTS, SOURCES, UTTERANCES), "stated_on"),
    Dataset("claims_about_others", (_rows("Claims", "Stances that a speaker reports of another."),), "stated_on"),
    Dataset("deal_conditions", (*SIDES, REPORTS, SOURCES, UTTERANCES)),
    Dataset(
        "source_coverage",
        (
            _sum("articles", "Articles", "Articles of the outlet, copies among them."),
            _sum("stories", "Stories", f"Distinct stories among them. {WHEN_ADDED}"),
            _sum("stances", "Stances", "Stances found in them."),
        ),
    ),
    Dataset("unresolved_actors", (_sum("stances", "Stances", "Stances of holders outside the codebook."),)),
    Dataset("model_quality", (_rows("Classes", "Classes of stances for which the error was measured."),)),
    Dataset(
        "source_health", (_sum("articles", "Articles", "Articles that the source ever brought."),), "last_visit_at"
    ),
    Dataset(
        "evidence_browser",
        (
            Metric("reports", "Reports", "COUNT(*)", "Stances, each report counted."),
            Metric(
                "independent_sources",
                "Independent sources",
                "COUNT(DISTINCT story_id)",
                "Distinct stories that report them: a copy, exact, edited or cut, does not count again.",
            ),
            Metric(
                "distinct_utterances",
                "Distinct utterances",
                "COUNT(DISTINCT utterance_id)",
                "Distinct sentences, whatever their number of copies.",
            ),
        ),
        "stated_on",
    ),
)
