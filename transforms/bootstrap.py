"""How far a figure may be off because these articles were annotated and no others.

    counts of each article -> 1,000 draws of as many articles, with replacement -> 2.5th and 97.5th percentile

Articles are drawn, not rows: the rows of one article stand and fall together, and drawing rows would make every
interval too narrow. The percentile bootstrap is Efron and Tibshirani, An Introduction to the Bootstrap (1993),
chapter 13; two systems on the same articles are compared on the same draws (Berg-Kirkpatrick et al. 2012).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from transforms.evaluate_counts import DECIMALS, Counts, Measure

DRAWS = 1_000
SEED = 20_260_101
TAIL = 0.025
Columns = dict[str, list[float]]


@dataclass(frozen=True)
class Interval:
    """Where 95 % of the draws lie."""

    low: float
    high: float


@dataclass(frozen=True)
class Difference:
    """A figure of two systems on the same articles, and the interval of after less before."""

    before: float
    after: float
    interval: Interval

    @property
    def change(self) -> float:
        """After less before."""
        return round(self.after - self.before, DECIMALS)


def intervals(articles: Sequence[Counts], measures: Mapping[str, Measure], draws: int = DRAWS) -> dict[str, Interval]:
    """The 95 % interval of each measure; a measure that no draw defines has none. The same input gives the same result.

    Draws in which a measure is null (no row of its kind was drawn) are left out for that measure.

    >>> from transforms.evaluate_counts import ratio
    >>> intervals([{"right": 1, "all": 2}] * 5, {"accuracy": ratio("right", "all")})
    {'accuracy': Interval(low=0.5, high=0.5)}
    """
    values: dict[str, list[float]] = {name: [] for name in measures}
    columns = _columns(articles)
    for times in _draws(len(articles), draws):
        total = _total(columns, times)
        for name, measure in measures.items():
            if (value := measure(total)) is not None:
                values[name].append(value)
    return {name: _interval(found) for name, found in values.items() if found}


def paired_differences(
    pairs: Sequence[tuple[Counts, Counts]], measures: Mapping[str, Measure], draws: int = DRAWS
) -> dict[str, Difference]:
    """How each measure changed, from the counts before and after of each article, on the same draws for both.

    A measure that is null on either side is left out.
    """
    before, after = _columns([one for one, _ in pairs]), _columns([other for _, other in pairs])
    values: dict[str, list[float]] = {name: [] for name in measures}
    for times in _draws(len(pairs), draws):
        earlier, later = _total(before, times), _total(after, times)
        for name, measure in measures.items():
            was, now = measure(earlier), measure(later)
            if was is not None and now is not None:
                values[name].append(now - was)
    everything = [1] * len(pairs)
    was_total, now_total = _total(before, everything), _total(after, everything)
    found = {}
    for name, measure in measures.items():
        was, now = measure(was_total), measure(now_total)
        if was is not None and now is not None and values[name]:
            found[name] = Difference(round(was, DECIMALS), round(now, DECIMALS), _interval(values[name]))
    return found


def _draws(articles: int, draws: int) -> Iterator[list[int]]:
    """For each draw, how often each article is in it."""
    chance = random.Random(SEED)  # noqa: S311 - it draws articles and guards nothing
    places = range(articles)
    for _ in range(draws if articles else 0):
        times = [0] * articles
        for place in chance.choices(places, k=articles):
            times[place] += 1
        yield times


def _columns(articles: Sequence[Counts]) -> Columns:
    """Each count's numbers, article by article: summing them for a draw is one pass in C."""
    names = dict.fromkeys(name for counts in articles for name in counts)
    return {name: [counts.get(name, 0.0) for counts in articles] for name in names}


def _total(columns: Columns, times: Sequence[int]) -> dict[str, float]:
    return {name: sum(map(mul, times, numbers)) for name, numbers in columns.items()}


def _interval(values: list[float]) -> Interval:
    ordered = sorted(values)
    return Interval(round(_percentile(ordered, TAIL), DECIMALS), round(_percentile(ordered, 1 - TAIL), DECIMALS))


def _percentile(ordered: list[float], part: float) -> float:
    """The value below which this part lies, between neighbours in proportion."""
    place = part * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
