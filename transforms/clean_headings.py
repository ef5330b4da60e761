"""Headings that a scraper glued to the sentence below them.

    "The Territorial Standoff Despite the talks, ..." -> find_glued_headings -> the blank before "Despite"

Cleaning makes that blank a line break, so nothing is lost, and no name is read across it. A heading is only seen where
its end is sure: a run of capitalised words at the beginning of a paragraph in which, after a noun, a word stands
capitalised that names nothing and begins sentences ("Despite", "The"); or whose words the article writes small
elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 12  # words of a heading
_SMALL = re.compile("of|and|the|for|in|on|to|a|an|at|from|with|by|or|vs|over|as|into|amid|after|against|under|its")
# Words that begin a sentence and, in capitals, no name; where a title may hold one too, a small word must follow it.
_OPENERS = re.compile(
    "Although|Amid|An|As|At|Before|Beyond|Both|But|Despite|During|Each|Even|Following|For|He|"
    "Here|However|If|In|It|Its|Last|Meanwhile|More|Most|No|Not|On|Once|One|Only|Other|Our|"
    "She|Since|So|Some|Such|That|The|Their|There|These|They|This|Those|Though|To|Under|Until|"
    "We|What|When|While|With|Yet|A|After|Also|According|Among|Earlier|Now"
)
_BEFORE_NAMES_TOO = re.compile("The|But|However|Meanwhile|Although|Despite|When|While|If|They|He|She|We|It|There")
_FIRST = re.compile("A|An|The|How|What|When|Where|Who|Why")  # words that begin a heading
_WORD = re.compile(r"[^\s]+")
_CAPITALISED = re.compile(r"[\"“‘(]?[A-ZÀ-Þ0-9][\w’'&/-]*[\"”’:)]?")
_PLAIN = re.compile(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)*:?")


def find_glued_headings(text: str) -> Iterator[int]:
    """The positions of the blanks that part a heading from its sentence, in order."""
    small_words: frozenset[str] | None = None
    for paragraph in re.finditer(r"^(?=[\"“‘]?[A-ZÀ-Þ0-9])[^\n]+", text, re.MULTILINE):
        words = list(_WORD.finditer(text, paragraph.start(), min(paragraph.end(), paragraph.start() + 300)))
        run = _run(words)
        if run < 3:
            continue
        place = _at_opener(words, run)
        if place is None:
            if small_words is None:
                small_words = frozenset(re.findall(r"(?<![\w’'])[a-z]{3,}", text))
            place = _at_name(words, run, small_words)
        if place is not None:
            yield words[place].start() - 1


def _run(words: list[re.Match[str]]) -> int:
    """How many words at the beginning are capitalised, small words between them counted, the one after not."""
    end = 0
    for place, word in enumerate(words[: LONGEST + 2]):
        if _CAPITALISED.fullmatch(word[0]):
            end = place + 1
        elif not _SMALL.fullmatch(word[0]):
            break
    return end


def _at_opener(words: list[re.Match[str]], run: int) -> int | None:
    """The last word of the run where it is an opener, or one before a name ("The European Union")."""
    for place in range(run - 1, 1, -1):
        word, before = words[place][0], words[place - 1][0]
        if not _OPENERS.fullmatch(word) or _SMALL.fullmatch(before) or not _PLAIN.fullmatch(before):
            continue
        follows = words[place + 1][0] if place + 1 < len(words) else ""
        goes_on = bool(follows) if _BEFORE_NAMES_TOO.fullmatch(word) else follows[:1].islower()
        if goes_on and _is_heading([one[0] for one in words[:place]]):
            return place
    return None


def _at_name(words: list[re.Match[str]], run: int, small_words: frozenset[str]) -> int | None:
    """The first word that the article never writes small, where all of the heading but its first word it does.

    Only for headings with a small word within ("Money on the Table Washington has"), which names seldom have.
    """
    place = run - 1  # the name is one word: of two, the first might belong to the heading
    heading = [one[0] for one in words[:place]]
    if len(words) <= run or not words[run][0][:1].islower() or len(heading) < 3 or _SMALL.fullmatch(heading[-1]):
        return None
    if words[place][0].lower() in small_words or not any(_SMALL.fullmatch(word) for word in heading):
        return None
    inner = [word for word in heading if not _SMALL.fullmatch(word) and not _FIRST.fullmatch(word)]
    are_common = all(_PLAIN.fullmatch(word) and word.lower() in small_words for word in inner)
    return place if are_common else None


def _is_heading(words: list[str]) -> bool:
    """Two words or more, and more than a name: not one after a comma, nor a sentence's own beginning."""
    return (
        2 <= len(words) <= LONGEST
        and words[0] not in ("According", "In", "On", "At", "For", "But")
        and len([word for word in words if _CAPITALISED.fullmatch(word)]) >= 2
    )
