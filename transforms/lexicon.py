"""The lexicon: the words by which English news reports who takes which side.

    schemas/codebooks/lexicon.yaml (text) -> parse_lexicon -> Lexicon

Words live in the file, never in code: to teach the extractor a verb, add it there.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schemas.errors import CodebookError
from schemas.tables.extracted import ACTS

PartOfSpeech = Literal["verb", "noun", "adjective"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Predicate(_Entry):
    """Words that put a holder on one side of a target, and where the target stands."""

    words: tuple[str, ...]
    pos: PartOfSpeech
    polarity: Literal["support", "oppose", "mixed", "complement"]
    act: str
    targets: tuple[str, ...]
    mode: Literal["attitude", "action"] | None = None
    weight: float = Field(1.0, gt=0, le=1)


class Cue(_Entry):
    """Words that report speech or thought, and the act that they imply, if any."""

    words: tuple[str, ...]
    act: str | None = None


class Lexicon(_Entry):
    """All of the extractor's words, with look-ups by lemma."""

    version: int
    predicates: tuple[Predicate, ...]
    light_nouns: frozenset[str]
    light_verbs: frozenset[str]
    flippers: frozenset[str]
    negations: frozenset[str]
    modals: dict[str, frozenset[str]]
    cues: tuple[Cue, ...]
    evaluations: dict[Literal["support", "oppose"], frozenset[str]]
    roles: frozenset[str]
    namers: frozenset[str]
    copulas: frozenset[str]
    enders: frozenset[str]
    speech_acts: frozenset[str]
    conditional_marks: frozenset[str]
    collectives: frozenset[str]
    quantifiers_of_none: frozenset[str]
    lemmas: dict[str, str] = {}

    @cached_property
    def by_word(self) -> dict[tuple[str, str], tuple[Predicate, ...]]:
        """Predicates by (part of speech, lemma); several where the target's place decides the side."""
        found: dict[tuple[str, str], list[Predicate]] = defaultdict(list)
        for predicate in self.predicates:
            for word in predicate.words:
                found[predicate.pos, word].append(predicate)
        return {key: tuple(entries) for key, entries in found.items()}

    def evaluation(self, lemma: str) -> int:
        """1 for a word of praise, -1 for one of blame, else 0."""
        return (lemma in self.evaluations["support"]) - (lemma in self.evaluations["oppose"])


def parse_lexicon(text: str, name: str) -> Lexicon:
    """Read a lexicon; `name` is the file's name for messages.

    Raises `CodebookError` where the text is no YAML, has an unknown key or value, or names an unknown act.
    """
    try:
        lexicon = Lexicon.model_validate(yaml.load(text, yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise CodebookError(f"{name}: no readable YAML: {error}; mend the line it names") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CodebookError(f"{name}: {where} is {first['input']!r}: {first['msg']}") from error
    acts = {predicate.act for predicate in lexicon.predicates} | {cue.act for cue in lexicon.cues if cue.act}
    if unknown := acts - set(ACTS):
        raise CodebookError(f"{name}: unknown act {sorted(unknown)[0]!r}; an act is one of {', '.join(ACTS)}")
    return lexicon
