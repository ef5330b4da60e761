"""What two coders say of the tasks, and what must then stand in the warehouse.

    tasks -> plan (who says what of which task) -> Label Studio -> export -> import -> as_expected

Ann answers through the REST API, Ben in the browser. Tasks are chosen by what they hold, so that any warehouse will do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from own_server import ServerFailed

OTHER = {"support": "oppose", "oppose": "support"}
CHOSEN = ("verdict", "polarity", "issue_polarity", "issue_id")


@dataclass(frozen=True)
class Said:
    """What one coder says of one task; `fields` are the columns that the warehouse then has otherwise."""

    what: str
    key: str
    verdict: str
    fields: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    is_skipped: bool = False
    wins: bool = True

    @property
    def result(self) -> list[dict[str, Any]]:
        """The answers as Label Studio's own page sends them."""
        given = {"verdict": self.verdict, **self.fields, "comment": self.comment}
        return [_part(name, value) for name, value in given.items() if value]


def plan(tasks: list[dict[str, Any]]) -> tuple[list[Said], list[Said]]:
    """What Ann says, and what Ben says after her, of tasks that are chosen by what they hold."""
    shown = [json.loads(task["data"]["stance"]) for task in tasks]
    alone = _alone(shown)
    turned = [one for one in alone if one["issue_id"] and one["polarity"] in OTHER and one["issue_polarity"] in OTHER]
    if len(turned) < 2 or len(alone) < 9 or not any(len(one["target"].split()) > 2 for one in alone):
        raise ServerFailed(
            f"the home has stances in {len(alone)} sentences, {len(turned)} on issues; 9 and 2 are needed: give another"
        )
    first, second = turned[:2]
    rest = [one for one in alone if one not in (first, second)]
    named = next(one for one in rest if len(one["target"].split()) > 2)
    third, fourth, fifth, sixth, seventh, eighth = [one for one in rest if one is not named][:6]
    known = sorted({one["issue_id"] for one in turned} - {fourth["issue_id"]})
    ann = [
        Said("the side is turned", first["stance_id"], "corrected", {"polarity": OTHER[first["polarity"]]}, "hm 🙄"),
        Said(
            "the side is turned, that on the issue is not",
            second["stance_id"],
            "corrected",
            {"polarity": OTHER[second["polarity"]], "issue_polarity": second["issue_polarity"]},
        ),
        Said("another holder", third["stance_id"], "corrected", {"holder": "united-kingdom"}),
        Said("another issue", fourth["stance_id"], "corrected", {"issue_id": known[0]}),
        Said("fewer words of the target", named["stance_id"], "corrected", {"target": _fewer(named["target"])}),
        Said("confirmed", fifth["stance_id"], "right"),
        Said("rejected", sixth["stance_id"], "wrong", comment="=1+1 is no stance"),
        Said("skipped", seventh["stance_id"], "right", is_skipped=True),
        Said("rejected, then confirmed by Ben", eighth["stance_id"], "wrong", wins=False),
    ]
    return ann, [Said("confirmed after Ann rejected it", eighth["stance_id"], "right")]


def _alone(shown: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """One stance of each sentence, and none whose values another decision on the sentence could touch."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for one in shown:
        found.setdefault((one["article_id"], one["evidence_start"]), one)
    return list(found.values())


def _fewer(target: str) -> str:
    return " ".join(target.split()[1:])


def _part(name: str, value: str) -> dict[str, Any]:
    kind, given = ("choices", {"choices": [value]}) if name in CHOSEN else ("textarea", {"text": [value]})
    return {"from_name": name, "to_name": "sentence", "type": kind, "value": given, "id": f"{name}-1"}


def wanted_rows(said: Said, who: str) -> set[tuple[str, str, str, str, str]]:
    """The rows of ops.corrections that a decision makes: coder, verdict, column, new value, state."""
    state = "in force" if said.wins else "superseded"
    told = {"verdict": said.verdict, **said.fields}
    return {(who, said.verdict, column, value, state) for column, value in told.items()}


def rows_of(corrections: Iterable[dict[str, Any]], shown: dict[str, Any], who: str) -> list[dict[str, Any]]:
    """The rows of ops.corrections of one coder on one stance that was shown."""
    place = ("article_id", "evidence", "holder", "target")
    return [one for one in corrections if one["coder"] == who and all(one[name] == shown[name] for name in place)]


def as_shown(said: Said, shown: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """What mart.evidence_browser must say of the stance; `names` are the actors' names by key."""
    told = {**{name: shown[name] for name in ("polarity", "target", "issue_id", "issue_polarity")}, **said.fields}
    if "polarity" in said.fields and "issue_polarity" not in said.fields:
        told["issue_polarity"] = OTHER[shown["issue_polarity"]]
    if "issue_id" in said.fields:
        told["issue_polarity"] = shown["polarity"] if shown["issue_id"] != said.fields["issue_id"] else None
    if holder := told.pop("holder", None):
        told["holder_label"] = names.get(holder, holder)
    return told
