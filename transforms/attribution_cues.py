"""Statements by a verb: "said that ...", "“...,” she said", "called for ...", "is expected to ...".

The content is tried in the order clause, quotation, infinitive, object, prepositional complement; a cue whose parse
has lost its clause takes what stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from spacy.tokens import Span, Token

from transforms.attribution_frames import ADDRESSEE, OBJECT, Frames, cue_lemma
from transforms.attribution_spans import Ranges, cue_range, quote_type, ranges, speaker_span
from transforms.attribution_statement import Statement
from transforms.attribution_subjects import RELATIVES, speaker_of
from transforms.lexicon import Lexicon
from transforms.reading import SUBJECTS, Reading, child

COMPLEMENTS = ("dobj", "prep", "xcomp", "oprd", "ccomp", "attr", "acomp", "pcomp", "dative", "agent", "acl", "relcl")
LONG = 7  # tokens of a quotation that can stand as a sentence
TIME_LABELS = ("DATE", "TIME")


class CueReader:
    """Reads the statements of one sentence's verbs."""

    def __init__(self, sentence: Span, number: int, reading: Reading, words: tuple[Lexicon, Frames]) -> None:
        self._sentence = sentence
        self._number = number
        self._reading = reading
        self._lexicon, self._frames = words

    def read(self, verb: Token) -> Statement | None:
        """The statement that the verb reports; null where it is no cue, or reports nothing."""
        if verb.pos_ not in ("VERB", "AUX") or self._reading.quoted[verb.i]:
            return None  # "I hope ...", she said: hers already
        lemma = cue_lemma(verb, self._lexicon, self._frames)
        if (passive := self._of_passive(verb)) is not None:
            return passive
        if lemma not in self._frames.verbs or self._is_future_deed(verb):
            return None
        if (agent := self._agent(verb)) is not None and OBJECT in self._frames.verbs[lemma]:
            return self._by_agent(verb, agent, self._frames.acts[lemma])
        pieces = self._content(verb, self._frames.verbs[lemma])
        speaker = speaker_of(verb, self._lexicon)
        pieces = pieces or self._beside(verb, speaker, self._frames.verbs[lemma])
        if not pieces or (speaker is None and not self._starts_quoted(pieces)):
            return None
        return self._statement(verb, speaker, pieces, self._frames.acts[lemma])

    def _is_future_deed(self, verb: Token) -> bool:
        """ "will support the bill": what somebody is to do; "will say that ..." stays a report."""
        future = any(one.dep_ == "aux" and one.lower_ in self._lexicon.modals["will"] for one in verb.children)
        return future and child(verb, "ccomp") is None and not self._quote_beside(verb)

    def _statement(self, verb: Token, speaker: Token | None, pieces: Ranges, act: str | None) -> Statement:
        span = speaker_span(speaker, verb.i, pieces) if speaker is not None else None
        kind = quote_type(pieces, self._reading)
        return Statement(
            self._number, speaker.i if speaker else None, cue_range(verb), pieces, kind, 1, act, speaker_span=span
        )

    def _starts_quoted(self, pieces: Ranges) -> bool:
        return any(self._reading.quoted[start] for start, _ in pieces)

    def _agent(self, verb: Token) -> Token | None:
        """Who does what a passive with a subject says: "was condemned by Kenya"."""
        agent = child(verb, "agent")
        return child(agent, "pobj") if agent is not None and child(verb, "nsubjpass") is not None else None

    def _by_agent(self, verb: Token, agent: Token, act: str | None) -> Statement | None:
        """ "The plan was condemned by Kenya": the subject is the content."""
        subject = child(verb, "nsubjpass")
        if subject is None or subject.lower_ in RELATIVES:
            return None
        pieces = ranges((one.i for one in subject.subtree), self._sentence)
        return self._statement(verb, agent, pieces, act) if pieces else None

    def _of_passive(self, verb: Token) -> Statement | None:
        """ "The talks are expected to resume": the subject and what is said of it; nobody need be named."""
        subject = child(verb, "nsubjpass")
        if verb.lower_ not in self._frames.passives or subject is None or child(verb, "auxpass") is None:
            return None
        said = child(verb, "xcomp", "oprd", "ccomp")
        if said is None:
            said = next((one for one in verb.children if one.dep_ == "prep" and one.lower_ in ("as", "at")), None)
        if said is None or said.i < verb.i:
            return None
        agent = child(verb, "agent")
        speaker = child(agent, "pobj") if agent is not None else None
        words = {one.i for one in said.subtree}
        if said.dep_ != "ccomp" and subject.lower_ not in RELATIVES:
            words |= {one.i for one in subject.subtree}
        return self._statement(verb, speaker, ranges(words, self._sentence), self._frames.acts[verb.lower_])

    def _content(self, cue: Token, places: frozenset[str]) -> Ranges:
        """The token ranges of what the cue reports."""
        own = own_tokens(cue)
        if (clause := self._clause(cue)) is not None:
            words = {one.i for one in clause.subtree} - own
            if self._reading.quoted[clause.i]:
                words |= self._quotations(words) - own
            return ranges(words, self._sentence)
        infinitive = next((one for one in cue.children if one.dep_ == "xcomp" and one.i > cue.i), None)
        thing = next((one for one in cue.children if one.dep_ == "dobj" and one.i > cue.i), None)
        if infinitive is not None and places & {"to", ADDRESSEE, OBJECT}:
            words = {one.i for one in infinitive.subtree}
            if thing is not None and ADDRESSEE not in places:
                words |= set(range(thing.left_edge.i, infinitive.i))
            return ranges(words - own, self._sentence)
        if thing is not None and OBJECT in places:
            return ranges(self._rest(cue, thing.left_edge.i), self._sentence)
        start = self._prepositional(cue, places, thing)
        if start is not None:
            return ranges(self._rest(cue, start), self._sentence)
        quote = self._quote_beside(cue)
        return ranges(self._quoted() - own, self._sentence) if quote else ()

    def _prepositional(self, cue: Token, places: frozenset[str], thing: Token | None) -> int | None:
        """Where "called for ..." has its content: after the preposition, or from the object before it."""
        for prep in (one for one in cue.children if one.dep_ in ("prep", "dative", "agent") and one.i > cue.i):
            if prep.lower_ in places and (inner := child(prep, "pobj", "pcomp")) is not None:
                return thing.left_edge.i if thing is not None and ADDRESSEE not in places else inner.left_edge.i
        return None

    def _clause(self, cue: Token) -> Token | None:
        """The clause that the cue reports: its complement, or the sentence that it stands in as a parenthesis."""
        own = next((one for one in cue.children if one.dep_ == "ccomp"), None)
        if own is None:
            own = next((one for one in cue.children if one.dep_ == "parataxis"), None)
        return own

    def _rest(self, cue: Token, start: int) -> Iterable[int]:
        """From `start` to the end of the cue's complements, without adverbials of time at the end."""
        end = start
        for one in cue.children:
            purpose = one.dep_ == "advcl" and cue.doc[one.left_edge.i - 1].text != ","
            if one.i >= start and (one.dep_ in COMPLEMENTS or purpose) and not _is_time(one):
                end = max(end, one.right_edge.i)
        inner = [one for one in cue.children if one.left_edge.i <= start <= one.right_edge.i]
        end = max([end, *(one.right_edge.i for one in inner)])
        return range(start, end + 1)

    def _quoted(self) -> set[int]:
        return {i for i in range(self._sentence.start, self._sentence.end) if self._reading.quoted[i]}

    def _quotations(self, words: set[int]) -> set[int]:
        """The quotations that hold some of the words, and other long ones: "Yes," she said, "we will go there."."""
        found: set[int] = set()
        for _, group in groupby(enumerate(sorted(self._quoted())), key=lambda pair: pair[1] - pair[0]):
            run = {index for _, index in group}
            if len(run) >= LONG or run & words:
                found |= run
        return found

    def _quote_beside(self, cue: Token) -> bool:
        return bool(self._quoted()) and not self._reading.quoted[cue.i]

    def _beside(self, cue: Token, speaker: Token | None, places: frozenset[str]) -> Ranges:
        """Where the parse has no clause: what follows the cue, or what stands before a cue that ends the sentence."""
        if speaker is None or places or child(cue, "auxpass") is not None:
            return ()
        doc, sentence = cue.doc, self._sentence
        after = range(cue.i + 1, sentence.end)
        finite = any(doc[i].tag_ in ("VBZ", "VBP", "VBD", "MD") for i in after)
        thing = child(cue, "dobj", "prep", "xcomp")
        if finite and thing is None:
            return ranges(after, sentence)
        opens = min(speaker.left_edge.i, cue.i)
        before = range(sentence.start, opens)
        closing = sum(1 for i in after if doc[i].is_alpha and doc[i].i > speaker.right_edge.i)
        if closing <= 2 and thing is None and any(doc[i].tag_ in ("VBZ", "VBP", "VBD", "MD") for i in before):
            return ranges(before, sentence)
        return ()


def own_tokens(cue: Token) -> set[int]:
    """The cue's own clause: the verb, its subject, auxiliaries and adverbials; another's "according to" too."""
    own = {cue.i}
    for one in cue.subtree:
        if one.lower_ == "according" and one.head != cue:
            own.update(part.i for part in one.subtree)
    for one in cue.children:
        if one.dep_ in (*SUBJECTS, "aux", "auxpass", "neg", "advmod", "npadvmod", "prt", "dative") or (
            one.dep_ in ("prep", "advcl") and one.i > cue.i
        ):
            own.update(part.i for part in one.subtree)
    return own


def _is_time(part: Token) -> bool:
    """ "on Tuesday", "last month": when it was said, not what."""
    return part.dep_ == "prep" and any(one.dep_ == "pobj" and one.ent_type_ in TIME_LABELS for one in part.children)
