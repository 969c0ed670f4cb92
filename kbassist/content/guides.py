"""Guided steps: an article's check lists as stations that lead from one to the next, and a walk through them.

An item of a `steps` line that ends in `→ [[#place]]`, `→ [[article]]` or `→ [[article#place]]` branches. A place is
another `steps` line or the heading above it.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import unquote

from kbassist.content.kinds import LineKind
from kbassist.content.links import WIKI_LINK
from kbassist.content.model import Article, Line
from kbassist.content.plain import ITEM_SIGNS, plain

_BRANCH = re.compile(rf"[ \t]*(?:→|->)[ \t]*{WIKI_LINK.pattern}[ \t.]*$")


class Item(NamedTuple):
    """One step or answer; a branch leads to `fragment` of the article `target`, which is empty for its own.

    `label` are the words of the link, where it has some.
    """

    text: str
    target: str = ""
    fragment: str = ""
    label: str = ""
    branches: bool = False


class Station(NamedTuple):
    """A check list to go through, or a question; `anchor` is the id of its line, `row` its file line."""

    anchor: str
    title: str
    intro: str
    items: tuple[Item, ...]
    row: int

    @property
    def is_question(self) -> bool:
        """Whether one of its items is to be chosen: each of them branches."""
        return all(item.branches for item in self.items)


class Guide(NamedTuple):
    """The stations of an article in their order, by the names under which branches find them."""

    article: str
    lang: str
    title: str
    stations: tuple[Station, ...]
    places: dict[str, Station]

    def leads_to(self, item: Item) -> Station | None:
        """Return the station that a branch leads to, if it stays in this article."""
        return self.places.get(item.fragment) if item.branches and not item.target else None


def branches(article: Article) -> bool:
    """Whether any step of an article leads to a place."""
    return any(line.kind is LineKind.STEPS and any(item.branches for item in _items(line)) for line in article.lines)


def read(article: Article) -> Guide | None:
    """Return an article's steps, as a guide; None where it has none."""
    stations: list[Station] = []
    places: dict[str, Station] = {}
    headings = sorted(article.headings, key=lambda heading: heading.row)
    for line in article.lines:
        items = tuple(_items(line, article.id)) if line.kind is LineKind.STEPS else ()
        if not items:
            continue
        above = [heading for heading in headings if heading.row < line.row]
        title = line.title or (above[-1].text if above else article.title)
        station = Station(line.id, title, _intro(line), items, line.row)
        stations.append(station)
        places.setdefault(line.id, station)
        places.setdefault(line.anchor, station)
        if above:
            places.setdefault(above[-1].anchor, station)
            places.setdefault(above[-1].text, station)
    return Guide(article.id, article.lang, article.title, tuple(stations), places) if stations else None


def _items(line: Line, article: str = "") -> Iterator[Item]:
    for row in _rows(line):
        found = _BRANCH.search(row)
        if found is None:
            yield Item(plain(row))
            continue
        target, fragment = found[1].strip(), unquote((found[2] or "").strip())
        label = (found[3] or "").strip()
        text = plain(row[: found.start()]) or label or fragment or target
        yield Item(text, "" if target == article else target, fragment, label, branches=True)


def _rows(line: Line) -> Iterator[str]:
    """Yield the items of a list, each with the rows that continue it."""
    item = ""
    for row in line.text.split("\n"):
        text = row.strip()
        sign = ITEM_SIGNS.match(text)
        if sign:
            if item:
                yield item
            item = text[sign.end() :]
        elif item and text:
            item = f"{item} {text}"
    if item:
        yield item


def _intro(line: Line) -> str:
    rows = line.text.split("\n")
    first = next((at for at, row in enumerate(rows) if ITEM_SIGNS.match(row.strip())), 0)
    return plain("\n".join(rows[:first]))


def dead_ends(guide: Guide, article: Article) -> Iterator[tuple[Station, Item]]:
    """Yield the branches that lead to a heading of the article with no steps below it."""
    lines = {place for line in article.lines for place in (line.id, line.anchor)}
    for station in guide.stations:
        for item in station.items:
            stays = item.branches and not item.target and item.fragment not in lines
            if stays and guide.leads_to(item) is None:
                yield station, item


def out_of_reach(guide: Guide, article: Article) -> list[Station]:
    """Return the stations that nothing leads to: no branch, and no `when` that lets the line be suggested."""
    own = {line.id for line in article.lines if line.when}
    reached = [guide.stations[0], *(station for station in guide.stations if station.anchor in own)]
    for station in reached:
        following = (guide.leads_to(item) for item in station.items)
        reached += [found for found in dict.fromkeys(following) if found and found not in reached]
    return [station for station in guide.stations if station not in reached]


class Mark(StrEnum):
    """What became of a step."""

    DONE = "✓"
    PASSED = "–"
    TAKEN = "→"


class Trace(NamedTuple):
    """One decision of a walk: where it was made, and what became of which item."""

    station: Station
    at: int
    item: Item
    mark: Mark


class Walk:
    """Goes through a guide one step at a time; there is always a way back."""

    def __init__(self, guide: Guide, anchor: str = "") -> None:
        """Begin at a station, without an anchor at the first."""
        self.guide = guide
        self.trail: list[Trace] = []
        self.station: Station | None = guide.places.get(anchor, guide.stations[0])
        self.at = 0

    @property
    def item(self) -> Item | None:
        """Return the step to be done now; none at a question and at the end."""
        return None if self.station is None or self.station.is_question else self.station.items[self.at]

    @property
    def exit(self) -> Item | None:
        """Return the branch by which the article was left, if it was."""
        last = self.trail[-1] if self.station is None and self.trail else None
        return last.item if last and last.mark is Mark.TAKEN else None

    def do(self) -> None:
        """Do the step; one that branches is followed."""
        if self.item:
            self._decide(self.at, Mark.TAKEN if self.item.branches else Mark.DONE)

    def pass_over(self) -> None:
        """Leave the step out."""
        if self.item:
            self._decide(self.at, Mark.PASSED)

    def choose(self, at: int) -> None:
        """Answer a question by the item `at`, from 0."""
        if self.station and self.station.is_question and at < len(self.station.items):
            self._decide(at, Mark.TAKEN)

    def back(self) -> None:
        """Take the last decision back."""
        if self.trail:
            last = self.trail.pop()
            self.station, self.at = last.station, 0 if last.station.is_question else last.at

    def _decide(self, at: int, mark: Mark) -> None:
        assert self.station
        item = self.station.items[at]
        self.trail.append(Trace(self.station, at, item, mark))
        if mark is Mark.TAKEN:
            self.station, self.at = self.guide.leads_to(item), 0
        elif at + 1 < len(self.station.items):
            self.at = at + 1
        else:
            self.station, self.at = None, 0
