"""What an article has named so far: names by surname and acronym, bearers of titles, mentions in order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Token

from transforms.mention import Mention

KIND_WORDS = ("prime", "foreign", "vice", "interior", "finance", "defence", "defense", "deputy")
GENDERED_ENDS = ("person", "woman", "man")


@dataclass
class Memory:
    """The memory of one article; `people` and `bodies` map a short name to the fullest one."""

    day: date | None
    people: dict[str, str] = field(default_factory=dict)  # surname or, where only one has it, first name
    ids: dict[str, str] = field(default_factory=dict)  # fullest name -> codebook id
    acronyms: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)  # last word of an organisation -> its fullest name
    titled: dict[str, Mention] = field(default_factory=dict)  # "minister" -> who bore the title last
    genders: dict[str, str] = field(default_factory=dict)  # fullest name -> "he" or "she"
    seen: list[Mention] = field(default_factory=list)

    bearers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # all who bear a title, anywhere

    def bears(self, role: Token, mention: Mention) -> None:
        """Remember who bears a title, with and without the word before it: "prime minister", "minister"."""
        for title in titles_of(role):
            self.titled[title] = mention

    def bearer(self, role: Token) -> Mention | None:
        """Who bore the title last; "the foreign minister" is no prime minister."""
        titles = titles_of(role)
        return self.titled.get(titles[-1])

    def only_bearer(self, role: Token) -> str | None:
        """The name of the one person who bears the title anywhere in the article."""
        names = self.bearers.get(titles_of(role)[-1], set())
        return next(iter(names)) if len(names) == 1 else None


def titles_of(role: Token) -> tuple[str, ...]:
    """The role's title without its gender, then with the plain word before it: "minister", "prime minister"."""
    title = title_key(role.lemma_.lower())
    before = role.doc[role.i - 1] if role.i > role.sent.start else None
    if before is None or before.head.i < before.i or before.dep_ not in ("compound", "amod"):
        return (title,)
    if before.ent_type_ in ("GPE", "NORP", "ORG") and before.lower_ not in KIND_WORDS:
        return (title,)
    return title, f"{before.lower_} {title}"


def title_key(title: str) -> str:
    """The title without its gender: a spokeswoman is the spokesperson of the sentence before."""
    for end in GENDERED_ENDS:
        if title.endswith(end) and len(title) > len(end) + 2:
            return title[: -len(end)]
    return title
