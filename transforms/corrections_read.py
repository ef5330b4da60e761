"""What a coder filled in becomes a decision, or a problem that is told in words.

    answers of one row + the stance shown (or the article, for one that is missing)  ->  fields, verdict, shown

Answers that repeat what was shown put nothing right; they confirm it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.table import POLARITIES
from schemas.tables.decisions import NO_ISSUE, VERDICTS
from schemas.tables.extracted import Stances
from transforms.corrections import RULE, Names, key_of
from transforms.corrections_find import place_of, raw_span
from transforms.extract import row_id


class Unusable(Exception):
    """A row that cannot be used; the message has value, rule and remedy."""


@dataclass(frozen=True)
class Answers:
    """What a coder filled in for one stance."""

    verdict: str
    fields: Mapping[str, str]


def decided(answers: Answers, shown: Mapping[str, Any], names: Names) -> tuple[str, dict[str, str | None]]:
    """The verdict and the columns put right. Raises `Unusable` with the first problem."""
    verdict = answers.verdict.casefold()
    if verdict and verdict not in VERDICTS:
        raise Unusable(f"verdict {answers.verdict!r} is none of {', '.join(VERDICTS)}; choose one")
    given = {column: value for column, value in answers.fields.items() if value}
    if not verdict and not given:
        raise Unusable("there is a comment, but no verdict; write right, corrected or wrong, or take the comment out")
    fields = _fields(given, shown, names)
    if verdict == "wrong" and fields:
        raise Unusable(f"verdict 'wrong' says that there is no stance, but {', '.join(fields)} is put right; keep one")
    if verdict == "corrected" and not fields:
        raise Unusable("verdict 'corrected', but no value differs from what is shown; write the right one, or 'right'")
    if verdict == "missing":
        raise Unusable("verdict 'missing' is for a row of your own, without key; write it below the last row")
    return ("wrong" if verdict == "wrong" else "corrected" if fields else "right"), fields


def _fields(given: Mapping[str, str], shown: Mapping[str, Any], names: Names) -> dict[str, str | None]:
    fields: dict[str, str | None] = {}
    for column, value in given.items():
        told = _checked(column, value, shown, names)
        if told != (NO_ISSUE if column == "issue_id" and shown.get(column) is None else shown.get(column)):
            fields[column] = told
    if "issue_polarity" in given and fields.keys() & {"polarity", "issue_id"}:
        fields["issue_polarity"] = given["issue_polarity"].casefold()  # said, and so not turned with the side
    if "issue_polarity" in fields and fields.get("issue_id", shown.get("issue_id")) in (None, NO_ISSUE):
        raise Unusable("there is a side on the issue, but no issue; write the issue too, or take the side out")
    return fields


def _checked(column: str, value: str, shown: Mapping[str, Any], names: Names) -> str:
    if column in ("polarity", "issue_polarity"):
        if value.casefold() not in POLARITIES:
            raise Unusable(f"side {value!r} is none of {', '.join(POLARITIES)}; choose one")
        return value.casefold()
    if column == "issue_id":
        if value != shown.get("issue_id") and value.casefold() != NO_ISSUE and value not in names.issues:
            raise Unusable(f"issue {value!r} is no key of the codebook; choose one of the sheet Issues, or 'none'")
        return NO_ISSUE if value.casefold() == NO_ISSUE else value
    if column == "target" and place_of(value, str(shown["evidence"]), 0) is None:
        raise Unusable(f"target {value!r} does not stand in the sentence; copy the words from there")
    return value


def added(answers: Answers, sentence: str, article: Mapping[str, Any], names: Names, near: int = 0) -> dict[str, Any]:
    """The stance that a coder adds, as if it had been shown; its sentence is the one that begins nearest to `near`.

    Raises `Unusable` with the first problem.
    """
    given = {column: value for column, value in answers.fields.items() if value}
    if lacking := [column for column in ("holder", "target", "polarity") if column not in given]:
        raise Unusable(f"a stance that is missing needs its {', '.join(lacking)}; fill in")
    text, offset_map = str(article["text"]), str(article["offset_map"])
    evidence = place_of(sentence, text, near)
    if evidence is None:
        raise Unusable(f"sentence {sentence[:80]!r} does not stand in the article; copy it from there")
    shown = {"evidence": text[evidence[0] : evidence[1]], "issue_id": None}
    told = {column: _checked(column, value, shown, names) for column, value in given.items()}
    mention = _mention(told["holder"], text, evidence, names)
    target = place_of(told["target"], text, evidence[0], evidence)
    if target is None:
        raise Unusable(f"target {told['target']!r} does not stand in the sentence; copy the words from there")
    row = dict.fromkeys(Stances.polars_schema())
    for name, span in (("evidence", evidence), ("mention", mention), ("target", target)):
        row |= {name: text[span[0] : span[1]], f"{name}_start": span[0], f"{name}_end": span[1]}
    issue_id = None if told.get("issue_id", NO_ISSUE) == NO_ISSUE else told["issue_id"]
    day = article.get("published_at")
    raw = dict(zip(("raw_start", "raw_end"), raw_span(offset_map, *evidence), strict=True))
    return {
        **row,
        **raw,
        **_plain(),
        "raw_mention_start": raw_span(offset_map, *mention)[0],
        "article_id": article["article_id"],
        "stance_id": row_id(article["article_id"], *evidence, mention[0], *target),
        "holder": names.actors.get(told["holder"], told["holder"]),
        "holder_id": names.actor_id(told["holder"]),
        "polarity": told["polarity"],
        "target_key": key_of(told["target"]),
        "target_actor_id": names.actor_id(told["target"]),
        "issue_id": issue_id,
        "issue_polarity": (told.get("issue_polarity") or told["polarity"]) if issue_id else None,
        "issue_rule": RULE if issue_id else None,
        "stated_on": day.date().isoformat() if day else None,
        "stated_on_source": "published_at" if day else None,
        "codebook_version": names.version,
    }


def _plain() -> dict[str, Any]:
    """What a coder is not asked for: the plain case."""
    return {
        "sentence": 0,
        "attribution_level": 0,
        "intensity": 2,
        "act": "state",
        "mode": "attitude",
        "is_negated": False,
        "score": 1.0,
        "rule": "added by a coder",
        "extractor": "review",
        "extractor_version": "1",
        "run_id": "review",
    }


def _mention(holder: str, text: str, evidence: tuple[int, int], names: Names) -> tuple[int, int]:
    """Where the holder is named: in the passage, else nearest to it, by any name of the codebook's actor."""
    actor_id = names.actor_id(holder)
    aliases = [alias for alias, ids in names.aliases.items() if ids == {actor_id}] if actor_id else []
    phrases = [holder, *sorted(aliases, key=len, reverse=True)]
    for within in (evidence, None):
        for phrase in phrases:
            low, high = within or (0, len(text))
            if phrase.casefold() not in text[low:high].casefold():
                continue
            if place := place_of(phrase, text, evidence[0], within) or _any_case(phrase, text, evidence[0], within):
                return place
    raise Unusable(f"holder {holder!r} is named nowhere in the article; write a name that stands there")


def _any_case(phrase: str, text: str, near: int, within: tuple[int, int] | None) -> tuple[int, int] | None:
    """The phrase whatever its case; texts whose length changes with case are left alone."""
    folded = text.casefold()
    return place_of(phrase.casefold(), folded, near, within) if len(folded) == len(text) else None
