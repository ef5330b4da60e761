"""An article as the model reads it: word pieces in windows of several sentences.

    Reading -> Windows: rows of piece numbers, and where each token of the article stands in them

A window holds whole sentences up to a limit, after the end of the sentence before it as context; each sentence is
scored in one window only.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token
from tokenizers import Tokenizer

from transforms.reading import Reading

LONGEST_WINDOW = 224
LONGEST_SENTENCE = 120
CONTEXT = 40


@dataclass
class Window:
    """One row of the model's input: piece numbers, and for each piece the article's token, -1 for marks."""

    pieces: list[int]
    tokens: list[int]
    first: dict[int, int] = field(default_factory=dict)  # token -> its first piece in this window
    last: dict[int, int] = field(default_factory=dict)  # token -> its last piece


@dataclass(frozen=True)
class Place:
    """Where a sentence stands: its window, and its range of pieces there, half-open."""

    window: int
    start: int
    end: int


@dataclass(frozen=True)
class Windows:
    """All windows of an article, and the place of each sentence."""

    windows: list[Window]
    places: list[Place]

    def range_of(self, window: int, start: int, end: int) -> tuple[int, int] | None:
        """The half-open range of pieces that tokens start to end cover in a window; null where none stands there."""
        shown = self.windows[window]
        firsts = [shown.first[i] for i in range(start, end) if i in shown.first]
        if not firsts:
            return None
        return firsts[0], max(shown.last[i] for i in range(start, end) if i in shown.last) + 1


def windows_of(reading: Reading, tokenizer: Tokenizer) -> Windows:
    """Cut an article into windows; a sentence past its limit loses its end."""
    start_mark, end_mark = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    if start_mark is None or end_mark is None:
        raise ValueError(
            "the tokenizer knows no [CLS] or no [SEP]: it is not the network's; give tokenizer.json of the weights"
        )
    cut = _sentence_pieces(reading, tokenizer)
    windows: list[Window] = []
    places: list[Place] = []
    for number, (pieces, tokens) in enumerate(cut):
        if not windows or len(windows[-1].pieces) + len(pieces) + 1 > LONGEST_WINDOW:
            before_pieces, before_tokens = cut[number - 1] if number else ([], [])
            windows.append(Window([start_mark, *before_pieces[-CONTEXT:]], [-1, *before_tokens[-CONTEXT:]]))
        window = windows[-1]
        start = len(window.pieces)
        window.pieces += pieces
        window.tokens += tokens
        places.append(Place(len(windows) - 1, start, len(window.pieces)))
    for window in windows:
        window.pieces.append(end_mark)
        window.tokens.append(-1)
        for at, token in enumerate(window.tokens):
            if token >= 0:
                window.first.setdefault(token, at)
                window.last[token] = at
    return Windows(windows, places)


def _sentence_pieces(reading: Reading, tokenizer: Tokenizer) -> list[tuple[list[int], list[int]]]:
    """For each sentence its piece numbers, and the article's token of each."""
    words: list[list[Token]] = [[token for token in one if not token.is_space] for one in reading.sentences]
    encoded = tokenizer.encode_batch(
        [[token.text for token in sentence] for sentence in words], is_pretokenized=True, add_special_tokens=False
    )
    cut = []
    for sentence, encoding in zip(words, encoded, strict=True):
        places = [sentence[place].i for place in encoding.word_ids if place is not None]
        cut.append((encoding.ids[:LONGEST_SENTENCE], places[:LONGEST_SENTENCE]))
    return cut
