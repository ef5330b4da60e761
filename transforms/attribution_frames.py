"""Read the cues of the lexicon: where the content of each stands.

    cues of lexicon.yaml -> Frames (verbs, nouns, adjectives, passives)

A cue is a word, or a pattern in which `~` marks the content:

    say                 a clause ("said that ..."), a quotation, or a parenthesis ("..., he said")
    condemn ~           the object, with what follows it
    call for ~          the complement of that preposition; "to" also is the infinitive
    tell somebody ~     the infinitive after an object that names the addressee
    the claim ~         a noun: its clause, infinitive or prepositional phrase
    be wary ~           an adjective: its clause, infinitive or prepositional phrase
    ~ be expected ~     a passive: its subject and what is said of it
    ~ reportedly ~      an adverb: the clause that it stands in
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from transforms.lexicon import Cue, Lexicon

OBJECT, ADDRESSEE = "object", "somebody"


@dataclass(frozen=True)
class Frames:
    """The cues by lemma; `verbs` holds the places of content beside the clause, all others their act."""

    verbs: dict[str, frozenset[str]]
    nouns: frozenset[str]
    adjectives: frozenset[str]
    passives: frozenset[str]
    adverbs: frozenset[str]
    acts: dict[str, str | None]


def cue_lemma(token: Token, lexicon: Lexicon, frames: Frames) -> str:
    """The word's lemma as cues are listed; where the tagger's is unknown, the form without its ending."""
    known = frames.verbs
    lemma = lexicon.lemmas.get(token.lower_, token.lemma_.lower())
    if lemma in known:
        return lemma
    stems = (token.lower_.removesuffix(end) for end in ("d", "ed", "ing", "s") if token.lower_.endswith(end))
    return next((stem for stem in stems if stem in known), lemma)


def frames_of(lexicon: Lexicon) -> Frames:
    """The frames of the lexicon's cues."""
    return _frames(lexicon.cues)


@lru_cache(maxsize=4)
def _frames(cues: tuple[Cue, ...]) -> Frames:
    verbs: dict[str, set[str]] = defaultdict(set)
    others: dict[str, set[str]] = {"the": set(), "be": set(), "~ be": set(), "~": set()}
    acts: dict[str, str | None] = {}
    for cue in cues:
        for pattern in cue.words:
            words = pattern.split()
            if words[0] in others:
                sort, lemma = ("~ be", words[2]) if words[:2] == ["~", "be"] else (words[0], words[1])
                others[sort].add(lemma)
            else:
                lemma = words[0]
                verbs[lemma] |= _places(words[1:])
            acts[lemma] = cue.act or acts.get(lemma)
    return Frames(
        {lemma: frozenset(places) for lemma, places in verbs.items()},
        frozenset(others["the"]),
        frozenset(others["be"]),
        frozenset(others["~ be"]),
        frozenset(others["~"]),
        acts,
    )


def _places(words: list[str]) -> set[str]:
    """The place that the rest of a verb's pattern names; none for a plain word."""
    if not words:
        return set()
    return {words[0] if len(words) > 1 else OBJECT}
