"""Make schemas/codebooks/actors.yaml from open data and the lists beside this script.

    factbook, country codes, Party Facts + actors_*.yaml -> actors, each name left to one of them -> YAML

    python tools/build_actors.py --entities ../shared/entities --output schemas/codebooks/actors.yaml

Sources: World Factbook (CC0), datasets/country-codes (PDDL), Party Facts (MIT). Facts only. Edit the lists and run
this again; an edit of the output would be lost.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import yaml
from alias_rules import ActorDraft, AliasDraft, OfficeDraft, drop_by_rule, drop_clashes
from factbook import Leader, StateFacts, read_states

HERE = Path(__file__).parent
HEADER = """\
# Actors and the names by which the news knows them. Made by tools/build_actors.py; do not edit by hand.
# Facts from the World Factbook (CC0), datasets/country-codes (PDDL) and Party Facts (MIT), and tools/actors_*.yaml.
# Offices without `until` were held when the Factbook copy was made. Form and choices: docs/codebooks.md
actors:
"""
PLAIN = re.compile(r"[A-Za-zÀ-ɏ][\w .'’+\-–]*(?<! )")
YAML_WORDS = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}


def main(arguments: list[str] | None = None) -> int:
    """Build the file, say what was dropped, and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entities", type=Path, required=True, help="folder of the open data")
    parser.add_argument("--output", type=Path, required=True, help="where actors.yaml goes")
    options = parser.parse_args(arguments)
    manual = {key: value for path in sorted(HERE.glob("actors_*.yaml")) for key, value in _load(path).items()}
    actors, said = collect(options.entities, manual)
    options.output.write_text(HEADER + "".join(written(actor) for actor in actors), encoding="utf-8")
    for line in said:
        print(line)
    kinds = [actor.kind for actor in actors]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds)))
    print(f"wrote {len(actors)} actors ({counts}), {sum(len(actor.aliases) for actor in actors)} aliases")
    return 0


def collect(entities: Path, manual: dict) -> tuple[list[ActorDraft], list[str]]:
    """All actors in their final order, with the lines that say what was left out."""
    facts = list(read_states(entities, manual["factbook_codes"], set(manual["kept"])))
    state_ids: dict[str, str] = {}
    states, people = [], {}
    said = [f"not read: {text[:70]} ({state.name})" for state in facts for text in state.unread]
    for state in facts:
        actor = state_actor(state, manual["states"].get(state.country) or {})
        states.append(actor)
        state_ids[state.country] = actor.actor_id
        if state.country not in manual["kept"]:
            for leader in state.leaders:
                _add_leader(people, actor, leader, manual)
    for person in manual["people"]:
        _add_person(people, person, state_ids, set(manual["not_surnames"]))
    bodies = [body_actor(body) for body in manual["organisations"]]
    parties = list(party_actors(entities, manual["parties"]))
    actors = [*states, *people.values(), *bodies, *parties]
    said += drop_by_rule(actors, manual["drop"])
    said += drop_clashes(actors)
    order = ("state", "person", "organisation", "party")
    return sorted(actors, key=lambda actor: (order.index(actor.kind), actor.actor_id)), said


def state_actor(facts: StateFacts, manual: dict) -> ActorDraft:
    """One state; what the manual list gives replaces the same field of the sources."""
    name = manual.get("name", facts.name)
    actor = ActorDraft(manual.get("id") or slug(name), name, "state", facts.country)
    official = manual.get("official", facts.official)
    actor.add("official", [official] if official else [])
    actor.add("capital", [*manual.get("capitals", facts.capitals), *manual.get("capital_spellings", [])])
    for kind in ("acronym", "spelling", "seat", "organ"):
        actor.add(kind, manual.get(kind + "s"))
    actor.add("demonym", manual.get("demonyms", facts.demonyms))
    if _ascii(name) != name:
        actor.add("spelling", [_ascii(name)])
    return actor


def body_actor(body: dict) -> ActorDraft:
    """One organisation, movement or national body."""
    actor = ActorDraft(body["id"], body["name"], body.get("kind", "organisation"), body.get("country"))
    actor.add("name", body.get("aliases"))
    for kind in ("acronym", "spelling", "seat"):
        actor.add(kind, body.get(kind + "s"))
    actor.add("native", body.get("native"))
    return actor


def party_actors(entities: Path, parties: list[dict]) -> Iterator[ActorDraft]:
    """The listed parties, with the native names that Party Facts gives."""
    with (entities / "partyfacts_core_parties.csv").open(encoding="utf-8", newline="") as file:
        natives = {row["partyfacts_id"]: row["name"] for row in csv.DictReader(file)}
    for party in parties:
        actor = ActorDraft(party["id"], party["name"], "party", party["country"])
        actor.add("name", party.get("names"))
        actor.add("acronym", party.get("acronyms"))
        native = natives[str(party["party"])] if party.get("native", "party" in party) else ""
        shared = {name.casefold() for name in party.get("in_country", [])}
        if native and not re.search(r"[/(]", native) and native.casefold() not in shared:
            actor.add("native", [native])
        actor.add("party_in_country", party.get("in_country"))
        yield actor


def _add_leader(people: dict[str, ActorDraft], state: ActorDraft, leader: Leader, manual: dict) -> None:
    name = manual["leaders"].get(leader.usual, leader.usual)
    if name is None or (name == "Charles III" and state.country != "GB"):  # fifteen realms; he speaks for one
        return
    actor = people.setdefault(slug(name), ActorDraft(slug(name), name, "person", state.country))
    actor.add("spelling", [form for form in (leader.usual, leader.whole) if " " in form])
    actor.add("spelling", [_ascii(name)] if " " in name else [])
    if leader.surname not in manual["not_surnames"]:
        actor.add("surname", [leader.surname, _ascii(leader.surname)])
    title = re.sub(r"^.*\((Prime Minister|prime minister)[^)]*\)$", "Prime Minister", leader.title)
    since = leader.since.isoformat() if leader.since else None
    if not any(office.title == title for office in actor.offices):
        actor.offices.append(OfficeDraft(title, state.actor_id, since))


def _add_person(people: dict[str, ActorDraft], person: dict, state_ids: dict[str, str], barred: set[str]) -> None:
    name, country = person["name"], person["country"]
    actor = people.setdefault(slug(name), ActorDraft(slug(name), name, "person", country))
    actor.add("spelling", [*person.get("spellings", []), _ascii(name)])
    actor.add("acronym", person.get("acronyms"))
    surnames = [one for one in (person.get("surname"), *person.get("surnames", [])) if one]
    actor.add("surname", [one for one in surnames if one not in barred])
    for alias, since, until in person.get("dated", []):
        actor.aliases.append(AliasDraft(alias, "office", since, until))
    for title, since, *rest in person.get("offices", []):
        until, of = [*rest, None, None][:2]
        office = OfficeDraft(title, of or state_ids[country], since, until)
        if until is None:  # a listed date of today's office corrects the Factbook's
            actor.offices = [one for one in actor.offices if (one.title, one.of) != (title, office.of) or one.until_on]
        actor.offices.append(office)
    actor.offices.sort(key=lambda office: office.from_on or "")


def written(actor: ActorDraft) -> str:
    """One actor as YAML."""
    lines = [f"- actor_id: {actor.actor_id}", f"  name: {_scalar(actor.name)}", f"  kind: {actor.kind}"]
    if actor.country:
        lines.append(f"  country: {_scalar(actor.country)}")
    if actor.offices:
        lines.append("  offices:")
        for office in actor.offices:
            lines.append(f"  - {{title: {_scalar(office.title)}, of: {office.of}{_period(office)}}}")
    if actor.aliases:
        lines.append("  aliases:")
        for alias in actor.aliases:
            lines.append(f"  - {{alias: {_scalar(alias.alias)}, kind: {alias.kind}{_period(alias)}}}")
    return "\n".join(lines) + "\n"


def _period(dated: OfficeDraft | AliasDraft) -> str:
    since = f", from: {dated.from_on}" if dated.from_on else ""
    return since + (f", until: {dated.until_on}" if dated.until_on else "")


def _scalar(text: str) -> str:
    plain = PLAIN.fullmatch(text) and text.lower() not in YAML_WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)


def slug(name: str) -> str:
    """A readable id: lower-case ASCII words joined by hyphens.

    >>> slug("Côte d'Ivoire")
    'cote-divoire'
    """
    return re.sub(r"[^a-z0-9]+", "-", _ascii(name).lower().replace("'", "").replace("’", "")).strip("-")


def _ascii(text: str) -> str:
    for special, plain in {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss"}.items():
        text = text.replace(special, plain)
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _load(path: Path) -> dict:
    """Read a list as text only: NO is Norway here too, and dates stay as written."""
    return _typed(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader))  # noqa: S506 - text only


def _typed(value: object) -> object:
    if isinstance(value, dict):
        return {key: _typed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_typed(one) for one in value]
    return {"null": None, "false": False}.get(value, value)


if __name__ == "__main__":
    sys.exit(main())
