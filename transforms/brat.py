"""Read attributions from brat's standoff, as PolNeAR has them.

    T7<tab>Content 86 204;210 220<tab>words     a span of the text, in pieces
    E2<tab>Attribution:T9 Source:T8 Content:T7 Cue:T5 Content2:T11     an attribution, of spans

Each E line with a content is one attribution. Numbered roles (`Content2`) join the role that they number.
"""

from __future__ import annotations

import re

from transforms.attributions import Attribution, Span

_SPAN = re.compile(r"^(T\d+)\t\S+ ([\d ;]+)\t")
_EVENT = re.compile(r"^E\d+\t(.*)$")
_ROLE = re.compile(r"^(Source|Cue|Content)\d*$")


def read_brat(text: str, doc_id: str) -> list[Attribution]:
    """The attributions of one .ann file, in its order; lines of other kinds are left aside.

    Raises `ValueError` where an attribution names a span that the file does not have.

    >>> read_brat("T1\\tSource 0 2\\tHe\\nT2\\tContent 8 10\\tno\\nE1\\tAttribution:T1 Source:T1 Content:T2", "a")
    [Attribution(doc_id='a', speaker=((0, 2),), cue=(), content=((8, 10),), quote_type=None)]
    """
    lines = text.splitlines()
    spans = {match[1]: _pieces(match[2]) for line in lines if (match := _SPAN.match(line))}
    found = []
    for number, line in enumerate(lines, 1):
        if (event := _EVENT.match(line)) is None:
            continue
        roles: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
        for argument in event[1].split():
            role, _, name = argument.partition(":")
            if (known := _ROLE.match(role)) is None:
                continue
            if name not in spans:
                raise ValueError(f"line {number}: {role} is {name}, but no line of the file begins with {name}")
            roles[known[1]] += spans[name]
        if roles["Content"]:
            source, cue, content = (tuple(sorted(pieces)) for pieces in roles.values())
            found.append(Attribution(doc_id, source, cue, content))
    return found


def _pieces(text: str) -> list[Span]:
    pairs = (piece.split() for piece in text.split(";"))
    return [(int(start), int(end)) for start, end in pairs]
