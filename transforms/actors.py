"""Name the actor behind a proper name: by the codebook, else by the article's own fullest form of it.

    entity span + Memory -> Mention

An unknown name keeps a null `actor_id`: it is counted and listed, never dropped and never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from transforms.lexicon import Lexicon
from transforms.mention import ACTOR_LABELS, Mention, Named, make_mention
from transforms.mention_memory import Memory, titles_of
from transforms.names import AliasIndex, KnownName
from transforms.noun_phrases import after_heading, capitalised, noun_phrase, plain, whole_name
from transforms.reading import Reading

LOCATIVES = ("in", "at", "near", "outside", "around")


class ActorNamer:
    """Names proper names; keeps nothing between articles."""

    def __init__(self, names: AliasIndex, lexicon: Lexicon) -> None:
        self._names = names
        self._lexicon = lexicon

    def entities(self, reading: Reading) -> list[Span]:
        """Spans that name an actor: the codebook's, and spaCy's where they do not overlap a longer one of those."""
        known = [span for span in self._names.spans(reading.doc) if span.root.pos_ in ("PROPN", "NOUN", "ADJ", "X")]
        spacy_spans = [whole_name(after_heading(span)) for span in reading.doc.ents if span.label_ in ACTOR_LABELS]
        apposed = list(self._apposed(reading.doc))
        heads = {span.root.i for span in apposed}
        spacy_spans = [span for span in spacy_spans if span.root.i not in heads]
        taken: dict[int, Span] = {}
        for span in sorted([*known, *spacy_spans, *apposed], key=lambda one: (-(one.end - one.start), one.start)):
            if not any(i in taken for i in range(span.start, span.end)):
                taken.update(dict.fromkeys(range(span.start, span.end), span))
        return sorted(set(taken.values()), key=lambda span: span.start)

    def _apposed(self, doc: Doc) -> Iterator[Span]:
        """ "Its minister, Mirela Duma,": two words of a name beside a person's role name a person."""
        for token in doc:
            role = token.head
            if token.dep_ != "appos" or token.pos_ != "PROPN" or role.pos_ != "NOUN" or role.tag_ != "NN":
                continue
            lemma = role.lemma_.lower()
            if lemma not in self._lexicon.roles or lemma in self._lexicon.collectives:
                continue
            name = capitalised(token)
            if len(name) > 1 and self._names.look_up(plain(name), None) is None:
                yield Span(doc, name.start, name.end, label="PERSON")

    def learn(self, entities: list[Span], memory: Memory) -> None:
        """Read all full names ahead: a headline may have the surname first, and the body the full name."""
        for span in entities:
            if self._is_person(span, memory):
                self._learn_person(span, memory)
            elif span.label_ == "ORG" and len(span) > 1:
                _learn_body(span, memory)
        for span in (one for one in entities if self._is_person(one, memory)):
            name = self.full_name(span, memory)
            head = span.root
            above = [head.head] if head.dep_ == "appos" and head.head.lemma_.lower() in self._lexicon.roles else []
            for role in [*self._roles_of(span), *above] if name is not None else ():
                for title in titles_of(role):
                    memory.bearers[title].add(name or "")
        full = set(memory.people.values())
        for name in full:
            first = name.split()[0]
            alone = sum(1 for other in full if other.split()[0] == first) == 1
            if alone and first not in memory.people:
                memory.people[first] = name

    def _is_person(self, span: Span, memory: Memory) -> bool:
        if span.label_ == "PERSON":
            return True
        known = self._names.look_up(plain(span), memory.day) if span.label_ not in ACTOR_LABELS else None
        return known is not None and known.actor_kind == "person"

    def _learn_person(self, span: Span, memory: Memory) -> None:
        name = self.untitled(span)
        words = name.split()
        known = self._names.look_up(name, memory.day)
        if known is not None:
            memory.ids[name] = known.actor_id
        if len(words) > 1 and len(name) > len(memory.people.get(words[-1], "")):
            memory.people[words[-1]] = name

    def _roles_of(self, span: Span) -> list[Token]:
        """The offices that a name bears: before it, in it, or in apposition after it."""
        beside = [*noun_phrase(span.root), *(one for one in span.root.children if one.dep_ == "appos")]
        return [
            word
            for word in beside
            if word.lemma_.lower() in self._lexicon.roles
            and word.i != span.end - 1
            and word.tag_ not in ("NNS", "NNPS")
        ]

    def untitled(self, span: Span) -> str:
        """A person's name without the office before it."""
        start = span.start
        while start < span.end - 1 and span.doc[start].lemma_.lower() in self._lexicon.roles:
            start += 1
        return plain(span.doc[start : span.end])

    def full_name(self, span: Span, memory: Memory) -> str | None:
        """The fullest name of the person that the span names; null where it names no person."""
        text = self.untitled(span) if span.label_ == "PERSON" else plain(span)
        if text in memory.people:
            return memory.people[text]
        return text if self._is_person(span, memory) else None

    def name(self, span: Span, number: int, memory: Memory) -> Mention:
        """The mention of a proper name."""
        text = self.untitled(span) if span.label_ == "PERSON" else plain(span)
        known = self._names.look_up(text, memory.day)
        if span.label_ == "PERSON" or text in memory.people or (known is not None and known.actor_kind == "person"):
            mention = self._person(span, text, number, memory)
            for role in self._roles_of(span):
                memory.bears(role, mention)
            return mention
        if known is not None and known.alias_kind == "capital" and _is_location(span.root):
            return make_mention(span, number, Named(text, None, "city", "place"))
        if known is not None:
            sort = "place" if known.actor_kind == "state" else "organisation"
            stands_for = known.actor_kind == "state" or known.alias_kind in ("capital", "seat", "organ")
            name = known.name if stands_for else text
            return make_mention(span, number, Named(name, known.actor_id, "codebook", sort))
        name = memory.acronyms.get(text, text)
        if " " not in text and span.label_ != "GPE":
            name = memory.bodies.get(text, name)
        found = self._names.look_up(name, memory.day)
        resolution = "acronym" if name != text else "full_name"
        sort = ACTOR_LABELS.get(span.label_, "organisation")
        return make_mention(span, number, Named(name, found.actor_id if found else None, resolution, sort))

    def _person(self, span: Span, text: str, number: int, memory: Memory) -> Mention:
        words = text.split()
        name = memory.people.get(text, text) if len(words) == 1 else text
        resolution = "surname" if name != text else "full_name"
        actor_id = memory.ids.get(name)
        if actor_id is None and (known := self._names.look_up(name, memory.day)) is not None:
            actor_id, resolution = known.actor_id, "codebook"
            name = name if " " in name else known.name
        return make_mention(span, number, Named(name, actor_id, resolution, "person"))

    def known_person(self, name: str, memory: Memory) -> Named:
        """A person of the article that a nominal means."""
        known = self._names.look_up(name, memory.day)
        actor_id = memory.ids.get(name) or (known.actor_id if known is not None else None)
        return Named(name, actor_id, "nominal", "person", "nominal")

    def body(self, token: Token, memory: Memory) -> Named | None:
        """ "the Alliance": the body whose full name ends so."""
        if token.pos_ != "PROPN" or token.text not in memory.bodies:
            return None
        name = memory.bodies[token.text]
        known = self._names.look_up(name, memory.day)
        return Named(name, known.actor_id if known else None, "full_name", "organisation")

    def state_of(self, token: Token, by_head: dict[int, Span], memory: Memory) -> KnownName | None:
        """The state whose name or demonym stands before the noun."""
        for word in token.children:
            if word.dep_ in ("amod", "compound", "poss", "nmod") and word.i in by_head:
                known = self._names.look_up(plain(by_head[word.i]), memory.day)
                if known is not None and known.actor_kind == "state":
                    return known
        return None

    def office(self, state: KnownName, words: list[str], memory: Memory) -> Named | None:
        """Who held the office of that state on the article's day."""
        held = self._names.office_holder(state.actor_id, words, memory.day)
        return Named(held.name, held.actor_id, "office", "person", "nominal") if held is not None else None


def _is_location(head: Token) -> bool:
    """ "talks in Washington": the city, where Washington elsewhere is the government."""
    return head.dep_ == "pobj" and head.head.lower_ in LOCATIVES


def _learn_body(span: Span, memory: Memory) -> None:
    name = plain(span)
    if len(name) > len(memory.bodies.get(name.split()[-1], "")):
        memory.bodies[name.split()[-1]] = name
    letters = "".join(token.text[0] for token in span if token.text[0].isupper())
    if len(letters) > 1:
        memory.acronyms.setdefault(letters, name)
    after = span.doc[span.end : span.end + 3]
    if len(after) == 3 and after[0].text == "(" and after[2].text == ")" and after[1].text.isupper():
        memory.acronyms[after[1].text] = name
