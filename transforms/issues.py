"""Say which issue of the codebook a target belongs to, and on which side of its proposition that puts the holder.

    target + sentence -> (issue_id, side on the issue) or null        article -> issues with their salience

Cues are matched on lemmas and whole words: first in the target, then in its sentence, the nearest, and there only
where it has several words or a context cue of its issue stands beside it. A cue on the target's head wins, then the
longest, then the issue that comes first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from schemas.codebook import Codebook
from transforms.grammar import TURNED
from transforms.reading import Reading


@dataclass(frozen=True)
class IssueMatch:
    """One cue found: the issue, whether it names the opposite of the proposition, and how long it is."""

    issue_id: str
    is_reverse: bool
    words: int
    start: int


class IssueClassifier:
    """Matches the codebook's cues; a cue is matched in its lemmas and as written."""

    def __init__(self, codebook: Codebook, nlp: Language) -> None:
        self._order = {issue.issue_id: place for place, issue in enumerate(codebook.issues)}
        self._matchers = {
            "lemma": PhraseMatcher(nlp.vocab, attr="LEMMA"),
            "lower": PhraseMatcher(nlp.vocab, attr="LOWER"),
        }
        self._context = PhraseMatcher(nlp.vocab, attr="LOWER")
        for issue in codebook.issues:
            for cues, reverse in ((issue.cues, False), (issue.reverse_cues, True)):
                self._add(f"{issue.issue_id}|{int(reverse)}", cues, nlp)
            if issue.context_cues:
                self._context.add(f"{issue.issue_id}|0", [nlp.make_doc(cue) for cue in issue.context_cues])

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

    def classify(self, target: Span, sentence: Span, polarity: str) -> tuple[str | None, str | None]:
        """The target's issue and the side on it; two nulls where no cue speaks."""
        found = self.matches(target)
        if not found:
            context = self.matches(sentence)
            weak = {match.issue_id for match in _found(self._context, sentence)}
            near = [match for match in context if match.issue_id in weak or match.words > 1]
            found = sorted(near, key=lambda match: abs(match.start - target.start))[:1]
        if not found:
            return None, None
        head = target.root.i
        best = max(
            found,
            key=lambda one: (one.start <= head < one.start + one.words, one.words, -self._order[one.issue_id]),
        )
        return best.issue_id, TURNED[polarity] if best.is_reverse else polarity

    def of_article(self, reading: Reading) -> dict[str, tuple[int, float]]:
        """For each issue of the article: how often its cues stand there, and in what share of the sentences."""
        counts: Counter[str] = Counter()
        sentences: Counter[str] = Counter()
        for sentence in reading.sentences:
            found = Counter(match.issue_id for match in self.matches(sentence))
            counts.update(found)
            sentences.update(found.keys())
        total = max(len(reading.sentences), 1)
        return {issue_id: (count, sentences[issue_id] / total) for issue_id, count in counts.items()}


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
