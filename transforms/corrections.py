"""Put decisions of people into the stances of one article: they win over whatever the extractor found.

    stances of an article + decisions on it, in order  ->  corrected stances + what became of each decision

A decision is a whole: verdict and values together, what was shown and left so among them. The latest on a stance wins.
A stance that a person confirmed and the extractor no longer finds is put back; it is lost only where its passage is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from schemas.tables.decisions import NO_ISSUE
from schemas.tables.extracted import Stances
from transforms.corrections_find import Identity, Row, best, clean_position, identity, identity_shown, place_of
from transforms.decisions import Decision
from transforms.extract import row_id
from transforms.scoring import words

RULE = "correction"
TURNED = {"support": "oppose", "oppose": "support", "mixed": "mixed"}


@dataclass(frozen=True)
class Names:
    """What the codebook of today knows: actors by id, the ids that a name may mean, issues, and its version."""

    actors: dict[str, str]
    aliases: dict[str, frozenset[str]]
    issues: frozenset[str]
    version: str

    def actor_id(self, name: str) -> str | None:
        """The one actor whom the id or the name means; None where it means none, or several."""
        if name in self.actors:
            return name
        meant = self.aliases.get(name.casefold(), frozenset())
        return next(iter(meant)) if len(meant) == 1 else None


@dataclass(frozen=True)
class Text:
    """The text of an article, the map to its raw text, and the keys of its statements."""

    article_id: str
    text: str
    offset_map: str
    statements: frozenset[str] = frozenset()


@dataclass
class Outcome:
    """What became of a decision: in force, superseded, undone or lost; why, and on which stance."""

    decision: Decision
    state: str
    stance_id: str | None = None
    problems: list[tuple[str, str | None, str]] = field(default_factory=list)  # column, value, reason


@dataclass
class _Held:
    """A stance while decisions are put in: all that it was known by, and the last decision on it."""

    row: Row
    known: list[Identity]
    outcome: Outcome | None = None
    is_removed: bool = False


def apply(rows: list[Row], decisions: Iterable[Decision], text: Text, names: Names) -> tuple[list[Row], list[Outcome]]:
    """The corrected rows, in their order and those put back last, and an outcome for each decision."""
    held = [_Held(row, [identity(row, text.offset_map)]) for row in rows]
    outcomes = []
    for decision in decisions:
        outcome = Outcome(decision, "undone" if decision.undone_by else "in force")
        outcomes.append(outcome)
        if outcome.state == "in force":
            _put_in(held, outcome, text, names)
    return _distinct(held), outcomes


def _put_in(held: list[_Held], outcome: Outcome, text: Text, names: Names) -> None:
    decision = outcome.decision
    wanted = identity_shown(decision.shown)
    number = best(wanted, ((place, one.known) for place, one in enumerate(held)))
    if number is None:
        row = _put_back(outcome, text, names)
        if row is None:
            outcome.state = "lost"
            return
        number = len(held)
        held.append(_Held(row, [wanted]))
    one = held[number]
    if one.outcome is not None:
        one.outcome.state, one.outcome.stance_id = "superseded", None
    one.outcome, one.is_removed = outcome, decision.verdict == "wrong"
    if not one.is_removed:
        one.row = _corrected(one.row, outcome, text, names)
        outcome.stance_id = one.row["stance_id"]
    one.known += [wanted, identity(one.row, text.offset_map)]


def _put_back(outcome: Outcome, text: Text, names: Names) -> Row | None:
    """The stance as shown, at the places where its words stand now; None, and told why, where some stand nowhere."""
    shown = outcome.decision.shown
    near = clean_position(text.offset_map, shown["raw_start"])
    evidence = place_of(shown["evidence"], text.text, near)
    if evidence is None:
        outcome.problems.append(("evidence", shown["evidence"], "stands in the article no more"))
        return None
    moved = evidence[0] - shown["evidence_start"]
    mention = place_of(shown["mention"], text.text, shown["mention_start"] + moved)
    target = place_of(shown["target"], text.text, shown["target_start"] + moved, evidence) or place_of(
        shown["target"], text.text, shown["target_start"] + moved
    )
    if mention is None or target is None:
        column = "mention" if mention is None else "target"
        outcome.problems.append((column, shown[column], "stands in the article no more"))
        return None
    row = {name: shown.get(name) for name in Stances.polars_schema()}
    row |= _spans(text, evidence=evidence, mention=mention, target=target)
    day = shown.get("stated_on")
    row["stated_on"] = date.fromisoformat(day) if isinstance(day, str) else day
    row |= {"article_id": text.article_id, "codebook_version": names.version}
    return _keyed(_without_strangers(row, text, names))


def _without_strangers(row: Row, text: Text, names: Names) -> Row:
    """The row without keys of actors, issues and statements that are no more."""
    told = dict(row)
    for column in ("holder_id", "speaker_id", "target_actor_id"):
        told[column] = row[column] if row[column] in names.actors else None
    for column in ("issue_id", "condition_issue_id"):
        told[column] = row[column] if row[column] in names.issues else None
    if told["issue_id"] is None:
        told["issue_polarity"] = told["issue_rule"] = None
    if row["statement_id"] not in text.statements:
        told["statement_id"] = None
    return told


def _spans(text: Text, **spans: tuple[int, int]) -> Row:
    found: Row = {}
    for name, (start, end) in spans.items():
        found |= {name: text.text[start:end], f"{name}_start": start, f"{name}_end": end}
    return found


def _keyed(row: Row) -> Row:
    """The row under the key that its places give it."""
    spans = (row[name] for name in ("evidence_start", "evidence_end", "mention_start", "target_start", "target_end"))
    return {**row, "stance_id": row_id(row["article_id"], *spans)}


def _corrected(row: Row, outcome: Outcome, text: Text, names: Names) -> Row:
    """The row with the coder's values; what cannot hold any more is told in the outcome, the rest holds."""
    decision = outcome.decision
    told = {**row, "reviewed_by": decision.coder, "verdict": decision.verdict}
    told = _with_holder(told, decision, text, names)
    told = _with_target(told, outcome, text, names)
    told = _with_sides(told, outcome, names)
    return _keyed(told)


def _with_holder(row: Row, decision: Decision, text: Text, names: Names) -> Row:
    """The holder by name; the mention moves to the name where that stands in the passage."""
    name = decision.value("holder")
    if not name:
        return row
    if "holder" not in decision.fields:
        shown_id = decision.shown.get("holder_id")
        return {**row, "holder": name, "holder_id": shown_id if shown_id in names.actors else names.actor_id(name)}
    actor_id = names.actor_id(name)
    holder = names.actors[actor_id] if actor_id == name else name
    place = place_of(holder, text.text, row["mention_start"], (row["evidence_start"], row["evidence_end"]))
    told = {**row, "holder": holder, "holder_id": actor_id}
    return told | _spans(text, mention=place) if place else told


def _with_target(row: Row, outcome: Outcome, text: Text, names: Names) -> Row:
    """The target, at its place in the passage."""
    target = outcome.decision.value("target")
    if not target or target == row["target"]:
        return row
    passage = (row["evidence_start"], row["evidence_end"])
    place = place_of(target, text.text, row["target_start"], passage)
    if place is None:
        if "target" in outcome.decision.fields:
            outcome.problems.append(("target", target, "does not stand in the passage"))
        return row
    told = row | _spans(text, target=place)
    return {**told, "target_key": key_of(told["target"]), "target_actor_id": names.actor_id(told["target"])}


def key_of(target: str) -> str:
    """The key of a target that a person gave: its words, at most six, joined by hyphens."""
    return "-".join(words(target)[:6]) or "target"


def _with_sides(row: Row, outcome: Outcome, names: Names) -> Row:
    """Side and issue. A side toward the issue that nobody gave is turned with the side, or is that of the words."""
    decision = outcome.decision
    side = decision.value("polarity") or row["polarity"]
    issue_id = decision.value("issue_id")
    told = {**row, "polarity": side}
    if "issue_id" in decision.fields and issue_id in (None, NO_ISSUE):
        return {**told, "issue_id": None, "issue_polarity": None, "issue_rule": RULE}
    if issue_id is None or issue_id.startswith("discovered-"):
        issue_id = row["issue_id"]
    elif issue_id not in names.issues:
        if "issue_id" in decision.fields:
            outcome.problems.append(("issue_id", issue_id, "is no issue of the codebook in force"))
        issue_id = row["issue_id"]
    if issue_id is None:
        return told
    rule = RULE if "issue_id" in decision.fields else row["issue_rule"] or RULE
    return {**told, "issue_id": issue_id, "issue_polarity": _issue_side(row, decision, issue_id), "issue_rule": rule}


def side_on_issue(decision: Decision) -> str | None:
    """The side toward the issue's proposition that follows from the decision; None without an issue."""
    issue_id = decision.value("issue_id")
    return None if issue_id in (None, NO_ISSUE) else _issue_side(decision.shown, decision, str(issue_id))


def _issue_side(row: Row, decision: Decision, issue_id: str) -> str:
    if given := decision.fields.get("issue_polarity"):
        return given
    shown: dict[str, Any] = decision.shown
    before = shown if shown.get("issue_id") == issue_id else row
    side = decision.value("polarity") or row["polarity"]
    if before.get("issue_id") != issue_id or not before.get("issue_polarity"):
        return str(side)
    was, toward = before["polarity"], before["issue_polarity"]
    if side == was:
        return str(toward)
    if "mixed" in (side, was, toward):
        return str(side)
    return str(side) if was == toward else TURNED[side]


def _distinct(held: list[_Held]) -> list[Row]:
    """The rows that are left; of two that became one, that which a person decided on, and last."""
    left: dict[str, _Held] = {}
    for one in held:
        if one.is_removed:
            continue
        rival = left.get(one.row["stance_id"])
        if rival is None:
            left[one.row["stance_id"]] = one
        elif _later(one, rival):
            left[one.row["stance_id"]] = one
            _supersede(rival)
        else:
            _supersede(one)
    return [one.row for one in left.values()]


def _later(one: _Held, rival: _Held) -> bool:
    if one.outcome is None or rival.outcome is None:
        return one.outcome is not None
    return one.outcome.decision.decided_at >= rival.outcome.decision.decided_at


def _supersede(one: _Held) -> None:
    if one.outcome is not None:
        one.outcome.state, one.outcome.stance_id = "superseded", None
