"""The codebook parser: what it accepts, and the exact words in which it refuses."""

from __future__ import annotations

import re
import time
from datetime import date
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import pytest

from schemas.codebook import ALIAS_KINDS, Codebook, merge, parse_codebook
from schemas.codebook_rules import alias_key
from schemas.errors import AmbiguousAlias, CodebookError

TWO_AGENCIES = """\
actors:
- actor_id: ie_epa
  name: Irish agency
  kind: organisation
  country: IE
  aliases:
  - {alias: EPA, kind: acronym}
- actor_id: us_epa
  name: American agency
  kind: organisation
  aliases:
  - {alias: epa, kind: acronym}
"""

TRUCE = """\
issues:
- issue_id: truce
  label: Truce
  topic: peace
  proposition: The fighting should stop.
  support_means: wants a truce
  oppose_means: rejects a truce
  cues: [truce]
  example: She called for a truce.
"""


@pytest.fixture(scope="module")
def shipped() -> Codebook:
    folder = files("schemas") / "codebooks"
    books = [
        parse_codebook((folder / name).read_text(encoding="utf-8"), f"codebooks/{name}")
        for name in ("actors.yaml", "issues.yaml")
    ]
    return merge(*books)


def refusal(text: str) -> str:
    with pytest.raises(CodebookError) as caught:
        parse_codebook(text, "mine.yaml")
    return str(caught.value)


def owners(book: Codebook, alias: str) -> list[str]:
    return sorted(row["actor_id"] for row in book.alias_rows() if row["alias"] == alias)


def test_the_shipped_codebook_holds_every_kind_of_actor_and_forty_issues(shipped: Codebook) -> None:
    kinds = [actor.kind for actor in shipped.actors]
    assert kinds.count("state") >= 198
    assert kinds.count("person") >= 400
    assert kinds.count("organisation") >= 60
    assert kinds.count("party") >= 100
    assert len(shipped.issues) >= 40


@pytest.mark.parametrize(
    ("name", "actor_id"),
    [
        ("Kyiv", "ukraine"),
        ("Kiev", "ukraine"),
        ("Moscow", "russia"),
        ("Kremlin", "russia"),
        ("Washington", "united-states"),
        ("White House", "united-states"),
        ("Downing Street", "united-kingdom"),
        ("London", "united-kingdom"),
        ("Tehran", "iran"),
        ("Beijing", "china"),
        ("Pyongyang", "north-korea"),
        ("Seoul", "south-korea"),
        ("Paris", "france"),
        ("Berlin", "germany"),
        ("Ankara", "turkey"),
        ("Canberra", "australia"),
        ("Wellington", "new-zealand"),
        ("New Delhi", "india"),
        ("Nairobi", "kenya"),
        ("Abuja", "nigeria"),
        ("Kinshasa", "dr-congo"),
        ("Pristina", "kosovo"),
        ("Taipei", "taiwan"),
        ("Brussels", "european-union"),
    ],
)
def test_a_capital_or_seat_means_its_government(shipped: Codebook, name: str, actor_id: str) -> None:
    assert owners(shipped, name) == [actor_id]


@pytest.mark.parametrize("name", ["Korean", "Congolese", "Dominican", "Geneva", "The Hague", "Clinton", "Bush"])
def test_a_name_that_could_mean_two_means_nobody(shipped: Codebook, name: str) -> None:
    assert owners(shipped, name) == []


@pytest.mark.parametrize("word", ["German", "Germans", "Dutch", "Dutchmen", "British", "Britons", "Spaniards", "Swiss"])
def test_demonyms_are_whole_words_with_one_owner(shipped: Codebook, word: str) -> None:
    assert len(owners(shipped, word)) == 1


def test_only_parties_of_different_countries_share_an_alias(shipped: Codebook) -> None:
    country = {actor.actor_id: actor.country for actor in shipped.actors}
    held: dict[str, list[dict]] = {}
    for row in shipped.alias_rows():
        held.setdefault(alias_key(row["alias"]), []).append(row)
    for rows in held.values():
        for one, other in combinations(rows, 2):
            apart = (one["until_on"] or date.max) <= (other["from_on"] or date.min)
            apart |= (other["until_on"] or date.max) <= (one["from_on"] or date.min)
            parties = one["kind"] == other["kind"] == "party_in_country"
            assert apart or (parties and country[one["actor_id"]] != country[other["actor_id"]]), (one, other)


def test_the_pope_is_another_person_after_a_conclave(shipped: Codebook) -> None:
    def on(day: date) -> set[str]:
        return {
            row["actor_id"]
            for row in shipped.alias_rows()
            if row["alias"] == "Pope" and row["from_on"] <= day < (row["until_on"] or date.max)
        }

    assert on(date(2012, 1, 1)) == {"pope-benedict-xvi"}
    assert on(date(2020, 1, 1)) == {"pope-francis"}
    assert on(date(2025, 12, 1)) == {"pope-leo-xiv"}
    assert on(date(2025, 5, 1)) == set()


def test_nobody_holds_one_office_twice_on_one_day(shipped: Codebook) -> None:
    for actor in shipped.actors:
        for one, other in combinations(actor.offices, 2):
            same = (one.title, one.of) == (other.title, other.of)
            assert not (same and one.overlaps(other)), (actor.actor_id, one.title)


def test_the_united_states_has_one_president_on_any_day(shipped: Codebook) -> None:
    terms = [
        office
        for actor in shipped.actors
        for office in actor.offices
        if (office.of, office.title) == ("united-states", "President")
    ]
    assert len(terms) == 6
    assert not any(one.overlaps(other) for one, other in combinations(terms, 2))


def test_every_issue_example_holds_one_of_its_cues(shipped: Codebook) -> None:
    for issue in shipped.issues:
        cues = "|".join(re.escape(cue) for cue in issue.cues + issue.reverse_cues)
        assert re.search(rf"\b(?:{cues})s?\b", issue.example.lower()), issue.issue_id


def test_rows_have_the_columns_of_their_tables(shipped: Codebook) -> None:
    from schemas.tables import TABLES

    for table, rows in (
        ("actors", shipped.actor_rows()),
        ("actor_aliases", shipped.alias_rows()),
        ("issues", shipped.issue_rows()),
    ):
        assert set(rows[0]) == {column.name for column in TABLES[table].columns()}, table


def test_the_shipped_actors_parse_in_under_two_seconds_of_processor_time() -> None:
    text = (files("schemas") / "codebooks" / "actors.yaml").read_text(encoding="utf-8")
    start = time.process_time()
    parse_codebook(text, "actors.yaml")
    assert time.process_time() - start < 2.0  # 0.3 s alone; the rest is room for a busy machine


def test_two_actors_with_one_alias_are_named_with_both_lines() -> None:
    with pytest.raises(AmbiguousAlias) as caught:
        parse_codebook(TWO_AGENCIES, "codebooks/actors.yaml")
    assert str(caught.value) == (
        "alias 'EPA' belongs to ie_epa and us_epa; keep it under one actor in codebooks/actors.yaml (lines 7 and 12)"
    )


def test_an_alias_may_pass_to_another_actor_on_a_day() -> None:
    text = TWO_AGENCIES.replace("{alias: EPA, kind: acronym}", "{alias: EPA, kind: acronym, until: 2010-01-01}")
    text = text.replace("{alias: epa, kind: acronym}", "{alias: EPA, kind: acronym, from: 2010-01-01}")
    assert owners(parse_codebook(text, "mine.yaml"), "EPA") == ["ie_epa", "us_epa"]


def test_periods_that_share_one_day_clash() -> None:
    text = TWO_AGENCIES.replace("{alias: EPA, kind: acronym}", "{alias: EPA, kind: acronym, until: 2010-01-02}")
    text = text.replace("{alias: epa, kind: acronym}", "{alias: EPA, kind: acronym, from: 2010-01-01}")
    assert "belongs to ie_epa and us_epa" in refusal(text)


def test_an_actor_that_repeats_its_own_name_as_alias_is_told() -> None:
    text = TWO_AGENCIES.replace("alias: EPA", "alias: Irish Agency")
    assert refusal(text) == (
        "mine.yaml:7: alias 'Irish Agency' of ie_epa is there already (its name counts); remove it"
    )


def test_an_unknown_key_gives_its_line_and_the_likely_one() -> None:
    text = TWO_AGENCIES.replace("  country: IE", "  contry: IE")
    message = refusal(text)
    assert "mine.yaml:5: unknown key 'contry'; an actor has actor_id, name, kind" in message
    assert message.endswith("did you mean 'country'?")


def test_an_unknown_key_inside_an_alias_gives_the_line_of_the_alias() -> None:
    text = TWO_AGENCIES.replace("{alias: epa, kind: acronym}", "{alias: epa, kin: acronym}")
    message = refusal(text)
    assert "mine.yaml:12: unknown key 'kin'; an alias has from, until, alias, kind: did you mean 'kind'?" in message
    assert "mine.yaml:12: 'kind' is missing; add it to this entry" in message


@pytest.mark.parametrize("wrong", ["2019", "20.05.2019", "2019-13-01", "yesterday"])
def test_a_bad_date_gives_line_value_and_form(wrong: str) -> None:
    text = TWO_AGENCIES.replace("{alias: epa, kind: acronym}", f"{{alias: x, kind: acronym, from: '{wrong}'}}")
    message = refusal(text)
    assert message.startswith(f"mine.yaml:12: from '{wrong}': ")
    assert "date" in message


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    text = TWO_AGENCIES.replace("alias: epa, kind", "alias: x, from: 2020-01-01, until: 2019-01-01, kind")
    assert "'until' 2019-01-01 must be after 'from' 2020-01-01" in refusal(text)


def test_all_problems_of_a_file_are_told_at_once() -> None:
    text = TWO_AGENCIES.replace("country: IE", "country: Ireland").replace("us_epa", "US EPA")
    message = refusal(text)
    assert message.splitlines()[0] == "mine.yaml: 2 problems"
    assert "mine.yaml:5: country 'Ireland': a country is two capital letters of ISO 3166 (like 'KR')" in message
    assert "mine.yaml:8: actor_id 'US EPA': an id is lower-case letters" in message


def test_norway_is_not_false() -> None:
    book = parse_codebook(TWO_AGENCIES.replace("country: IE", "country: NO").replace("epa,", "x,"), "mine.yaml")
    assert book.actors[0].country == "NO"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "mine.yaml:1: no codebook; a file holds `actors:` or `issues:`"),
        ("- a\n- b\n", "mine.yaml:1: no codebook"),
        ("actrs: []\n", "mine.yaml:1: unknown key 'actrs'; a codebook has actors, issues, turning_words: did you"),
        ("turning_words: [lift,\n  Lift]\n", "mine.yaml:2: turning word 'Lift': must be one lower-case word"),
        ("turning_words: [put an end]\n", "mine.yaml:1: turning word 'put an end': must be one lower-case word"),
        ("turning_words: lift\n", "mine.yaml:1: 'turning_words' must be a list"),
        ("actors: 3\n", "mine.yaml:1: 'actors' must be a list; begin each entry with `- `"),
        ("actors:\n- a\n", "mine.yaml:2: entry 'a': must be a mapping of keys"),
        (TRUCE.replace("[truce]", "truce"), "mine.yaml:8: cues 'truce': must be a list"),
        (TRUCE.replace("label: Truce", "label: [a]"), "mine.yaml:3: label ['a']: must be text"),
        ("actors:\n  - {a: [}\n", "mine.yaml:2: not valid YAML"),
        ("actors: [\x00]\n", "mine.yaml: not valid YAML"),
        ("actors: &a\n- *a\n", "mine.yaml:"),
        (TRUCE + "  label: Again\n", "mine.yaml:10: key 'label' stands twice in one entry"),
        (TRUCE.replace("[truce]", "[Truce]"), "mine.yaml:8: cues 'Truce': a cue is a lower-case phrase"),
        (TRUCE.replace("[truce]", "[]"), "mine.yaml:8: cues []: "),
        (TRUCE + TRUCE.removeprefix("issues:\n"), "mine.yaml:10: id 'issue truce' is taken by the entry of line 2"),
        (TRUCE + "  reverse_cues: [truce]\n", "cue 'truce' of truce names both poles"),
    ],
)
def test_what_is_no_codebook_is_refused_with_its_place(text: str, said: str) -> None:
    assert said in refusal(text)


def test_a_replaced_actor_gives_up_its_aliases(shipped: Codebook) -> None:
    mine = parse_codebook("actors:\n- {actor_id: ukraine, name: Ukraine, kind: state, country: UA}\n", "mine.yaml")
    merged = merge(shipped, mine)
    assert owners(merged, "Kyiv") == []
    assert len(merged.actors) == len(shipped.actors)


def test_a_users_actor_that_takes_a_shipped_name_is_told_how_to_replace(shipped: Codebook) -> None:
    mine = parse_codebook("actors:\n- {actor_id: my-kyiv, name: Kyiv, kind: organisation}\n", "mine.yaml")
    with pytest.raises(AmbiguousAlias) as caught:
        merge(shipped, mine)
    assert re.fullmatch(
        r"alias 'Kyiv' belongs to ukraine and my-kyiv; keep it under one actor"
        r" \(codebooks/actors\.yaml line \d+, mine\.yaml line 2\); to replace ukraine give your entry its id",
        str(caught.value),
    )


def test_an_office_of_an_unknown_state_is_told_the_likely_one(shipped: Codebook) -> None:
    text = "actors:\n- {actor_id: a-b, name: A B, kind: person, offices: [{title: President, of: ukrane}]}\n"
    with pytest.raises(CodebookError, match=r"mine\.yaml:2: office 'President' of 'ukrane'.*did you mean 'ukraine'\?"):
        merge(shipped, parse_codebook(text, "mine.yaml"))


def test_the_version_changes_with_the_content_and_not_with_the_order() -> None:
    book = parse_codebook(TWO_AGENCIES.replace("epa,", "x,"), "mine.yaml")
    turned = Codebook(actors=book.actors[::-1])
    assert turned.version == book.version
    assert merge(book, parse_codebook(TRUCE, "more.yaml")).version != book.version


def test_the_examples_of_the_docs_are_valid_codebooks() -> None:
    page = (Path(__file__).parents[2] / "docs" / "codebooks.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    books = [parse_codebook(block, "docs/codebooks.md") for block in blocks]
    assert [(len(book.actors), len(book.issues)) for book in books] == [(1, 0), (0, 1)]


def test_the_docs_explain_every_kind_of_alias() -> None:
    page = (Path(__file__).parents[2] / "docs" / "codebooks.md").read_text(encoding="utf-8")
    assert set(ALIAS_KINDS) <= set(re.findall(r"`(\w+)`", page))


@pytest.mark.parametrize("kind", ["state", "organisation"])
def test_only_persons_have_offices(kind: str) -> None:
    text = f"actors:\n- {{actor_id: a, name: A, kind: {kind}, offices: [{{title: President, of: a}}]}}\n"
    assert f"'offices' belong to persons; a is a {kind}" in refusal(text)


def test_turning_words_add_up_and_change_the_version() -> None:
    one, other = (parse_codebook(f"turning_words: [{word}]\n", "mine.yaml") for word in ("lift", "halt"))
    assert merge(one, other).turning_words == {"lift", "halt"}
    assert merge(one, other).version == merge(other, one).version != one.version
