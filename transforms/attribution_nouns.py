"""Statements without a verb of saying: "his claim that ...", "is wary of ...", "according to ...", "reportedly"."""

from __future__ import annotations

from spacy.tokens import Span, Token

from transforms.attribution_frames import Frames
from transforms.attribution_spans import Ranges, quote_type, ranges, speaker_span
from transforms.attribution_statement import Statement
from transforms.attribution_subjects import subject_of
from transforms.grammar import owner
from transforms.lexicon import Lexicon
from transforms.reading import Reading, child

ABOUT = ("of", "for", "to", "about", "over", "against", "on", "at", "in", "with")


class NounReader:
    """Reads the statements of one sentence's nouns, adjectives and adverbs."""

    def __init__(self, sentence: Span, number: int, reading: Reading, words: tuple[Lexicon, Frames]) -> None:
        self._sentence = sentence
        self._number = number
        self._reading = reading
        self._lexicon, self._frames = words

    def read(self, token: Token) -> Statement | None:
        """The statement that the word reports; null where it is no cue."""
        if token.pos_ not in ("NOUN", "ADJ", "VERB", "ADV", "ADP", "SCONJ") or self._reading.quoted[token.i]:
            return None
        if token.lower_ == "according" or token.lower_ in self._frames.adverbs:
            return self._according_to(token) if token.lower_ == "according" else self._hearsay(token)
        lemma = token.lemma_.lower()
        if token.pos_ == "NOUN" and lemma in self._frames.nouns:
            return self._noun(token, lemma)
        word = next((one for one in (lemma, token.lower_) if one in self._frames.adjectives), None)
        return self._adjective(token, word) if word is not None and token.pos_ in ("ADJ", "VERB") else None

    def _statement(
        self, cue: tuple[int, int], speaker: Token | None, pieces: Ranges, act: str | None
    ) -> Statement | None:
        if not pieces:
            return None
        span = speaker_span(speaker, cue[0], pieces) if speaker is not None else None
        kind = quote_type(pieces, self._reading)
        return Statement(self._number, speaker.i if speaker else None, cue, pieces, kind, 1, act, speaker_span=span)

    def _noun(self, noun: Token, lemma: str) -> Statement | None:
        """ "his claim that ...", "a call by Kenya for ...", "expressed hope that ..."."""
        clause = next((one for one in noun.children if one.dep_ in ("acl", "ccomp", "relcl") and _is_that(one)), None)
        infinitive = next((one for one in noun.children if one.dep_ in ("acl", "xcomp") and _is_to(one)), None)
        about = next((one for one in noun.rights if one.dep_ == "prep" and one.lower_ in ABOUT), None)
        content = clause or infinitive or about
        if content is None:
            return None
        light, speaker = self._holder(noun)
        if speaker is None and clause is None:
            return None
        start = light.i if light is not None and light.i < noun.i else noun.i
        words = {one.i for one in content.subtree}
        return self._statement((start, noun.i + 1), speaker, ranges(words, self._sentence), self._frames.acts[lemma])

    def _holder(self, noun: Token) -> tuple[Token | None, Token | None]:
        """The light verb, if any, and whose the noun is."""
        if (held := owner(noun)) is not None:
            return None, held
        verb = noun.head
        while verb.dep_ in ("conj", "dobj") and verb.pos_ not in ("VERB", "AUX"):
            verb = verb.head
        lemma = self._lexicon.lemmas.get(verb.lower_, verb.lemma_.lower())
        if verb.pos_ in ("VERB", "AUX") and lemma in self._lexicon.light_verbs and noun.dep_ in ("dobj", "conj"):
            return verb, subject_of(verb)
        return None, None

    def _adjective(self, word: Token, lemma: str) -> Statement | None:
        """ "is confident that ...", "were wary of ..."."""
        verb = word.head
        predicative = word.dep_ in ("acomp", "attr", "oprd", "conj") and verb.pos_ in ("VERB", "AUX")
        verb = verb if predicative else word
        if not predicative and child(word, "auxpass") is None:
            return None
        speaker = subject_of(verb) if predicative else child(word, "nsubjpass")
        if speaker is None:
            return None
        content = child(word, "ccomp", "xcomp")
        about = next(
            (one for one in word.rights if one.dep_ in ("prep", "agent") and one.lower_ in (*ABOUT, "by")), None
        )
        if content is None and about is not None:
            content = child(about, "pobj", "pcomp")
        if content is None:
            return None
        words = {one.i for one in content.subtree}
        cue = (min(verb.i, word.i), max(verb.i, word.i) + 1)
        return self._statement(cue, speaker, ranges(words, self._sentence), self._frames.acts[lemma])

    def _according_to(self, token: Token) -> Statement | None:
        to = next((one for one in token.children if one.lower_ == "to"), None)
        speaker = child(to, "pobj") if to is not None else None
        if speaker is None or to is None:
            return None
        aside = {one.i for one in speaker.subtree} | {token.i, to.i}
        pieces = ranges((i for i in range(self._sentence.start, self._sentence.end) if i not in aside), self._sentence)
        return self._statement((token.i, to.i + 1), speaker, pieces, None)

    def _hearsay(self, adverb: Token) -> Statement | None:
        """ "has reportedly left": the clause, nobody named."""
        verb = adverb.head
        if verb.pos_ not in ("VERB", "AUX"):
            return None
        words = {one.i for one in verb.subtree} - {adverb.i}
        return self._statement((adverb.i, adverb.i + 1), None, ranges(words, self._sentence), None)


def _is_that(clause: Token) -> bool:
    return any(one.dep_ == "mark" and one.lower_ == "that" for one in clause.children)


def _is_to(verb: Token) -> bool:
    return any(one.dep_ == "aux" and one.lower_ == "to" for one in verb.children)
