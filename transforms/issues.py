"""Say which issue of the codebook a target belongs to, and on which side of its proposition that puts the holder.

    target + sentence + side -> issue, side on it, and the rule that found it     article -> issues with their salience

A cue in the target comes first, then likeness of meaning. Of several cues the one on the target's head wins, then the
longest, then the issue that comes first; a word that undoes what it governs turns it ("the lifting of sanctions").
Without an embedder there are cues alone.

A cue elsewhere in the sentence counts for the article, never for the target: who criticises a state for rejecting a
truce does not oppose the truce. On the training articles a cue in the target names the right issue 30 times of 32, one
beside it 7 times of 18; and where the sentence's meaning confirms the latter, the side is wrong more often than not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from schemas.codebook import Codebook
from schemas.codebook_salience import salience
from transforms.embedding import Embedder
from transforms.grammar import TURNED
from transforms.issue_vectors import IssueVectors
from transforms.reading import Reading

CONTENT = ("NOUN", "PROPN", "VERB", "ADJ", "NUM")


@dataclass(frozen=True)
class IssueMatch:
    """One cue found: the issue, whether it names the opposite of the proposition, and how long it is."""

    issue_id: str
    is_reverse: bool
    words: int
    start: int


@dataclass(frozen=True)
class Target:
    """What a side is taken on, in its sentence."""

    span: Span
    sentence: Span
    polarity: str


@dataclass(frozen=True)
class IssueFound:
    """The issue of a target, the side on its proposition, and what found it, such as "cue: sanctions < lifting"."""

    issue_id: str
    polarity: str
    rule: str


class IssueClassifier:
    """Matches the codebook's cues, in their lemmas and as written, and meanings where there is an embedder."""

    def __init__(self, codebook: Codebook, nlp: Language, embedder: Embedder | None = None) -> None:
        self._nlp = nlp
        self._order = {issue.issue_id: place for place, issue in enumerate(codebook.issues)}
        self._turning = codebook.turning_words
        self._vectors = IssueVectors(codebook.issues, embedder) if embedder and codebook.issues else None
        self._matchers = {
            "lemma": PhraseMatcher(nlp.vocab, attr="LEMMA"),
            "lower": PhraseMatcher(nlp.vocab, attr="LOWER"),
        }
        for issue in codebook.issues:
            for cues, reverse in ((issue.cues, False), (issue.reverse_cues, True)):
                self._add(f"{issue.issue_id}|{int(reverse)}", cues, nlp)

    def _add(self, key: str, cues: tuple[str, ...], nlp: Language) -> None:
        if not cues:
            return
        self._matchers["lower"].add(key, [nlp.make_doc(cue) for cue in cues])
        with_lemmas = []
        for cue in cues:
            words = [token.text for token in nlp.make_doc(cue)]
            with_lemmas.append(Doc(nlp.vocab, words=words, lemmas=words))
        self._matchers["lemma"].add(key, with_lemmas)

    def matches(self, span: Span | Doc) -> list[IssueMatch]:
        """Every cue in the span; one that stands inside a longer cue's words is left out."""
        return _longest(_found(self._matchers["lemma"], span) + _found(self._matchers["lower"], span))

    def classify_all(self, targets: Sequence[Target]) -> list[IssueFound | None]:
        """The issue of each target, in order; null where none is found. Many at once embed faster than one by one."""
        found = [self._by_cue(target) for target in targets]
        asked = [k for k, one in enumerate(found) if one is None and _may_be_alike(targets[k].span)]
        if self._vectors is None or not asked:
            return found
        alike = self._vectors.find([targets[k].span.text for k in asked], [targets[k].sentence.text for k in asked])
        for k, one in zip(asked, alike, strict=True):
            if one is not None:
                rule = f"embedding: {one.likeness:.2f}, like: {one.cue}"
                found[k] = _issue(one.issue_id, targets[k], rule, is_reverse=one.is_reverse)
        return found

    def of_condition(self, condition: Span | None) -> str | None:
        """The issue whose cue in the condition is longest, of several the first; null where none stands there."""
        found = self.matches(condition) if condition is not None else []
        return max(found, key=lambda one: (one.words, -one.start)).issue_id if found else None

    def _by_cue(self, target: Target) -> IssueFound | None:
        found = self.matches(target.span)
        if not found:
            return None
        head = target.span.root.i
        best = max(
            found,
            key=lambda one: (one.start <= head < one.start + one.words, one.words, -self._order[one.issue_id]),
        )
        cue = target.span.doc[best.start : best.start + best.words]
        turning = [token.lower_ for token in _above(cue, target.span) if token.lemma_.lower() in self._turning]
        rule = " < ".join([f"cue: {cue.text.lower()}", *turning])
        return _issue(best.issue_id, target, rule, is_reverse=best.is_reverse != (len(turning) % 2 == 1))

    def of_article(
        self, reading: Reading, title: str | None = None, stances: Iterable[tuple[str, int]] = ()
    ) -> dict[str, tuple[int, float]]:
        """For each issue of the article: how often its cues and targets stand there, and its salience.

        `stances` are (issue_id, sentence number) of those found by `classify_all`: a stance on an issue makes its
        sentence one on it, whether a cue stands there or not. The title's cues count for salience alone.
        """
        mentions: Counter[str] = Counter()
        sentences: dict[str, set[int]] = defaultdict(set)
        for number, sentence in enumerate(reading.sentences):
            for match in self.matches(sentence):
                mentions[match.issue_id] += 1
                sentences[match.issue_id].add(number)
        for issue_id, number in stances:
            if number not in sentences[issue_id]:
                mentions[issue_id] += 1
            sentences[issue_id].add(number)
        in_title = {match.issue_id for match in self.matches(self._title(title))} if title else set()
        total = len(reading.sentences)
        return {
            issue_id: (count, salience(sentences[issue_id], total, title=issue_id in in_title if title else None))
            for issue_id, count in mentions.items()
        }

    def _title(self, title: str) -> Doc:
        """A title is not parsed; its words without a plural's "s" do for lemmas."""
        words = [token.lower_ for token in self._nlp.make_doc(title) if not token.is_space]
        lemmas = [
            word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in words
        ]
        return Doc(self._nlp.vocab, words=words, lemmas=lemmas)


def _above(cue: Span, target: Span) -> Iterator[Token]:
    """The words of the target that govern the cue, from the nearest on."""
    token = cue.root
    while token.i not in (target.root.i, token.head.i):
        token = token.head
        if target.start <= token.i < target.end and not cue.start <= token.i < cue.end:
            yield token


def _may_be_alike(target: Span) -> bool:
    """Actors are no issues, and one word ("reform", "the ban") means too little by itself."""
    return target.root.pos_ not in ("PROPN", "PRON") and sum(token.pos_ in CONTENT for token in target) > 1


def _issue(issue_id: str, target: Target, rule: str, *, is_reverse: bool) -> IssueFound:
    return IssueFound(issue_id, TURNED[target.polarity] if is_reverse else target.polarity, rule)


def _found(matcher: PhraseMatcher, span: Span | Doc) -> list[IssueMatch]:
    matches = []
    for match_id, start, end in matcher(span):
        issue_id, reverse = span.vocab.strings[match_id].rsplit("|", 1)
        matches.append(IssueMatch(issue_id, reverse == "1", end - start, start))  # counted from the document's start
    return matches


def _longest(matches: list[IssueMatch]) -> list[IssueMatch]:
    kept: list[IssueMatch] = []
    for match in sorted(set(matches), key=lambda one: (-one.words, one.start)):
        taken = any(one.start <= match.start < one.start + one.words for one in kept)
        if not taken:
            kept.append(match)
    return sorted(kept, key=lambda one: one.start)
