"""Whom a nominal means: "Kenyan officials", "the minister", "the company", "their leader, Mirela Duma,".

    noun + what the article has named -> Mention

Tried in order: the name in apposition, the state whose demonym it carries, the body whose name ends so, who bore
the title before; else it stands for itself, with its own words as name.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from transforms.actors import ActorNamer
from transforms.coreference import find_antecedent
from transforms.lexicon import Lexicon
from transforms.mention import Mention, Named, make_mention
from transforms.mention_memory import Memory
from transforms.noun_phrases import noun_phrase, without_determiner

VOICES = frozenset(  # nominals that speak for the state whose demonym they carry
    {"official", "officials", "government", "authorities", "administration", "regime", "side", "leadership", "state"}
    | {"leaders", "officer", "officers"}
)
NEAR = 2  # sentences
DEFINITE = ("the", "this", "that")


class NominalNamer:
    """Names nominals by what the article has named before."""

    def __init__(self, namer: ActorNamer, lexicon: Lexicon) -> None:
        self._namer = namer
        self._lexicon = lexicon

    def name(self, token: Token, number: int, by_head: dict[int, Span], memory: Memory) -> Mention | None:
        """The mention of the nominal; null where it only stands before a name."""
        if token.dep_ in ("compound", "amod", "nmod") and token.head.pos_ in ("NOUN", "PROPN"):
            return None  # "President Lindqvist": the name is the mention
        if any(
            one.dep_ == "appos" and one.i in by_head and by_head[one.i].label_ == "PERSON" for one in token.children
        ):
            return self._apposed(token, number, by_head, memory)
        phrase = noun_phrase(token)
        named = (
            self._for_state(token, phrase, by_head, memory)
            or self._namer.body(token, memory)
            or self._earlier(token, phrase, number, (by_head, memory))
        )
        if named is None:
            several = token.tag_ in ("NNS", "NNPS") or token.lemma_.lower() in self._lexicon.collectives
            sort = "group" if several else "person"
            named = Named(without_determiner(phrase), None, "nominal", sort, "nominal")
            mention = make_mention(phrase, number, named)
            if sort == "person" and len(phrase) > 2:
                memory.bears(token, mention)  # "a spokesman for the union" is "the spokesman" from here on
            return mention
        return make_mention(phrase, number, named)

    def _for_state(self, token: Token, phrase: Span, by_head: dict[int, Span], memory: Memory) -> Named | None:
        """ "Kenyan officials" are Kenya; "the Kenyan president" is who held the office on that day."""
        state = self._namer.state_of(token, by_head, memory)
        if state is None:
            return None
        if token.lower_ in VOICES or token.lemma_.lower() in VOICES:
            return Named(state.name, state.actor_id, "demonym_role", "place", "nominal")
        if token.tag_ in ("NNS", "NNPS"):
            return None
        return self._namer.office(state, [word.lower_ for word in phrase if word.i not in by_head], memory)

    def _apposed(self, token: Token, number: int, by_head: dict[int, Span], memory: Memory) -> Mention:
        """ "their leader, Mirela Duma,": the mention is the leader, the actor Mirela Duma."""
        name = next(by_head[one.i] for one in token.children if one.dep_ == "appos" and one.i in by_head)
        named = self._namer.name(name, number, memory)
        memory.bears(token, named)
        found = Named(named.actor, named.actor_id, named.resolution, named.sort, "nominal")
        return make_mention(noun_phrase(token), number, found)

    def _earlier(self, token: Token, phrase: Span, number: int, known: tuple[dict[int, Span], Memory]) -> Named | None:
        """Whom "the minister" or "the company" means: who bore that title, else the last of that sort."""
        by_head, memory = known
        words = [word for word in phrase if word.pos_ != "PUNCT"]
        if words[0].lower_ in ("a", "an") or token.tag_ in ("NNS", "NNPS"):
            return None
        definite = words[0].lower_ in DEFINITE
        simple = len(words) == 2 or (len(words) == 3 and words[1].dep_ == "compound")
        earlier = memory.bearer(token) if definite and simple else None
        lemma = token.lemma_.lower()
        of_state = any(word.i in by_head for word in words)  # "the US president" is not any president
        if earlier is None and lemma not in self._lexicon.collectives and definite and not of_state:
            only = memory.only_bearer(token)
            if only is not None:
                return self._namer.known_person(only, memory)
        if earlier is None and definite and len(words) == 2 and lemma in self._lexicon.collectives:
            earlier = find_antecedent(token, number, memory, {"organisation": 0})
        elif earlier is None and definite and len(words) == 2 and memory.bearers.get(lemma) is None:
            earlier = _only_person_near(number, memory)
        if earlier is None:
            return None
        return Named(earlier.actor, earlier.actor_id, "nominal", earlier.sort, "nominal")


def _only_person_near(number: int, memory: Memory) -> Mention | None:
    """The one person named in this sentence and the two before it; null where there are several."""
    near = [one for one in memory.seen if number - one.sentence <= NEAR and one.sort == "person" and one.kind == "name"]
    return near[-1] if len({one.actor for one in near}) == 1 and near[-1].is_subject else None
