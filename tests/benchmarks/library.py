"""Makes a large library that reads like a real one, always the same for a size:

    .venv/bin/python tests/benchmarks/library.py --articles 10000 DIR

Every article has two lines, one of them an answer, about 280 words, triggers, and one in three has examples; 85 % are
Indonesian, the rest English. Sentences and phrases are drawn from the starter library, and some of their words
replaced with words made of syllables by Zipf's law: 10,000 articles hold about 60,000 different words. A smaller
library is the beginning of a larger one.
"""

import argparse
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

from kbassist import resources
from kbassist.content import library as content
from kbassist.content import reader
from kbassist.content.kinds import ArticleKind, LineKind
from kbassist.content.model import Article, Line

_WORDS = 280  # in an article, header and lines included
_INDONESIAN = 0.85
_SCRIPTS = 0.01
_WITH_EXAMPLES = 1 / 3
_REPLACED = 0.07  # of the longer words of a text
_ABOUT_TOPIC = 0.3  # of the sentences
_OWN = 0.5  # of the sentences come from the article that it is modelled on
_AS_STARTER = 0.1  # of the phrases
_SHORTEST_REPLACED = 5
_PER_FOLDER = 200
_DONE = "_made.txt"
_SOUNDS = {"id": ("bcdgjklmnprstw", "aiueo", "nrskl"), "en": ("bcdfghlmprstvw", "aeiou", "nrstdl")}
_TEACHING = {ArticleKind.SCRIPT, ArticleKind.GUIDE, ArticleKind.SCENARIO}
_WORD = re.compile(r"(?<![\w{])[^\W\d_]+(?![\w}:])")


@dataclass(frozen=True)
class _Material:
    """What articles of one language are made of."""

    matters: Sequence[Article]
    scripts: Sequence[Article]
    sentences: Sequence[str]
    answers: Sequence[Line]
    others: Sequence[Line]
    words: Sequence[str]


@cache
def _material(lang: str) -> _Material:
    sources, _problems = content.scan((resources.starter_library(),))
    read = (reader.read(source).article for source in sources if source.lang == lang)
    articles = [article for article in read if article]
    lines = [line for article in articles for line in article.lines if line.when]
    opening, vowels, closing = _SOUNDS[lang]
    syllables = [a + b + c for a, b, c in product(opening, vowels, ("", closing[0], closing[1]))]
    Random(lang).shuffle(syllables)
    return _Material(
        [article for article in articles if article.kind not in _TEACHING],
        [article for article in articles if article.kind is ArticleKind.SCRIPT],
        [sentence for article in articles for sentence in _sentences(article.body)],
        [line for line in lines if line.kind is LineKind.ANSWER],
        [line for line in lines if line.kind is not LineKind.ANSWER],
        syllables,
    )


def _sentences(body: str) -> list[str]:
    rows = [row for row in body.split("\n") if row[:1].isalnum()]
    return [
        found for row in rows for found in re.split(r"(?<=[.?!])\s+", row) if found.count(" ") > 2 and "[[" not in found
    ]


class _Writer:
    """Writes one article; every draw comes from its number alone."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._random = Random(f"article {number}")
        self.lang = "id" if self._random.random() < _INDONESIAN else "en"
        self._material = _material(self.lang)
        of = self._material.scripts if self._random.random() < _SCRIPTS else self._material.matters
        self._base = self._random.choice(of)
        self._topic = [self._coined(100), self._coined(100)]

    def _coined(self, commonest: int = 1) -> str:
        """Return a made word; the word of rank r is drawn with a chance of 1/r."""
        syllables = self._material.words
        ranks = len(syllables) ** 3
        rank = int(commonest * (ranks / commonest) ** self._random.random())
        spot = rank * 7_368_787 % ranks  # neighbours in rank shall not sound alike
        parts = (spot, spot // len(syllables), spot // len(syllables) ** 2)
        return "".join(syllables[part % len(syllables)] for part in parts)

    def _varied(self, text: str) -> str:
        about_topic = self._random.random() < _ABOUT_TOPIC

        def replace(found: re.Match[str]) -> str:
            nonlocal about_topic
            if len(found[0]) < _SHORTEST_REPLACED or self._random.random() >= (0.2 if about_topic else _REPLACED):
                return found[0]
            word = self._random.choice(self._topic) if about_topic else self._coined()
            about_topic = False
            return word

        return _WORD.sub(replace, text)

    def _phrase(self, phrases: Sequence[str]) -> str:
        words = (self._random.choice(phrases) if phrases else self._base.title.lower()).replace(",", "").split()
        if self._random.random() >= _AS_STARTER:
            words[self._random.randrange(len(words))] = self._random.choice(self._topic)
        return " ".join(words)

    def _callout(self, line: Line, name: str, added: str = "") -> str:
        title = f" {line.title}" if line.title else ""
        rows = [f"[!{line.kind}]{title} {{#{name}}}"]
        keys = {"stage": line.stage, "value": line.value, "to": line.to, "sla": line.sla, "in": line.due_in}
        rows += [f"- {key}: {value}" for key, value in keys.items() if value]
        rows += [f"- when: {self._phrase(line.when)}, {self._phrase(line.when)}", ""]
        rows += self._varied(line.text).split("\n")
        rows += [added] if added else []
        return "\n".join(f"> {row}".rstrip() for row in rows)

    def text(self, revision: int) -> str:
        """Return the article; a later revision differs in what its answer says."""
        base, draw = self._base, self._random
        title = f"{base.title} {self._topic[0]}"
        head = {
            "title": title,
            "kind": base.kind.value,
            "category": base.category,
            "tags": [*base.tags, self._topic[0]],
            "triggers": [self._phrase(base.triggers) for _ in range(3)],
        }
        parts = ["\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items())]
        added = f"Keterangan terbaru bernomor {revision}." if revision else ""
        own = [line for line in base.lines if line.kind is LineKind.ANSWER] or self._material.answers
        lines = [self._callout(draw.choice(own), "jawab", added)]
        lines.append(self._callout(draw.choice(self._material.others), "lain"))
        if draw.random() < _WITH_EXAMPLES and base.examples:
            examples = "\n".join(f"> - {self._varied(draw.choice(base.examples))}" for _ in range(6))
            lines.append(f"> [!examples]\n{examples}")
        parts += self._body(_WORDS - len(" ".join([*parts, *lines]).split()))
        return "---\n" + "\n---\n\n".join((parts[0], "\n\n".join([*parts[1:], *lines]))) + "\n"

    def _body(self, words: int) -> Iterator[str]:
        own = _sentences(self._base.body)
        while words > 0:
            pools = (own if own and self._random.random() < _OWN else self._material.sentences for _ in range(3))
            picked = [self._varied(self._random.choice(pool)) for pool in pools]
            words -= sum(len(sentence.split()) for sentence in picked)
            yield " ".join(picked)


def place(folder: Path, number: int) -> Path:
    """Return where the article of a number stands."""
    lang = _Writer(number).lang
    return folder / lang / f"{number // _PER_FOLDER:03}" / f"artikel-{number:05}.md"


def title(number: int) -> str:
    """Return the words of a note that is about the article of a number."""
    writer = _Writer(number)
    return f"{writer._base.title} {' '.join(writer._topic)}"


def revise(folder: Path, number: int, revision: int) -> str:
    """Write another revision of an article; return words that its answer has only now."""
    path = place(folder, number)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(_Writer(number).text(revision), encoding="utf-8")
    new.replace(path)
    return f"bernomor {revision}."


def make(folder: Path, articles: int) -> Path:
    """Write the library of a size into a folder, unless it is there."""
    done = folder / _DONE
    wanted = f"{articles} {hash_of_source()}"
    if done.exists() and done.read_text(encoding="utf-8") == wanted:
        return folder
    if folder.exists() and not done.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} holds something else")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    done.write_text("not complete", encoding="utf-8")
    for number in range(articles):
        revise(folder, number, 0)
    done.write_text(wanted, encoding="utf-8")
    return folder


@contextmanager
def changing(folder: Path) -> Iterator[list[int]]:
    """Yield a list to put the numbers of revised articles in; afterwards they are as they were."""
    done = folder / _DONE
    wanted = done.read_text(encoding="utf-8")
    done.write_text("not complete", encoding="utf-8")
    revised: list[int] = []
    try:
        yield revised
    finally:
        for number in revised:
            revise(folder, number, 0)
        done.write_text(wanted, encoding="utf-8")


def hash_of_source() -> str:
    """Return what the texts depend on besides their numbers: this module and the starter library."""
    import zlib

    known = zlib.crc32(Path(__file__).read_bytes())
    for path in sorted(resources.starter_library().rglob("*.md")):
        known = zlib.crc32(path.read_bytes(), known)
    return f"{known:08x}"


def main() -> None:
    """Write a library and say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    make(options.folder, options.articles)
    counts: Counter[str] = Counter()
    for path in options.folder.rglob("artikel-*.md"):
        counts.update(re.findall(r"[^\W\d_]+", path.read_text(encoding="utf-8").lower()))
    words = counts.total() / options.articles
    print(f"{options.articles} articles of {words:.0f} words, {len(counts)} different words")


if __name__ == "__main__":
    main()
