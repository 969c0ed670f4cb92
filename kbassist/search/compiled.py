"""All that a reader has of one library: the generation in force, and a patch with what has changed since.

Drafts that are tried lie over both as a patch of their own. Articles, lines and examples are numbered through all
parts; what a later part replaces keeps its number and is dead. A patch weighs its words by the statistics of the
generation, until the next one takes it in.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType

import msgspec
import numpy as np
import numpy.typing as npt

from kbassist.content.model import Article, Line, Problem, Synonyms
from kbassist.search import packing, readings, store
from kbassist.search.documents import ARTICLE_FIELDS, KINDS
from kbassist.search.learned import Learned
from kbassist.search.narrowing import Columns
from kbassist.search.packing import Array, strings
from kbassist.search.phrasebook import Phrasebook
from kbassist.search.postings import Numbers, Postings, Scores, distinct
from kbassist.search.proximity import Codes, Pairs, Sequences
from kbassist.search.ranker import Reader
from kbassist.search.shelf import Shelf
from kbassist.search.store import Manifest
from kbassist.search.titles import Titles
from kbassist.text.nearby import Speller
from kbassist.text.phrases import Match
from kbassist.text.synonyms import Expansion
from kbassist.text.tokens import Token

Mask = npt.NDArray[np.bool_]

_REMEMBERED = 20_000
_AFTER_ALL_LETTERS = "\U0010ffff"


class Role:
    """What a phrase does for the article or line whose number its payload holds."""

    TRIGGER, WHEN, UNLESS = range(3)
    COUNT = 3


class About(msgspec.Struct, frozen=True):
    """What is told of the library beside its articles.

    `dead` are the keys that a patch replaces or removes, `kept` the paths of the files whose last good version serves.
    """

    problems: tuple[Problem, ...] = ()
    owner: str = ""
    dead: tuple[str, ...] = ()
    synonyms: Synonyms = Synonyms()
    kept: tuple[str, ...] = ()
    forbidden: dict[tuple[str, ...], str] = {}


class Part:
    """A generation, or a patch: stems, postings of each kind, articles, phrases and words."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        """Take over the arrays, whose names begin with what they belong to, without copying them."""
        self.about = msgspec.msgpack.decode(arrays["about"].tobytes(), type=About)
        self.stems = strings(arrays["stems"])
        self.row_of = {stem: row for row, stem in enumerate(self.stems)}
        self.postings = {kind: Postings(_of(arrays, kind)) for kind in KINDS}
        self.shelf = Shelf(_of(arrays, "shelf"))
        self.phrases = Phrasebook(_of(arrays, "phrases"), len(self.row_of) + 1)
        self.sequences = Sequences(_of(arrays, "sequences"))
        self.titles = Titles(_of(arrays, "titles"))
        self._words = _of(arrays, "words")

    @classmethod
    def of_generation(cls, root: Path, manifest: Manifest) -> "Part":
        """Map the generation in force; raises Damaged when it is not as it was written."""
        arrays = packing.read(store.map_file(root, manifest, f"{manifest.folder}/{store.PART}"))
        readings.remember(arrays["readings"])
        return cls(arrays)

    @classmethod
    def of_patch(cls, path: Path) -> "Part":
        """Map a patch; raises Damaged when it is gone."""
        return cls(packing.read(store.map_patch(path)))

    def sequence(self, key: str) -> Codes:
        """Return the words of an article in reading order; raises KeyError where it is not here."""
        number = self.shelf.place(key)
        if number is None:
            raise KeyError(key)
        return self.sequences.of(number)

    @cached_property
    def speller(self) -> Speller:
        """Return what puts the words of notes right by those of the articles."""
        return Speller(*self.words)

    @cached_property
    def words(self) -> tuple[list[str], list[str]]:
        """Return the words as they stand in the articles, sorted, and the stem of each."""
        return strings(self._words["words"]), [self.stems[row] for row in self._rows.tolist()]

    @property
    def _rows(self) -> Numbers:
        return self._words["rows"].view(np.int32)

    def has_beginning(self, beginning: str) -> bool:
        """Whether any word begins so (lower case)."""
        words = self.words[0]
        place = bisect_left(words, beginning)
        return place < len(words) and words[place].startswith(beginning)

    def rows_of_beginning(self, beginning: str) -> Numbers:
        """Return the rows, ascending, of the stems of all words that begin so (lower case)."""
        words = self.words[0]
        part = slice(bisect_left(words, beginning), bisect_left(words, beginning + _AFTER_ALL_LETTERS))
        return distinct(self._rows[part])


def _of(arrays: Mapping[str, Array], owner: str) -> dict[str, Array]:
    prefix = owner + "."
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def _firsts(counts: Iterable[int]) -> list[int]:
    """Return the number of the first article or line of each part."""
    return [0, *accumulate(counts)][:-1]


class _Sum:
    """Adds up the postings of weighted stems; what a growing note shares with the one before it is kept.

    Stems are added in their order, so that the sum is the same to the last bit whatever was kept.
    """

    def __init__(self, parts: Sequence[tuple[Postings, Mapping[str, int]]]) -> None:
        self._parts = parts
        self._kept: tuple[tuple[tuple[str, float], ...], tuple[Scores, ...]] = (), self._zeros()

    def _zeros(self) -> tuple[Scores, ...]:
        return tuple(np.zeros(postings.count, np.float32) for postings, _ in self._parts)

    def of(self, weights: Mapping[str, float]) -> Scores:
        items = tuple(weights.items())
        kept, sums = self._kept
        if items[: len(kept)] != kept:
            kept, sums = (), self._zeros()
        # The last word is still being typed.
        finished = items[:-1]
        if len(finished) > len(kept):
            sums = self._added(sums, finished[len(kept) :])
            kept = finished
            self._kept = kept, sums
        sums = self._added(sums, items[len(kept) :])
        return sums[0] if len(sums) == 1 else np.concatenate(sums)

    def _added(self, sums: Sequence[Scores], items: Sequence[tuple[str, float]]) -> tuple[Scores, ...]:
        added = tuple(scores.copy() for scores in sums)
        for scores, (postings, row_of) in zip(added, self._parts, strict=True):
            for stem, weight in items:
                row = row_of.get(stem)
                if row is not None:
                    documents, impacts = postings.row(row)
                    scores[documents] += impacts if weight == 1 else np.float32(weight) * impacts
        return added


class Compiled:
    """The whole of a library as it is in force."""

    def __init__(
        self, base: Part, patch: Part | None = None, learned: Learned | None = None, drafts: Part | None = None
    ) -> None:
        """Join a generation, a patch, what was learned from examples, and drafts that are tried over all of it."""
        self.parts: tuple[Part, ...] = (base, *(part for part in (patch, drafts) if part))
        self.article_keys = [key for part in self.parts for key in part.shelf.keys]
        self._first_articles = _firsts(len(part.shelf.keys) for part in self.parts)
        self._first_lines = _firsts(part.postings["lines"].count for part in self.parts)
        self.about = self.parts[-1].about
        self.alive: Mask = np.ones(len(self.article_keys), np.bool_)
        for at, part in enumerate(self.parts):
            # What a patch has, it replaces, even in a generation that came into force after the patch.
            for key in (*part.about.dead, *part.shelf.keys) if at else ():
                for below, first in zip(self.parts[:at], self._first_articles, strict=False):
                    if (number := below.shelf.place(key)) is not None:
                        self.alive[first + number] = False
        counts = self._counts("first_line")
        self.article_of = np.repeat(np.arange(counts.size, dtype=np.int32), counts)
        self.first_examples = np.concatenate([np.zeros(1, np.intp), np.cumsum(self._counts("first_example"))])
        self._number_of = {key: number for number, key in enumerate(self.article_keys) if self.alive[number]}
        self._languages = sorted({key.partition("/")[0] for key in self._number_of})
        self._known: dict[str, bool] = {}
        self._rarities: dict[str, float] = {}
        self._close: tuple[object, dict[int, float]] = None, {}
        self.learned = learned
        self.ranker = Reader(learned.ranker) if learned and learned.ranker else None
        found = [self._number_of.get(key, -1) for key in learned.keys] if learned else []
        self._ranked = np.array(found, np.int64)
        self._sums = {kind: _Sum([(part.postings[kind], part.row_of) for part in self.parts]) for kind in KINDS}

    def column(self, name: str) -> Array:
        """Return a column of the shelf over all articles or lines."""
        return np.concatenate([part.shelf.columns[name] for part in self.parts])

    def _counts(self, firsts: str) -> npt.NDArray[np.int32]:
        """Return how many lines or examples each article has."""
        return np.concatenate([np.diff(part.shelf.columns[firsts].view(np.int32)) for part in self.parts])

    def trying(self, drafts: Part | None = None) -> "Compiled":
        """Return the library with drafts over all that is in force, to be asked in whatever thread."""
        return Compiled(self.parts[0], self.parts[1] if len(self.parts) > 1 else None, self.learned, drafts)

    def _place(self, article: int) -> tuple[int, int]:
        """Return the part that has article `article`, and its number there."""
        at = bisect_right(self._first_articles, article) - 1
        return at, article - self._first_articles[at]

    def article(self, number: int) -> Article:
        """Return article `number`."""
        at, own = self._place(number)
        return self.parts[at].shelf.article(own)

    def line(self, number: int) -> Line:
        """Return line `number`."""
        at, article = self._place(int(self.article_of[number]))
        return self.parts[at].shelf.line(number - self._first_lines[at], article)

    def line_numbers(self, article: int) -> range:
        """Return the numbers of the lines of an article."""
        at, number = self._place(article)
        own, first = self.parts[at].shelf.line_numbers(number), self._first_lines[at]
        return range(own.start + first, own.stop + first)

    def numbers(self, article_id: str) -> list[int]:
        """Return the numbers of the articles in force of one id, one for each language."""
        keys = (f"{language}/{article_id}" for language in self._languages)
        return [number for key in keys if (number := self._number_of.get(key)) is not None]

    def keys(self) -> Collection[str]:
        """Return the keys of all articles in force."""
        return self._number_of.keys()

    def number(self, key: str) -> int | None:
        """Return the number of the article in force under a key, or None."""
        return self._number_of.get(key)

    def by_key(self, key: str) -> Article | None:
        """Return the article in force under a key, or None."""
        number = self._number_of.get(key)
        return None if number is None else self.article(number)

    def articles(self) -> Iterator[Article]:
        """Yield all articles in force; they are not kept."""
        every = (article for part in self.parts for article in part.shelf)
        return (article for number, article in enumerate(every) if self.alive[number])

    def weigh(self, kind: str, weights: Mapping[str, float]) -> Scores:
        """Return the BM25F score of every document of a kind, dead ones too, for stems with a weight each."""
        return self._sums[kind].of(weights)

    def sum(self, kind: str, weights: Mapping[str, float]) -> Scores:
        """Return what `weigh` does, for words that are not those of a growing note."""
        return _Sum([(part.postings[kind], part.row_of) for part in self.parts]).of(weights)

    @property
    def reliability(self) -> float:
        """Return how well what was learned from examples tells articles apart, 0 to 1."""
        return self.learned.ranker.reliability if self.learned and self.learned.ranker else 0.0

    @cached_property
    def untaught(self) -> npt.NDArray[np.intp]:
        """Return the numbers of the articles in force that nothing was learned of."""
        taught = np.zeros(len(self.article_keys), np.bool_)
        taught[self._ranked[self._ranked >= 0]] = True
        return np.flatnonzero(self.alive & ~taught)

    def probabilities(self, tokens: Sequence[Token]) -> Scores:
        """Return for every article how likely the note is about it, as far as examples tell; 0 without examples."""
        probable = np.zeros(len(self.article_keys), np.float32)
        if self.ranker:
            scores, there = self.ranker.scores(tokens), self._ranked >= 0
            probable[self._ranked[there]] = scores[there]
        return probable

    def closeness(
        self, numbers: Sequence[int], stems: Sequence[str], instead: Mapping[str, str] = MappingProxyType({})
    ) -> Scores:
        """Return for a few articles how closely they say what words in their order say, in units of rarity.

        `instead` has stems that do for those of the words.
        """
        last = max(
            (place for place, stem in enumerate(stems) if self._rarity(stem) or stem in instead.values()), default=-1
        )
        words = tuple(stems[: last + 1])
        # A word that is being typed says nothing until the library knows it.
        asked = words, tuple(instead.items())
        before, known = self._close
        if before != asked:
            known = {}
        new = [number for number in numbers if number not in known]
        if new:
            known.update(zip(new, self._closeness(new, words, instead).tolist(), strict=True))
            self._close = asked, known
        return np.array([known[number] for number in numbers], np.float32)

    def words_in(self, number: int, fields: Collection[str]) -> frozenset[int]:
        """Return the codes of the stems that stand in some fields of an article."""
        at, own = self._place(number)
        words = zip(ARTICLE_FIELDS, self.parts[at].sequences.fields(own), strict=True)
        return frozenset(code for name, codes in words if name in fields for code in codes.tolist())

    def _closeness(self, numbers: Sequence[int], stems: Sequence[str], instead: Mapping[str, str]) -> Scores:
        rarity = {stem: rare for stem in stems if (rare := self._rarity(stem))}
        for other, stem in instead.items():
            if rare := self._rarity(other):
                rarity[stem] = min(rarity.get(stem, rare), rare)
        pairs = Pairs(stems, rarity, {other: stem for other, stem in instead.items() if stem in rarity})
        places = np.array(numbers, np.int64)
        found = np.zeros(places.size, np.float32)
        of_part = np.searchsorted(self._first_articles, places, "right") - 1
        for at, part in enumerate(self.parts):
            if (here := of_part == at).any():
                own = places[here] - self._first_articles[at]
                found[here] = part.sequences.closeness(own.tolist(), pairs)
        return found

    def _rarity(self, stem: str) -> float:
        """Return the `idf` of a stem in articles, 0 where none has it."""
        rare = self._rarities.get(stem)
        if rare is None:
            if len(self._rarities) >= _REMEMBERED:
                self._rarities.clear()
            rare = self._rarities[stem] = self.idf("articles", stem) if self.knows(stem) else 0.0
        return rare

    def knows(self, stem: str) -> bool:
        """Whether any article in force has a word of a stem."""
        known = self._known.get(stem)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[stem] = self._is_there(stem)
        return known

    def _is_there(self, stem: str) -> bool:
        return any(
            self.alive[first + part.postings["articles"].row(row)[0]].any()
            for part, first in zip(self.parts, self._first_articles, strict=True)
            if (row := part.row_of.get(stem)) is not None
        )

    @cached_property
    def expansion(self) -> Expansion:
        """Return what knows the short forms and synonyms of the library."""
        said = self.about.synonyms
        return Expansion(said.short, said.same, self.knows)

    @property
    def speller(self) -> Speller:
        """Return what puts the words of notes right; a patch's own words do not count yet."""
        return self.parts[0].speller

    def idf(self, kind: str, stem: str) -> float:
        """Return how rare a stem is in the documents of a kind."""
        base = self.parts[0]
        return base.postings[kind].idf(base.row_of.get(stem))

    @cached_property
    def example_totals(self) -> Scores:
        """Return the score of every example for its own words."""
        return np.concatenate([part.postings["examples"].totals() for part in self.parts])

    def phrases(self, tokens: Sequence[Token]) -> Iterator[tuple[int, Match]]:
        """Yield every phrase in force that is found, with its role.

        Its payload is the number of its article (triggers) or of its line.
        """
        stems = [token.stem for token in tokens]
        for part, articles, lines in zip(self.parts, self._first_articles, self._first_lines, strict=True):
            rows = [part.row_of.get(stem, -1) for stem in stems]
            for match in part.phrases.find(tokens, rows):
                number, role = divmod(match.payload, Role.COUNT)
                number += articles if role == Role.TRIGGER else lines
                if self.alive[number if role == Role.TRIGGER else self.article_of[number]]:
                    yield role, Match(number, *match[1:])

    @cached_property
    def facets(self) -> Columns:
        """Return what every article has of each facet."""
        return Columns([part.shelf.columns for part in self.parts])

    @cached_property
    def title_codes(self) -> npt.NDArray[np.uint32]:
        """Return the checksum of every article's title, see `shelf.title_code`."""
        return self.column("title_codes").view(np.uint32)

    @cached_property
    def review_by(self) -> Numbers:
        """Return the day by which every article is to be reviewed as an ordinal, 0 where there is none."""
        return self.column("review_by").view(np.int32)

    @cached_property
    def retired(self) -> Mask:
        """Return which articles are not to be used any more."""
        return self.column("retired").view(np.bool_)

    def title(self, number: int) -> str:
        """Return the title of article `number` without decoding it."""
        at, own = self._place(number)
        return self.parts[at].shelf.titles[own]

    def begins(self, beginning: str) -> bool:
        """Whether any word of the articles begins so (lower case)."""
        return any(part.has_beginning(beginning) for part in self.parts)

    def completions(self, beginning: str) -> frozenset[str]:
        """Return the stems of all words of the articles that begin so (lower case)."""
        return frozenset().union(
            *(map(part.stems.__getitem__, part.rows_of_beginning(beginning).tolist()) for part in self.parts)
        )
