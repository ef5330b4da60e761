"""Headings that a scraper glued to the sentence below them.

    "The Territorial Standoff Despite the talks, ..." -> find_glued_headings -> the blank before "Despite"

Cleaning makes that blank a line break, so nothing is lost, and no name is read across it. A heading is only seen where
its end is sure: at the beginning of a paragraph stands a run of capitalised words and in it, after a noun, a word that
begins sentences ("Despite", "The"). Or, in an article that has such headings or headings on lines of their own, the
run is of everyday words ("Money on the Table") and its last word a name ("Washington has floated"); a heading that
asks ("Who Pays for the Bridge Nairobi said") needs no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.clean_heading_words import EVERYDAY, NUMBERED, OPENERS, OPENERS_BEFORE_NAMES, SMALL, TITLES

LONGEST = 12  # words of a heading
MOST_NAMES = 4  # capitalised words after an opener: "The European Union and the Marshall Islands had"
_FIRST = re.compile("A|An|The|How|What|When|Where|Who|Why")  # words that begin a heading
_ASKS = re.compile("How|What|When|Where|Who|Why")
_COUNTS = re.compile("Two|Three|Four|Five|Six|Seven")
_WORD = re.compile(r"[^\s]+")
_CAPITALISED = re.compile(r"[\"“‘(]?[A-ZÀ-Þ0-9][\w’'&/-]*[\"”’:)]?")
_PLAIN = re.compile(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)*:?")
_LINE_OF_ITS_OWN = re.compile(r"\n[A-ZÀ-Þ][^\n.!?:;,\"”]{2,60}\n+[\"“]?[A-ZÀ-Þ]")


def find_glued_headings(text: str) -> Iterator[int]:
    """The positions of the blanks that part a heading from its sentence, in order."""
    sure: list[int] = []
    runs: list[tuple[list[re.Match[str]], int]] = []
    for paragraph in re.finditer(r"^(?=[\"“‘]?[A-ZÀ-Þ0-9])[^\n]+", text, re.MULTILINE):
        words = list(_WORD.finditer(text, paragraph.start(), min(paragraph.end(), paragraph.start() + 300)))
        run = _run(words)
        if run >= 3 and _is_sentence(words[run:]):
            place = _at_opener(words, run)
            if place is None:
                runs.append((words, run))
            else:
                sure.append(words[place].start() - 1)
    if not sure and not _LINE_OF_ITS_OWN.search(text):
        runs = [(words, run) for words, run in runs if _ASKS.fullmatch(words[0][0])]
    if runs:
        small_words = frozenset(re.findall(r"(?<![\w’'])[a-z]{3,}", text)) | EVERYDAY
        sure += [words[run - 1].start() - 1 for words, run in runs if _ends_before_name(words, run, small_words)]
    yield from sorted(sure)


def _run(words: list[re.Match[str]]) -> int:
    """How many words at the beginning are capitalised, small words between them counted, the one after not."""
    end = 0
    for place, word in enumerate(words[: LONGEST + 2]):
        if _CAPITALISED.fullmatch(word[0]):
            end = place + 1
        elif not SMALL.fullmatch(word[0]):
            break
    return end


def _is_sentence(words: list[re.Match[str]]) -> bool:
    """Whether the words after the run are those of a sentence, not of a headline that goes on in capitals."""
    return any(re.match("[a-z]{2}", word[0]) and not SMALL.fullmatch(word[0]) for word in words[:10])


def _at_opener(words: list[re.Match[str]], run: int) -> int | None:
    """The last word of the run where it is an opener, or one before a name ("The European Union")."""
    names = 0
    for place in range(run - 1, 1, -1):
        names += _CAPITALISED.fullmatch(words[place][0]) is not None
        if names > MOST_NAMES + 1:
            return None
        word, before = words[place][0], words[place - 1][0]
        if not _PLAIN.fullmatch(before) or SMALL.fullmatch(before.lower()) or TITLES.fullmatch(before):
            continue
        follows = words[place + 1][0] if place + 1 < len(words) else ""
        heading = [one[0] for one in words[:place]]
        if _opens(word, before, follows, place == run - 1) and _is_heading(heading) and not _is_label(heading):
            return place
    return None


def _opens(word: str, before: str, follows: str, is_last: bool) -> bool:
    if OPENERS_BEFORE_NAMES.fullmatch(word):
        return bool(follows)
    if _COUNTS.fullmatch(word):  # "Two obstacles", but "World War Two veterans"
        return is_last and follows[:1].islower() and follows.rstrip(",.").endswith("s") and before not in NUMBERED
    return is_last and follows[:1].islower() and OPENERS.fullmatch(word) is not None


def _ends_before_name(words: list[re.Match[str]], run: int, small_words: frozenset[str]) -> bool:
    """Whether all of the run are everyday words except the first, which may be any, and the last, which names.

    Only for headings with a small word within ("Money on the Table Washington has"), which names seldom have.
    """
    heading, name = [one[0] for one in words[: run - 1]], words[run - 1][0]
    if len(words) <= run or not words[run][0][:1].islower() or len(heading) < 3 or not _PLAIN.fullmatch(heading[-1]):
        return False
    if name.lower() in small_words or not any(SMALL.fullmatch(word) for word in heading):
        return False
    inner = [word for word in heading if not SMALL.fullmatch(word) and not _FIRST.fullmatch(word)]
    return all(_PLAIN.fullmatch(word) and word.lower() in small_words for word in inner)


def _is_label(words: list[str]) -> bool:
    """Whether this may be who speaks, with a colon: "Jo Brandt: The deal is off", but not "The Gap Goes On: It was"."""
    return words[-1].endswith(":") and (
        any(TITLES.fullmatch(word) for word in words) or not any(word.lower().rstrip(":") in EVERYDAY for word in words)
    )


def _is_heading(words: list[str]) -> bool:
    """Two words or more, and more than a name: not one after a comma, nor a sentence's own beginning."""
    return (
        2 <= len(words) <= LONGEST
        and words[0] not in ("According", "In", "On", "At", "For", "But")
        and len([word for word in words if _CAPITALISED.fullmatch(word)]) >= 2
    )
