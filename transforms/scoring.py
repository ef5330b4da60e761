"""Say whether two stance rows speak of the same thing: same passage, same actor, same target.

    row (dict) -> ComparedRow (its words, counted once) -> passage_overlap, actors_agree, target_f1

The rules are those of the annotation guidelines, and they are deliberately about words, not offsets: the gold
articles are raw text, predictions quote cleaned text. Change a rule and every figure ever reported changes.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Name = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")


def words(text: str | None) -> list[str]:
    """Return the lower-case words of a text; digits count as words, punctuation does not.

    >>> words("Kyiv's “20-point” plan")
    ['kyiv', 's', '20', 'point', 'plan']
    """
    return _WORD.findall((text or "").lower())


PRONOUNS = frozenset(
    words("he she they it we i you him her them us me his hers their theirs its who which that this these those")
)
STOPWORDS = frozenset(
    words("a an the of to in on for with by at from as and or that his her its their our my your this these those")
)
TITLES = frozenset(
    words(
        "president prime minister mr mrs ms dr sen senator rep gov governor secretary foreign "
        "chancellor king queen spokesman spokeswoman spokesperson general sir lord us"
    )
)
LEAST_PASSAGE_OVERLAP = 0.6
LEAST_TARGET_F1 = 0.5
FEWEST_COMPARABLE_WORDS = 3  # two words in common prove nothing about a passage


@dataclass(frozen=True)
class ComparedRow:
    """A gold or predicted row, its words counted once, since it is held against every row of its article."""

    row: Row
    evidence: Counter[str]
    names: frozenset[Name]
    targets: tuple[Counter[str], ...]

    @property
    def polarity(self) -> str | None:
        """The side as the row words it; null where a prediction gives none."""
        return self.row.get("polarity")


def compared(row: Row) -> ComparedRow:
    """Count the words of one row; every field but `doc_id` may be missing or null."""
    return ComparedRow(
        row=row,
        evidence=Counter(words(row.get("evidence"))),
        names=_names(row),
        targets=tuple(_content_words(row.get(field)) for field in ("target", "target_also")),
    )


def passage_overlap(one: ComparedRow, other: ComparedRow) -> float:
    """Return the share of the shorter evidence's words that the longer one holds too, 0 to 1."""
    shorter = min(one.evidence.total(), other.evidence.total())
    if shorter < FEWEST_COMPARABLE_WORDS:
        return 0.0
    return (one.evidence & other.evidence).total() / shorter


def actors_agree(one: ComparedRow, other: ComparedRow) -> bool:
    """True when the rows share a name, or a surname where one of them gives no more than that.

    "Voss" agrees with "Katalin Voss"; "Katalin Voss" never agrees with "Ruben Voss".
    """
    if one.names & other.names:
        return True
    return any(mine[-1] == theirs[-1] and 1 in (len(mine), len(theirs)) for mine in one.names for theirs in other.names)


def target_f1(gold: ComparedRow, predicted: ComparedRow) -> float:
    """Return the word F1 of the predicted target against the nearer of the gold row's wordings."""
    return max(_word_f1(worded, predicted.targets[0]) for worded in gold.targets)


def _names(row: Row) -> frozenset[Name]:
    """Every name that a row gives its actor, without titles; a lone pronoun is no name."""
    texts = [row.get("actor"), row.get("mention"), *(row.get("also") or [])]
    found = (tuple(word for word in words(text) if _names_someone(word)) for text in texts)
    return frozenset(name for name in found if name and not (len(name) == 1 and name[0] in PRONOUNS))


def _names_someone(word: str) -> bool:
    return word not in TITLES and word not in STOPWORDS and word != "s"  # "s": what is left of a possessive


def _content_words(text: str | None) -> Counter[str]:
    return Counter(word for word in words(text) if word not in STOPWORDS)


def _word_f1(one: Counter[str], other: Counter[str]) -> float:
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total()) if shared else 0.0
