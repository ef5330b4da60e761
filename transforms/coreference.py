"""Whom a pronoun means: the likeliest earlier mention of the right sort and gender.

    mentions so far + pronoun -> Named (rule "pronoun", "speaker") or unresolved

The gender of a name is learnt from the article itself: from the title before it, and from pronouns that can mean
nobody else. The first person inside a quotation is whom the quotation is attributed to.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from spacy.tokens import Token

from transforms.mention import (
    FEMALE,
    MALE,
    NEUTER,
    PLURAL,
    SELF,
    SINGULAR,
    UNRESOLVED,
    Mention,
    Named,
    make_mention,
)
from transforms.mention_memory import Memory

REACH = 3  # sentences that a pronoun looks back
MALE_TITLES = frozenset({"mr", "mr.", "sir", "lord", "king", "prince", "sheikh", "imam", "pope", "ayatollah"})
FEMALE_TITLES = frozenset({"mrs", "mrs.", "ms", "ms.", "miss", "lady", "dame", "queen", "princess", "sister"})
EXTRA = {"group": 0, "organisation": 1, "place": 2, "person": 4}  # "they" is rather a group than a state
BODIES = {"organisation": 0, "place": 0}
PERSONS = {"person": 0}


def resolve_pronoun(token: Token, number: int, memory: Memory, speaker: Mention | None) -> Mention:
    """The pronoun's mention; `speaker` is whom the quotation around it, if any, is attributed to."""
    lower = token.lower_
    span = token.doc[token.i : token.i + 1]
    if lower in SELF:
        if speaker is None or speaker.actor is None:
            return make_mention(span, number, Named(None, None, "unresolved", "self", "pronoun"))
        return make_mention(span, number, Named(speaker.actor, speaker.actor_id, "speaker", "self", "pronoun"))
    sorts = PERSONS if lower in SINGULAR else EXTRA if lower in PLURAL else BODIES
    antecedent = find_antecedent(token, number, memory, sorts, speaker)
    if antecedent is None:
        return make_mention(span, number, UNRESOLVED)
    found = Named(antecedent.actor, antecedent.actor_id, "pronoun", antecedent.sort, "pronoun")
    return make_mention(span, number, found)


def find_antecedent(
    token: Token, number: int, memory: Memory, sorts: dict[str, int], speaker: Mention | None = None
) -> Mention | None:
    """The likeliest earlier mention: near, a subject, a name; null past three sentences.

    `sorts` says which sorts of actor may be meant, and what choosing each costs.
    """
    gender = gender_of(token.lower_)
    best, best_cost = None, 99.0
    for mention in reversed(memory.seen):
        distance = number - mention.sentence
        if distance > REACH:
            break
        if mention.actor is None or mention.sort not in sorts or mention.resolution in ("speaker",):
            continue
        if gender is not None and memory.genders.get(mention.actor, gender) != gender:
            continue
        if speaker is not None and speaker.actor == mention.actor:
            continue
        if _binds(token, mention):
            continue
        cost = 2.0 * distance + _prominence(token.doc[mention.head], mention) + sorts[mention.sort]
        if cost < best_cost:
            best, best_cost = mention, cost
    return best


def _prominence(head: Token, mention: Mention) -> float:
    """What choosing the mention costs by its place: least for the subject of the main clause, most for a nominal."""
    cost = 0.0 if mention.is_subject else 1.5
    if mention.is_subject and head.head.dep_ != "ROOT":
        cost += 0.5
    if mention.kind == "nominal" and mention.resolution == "nominal" and mention.sort != "group":
        cost += 1.5
    return cost + (1.0 if head.dep_ in ("amod", "compound") else 0.0)


def _binds(token: Token, mention: Mention) -> bool:
    """Whether both stand at the same verb: "Duma told her" is another woman."""
    other = token.doc[mention.head]
    objects = token.dep_ in ("dobj", "dative") or (token.dep_ == "pobj" and token.head.head == other.head)
    return objects and not token.lower_.endswith(("self", "selves")) and other.head in (token.head, token.head.head)


def gender_of(pronoun: str) -> str | None:
    """ "he" or "she" for the pronouns of a person, else null."""
    if pronoun in MALE:
        return "he"
    return "she" if pronoun in FEMALE else None


def learn_genders(mentions: list[tuple[int, Token, str]], pronouns: list[tuple[int, Token]]) -> dict[str, str]:
    """The gender of each name by the pronouns that only it can explain.

    `mentions` are (sentence, head, fullest name) of persons, `pronouns` (sentence, token) of "he" and "she"; a name
    with as many votes for either stays without gender.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for _, head, name in mentions:
        if (title := _title_before(head)) is not None:
            votes[name][title] += 3
    by_sentence: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for number, head, name in mentions:
        by_sentence[number].append((head.i, name))
    for number, token in pronouns:
        gender = gender_of(token.lower_)
        near = {name for i, name in by_sentence[number] if i < token.i}
        near |= {name for _, name in by_sentence[number - 1]} if not near else set()
        if len(near) == 1 and gender is not None:
            votes[next(iter(near))][gender] += 1
    return {
        name: counts.most_common(1)[0][0] for name, counts in votes.items() if len(set(counts.values())) == len(counts)
    }


def _title_before(head: Token) -> str | None:
    """The gender that a title before the name tells."""
    for token in head.doc[max(head.sent.start, head.i - 4) : head.i]:
        if token.lower_ in MALE_TITLES or token.lower_.endswith("sman"):
            return "he"
        if token.lower_ in FEMALE_TITLES or token.lower_.endswith("woman"):
            return "she"
    return None


PRONOUNS = SINGULAR | PLURAL | NEUTER | SELF
