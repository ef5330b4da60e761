"""Find who an article speaks of, and name each: names, nominals ("the minister"), pronouns.

    Reading + AliasIndex -> Mention (span, fullest name, codebook id or null, the rule that named it)

Sentences are read in order, as a person does: a short name or a pronoun looks back at what was named before.
Nothing is guessed silently: each mention carries the rule that named it, and an actor outside the codebook
keeps a null id.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Span, Token

from transforms.lexicon import Lexicon
from transforms.names import AliasIndex, KnownName
from transforms.noun_phrases import after_heading, capitalised, noun_phrase, plain, without_determiner
from transforms.reading import Reading

ACTOR_LABELS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "NORP": "group"}
NO_ACTORS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL", "LANGUAGE"})
SINGULAR = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
NEUTER = frozenset({"it", "its", "itself"})
SELF = frozenset({"i", "we", "me", "us", "my", "our", "mine", "ours", "myself", "ourselves"})
VOICES = frozenset(  # nominals that speak for the state whose demonym they carry
    {"official", "officials", "government", "authorities", "administration", "regime", "side", "leadership", "state"}
    | {"leaders", "officer", "officers"}
)


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


@dataclass
class _Memory:
    """What the article has named so far."""

    day: date | None
    people: dict[str, str] = field(default_factory=dict)  # surname -> fullest name
    ids: dict[str, str] = field(default_factory=dict)  # fullest name -> codebook id
    acronyms: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)  # last word of an organisation -> its fullest name
    titled: dict[str, Mention] = field(default_factory=dict)  # "minister" -> who bore the title last
    seen: list[Mention] = field(default_factory=list)


class MentionFinder:
    """Finds and names the mentions of one article after another; keeps nothing between articles."""

    def __init__(self, names: AliasIndex, lexicon: Lexicon) -> None:
        self._names = names
        self._lexicon = lexicon

    def find(self, reading: Reading, day: date | None) -> list[Mention]:
        """All mentions of the article, in order of their heads, each named as far as rules go."""
        memory = _Memory(day)
        entities = self._entities(reading)
        self._learn_names(entities, memory)
        by_head = {entity.root.i: entity for entity in entities}
        mentions = []
        for number, sentence in enumerate(reading.sentences):
            for token in sentence:
                mention = self._mention(token, number, by_head, memory)
                if mention is not None:
                    mentions.append(mention)
                    memory.seen.append(mention)
        return mentions

    def _entities(self, reading: Reading) -> list[Span]:
        """Spans that name an actor: the codebook's, and spaCy's where they do not overlap a longer one of those."""
        known = [span for span in self._names.spans(reading.doc) if span.root.pos_ in ("PROPN", "NOUN", "ADJ", "X")]
        spacy_spans = [after_heading(span) for span in reading.doc.ents if span.label_ in ACTOR_LABELS]
        taken: dict[int, Span] = {}
        for span in sorted([*known, *spacy_spans], key=lambda one: (-(one.end - one.start), one.start)):
            if not any(i in taken for i in range(span.start, span.end)):
                taken.update(dict.fromkeys(range(span.start, span.end), span))
        return sorted(set(taken.values()), key=lambda span: span.start)

    def _learn_names(self, entities: list[Span], memory: _Memory) -> None:
        """Read all full names ahead: a headline may have the surname first, and the body the full name."""
        for span in entities:
            if span.label_ == "PERSON":
                name = self._untitled(span)
                words = name.split()
                known = self._names.look_up(name, memory.day)
                if known is not None:
                    memory.ids[name] = known.actor_id
                if len(words) > 1 and len(name) > len(memory.people.get(words[-1], "")):
                    memory.people[words[-1]] = name
            elif span.label_ == "ORG" and len(span) > 1:
                name = plain(span)
                if len(name) > len(memory.bodies.get(name.split()[-1], "")):
                    memory.bodies[name.split()[-1]] = name
                letters = "".join(token.text[0] for token in span if token.text[0].isupper())
                if len(letters) > 1:
                    memory.acronyms.setdefault(letters, plain(span))

    def _mention(self, token: Token, number: int, by_head: dict[int, Span], memory: _Memory) -> Mention | None:
        lower = token.lower_
        if token.i in by_head:
            return self._name(by_head[token.i], number, memory)
        if token.pos_ == "PROPN" and token.ent_type_ not in NO_ACTORS and self._stands_as_name(token, memory):
            return self._name(capitalised(token), number, memory)
        if token.pos_ == "PRON" and lower in SINGULAR | PLURAL | NEUTER | SELF:
            return self._pronoun(token, number, memory)
        if token.pos_ in ("NOUN", "PROPN") and (
            token.lemma_.lower() in self._lexicon.roles or lower in self._lexicon.roles
        ):
            return self._nominal(token, number, by_head, memory)
        return None

    def _stands_as_name(self, token: Token, memory: _Memory) -> bool:
        """Whether a proper noun that no entity covers is an actor: a known surname, or who does something."""
        if token.dep_ in ("compound", "amod", "nmod", "det") and token.head.pos_ in ("NOUN", "PROPN"):
            return False
        if token.lemma_.lower() in self._lexicon.roles:
            return False
        return token.text in memory.people or token.dep_ in ("nsubj", "poss") or token.head.dep_ == "agent"

    def _untitled(self, span: Span) -> str:
        """A person's name without the office before it."""
        start = span.start
        while start < span.end - 1 and span.doc[start].lemma_.lower() in self._lexicon.roles:
            start += 1
        return plain(span.doc[start : span.end])

    def _name(self, span: Span, number: int, memory: _Memory) -> Mention:
        text = self._untitled(span) if span.label_ == "PERSON" else plain(span)
        known = self._names.look_up(text, memory.day)
        whole = noun_phrase(span.root)
        if span.label_ == "PERSON" or text in memory.people or (known is not None and known.actor_kind == "person"):
            mention = self._person(span, text, number, memory)
            for word in whole:
                if word.lemma_.lower() in self._lexicon.roles and word.i < span.start:
                    memory.titled[word.lemma_.lower()] = mention
            return mention
        if known is not None:
            sort = "place" if known.actor_kind == "state" else "organisation"
            stands_for = known.actor_kind == "state" or known.alias_kind in ("capital", "seat", "organ")
            name = known.name if stands_for else text
            return _make(span, number, _Named(name, known.actor_id, "codebook", sort))
        name = memory.acronyms.get(text, text)
        if " " not in text and span.label_ != "GPE":
            name = memory.bodies.get(text, name)
        found = self._names.look_up(name, memory.day)
        resolution = "acronym" if name != text else "full_name"
        sort = ACTOR_LABELS.get(span.label_, "organisation")
        return _make(span, number, _Named(name, found.actor_id if found else None, resolution, sort))

    def _person(self, span: Span, text: str, number: int, memory: _Memory) -> Mention:
        words = text.split()
        name = memory.people.get(text, text) if len(words) == 1 else text
        resolution = "surname" if name != text else "full_name"
        actor_id = memory.ids.get(name)
        if actor_id is None and (known := self._names.look_up(name, memory.day)) is not None:
            actor_id, resolution = known.actor_id, "codebook"
            name = name if " " in name else known.name
        return _make(span, number, _Named(name, actor_id, resolution, "person"))

    def _pronoun(self, token: Token, number: int, memory: _Memory) -> Mention:
        lower = token.lower_
        span = token.doc[token.i : token.i + 1]
        if lower in SELF:
            return _make(span, number, _Named(None, None, "unresolved", "self", "pronoun"))
        if lower in SINGULAR:
            wanted = {"person"}
        elif lower in PLURAL:
            wanted = {"group", "organisation", "place"}
        else:
            wanted = {"organisation", "place"}
        antecedent = _antecedent(memory.seen, number, wanted)
        if antecedent is None and lower in PLURAL:
            antecedent = _antecedent(memory.seen, number, {"person"})
        if antecedent is None:
            return _make(span, number, UNRESOLVED)
        return _make(span, number, _Named(antecedent.actor, antecedent.actor_id, "pronoun", antecedent.sort, "pronoun"))

    def _nominal(self, token: Token, number: int, by_head: dict[int, Span], memory: _Memory) -> Mention | None:
        if token.dep_ in ("compound", "amod", "nmod") and token.head.pos_ in ("NOUN", "PROPN"):
            return None  # "President Lindqvist": the name is the mention
        if any(
            one.dep_ == "appos" and one.i in by_head and by_head[one.i].label_ == "PERSON" for one in token.children
        ):
            return self._apposed(token, number, by_head, memory)
        phrase = noun_phrase(token)
        named = (
            self._for_state(token, phrase, by_head, memory)
            or self._body(token, memory)
            or self._earlier(token, phrase, number, memory)
        )
        if named is None:
            several = token.tag_ in ("NNS", "NNPS") or token.lemma_.lower() in self._lexicon.collectives
            sort = "group" if several else "person"
            named = _Named(without_determiner(phrase), None, "nominal", sort, "nominal")
        return _make(phrase, number, named)

    def _for_state(self, token: Token, phrase: Span, by_head: dict[int, Span], memory: _Memory) -> _Named | None:
        """ "Kenyan officials" are Kenya; "the Kenyan president" is who held the office on that day."""
        state = self._state_of(token, by_head, memory)
        if state is None:
            return None
        if token.lower_ in VOICES or token.lemma_.lower() in VOICES:
            return _Named(state.name, state.actor_id, "demonym_role", "place", "nominal")
        if token.tag_ in ("NNS", "NNPS"):
            return None
        words = [word.lower_ for word in phrase if word.i not in by_head]
        office = self._names.office_holder(state.actor_id, words, memory.day)
        return _Named(office.name, office.actor_id, "office", "person", "nominal") if office is not None else None

    def _body(self, token: Token, memory: _Memory) -> _Named | None:
        """ "the Alliance": the body whose full name ends so."""
        if token.pos_ != "PROPN" or token.text not in memory.bodies:
            return None
        name = memory.bodies[token.text]
        known = self._names.look_up(name, memory.day)
        return _Named(name, known.actor_id if known else None, "full_name", "organisation")

    def _apposed(self, token: Token, number: int, by_head: dict[int, Span], memory: _Memory) -> Mention:
        """ "their leader, Mirela Duma,": the mention is the leader, the actor Mirela Duma."""
        name = next(by_head[one.i] for one in token.children if one.dep_ == "appos" and one.i in by_head)
        named = self._name(name, number, memory)
        memory.titled[token.lemma_.lower()] = named
        found = _Named(named.actor, named.actor_id, named.resolution, named.sort, "nominal")
        return _make(noun_phrase(token), number, found)

    def _state_of(self, token: Token, by_head: dict[int, Span], memory: _Memory) -> KnownName | None:
        for word in token.children:
            if word.dep_ in ("amod", "compound", "poss", "nmod") and word.i in by_head:
                known = self._names.look_up(plain(by_head[word.i]), memory.day)
                if known is not None and known.actor_kind == "state":
                    return known
        return None

    def _earlier(self, token: Token, phrase: Span, number: int, memory: _Memory) -> _Named | None:
        """Whom "the minister" or "the company" means: who bore that title, else the last of that sort."""
        words = [word for word in phrase if word.pos_ != "PUNCT"]
        definite = len(words) == 2 and words[0].lower_ in ("the", "this", "that")
        if not definite or token.tag_ in ("NNS", "NNPS"):
            return None
        lemma = token.lemma_.lower()
        earlier = memory.titled.get(lemma)
        if earlier is None and lemma in self._lexicon.collectives:
            earlier = _antecedent(memory.seen, number, {"organisation"})
        if earlier is None:
            return None
        return _Named(earlier.actor, earlier.actor_id, "nominal", earlier.sort, "nominal")


def _antecedent(seen: list[Mention], number: int, sorts: set[str]) -> Mention | None:
    """The likeliest earlier mention: near, and a subject rather than not; null past three sentences."""
    best, best_cost = None, 99
    for mention in reversed(seen):
        distance = number - mention.sentence
        if distance > 3:
            break
        if mention.actor is None or mention.sort not in sorts:
            continue
        cost = 2 * distance + (0 if mention.is_subject else 1)
        if cost < best_cost:
            best, best_cost = mention, cost
    return best


@dataclass(frozen=True)
class _Named:
    """Whom an expression means, and by which rule."""

    actor: str | None
    actor_id: str | None
    resolution: str
    sort: str
    kind: str = "name"


UNRESOLVED = _Named(None, None, "unresolved", "unknown", "pronoun")


def _make(span: Span, number: int, named: _Named) -> Mention:
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
        is_subject=head.dep_ in ("nsubj", "nsubjpass", "agent") or (head.dep_ == "pobj" and head.head.dep_ == "agent"),
    )
