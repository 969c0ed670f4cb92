"""How good the suggestions are, beside plain search engines and a bag of words, on data given by path.

    .venv/bin/python tests/benchmarks/quality.py \\
        --articles DIR/banking77-examples.jsonl --notes DIR/banking77-dev.jsonl --per-article 10 30 all
    .venv/bin/python tests/benchmarks/quality.py --notes DIR/smsa-dev.jsonl
    .venv/bin/python tests/benchmarks/quality.py --pairs DIR/stif-dev.jsonl
    .venv/bin/python tests/benchmarks/quality.py --notes DIR/labelled.jsonl
    .venv/bin/python tests/benchmarks/quality.py --queries tests/search/queries.tsv

Files are JSONL, or TSV with names of columns in the first row. `--articles` has rows {article, example, rank} or
{id, title, examples}; `--pairs` has {informal, formal}; `--queries` has {half, query, articles}, articles with
blanks between them, asked of `--library`. What is measured follows from the columns of `--notes`:
{note, article} top-1, top-3 and calibration; {note, sentiment} or {note, negative} the AUC of the mood;
{note, level, offer} levels and locks, where `level` is calm, uneasy, upset or furious (where another will do, the best
one first: "uneasy/upset"), and `offer` is "locked", "free" (nothing to lock, nothing to buy) or "offer" (a clear buying
signal); with {articles} too (comma between), whether one of these is among the first three. Nothing is fitted on any of
these files but the ranker that every index trains on the articles' own examples.
"""

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from common import begin, parser, ready, rows_of, show, spread
from peers import BagOfWords, Fts5, Tantivy, Whoosh

from kbassist import resources
from kbassist.assist.model import Advice, CallNote, Suggestion
from kbassist.assistant import Assistant

_PEERS: tuple[type[Whoosh | Fts5 | Tantivy], ...] = (Whoosh, Fts5, Tantivy)
_BINS = 10
_QUERY_WORDS = 5
_UPSET = {"upset", "furious"}
_LABELS = (
    "level right",
    "level right, or another that will do",
    "upset or furious: unlocked offers",
    "others to lock: unlocked offers",
    "to lock: unlocked offers that are shown",
    "buying signals that meet an offer",
    "article among the first three",
)

Examples = Mapping[str, tuple[str, list[str]]]
Ask = Callable[[str], Sequence[str]]


def read_articles(rows: Sequence[Mapping[str, Any]], most: int | None) -> Examples:
    """Return title and first examples of each article by id."""
    found: dict[str, tuple[str, list[str]]] = {}
    for row in sorted(rows, key=lambda row: int(row.get("rank", 0))):
        name = row.get("id") or row["article"]
        _title, examples = found.setdefault(name, (row.get("title") or re.sub(r"[-_]+", " ", name), []))
        examples += row["examples"] if "examples" in row else [row["example"]]
    return {name: (title, examples[:most]) for name, (title, examples) in found.items()}


def write_article(
    folder: Path, name: str, title: str, wording: str, examples: Sequence[str] = (), body: str = ""
) -> None:
    """Write an article with one answer."""
    parts = [f"---\ntitle: {json.dumps(title)}\nkind: problem\n---", body, f"> [!answer] {{#jawab}}\n> {wording}"]
    if examples:
        parts.append("\n".join(["> [!examples]", *(f"> - {' '.join(example.split())}" for example in examples)]))
    (folder / f"{name}.md").write_text("\n\n".join(filter(None, parts)) + "\n", encoding="utf-8")


def relevance(articles: Examples, notes: Sequence[Mapping[str, str]], lang: str, label: str) -> None:
    """Print top-1 and top-3 of ours and of the peers, one article for each intent, and the calibration of `score`."""
    names = sorted(articles)
    texts = [" ".join((articles[name][0], *articles[name][1])) for name in names]
    firsts: list[Suggestion | None] = []
    with TemporaryDirectory() as home:
        folder = Path(home, "library", lang)
        folder.mkdir(parents=True)
        # Names of other people's intents need not do for ids.
        for number, name in enumerate(names):
            title, examples = articles[name]
            write_article(folder, f"a{number}", title, f"{title.capitalize()}: ...", examples)
        start = time.perf_counter()
        with ready(folder.parent, Path(home, "cache")) as assistant:
            took = time.perf_counter() - start

            def ask(note: str) -> list[str]:
                suggestions = assistant.suggest(CallNote(note), 0.0).suggestions
                firsts.append(suggestions[0] if suggestions else None)
                return list(dict.fromkeys(names[int(found.article[1:])] for found in suggestions))

            rows = [_ranked("kbassist", ask, notes, f"{took:.1f}")]
    for made in _PEERS:
        start = time.perf_counter()
        peer = made(texts)
        took = time.perf_counter() - start
        rows.append(_ranked(made.name, _named(peer.search, names, 3), notes, f"{took:.1f}"))
    bag = BagOfWords([articles[name][1] or [articles[name][0]] for name in names])
    rows.append(_ranked(bag.name, _named(bag.search, names, 3), notes, ""))
    title = f"{len(names)} articles with {label} examples, {len(notes)} notes"
    show(title, ("", "top-1", "top-3", "median ms", "99 % ms", "most ms", "index s"), rows)
    found = [(first.score, names[int(first.article[1:])]) if first else (0.0, "") for first in firsts]
    right = [name == note["article"] for (_score, name), note in zip(found, notes, strict=True)]
    calibration([score for score, _name in found], right)


def _named(search: Callable[[str, int], list[int]], names: Sequence[str], limit: int) -> Ask:
    return lambda text: [names[number] for number in search(text, limit)]


def _ranked(name: str, ask: Ask, notes: Sequence[Mapping[str, str]], took: str) -> tuple[str, ...]:
    first = among = 0
    times = []
    for row in notes:
        start = time.perf_counter()
        found = ask(row["note"])[:3]
        times.append(time.perf_counter() - start)
        first += found[:1] == [row["article"]]
        among += row["article"] in found
    return (name, f"{first / len(notes):.3f}", f"{among / len(notes):.3f}", *spread(times), took)


def calibration(scores: Sequence[float], right: Sequence[bool]) -> None:
    """Print how often the first suggestion is right by its score, and how far that is from the score."""
    score, hit = np.array(scores), np.array(right, dtype=float)
    which = np.minimum((score * _BINS).astype(int), _BINS - 1)
    rows, error = [], 0.0
    for number in range(_BINS):
        of = which == number
        if of.any():
            error += of.mean() * abs(score[of].mean() - hit[of].mean())
            rows.append((f"{number / _BINS:.1f}", int(of.sum()), f"{score[of].mean():.3f}", f"{hit[of].mean():.3f}"))
    show("Score of the first suggestion", ("from", "notes", "mean score", "share right"), rows)
    print(f"\nexpected calibration error {error:.3f}, Brier score {np.mean((score - hit) ** 2):.3f}", flush=True)


def auc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """Return the chance that a positive one scores above another, ties counting half (Mann and Whitney's U)."""
    values, which = np.array(scores), np.array(positive)
    _different, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]
    ones = which.sum()
    return float((ranks[which].sum() - ones * (ones + 1) / 2) / (ones * (len(values) - ones)))


def mood(assistant: Assistant, notes: Sequence[Mapping[str, str]]) -> None:
    """Print how well the mood tells negative notes from the rest."""
    read = [assistant.suggest(CallNote(row["note"])).mood for row in notes]
    negative = [row["sentiment"] == "negative" if "sentiment" in row else _yes(row["negative"]) for row in notes]
    rows = [(len(notes), sum(negative), f"{auc(read, negative):.4f}", f"{len(set(read))}")]
    show("Mood, negative against the rest", ("notes", "negative", "AUC", "different values"), rows)


def _yes(value: object) -> bool:
    return value not in {False, "", "0", "no", "false"}


def locks(assistant: Assistant, notes: Sequence[Mapping[str, str]]) -> None:
    """Print how many levels are right, and every offer that is not locked where it must be.

    Lines of any relevance count as unlocked offers; only what would be shown counts as an offer met.
    """
    counts: dict[str, list[bool]] = {name: [] for name in _LABELS}
    errors, levels, missed = [], [], []
    for row in notes:
        advice = assistant.suggest(CallNote(row["note"]))
        best, *others = row["level"].split("/")
        read = advice.mood_level.value
        levels.append((best, read))
        counts["level right"].append(read == best)
        counts["level right, or another that will do"].append(read in {best, *others})
        if row.get("articles"):
            first = {found.article for found in advice.suggestions[:3]}
            counts["article among the first three"].append(not first.isdisjoint(row["articles"].split(",")))
        if best in _UPSET or row.get("offer") == "locked" or _yes(row.get("locked", False)):
            free = _free_offers(assistant.suggest(CallNote(row["note"]), 0.0))
            counts[f"{'upset or furious' if best in _UPSET else 'others to lock'}: unlocked offers"].append(bool(free))
            counts["to lock: unlocked offers that are shown"].append(bool(_free_offers(advice)))
            if free:
                errors.append((best, read, " ".join(free), row["note"]))
        elif row.get("offer") == "offer":
            met = bool(_free_offers(advice))
            counts["buying signals that meet an offer"].append(met)
            if not met:
                missed.append((best, read, " ".join(advice.lock_reasons), row["note"]))
    rows = [(name, sum(of), len(of), f"{sum(of) / len(of):.3f}") for name, of in counts.items() if of]
    show("Levels and locks", ("", "notes", "of", "share"), rows)
    of = ("calm", "uneasy", "upset", "furious")
    table = [(level, *(levels.count((level, read)) for read in of)) for level in of]
    show("Level written (down) and read (across)", ("", *of), table)
    for title, found in (("Offers that should be locked", errors), ("Buying signals without an offer", missed)):
        if found:
            show(title, ("level", "read", "", "note"), found)


def _free_offers(advice: Advice) -> list[str]:
    return [found.line for found in advice.suggestions if found.kind.lockable and not found.locked]


def pairs(rows: Sequence[Mapping[str, str]]) -> None:
    """Print how often the first words of an informal message find its formal twin."""
    queries = [" ".join(row["informal"].split()[:_QUERY_WORDS]) for row in rows]
    texts = [" ".join(row["formal"].split()) for row in rows]
    asks: dict[str, Callable[[str], list[int]]] = {}
    with TemporaryDirectory() as home:
        folder = Path(home, "library", "id")
        folder.mkdir(parents=True)
        for number, text in enumerate(texts):
            # Signs of Markdown and placeholders would be read as such.
            write_article(folder, f"m{number}", "Pesan", re.sub(r"[^\w\s.,'/-]", " ", text))
        with ready(folder.parent, Path(home, "cache")) as assistant:
            asks["kbassist, suggest"] = lambda query: [
                int(found.article[1:]) for found in assistant.suggest(CallNote(query), 0.0).suggestions
            ]
            search = partial(assistant.librarian.search, limit=5)
            asks["kbassist, search"] = lambda query: [int(hit.article[1:]) for hit in search(query).hits]
            for made in _PEERS:
                asks[made.name] = partial(made(texts).search, limit=5)
            bag = BagOfWords([[text] for text in texts])
            asks[bag.name] = partial(bag.search, limit=5)
            found = {
                name: [_place(ask(query), at, texts) for at, query in enumerate(queries)] for name, ask in asks.items()
            }
    table = [
        (name, f"{np.mean([at < 1 for at in places]):.3f}", f"{np.mean([at < 5 for at in places]):.3f}")
        for name, places in found.items()
    ]
    show(f"First {_QUERY_WORDS} informal words find the formal message, {len(rows)} pairs", ("", "R@1", "R@5"), table)


def queries(assistant: Assistant, rows: Sequence[Mapping[str, str]]) -> None:
    """Print for each half of a set how often a right article is the first, or among the first three, of a search."""
    places: dict[str, list[int]] = {}
    for row in rows:
        found = [hit.article for hit in assistant.librarian.search(row["query"], limit=3).hits]
        right = set(row["articles"].split())
        places.setdefault(row["half"], []).append(next((at for at, name in enumerate(found) if name in right), 3))
    table = [
        (half, len(found), *(f"{np.mean([at < most for at in found]):.3f}" for most in (1, 3)))
        for half, found in places.items()
    ]
    show("Search finds a right article", ("", "queries", "first", "among three"), table)


def _place(found: Sequence[int], wanted: int, texts: Sequence[str]) -> int:
    """Return the place of the wanted text among those found; a text that reads the same will do."""
    return next((at for at, number in enumerate(found) if texts[number] == texts[wanted]), len(found) + 5)


def main() -> None:
    """Measure what the files given allow."""
    made = parser(__doc__)
    made.add_argument("--articles", type=Path, help="articles with examples")
    made.add_argument("--notes", type=Path, action="append", default=[], help="labelled notes; may be given again")
    made.add_argument("--per-article", nargs="+", default=["all"], metavar="N", help="examples an article: 10 30 all")
    made.add_argument("--pairs", type=Path, help="informal messages and the same in formal words")
    made.add_argument("--queries", type=Path, help="queries and the articles that are right for them")
    made.add_argument("--library", type=Path, default=resources.starter_library(), help="articles for moods and locks")
    made.add_argument("--lang", default="en", help="language of --articles")
    options = made.parse_args()
    begin(options)
    for notes in map(rows_of, options.notes):
        if "article" in notes[0]:
            for count in options.per_article:
                most = None if count == "all" else int(count)
                relevance(read_articles(rows_of(options.articles), most), notes, options.lang, count)
        else:
            with ready(options.library, options.cache / "starter") as assistant:
                (locks if "level" in notes[0] else mood)(assistant, notes)
    if options.queries:
        with ready(options.library, options.cache / "starter") as assistant:
            queries(assistant, rows_of(options.queries))
    if options.pairs:
        pairs(rows_of(options.pairs))


if __name__ == "__main__":
    main()
