"""Find who an article speaks of, and name each: names, nominals ("the minister"), pronouns.

    Reading + AliasIndex -> Mention (span, fullest name, codebook id or null, the rule that named it)

Sentences are read in order, as a person does: a short name or a pronoun looks back at what was named before.
Nothing is guessed silently: each mention carries the rule that named it, and an actor outside the codebook
keeps a null id. Names are in `actors`, nominals in `nominals`, pronouns in `coreference`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Span, Token

from transforms.actors import ActorNamer
from transforms.attribution import Statement, find_statements
from transforms.coreference import PRONOUNS, learn_genders, resolve_pronoun
from transforms.lexicon import Lexicon
from transforms.mention import NO_ACTORS, SELF, SINGULAR, Mention
from transforms.mention_memory import Memory
from transforms.names import AliasIndex
from transforms.nominals import NominalNamer
from transforms.noun_phrases import capitalised
from transforms.reading import Reading
from transforms.speakers import Speakers

__all__ = ["SELF", "Mention", "MentionFinder"]


class MentionFinder:
    """Finds and names the mentions of one article after another; keeps nothing between articles."""

    def __init__(self, names: AliasIndex, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._namer = ActorNamer(names, lexicon)
        self._nominals = NominalNamer(self._namer, lexicon)

    def find(self, reading: Reading, day: date | None, statements: Sequence[Statement] | None = None) -> list[Mention]:
        """All mentions of the article, in order of their heads, each named as far as rules go.

        `statements` are those of the same reading, where they are known already; else they are found here.
        """
        memory = Memory(day)
        entities = self._namer.entities(reading)
        self._namer.learn(entities, memory)
        memory.genders = self._genders(reading, entities, memory)
        spoken = find_statements(reading, self._lexicon) if statements is None else statements
        scene = _Scene({entity.root.i: entity for entity in entities}, memory, Speakers(reading, spoken))
        for number, sentence in enumerate(reading.sentences):
            for token in sentence:
                mention = self._mention(token, number, scene)
                if mention is not None:
                    memory.seen.append(mention)
        return scene.speakers.name_first_persons(memory.seen)

    def _genders(self, reading: Reading, entities: list[Span], memory: Memory) -> dict[str, str]:
        starts = [sentence.start for sentence in reading.sentences]
        people = [
            (bisect_right(starts, span.start) - 1, span.root, name)
            for span in entities
            if (name := self._namer.full_name(span, memory)) is not None
        ]
        pronouns = [
            (number, token)
            for number, sentence in enumerate(reading.sentences)
            for token in sentence
            if token.lower_ in SINGULAR
        ]
        return learn_genders(people, pronouns)

    def _mention(self, token: Token, number: int, scene: _Scene) -> Mention | None:
        memory = scene.memory
        if token.i in scene.by_head:
            return self._namer.name(scene.by_head[token.i], number, memory)
        if self._stands_as_name(token, scene):
            return self._namer.name(capitalised(token), number, memory)
        if token.pos_ == "PRON" and token.lower_ in PRONOUNS:
            return resolve_pronoun(token, number, memory, scene.speakers.around(token, memory.seen))
        if token.pos_ in ("NOUN", "PROPN") and self._is_role(token):
            return self._nominals.name(token, number, scene.by_head, memory)
        if token.i in scene.speakers.heads and token.pos_ != "PRON":
            return self._nominals.name(token, number, scene.by_head, memory)
        return None

    def _is_role(self, token: Token) -> bool:
        return token.lemma_.lower() in self._lexicon.roles or token.lower_ in self._lexicon.roles

    def _stands_as_name(self, token: Token, scene: _Scene) -> bool:
        """Whether a capitalised word that no entity covers is an actor: a known surname, or who does something."""
        if not token.text[:1].isupper() or token.ent_type_ in NO_ACTORS or self._is_role(token):
            return False
        if token.dep_ in ("compound", "amod", "nmod", "det") and token.head.pos_ in ("NOUN", "PROPN"):
            return False
        if token.text in scene.memory.people:
            return token.pos_ in ("PROPN", "NOUN", "ADJ", "X")
        doer = token.dep_ in ("nsubj", "poss") or token.head.dep_ == "agent" or token.i in scene.speakers.heads
        return token.pos_ == "PROPN" and doer


@dataclass(frozen=True)
class _Scene:
    """What one article's tokens are read against: its entities, what it has named, who speaks."""

    by_head: dict[int, Span]
    memory: Memory
    speakers: Speakers
