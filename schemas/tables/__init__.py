"""Every table of the warehouse, by its qualified name; tables of layer `main` have no prefix.

The order is that of loading: what is referred to comes before what refers to it.
"""

from schemas.table import Table
from schemas.tables.articles import Articles, ArticleStories
from schemas.tables.codebook import ActorAliases, Actors, Issues
from schemas.tables.extracted import ArticleIssues, Mentions, Stances, Statements
from schemas.tables.operations import Batches, Corrections, Evaluations, RejectedRows, RunMetrics, Runs, SourceRuns

TABLES: dict[str, type[Table]] = {
    "actors": Actors,
    "actor_aliases": ActorAliases,
    "issues": Issues,
    "articles": Articles,
    "article_stories": ArticleStories,
    "mentions": Mentions,
    "statements": Statements,
    "stances": Stances,
    "article_issues": ArticleIssues,
    "ops.runs": Runs,
    "ops.run_metrics": RunMetrics,
    "ops.source_runs": SourceRuns,
    "ops.batches": Batches,
    "ops.rejected_rows": RejectedRows,
    "ops.corrections": Corrections,
    "ops.evaluations": Evaluations,
}

EXTRACTED = ("mentions", "statements", "stances", "article_issues")

__all__ = ["EXTRACTED", "TABLES", "Table"]
