"""What an article has named so far: names by surname and acronym, bearers of titles, mentions in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from transforms.mention import Mention

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

    def bears(self, title: str, mention: Mention) -> None:
        """Remember who bears a title."""
        self.titled[title_key(title)] = mention

    def bearer(self, title: str) -> Mention | None:
        """Who bore the title last."""
        return self.titled.get(title_key(title))


def title_key(title: str) -> str:
    """The title without its gender: a spokeswoman is the spokesperson of the sentence before."""
    for end in GENDERED_ENDS:
        if title.endswith(end) and len(title) > len(end) + 2:
            return title[: -len(end)]
    return title
