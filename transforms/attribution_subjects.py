"""Who does what a verb says: its subject, a passive's agent, or the subject of what it hangs on."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.lexicon import Lexicon
from transforms.reading import child

RELATIVES = ("who", "which", "that", "whom")


def subject_of(verb: Token) -> Token | None:
    """Who does what the verb says: its subject, or that of the verb it hangs on; a passive's agent."""
    own = min((one for one in verb.children if one.dep_ == "nsubj"), key=lambda one: abs(one.i - verb.i), default=None)
    if own is not None:
        return _antecedent_of_relative(own, verb)
    if child(verb, "nsubjpass", "auxpass"):
        agent = child(verb, "agent")
        return child(agent, "pobj") if agent else None
    if verb.tag_ == "VBN" and (agent := child(verb, "agent")) is not None:
        return child(agent, "pobj")
    return _inherited_subject(verb)


def speaker_of(verb: Token, lexicon: Lexicon) -> Token | None:
    """The subject, but of "Kenya issued a statement saying ..." Kenya, and of "quoted him as saying" him."""
    speaker = subject_of(verb)
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as":
        above = verb.head.head
        cited = child(above, "dobj", "nsubjpass")
        return cited if cited is not None else speaker
    if speaker is not None and verb.dep_ == "acl" and speaker == verb.head and speaker.dep_ == "dobj":
        issuer = speaker.head
        if lexicon.lemmas.get(issuer.lower_, issuer.lemma_.lower()) in lexicon.light_verbs:
            return subject_of(issuer) or speaker
    return speaker


def _inherited_subject(verb: Token) -> Token | None:
    """The subject of a verb without one of its own, from what it hangs on."""
    head = verb.head
    if verb.dep_ in ("conj", "xcomp", "advcl") and head.pos_ in ("VERB", "AUX"):
        controlled = child(head, "dobj") if verb.dep_ == "xcomp" else None
        return controlled if controlled is not None else subject_of(head)
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and head.pos_ in ("NOUN", "PROPN", "PRON"):
        return head
    if verb.dep_ == "pcomp" and head.dep_ == "prep" and head.head.pos_ in ("VERB", "AUX"):
        return subject_of(head.head)
    return None


def _antecedent_of_relative(subject: Token, verb: Token) -> Token:
    """ "the minister, who said": the minister."""
    if subject.lower_ in RELATIVES and verb.dep_ == "relcl":
        return verb.head
    return subject
