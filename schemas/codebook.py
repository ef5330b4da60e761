"""The codebook: the actors that may hold a side, and the issues that a side is taken on.

    YAML text -> parse_codebook -> Codebook -> merge(shipped, the user's) -> rows of actors, actor_aliases, issues

An alias belongs to one actor at a time. Two parties of different countries may share one
(`kind: party_in_country`); nobody else may, because then a name in the news would be a guess.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, PrivateAttr, ValidationError

from schemas.codebook_entries import ALIAS_KINDS, Actor, Alias, Entry, Issue, Office
from schemas.codebook_rules import Place, alias_clashes, issue_clashes, repeated_ids, rule_in_words
from schemas.errors import AmbiguousAlias, CodebookError
from schemas.yaml_lines import Lines, Path, read_lines

__all__ = ["ALIAS_KINDS", "Actor", "Alias", "Codebook", "Issue", "Office", "merge", "parse_codebook"]

_ISSUE_COLUMNS = {"issue_id", "label", "topic", "proposition", "support_means", "oppose_means"}
_MODELS: dict[str, tuple[type[Actor] | type[Issue], str]] = {
    "actors": (Actor, "actor_id"),
    "issues": (Issue, "issue_id"),
}


WORDS, WORD = "turning_words", r"[a-z]+(?:-[a-z]+)*"
Word = Annotated[str, Field(pattern=f"^{WORD}$")]


class Codebook(Entry):
    """All actors and issues of one or more files, and the words that turn an issue's cue round."""

    actors: tuple[Actor, ...] = ()
    issues: tuple[Issue, ...] = ()
    turning_words: frozenset[Word] = frozenset()
    _places: dict[tuple[str, str], Place] = PrivateAttr(default_factory=dict)

    @cached_property
    def version(self) -> str:
        """Hash of the content, the same for the same entries in any order."""
        content = {
            "actors": {actor.actor_id: actor.model_dump(mode="json") for actor in self.actors},
            "issues": {issue.issue_id: issue.model_dump(mode="json") for issue in self.issues},
            "turning_words": sorted(self.turning_words),
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]

    def actor_rows(self) -> list[dict[str, Any]]:
        """Rows of the table actors."""
        return [
            {
                "actor_id": actor.actor_id,
                "name": actor.name,
                "kind": actor.kind,
                "country": actor.country,
                "offices": "; ".join(office.in_words() for office in actor.offices) or None,
                "codebook_version": self.version,
            }
            for actor in self.actors
        ]

    def alias_rows(self) -> list[dict[str, Any]]:
        """Rows of the table actor_aliases: every name by which an actor is found, its own name included."""
        return [
            {
                "actor_id": actor.actor_id,
                "alias": alias.alias,
                "kind": alias.kind,
                "from_on": alias.from_on,
                "until_on": alias.until_on,
                "codebook_version": self.version,
            }
            for actor in self.actors
            for alias in actor.all_names()
        ]

    def issue_rows(self) -> list[dict[str, Any]]:
        """Rows of the table issues; the cues stay in the codebook."""
        return [
            {
                **issue.model_dump(include=_ISSUE_COLUMNS),
                "example_sentence": issue.example,
                "is_discovered": False,
                "codebook_version": self.version,
            }
            for issue in self.issues
        ]


def parse_codebook(text: str, name: str) -> Codebook:
    """Read one YAML file's `actors:`, `issues:` and `turning_words:`; `name` is the file name for messages.

    Raises `CodebookError` that lists every problem with file, line, value, rule and remedy, or its subclass
    `AmbiguousAlias` where the only problems are names that belong to two actors.
    """
    lines = read_lines(text, name)
    problems = [
        f"{name}:{line}: key '{key}' stands twice in one entry; keep one of them" for line, key in lines.repeated_keys()
    ]
    document = lines.plain()
    problems += _shape_problems(document, lines)
    if problems:
        raise CodebookError(_listed(name, problems))
    codebook, found = _read_entries(document, lines)
    _refuse(codebook, found, name)
    return codebook


def merge(base: Codebook, *more: Codebook) -> Codebook:
    """Add the entries of `more` to `base`; an entry with the id of an earlier one replaces it, turning words add up.

    Raises `AmbiguousAlias` when a name then belongs to two actors, `CodebookError` when two issues share a cue
    or an office belongs to no known actor. The order of entries is kept.
    """
    actors = {actor.actor_id: actor for book in (base, *more) for actor in book.actors}
    issues = {issue.issue_id: issue for book in (base, *more) for issue in book.issues}
    turning = frozenset(word for book in (base, *more) for word in book.turning_words)
    merged = Codebook(actors=tuple(actors.values()), issues=tuple(issues.values()), turning_words=turning)
    for book in (base, *more):
        merged._places.update(book._places)
    _refuse(merged, _unknown_offices(merged), "the merged codebooks")
    return merged


def _read_entries(document: dict[str, Any], lines: Lines) -> tuple[Codebook, list[str]]:
    """The entries that are right, and the problems of the others."""
    problems: list[str] = []
    entries: dict[str, list[Any]] = {"actors": [], "issues": []}
    places: dict[tuple[str, str], Place] = {}
    ids: list[tuple[str, Place]] = []
    for section, index, raw in _each(document):
        model, id_key = _MODELS[section]
        place = Place(lines.name, lines.line_of((section, index)))
        try:
            entry = model.model_validate(raw)
        except ValidationError as error:
            problems += _entry_problems(error, (section, index), lines)
            continue
        entry_id = getattr(entry, id_key)
        ids.append((f"{section[:-1]} {entry_id}", place))
        entries[section].append(entry)
        places[entry_id, ""] = place
        places.update(_alias_places(entry, (section, index), lines))
    turning, wrong = _read_words(document.get(WORDS), lines)
    problems += wrong
    codebook = Codebook(actors=tuple(entries["actors"]), issues=tuple(entries["issues"]), turning_words=turning)
    codebook._places.update(places)
    return codebook, problems + repeated_ids(ids)


def _read_words(raw: list[Any] | None, lines: Lines) -> tuple[frozenset[str], list[str]]:
    """The words that are right, and a problem for each other one."""
    words, problems = set(), []
    for index, word in enumerate(raw or []):
        if isinstance(word, str) and re.fullmatch(WORD, word):
            words.add(word)
        else:
            where = f"{lines.name}:{lines.line_of((WORDS, index))}"
            problems.append(
                f"{where}: turning word {word!r}: must be one lower-case word in its base form, like 'lift'"
            )
    return frozenset(words), problems


def _refuse(codebook: Codebook, problems: Iterable[str], name: str) -> None:
    found = list(problems) + issue_clashes(codebook.issues, codebook._places)
    clashes = alias_clashes(codebook.actors, codebook._places)
    if found:
        raise CodebookError(_listed(name, found + clashes))
    if clashes:
        raise AmbiguousAlias(clashes[0] if len(clashes) == 1 else _listed(name, clashes))


def _listed(name: str, problems: list[str]) -> str:
    if len(problems) == 1:
        return problems[0]
    return "\n".join([f"{name}: {len(problems)} problems", *problems])


def _each(document: dict[str, Any] | None) -> Iterable[tuple[str, int, Any]]:
    for section in _MODELS:
        for index, raw in enumerate((document or {}).get(section) or []):
            yield section, index, raw


def _shape_problems(document: object, lines: Lines) -> list[str]:
    """Problems above the entries: no mapping, unknown sections, a section that is no list."""
    if not isinstance(document, dict) or not document:
        return [f"{lines.name}:1: no codebook; a file holds `actors:` or `issues:`, each with a list of entries"]
    problems = []
    for section, entries in document.items():
        where = f"{lines.name}:{lines.line_of((section,))}"
        if section not in (*_MODELS, WORDS):
            problems.append(f"{where}: {_unknown_key(section, (*_MODELS, WORDS), 'a codebook')}")
        elif entries is not None and not isinstance(entries, list):
            problems.append(f"{where}: '{section}' must be a list; begin each entry with `- `")
    return problems


def _entry_problems(error: ValidationError, at: Path, lines: Lines) -> Iterable[str]:
    for detail in error.errors(include_url=False):
        path: Path = detail["loc"]
        where = f"{lines.name}:{lines.line_of(at + path)}"
        if detail["type"] == "extra_forbidden":
            known, what = _known_keys(at + path)
            yield f"{where}: {_unknown_key(str(path[-1]), known, what)}"
        elif detail["type"] == "missing":
            yield f"{where}: '{path[-1]}' is missing; add it to this entry"
        else:
            key = next((str(step) for step in reversed(path) if isinstance(step, str)), "entry")
            yield f"{where}: {key} {detail['input']!r}: {rule_in_words(key, detail['type'], detail['msg'])}"


def _known_keys(path: Path) -> tuple[tuple[str, ...], str]:
    model: type[Entry] = _MODELS[str(path[0])][0]
    what = "an actor" if model is Actor else "an issue"
    if "aliases" in path[:-1]:
        model, what = Alias, "an alias"
    elif "offices" in path[:-1]:
        model, what = Office, "an office"
    return tuple(field.alias or name for name, field in model.model_fields.items()), what


def _unknown_key(key: str, known: tuple[str, ...], what: str) -> str:
    close = get_close_matches(key, known, n=1)
    remedy = f"did you mean '{close[0]}'?" if close else "remove it"
    return f"unknown key '{key}'; {what} has {', '.join(known)}: {remedy}"


def _alias_places(entry: Actor | Issue, at: Path, lines: Lines) -> Iterable[tuple[tuple[str, str], Place]]:
    if isinstance(entry, Actor):
        for index, alias in enumerate(entry.aliases):
            yield (entry.actor_id, alias.alias), Place(lines.name, lines.line_of((*at, "aliases", index)))


def _unknown_offices(codebook: Codebook) -> Iterable[str]:
    ids = [actor.actor_id for actor in codebook.actors]
    known = set(ids)
    for actor in codebook.actors:
        for office in actor.offices:
            if office.of not in known:
                place = codebook._places.get((actor.actor_id, ""))
                close = get_close_matches(office.of, ids, n=1)
                where = f"{place.file}:{place.line}: " if place else ""
                remedy = f"did you mean '{close[0]}'?" if close else "add that actor first"
                yield f"{where}office '{office.title}' of '{office.of}': no such actor_id; {remedy}"
