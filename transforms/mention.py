"""What a mention is: one expression of the text and the actor that it means."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span

ACTOR_LABELS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "NORP": "group"}
NO_ACTORS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL", "LANGUAGE"})
MALE = frozenset({"he", "him", "his", "himself"})
FEMALE = frozenset({"she", "her", "hers", "herself"})
SINGULAR = MALE | FEMALE
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
NEUTER = frozenset({"it", "its", "itself"})
SELF = frozenset({"i", "we", "me", "us", "my", "our", "mine", "ours", "myself", "ourselves"})
SUBJECTS = ("nsubj", "nsubjpass", "agent")


@dataclass(frozen=True)
class Mention:
    """One expression that refers to an actor; `head` is the index of its head token in the article."""

    start: int
    end: int
    text: str
    kind: str
    sentence: int
    head: int
    actor: str | None
    actor_id: str | None
    resolution: str
    sort: str
    is_subject: bool


@dataclass(frozen=True)
class Named:
    """Whom an expression means, and by which rule."""

    actor: str | None
    actor_id: str | None
    resolution: str
    sort: str
    kind: str = "name"


UNRESOLVED = Named(None, None, "unresolved", "unknown", "pronoun")


def make_mention(span: Span, number: int, named: Named) -> Mention:
    """The mention of the span in sentence `number`."""
    head = span.root
    return Mention(
        start=span.start_char,
        end=span.end_char,
        text=span.text,
        kind=named.kind,
        sentence=number,
        head=head.i,
        actor=named.actor,
        actor_id=named.actor_id,
        resolution=named.resolution,
        sort=named.sort,
        is_subject=head.dep_ in SUBJECTS or (head.dep_ == "pobj" and head.head.dep_ == "agent"),
    )
