"""Find what a word of position is on: its object, its clause, or what stands after its preposition.

predicate + the places its lexicon entry names -> Target (span, place, the token that fills it)
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from transforms.grammar import Grammar, is_infinitive, past_relative, patient, that_clause
from transforms.lexicon import Predicate
from transforms.phrases import clause_target, noun_target, verb_target
from transforms.reading import SUBJECTS, child


@dataclass(frozen=True)
class Target:
    """A target's span, the place it was found in, and the token that fills that place."""

    span: Span
    place: str
    filler: Token


class TargetFinder:
    """Finds targets by the places that a predicate names, the first that is filled."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar

    def find(self, token: Token, entry: Predicate) -> Target | None:
        """The target of the predicate; null where none of its places is filled."""
        for place in entry.targets:
            found = self._in_place(token, place)
            if found is not None:
                return Target(found[0], place, found[1])
        return None

    def _in_place(self, token: Token, place: str) -> tuple[Span, Token] | None:
        """The target in one place beside the predicate, and the token that fills it."""
        if place in ("object", "actor", "subject"):
            one = child(token, "dobj") or (patient(token) if child(token, "agent") else None)
            one = child(token, "nsubjpass") if place == "subject" else one
            one = past_relative(one, token) if one is not None else None
            one = None if place == "actor" and one is not None and one.pos_ != "PROPN" else one
            return (noun_target(one, self._grammar.lexicon), one) if one is not None else None
        if place in ("clause", "object-infinitive"):
            one = that_clause(token)
            if one is None or (place == "object-infinitive" and not is_infinitive(one)):
                return None
            return self._clause(one), one
        if place == "gerund":
            one = next((c for c in token.children if c.dep_ in ("xcomp", "ccomp") and c.tag_ == "VBG"), None)
            return (verb_target(one), one) if one is not None else None
        if place.endswith("infinitive"):
            labels = ("xcomp", "acl", "ccomp") if place == "infinitive" else ("xcomp", "acl", "advcl")
            one = next((c for c in token.children if c.dep_ in labels and is_infinitive(c)), None)
            return (verb_target(one), one) if one is not None else None
        return self._after_preposition(token, place) or self._by_position(token, place)

    def _after_preposition(self, token: Token, place: str) -> tuple[Span, Token] | None:
        for preposition in token.children:
            if preposition.dep_ not in ("prep", "prt", "dative") or preposition.lower_ != place:
                continue
            if (gerund := child(preposition, "pcomp")) is not None:
                return verb_target(gerund), gerund
            thing = child(preposition, "pobj") or (child(token, "dobj") if preposition.dep_ == "prt" else None)
            if thing is not None:
                thing = past_relative(thing, token)
                return noun_target(thing, self._grammar.lexicon), thing
        return None

    def _by_position(self, token: Token, place: str) -> tuple[Span, Token] | None:
        """ "openness to direct talks", where the parser took "direct" for a verb: the noun after the preposition."""
        after = token.i + 1
        if token.pos_ == "VERB" or after + 1 >= token.sent.end or token.doc[after].lower_ != place:
            return None
        verb = token.doc[after + 1]
        thing = child(verb, "dobj") if verb.head.i <= token.i or verb.head.i == after else None
        if verb.pos_ != "VERB" or thing is None or thing.i != verb.i + 1:
            return None
        return token.doc[verb.i : noun_target(thing, self._grammar.lexicon).end], thing

    def _clause(self, clause: Token) -> Span:
        """The target of a clause: its verb phrase where it names a deed to be done, else its subject."""
        if self._grammar.modal(clause, "oblige") or clause.tag_ == "VB" or is_infinitive(clause):
            return verb_target(clause)
        subject = child(clause, *SUBJECTS)
        if subject is not None and subject.pos_ not in ("PRON", "DET", "AUX", "VERB"):
            return noun_target(subject, self._grammar.lexicon)
        return clause_target(clause)
