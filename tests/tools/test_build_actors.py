"""The script that makes actors.yaml: it makes the shipped file, and its rules for shared names hold."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
ENTITIES = ROOT.parent / "shared" / "entities"


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not ENTITIES.is_dir(), reason=f"the open data is not at {ENTITIES}: cannot rebuild actors.yaml")
def test_the_script_makes_the_shipped_file(tmp_path: Path) -> None:
    made = tmp_path / "actors.yaml"
    subprocess.run(
        [sys.executable, "tools/build_actors.py", "--entities", str(ENTITIES), "--output", str(made)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    shipped = ROOT / "schemas" / "codebooks" / "actors.yaml"
    assert made.read_text(encoding="utf-8") == shipped.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("shorthand", "words"),
    [
        ("German(s)", ["German", "Germans"]),
        ("Dutchman(men), Dutchwoman(women)", ["Dutchman", "Dutchmen", "Dutchwoman", "Dutchwomen"]),
        ("Briton(s), British (collective plural)", ["Briton", "Britons", "British"]),
        ("Chinese (singular and plural)", ["Chinese"]),
        ("none", []),
    ],
)
def test_demonyms_are_read_from_the_factbooks_shorthand(shorthand: str, words: list[str]) -> None:
    assert tool("factbook").demonyms(shorthand) == words


@pytest.mark.parametrize(
    ("written", "usual", "surname"),
    [
        ("Vladimir Vladimirovich PUTIN", "Vladimir Putin", "Putin"),
        ("XI Jinping", "Xi Jinping", "Xi"),
        ("Denis SASSOU-Nguesso", "Denis Sassou-Nguesso", "Sassou-Nguesso"),
        ("Abdel Fattah EL-SISI", "Abdel el-Sisi", "el-Sisi"),
        ("FREDERIK X", "Frederik X", "Frederik"),
    ],
)
def test_a_leaders_name_is_brought_to_its_usual_form(written: str, usual: str, surname: str) -> None:
    leader = tool("factbook").Leader("President", written, None)
    assert (leader.usual, leader.surname) == (usual, surname)


def test_a_name_goes_to_the_better_kind_and_at_a_tie_to_nobody() -> None:
    rules = tool("alias_rules")
    state = rules.ActorDraft("montenegro", "Montenegro", "state", "ME")
    person = rules.ActorDraft("luis-montenegro", "Luís Montenegro", "person", "PT")
    north, south = (rules.ActorDraft(name, name.title(), "state") for name in ("north-korea", "south-korea"))
    person.add("surname", ["Montenegro"])
    north.add("demonym", ["Korean"])
    south.add("demonym", ["Korean"])
    said = rules.drop_clashes([state, person, north, south])
    assert person.aliases == north.aliases == south.aliases == []
    assert said[0] == "dropped 'Montenegro' (surname) of luis-montenegro: montenegro keeps it"
    assert len(said) == 3


def test_parties_of_different_countries_keep_a_shared_name_and_of_one_country_do_not() -> None:
    rules = tool("alias_rules")
    british, irish, second = (
        rules.ActorDraft(name, name, "party", country) for name, country in (("a", "GB"), ("b", "IE"), ("c", "GB"))
    )
    for party in (british, irish):
        party.add("party_in_country", ["Labour"])
    assert rules.drop_clashes([british, irish]) == []
    second.add("party_in_country", ["Labour"])
    rules.drop_clashes([british, irish, second])
    assert british.aliases == []


def test_a_rule_that_drops_nothing_stops_the_script() -> None:
    rules = tool("alias_rules")
    actor = rules.ActorDraft("a", "A", "state")
    with pytest.raises(SystemExit, match="drops nothing"):
        rules.drop_by_rule([actor], [{"of": "a", "alias": "x", "why": "test"}])
