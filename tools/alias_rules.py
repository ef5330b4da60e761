"""Decide which actor keeps a name that several would have.

    actors with all their aliases -> actors with the aliases they may keep, and a line for each one dropped

The rule: an actor's own name beats every alias; then the better kind wins (KINDS); at a tie nobody keeps it.
Surnames lose to everything, and are kept only where one person of the codebook bears them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

KINDS = (
    "name",
    "official",
    "spelling",
    "acronym",
    "organ",
    "office",
    "native",
    "capital",
    "seat",
    "demonym",
    "party_in_country",
    "surname",
)


@dataclass
class AliasDraft:
    """A name that an actor would have."""

    alias: str
    kind: str
    from_on: str | None = None
    until_on: str | None = None


@dataclass
class OfficeDraft:
    """An office of a person, dates as ISO text."""

    title: str
    of: str
    from_on: str | None = None
    until_on: str | None = None


@dataclass
class ActorDraft:
    """An actor being put together."""

    actor_id: str
    name: str
    kind: str
    country: str | None = None
    offices: list[OfficeDraft] = field(default_factory=list)
    aliases: list[AliasDraft] = field(default_factory=list)

    def add(self, kind: str, names: list[str] | tuple[str, ...] | None) -> None:
        """Add names of one kind, leaving out those that are there already."""
        there = {alias_key(alias.alias) for alias in self.aliases} | {alias_key(self.name)}
        for name in names or []:
            if name and alias_key(name) not in there:
                there.add(alias_key(name))
                self.aliases.append(AliasDraft(name, kind))


def alias_key(alias: str) -> str:
    """As in `schemas.codebook_rules`: no case, one kind of blank and apostrophe."""
    return " ".join(alias.replace("’", "'").casefold().split())


def drop_by_rule(actors: list[ActorDraft], rules: list[dict]) -> list[str]:
    """Drop the aliases that a hand-written rule names; a rule that drops nothing is an error in the rules."""
    said = []
    by_id = {actor.actor_id: actor for actor in actors}
    for rule in rules:
        actor = by_id[rule["of"]]
        kept = [alias for alias in actor.aliases if alias_key(alias.alias) != alias_key(rule["alias"])]
        if len(kept) == len(actor.aliases):
            raise SystemExit(f"drop rule '{rule['alias']}' of {rule['of']} drops nothing; remove it")
        actor.aliases = kept
        said.append(f"dropped '{rule['alias']}' of {actor.actor_id}: {rule['why']}")
    return said


def drop_clashes(actors: list[ActorDraft]) -> list[str]:
    """Leave each name to one actor on any day, and say which went."""
    holders: dict[str, list[tuple[ActorDraft, AliasDraft]]] = defaultdict(list)
    for actor in actors:
        holders[alias_key(actor.name)].append((actor, AliasDraft(actor.name, "name")))
        for alias in actor.aliases:
            holders[alias_key(alias.alias)].append((actor, alias))
    said = []
    for rows in holders.values():
        if len(rows) < 2 or _periods_apart(rows) or _parties_apart(rows):
            continue
        ranks = [-1 if _is_own_name(*row) else KINDS.index(row[1].kind) for row in rows]
        best = min(ranks)
        if best == -1 and ranks.count(-1) > 1:
            raise SystemExit(f"name '{rows[0][0].name}' of {' and '.join(row[0].actor_id for row in rows)}")
        keep = ranks.index(best) if ranks.count(best) == 1 else None
        for index, (actor, alias) in enumerate(rows):
            if index != keep:
                actor.aliases = [one for one in actor.aliases if one is not alias]
                winner = rows[keep][0].actor_id if keep is not None else "nobody"
                said.append(f"dropped '{alias.alias}' ({alias.kind}) of {actor.actor_id}: {winner} keeps it")
    return said


def _is_own_name(actor: ActorDraft, alias: AliasDraft) -> bool:
    return alias_key(actor.name) == alias_key(alias.alias)


def _periods_apart(rows: list[tuple[ActorDraft, AliasDraft]]) -> bool:
    periods = sorted((alias.from_on or "", alias.until_on or "9999") for _, alias in rows)
    return all(first[1] <= second[0] for first, second in pairwise(periods))


def _parties_apart(rows: list[tuple[ActorDraft, AliasDraft]]) -> bool:
    countries = [actor.country for actor, _ in rows]
    return all(alias.kind == "party_in_country" for _, alias in rows) and len(set(countries)) == len(countries)
