"""The stances as networks for Gephi and visone, in GraphML and GEXF.

    actor-issue   two-mode, an edge for each holder and issue: sign, net and counts
    actor-actor   one-mode, an edge for each pair that takes a side on one issue: agreement and conflict

`weight` is never negative, so that layouts work; the sign stands in `sign` and `relation`. Characters that XML cannot
hold are written as their escape, such as \\u0001.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import networkx as nx  # type: ignore[import-untyped]

from warehouse.export import Selection, Written, sql

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WRITERS = {"graphml": nx.write_graphml_xml, "gexf": nx.write_gexf}


def write_network(
    connection: duckdb.DuckDBPyConnection, target: Path, form: str, what: str, selection: Selection
) -> Written:
    """Write the network `what` as `form` to the file `target`."""
    build = actor_issue if what == "actor-issue" else actor_actor
    graph = build(connection, selection)
    WRITERS[form](graph, str(target), encoding="utf-8")
    written = Written()
    written.rows["nodes"], written.rows["edges"] = graph.number_of_nodes(), graph.number_of_edges()
    return written


def actor_issue(connection: duckdb.DuckDBPyConnection, selection: Selection) -> nx.Graph:
    """Holders and issues; an edge carries the sides' counts, the three counts, net, sign and weight (reports)."""
    graph = nx.Graph(name="actor-issue")
    for row in _rows(connection, "export_actor_issue", selection):
        holder = _node(graph, "actor", row["holder_key"], row["holder_label"])
        issue = _node(graph, "issue", row["issue_id"], row["issue_label"], topic=_text(row["topic"] or ""))
        counts = ("supports", "opposes", "mixed", "reports", "independent_sources", "distinct_utterances")
        net = (row["supports"] - row["opposes"]) / row["reports"]
        edge = {name: row[name] for name in counts}
        graph.add_edge(holder, issue, weight=row["reports"], net=net, sign=(net > 0) - (net < 0), **edge)
    return graph


def actor_actor(connection: duckdb.DuckDBPyConnection, selection: Selection) -> nx.Graph:
    """Pairs of holders; `agreement` and `conflict` are shares of the issues on which both take a side."""
    graph = nx.Graph(name="actor-actor")
    for row in _rows(connection, "export_actor_actor", selection):
        ours = _node(graph, "actor", row["holder_key"], row["holder_label"])
        theirs = _node(graph, "actor", row["other_key"], row["other_label"])
        shared, agreements, conflicts = row["shared_issues"], row["agreements"], row["conflicts"]
        sign = (agreements > conflicts) - (agreements < conflicts)
        graph.add_edge(
            ours, theirs, weight=shared, shared_issues=shared, agreements=agreements, conflicts=conflicts,
            agreement=agreements / shared, conflict=conflicts / shared, sign=sign,
            relation={1: "agreement", -1: "conflict", 0: "balanced"}[sign],
        )  # fmt: skip
    return graph


def _node(graph: nx.Graph, kind: str, key: str, label: str, **more: str) -> str:
    """Add the node; an actor and an issue of one key stay two."""
    name = f"{kind}:{_text(key)}"
    graph.add_node(name, label=_text(label), kind=kind, key=_text(key), **more)
    return name


def _text(text: str) -> str:
    """The text as XML can hold it.

    >>> _text("bell " + chr(7))
    'bell \\\\u0007'
    """
    return NOT_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _rows(connection: duckdb.DuckDBPyConnection, name: str, selection: Selection) -> list[dict[str, Any]]:
    found = connection.execute(sql(name), selection.parameters())
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
