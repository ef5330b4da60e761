"""The grammar that rules share: lemmas, modals, negation, and who stands where beside a word.

Words come from the lexicon; here is only how English puts them together.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from transforms.lexicon import Lexicon, Predicate
from transforms.reading import child

POS = {"VERB": "verb", "NOUN": "noun", "ADJ": "adjective", "AUX": "verb"}
TURNED = {"support": "oppose", "oppose": "support", "mixed": "mixed"}


class Grammar:
    """Reads single words by the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def lemma(self, token: Token) -> str:
        """The lemma, in lower case; the lexicon mends the tagger's mistakes."""
        return self.lexicon.lemmas.get(token.lower_, token.lemma_.lower())

    def predicates(self, token: Token) -> tuple[Predicate, ...]:
        """The lexicon's entries for the word in its part of speech; empty where it takes no side."""
        return self.lexicon.by_word.get((POS.get(token.pos_, ""), self.lemma(token)), ())

    def modal(self, verb: Token, sort: str) -> Token | None:
        """The modal verb of that sort (oblige, will, may) that governs the verb."""
        words = self.lexicon.modals[sort]
        return next((one for one in verb.children if one.dep_ == "aux" and one.lower_ in words), None)

    def is_negated(self, token: Token) -> bool:
        """Whether an odd number of negations and of verbs such as "refuse to" governs the word."""
        turns = sum(1 for one in token.children if one.dep_ == "neg" or one.lower_ in self.lexicon.negations)
        head = token.head
        if token.pos_ in ("NOUN", "ADJ") and head.pos_ in ("VERB", "AUX"):
            turns += sum(1 for one in head.children if one.dep_ == "neg")
        if token.dep_ == "xcomp" and self.lemma(head) in self.lexicon.flippers:
            turns += 1
        elif token.dep_ == "xcomp":
            turns += sum(1 for one in head.children if one.dep_ == "neg")
        return turns % 2 == 1

    def valence(self, head: Token) -> int:
        """The sum of judgements in a phrase, each turned by its own negation."""
        total = 0
        for one in [head, *(c for c in head.children if c.dep_ in ("amod", "conj", "compound"))]:
            total += self.judges(one)
        return -total if any(c.lower_ == "no" or c.dep_ == "neg" for c in head.children) else total

    def judges(self, token: Token) -> int:
        """The word's own judgement; "non-" before it makes another word of it."""
        lemma = self.lemma(token)
        if token.i >= 2 and token.doc[token.i - 1].text == "-" and token.doc[token.i - 2].lower_ == "non":
            lemma = f"non-{lemma}"
        return self.lexicon.evaluation(lemma)


def owner(noun: Token) -> Token | None:
    """ "Kenya's objection", "Kenyan objections", "an objection by Kenya"."""
    owner = next((one for one in noun.lefts if one.dep_ in ("poss", "amod", "compound", "nmod")), None)
    if owner is not None and (owner.dep_ == "poss" or owner.ent_type_ in ("PERSON", "ORG", "GPE", "NORP")):
        return owner
    by = next((one for one in noun.rights if one.dep_ in ("prep", "agent") and one.lower_ in ("by", "from")), None)
    return child(by, "pobj") if by is not None else None


def patient(verb: Token) -> Token | None:
    """What a passive with an agent is done to: its subject, or the noun that "condemned by ..." hangs on."""
    return child(verb, "nsubjpass") or (verb.head if verb.dep_ == "acl" else None)


def that_clause(word: Token) -> Token | None:
    """The clause after "said", or after "optimism that"."""
    marked = (one for one in word.children if one.dep_ == "acl" and child(one, "mark") is not None)
    return child(word, "ccomp") or next(marked, None)


def past_relative(token: Token, verb: Token) -> Token:
    """ "the levy, which Madrid rejects": the levy."""
    return verb.head if token.lower_ in ("which", "that", "whom", "who") and verb.dep_ == "relcl" else token


def is_infinitive(verb: Token) -> bool:
    """Whether the verb stands in the infinitive, with "to" or bare."""
    return any(one.dep_ == "aux" and one.lower_ == "to" for one in verb.children) or (
        verb.tag_ == "VB" and not any(one.dep_ == "aux" for one in verb.children)
    )


def clause_heads(clause: Token) -> Iterator[Token]:
    """The clause's head and the heads coordinated with it or complementing it."""
    yield clause
    for one in clause.children:
        if one.dep_ in ("conj", "ccomp") and one.pos_ in ("VERB", "AUX"):
            yield from clause_heads(one)
