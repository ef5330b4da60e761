"""What entries of a codebook must not do to each other.

    actors, issues, places -> sentences, one a problem: value, rule, remedy, place

One alias, one actor, on any day. Letter case makes no second alias: headlines are set in capitals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from schemas.codebook_entries import Actor, Alias, Issue

_SHAPES = {
    "tuple_type": "must be a list, like [one, two]",
    "model_type": "must be a mapping of keys, like {alias: EPA, kind: acronym}",
    "string_type": "must be text",
}


@dataclass(frozen=True)
class Place:
    """Where an entry or an alias stands."""

    file: str
    line: int


Places = Mapping[tuple[str, str], Place]  # (actor_id or issue_id, alias or "") -> place


def alias_key(alias: str) -> str:
    """What two aliases must not have in common: no case, one kind of blank and apostrophe.

    >>> alias_key("Côte  d’Ivoire") == alias_key("CÔTE D'IVOIRE")
    True
    """
    return " ".join(alias.replace("’", "'").casefold().split())


def alias_clashes(actors: Iterable[Actor], places: Places) -> list[str]:
    """One sentence for each alias that two actors hold on the same day, or that one actor lists twice."""
    holders: dict[str, list[tuple[Actor, Alias]]] = defaultdict(list)
    for actor in actors:
        for alias in actor.all_names():
            holders[alias_key(alias.alias)].append((actor, alias))
    return [
        _clash(first, second, places)
        for rows in holders.values()
        if len(rows) > 1
        for first, second in combinations(rows, 2)
        if first[1].overlaps(second[1]) and not _countries_tell_apart(first, second)
    ]


def issue_clashes(issues: Iterable[Issue], places: Places) -> list[str]:
    """One sentence for each cue that names two issues, or both poles of one."""
    owners: dict[str, str] = {}
    problems = []
    for issue in issues:
        for cue in issue.cues + issue.reverse_cues:
            owner = owners.setdefault(cue, issue.issue_id)
            where = _where(places.get((issue.issue_id, "")))
            if owner != issue.issue_id:
                problems.append(f"{where}cue '{cue}' belongs to {owner} and {issue.issue_id}; keep it under one issue")
            elif cue in issue.cues and cue in issue.reverse_cues:
                problems.append(
                    f"{where}cue '{cue}' of {issue.issue_id} names both poles; keep it in cues or in reverse_cues"
                )
    return list(dict.fromkeys(problems))


def repeated_ids(ids: Iterable[tuple[str, Place]]) -> list[str]:
    """One sentence for each id that two entries of one file have."""
    seen: dict[str, Place] = {}
    problems = []
    for entry_id, place in ids:
        if entry_id in seen:
            problems.append(
                f"{place.file}:{place.line}: id '{entry_id}' is taken by the entry of line {seen[entry_id].line};"
                " an id is unique in a file: rename one or merge the two"
            )
        seen.setdefault(entry_id, place)
    return problems


def rule_in_words(key: str, broken: str, said: str) -> str:
    """Pydantic's sentence, or ours where its own would show only a regular expression."""
    if broken in _SHAPES:
        return _SHAPES[broken]
    ours = {
        "actor_id": "an id is lower-case letters, digits and single hyphens or underscores (like 'south-korea')",
        "country": "a country is two capital letters of ISO 3166 (like 'KR')",
        "cues": "a cue is a lower-case phrase of two letters or more, no blank at its ends",
    }
    ours |= {"issue_id": ours["actor_id"], "of": ours["actor_id"]}
    ours |= {"reverse_cues": ours["cues"], "context_cues": ours["cues"]}
    if "pattern" in said:
        return ours.get(key, "must be one line of text with no blank at its ends")
    return said.removeprefix("Value error, ")


def _countries_tell_apart(first: tuple[Actor, Alias], second: tuple[Actor, Alias]) -> bool:
    shared = first[1].kind == second[1].kind == "party_in_country"
    countries = (first[0].country, second[0].country)
    return shared and None not in countries and countries[0] != countries[1]


def _clash(first: tuple[Actor, Alias], second: tuple[Actor, Alias], places: Places) -> str:
    (one, alias), (other, same) = first, second
    spots = [
        places.get((actor.actor_id, name.alias)) or places.get((actor.actor_id, "")) for actor, name in (first, second)
    ]
    if one.actor_id == other.actor_id:
        return f"{_where(spots[1])}alias '{same.alias}' of {one.actor_id} is there already (its name counts); remove it"
    said = f"alias '{alias.alias}' belongs to {one.actor_id} and {other.actor_id}; keep it under one actor"
    if not spots[0] or not spots[1]:
        return said
    if spots[0].file == spots[1].file:
        return f"{said} in {spots[0].file} (lines {spots[0].line} and {spots[1].line})"
    return (
        f"{said} ({spots[0].file} line {spots[0].line}, {spots[1].file} line {spots[1].line});"
        f" to replace {one.actor_id} give your entry its id"
    )


def _where(place: Place | None) -> str:
    return f"{place.file}:{place.line}: " if place else ""
