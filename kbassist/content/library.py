"""Libraries: ordered folders of articles, later ones overriding earlier ones by (id, language)."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from msgspec import Struct, structs

from kbassist.content import rules, vocabulary
from kbassist.content.kinds import Severity
from kbassist.content.model import Article, Problem
from kbassist.content.slugs import slug


class Source(Struct, frozen=True):
    """One file of a library as found on disk.

    `folder` is the rank of its library folder (later overrides); `lang` is empty where neither folder nor
    library says it; `relative` is the path inside the language folder, with forward slashes.
    """

    path: str
    folder: int
    lang: str
    mtime_ns: int
    size: int
    relative: str


class Reading(Struct, frozen=True):
    """One file, read: its article unless it could not be one, and what is wrong with it.

    It is `whole` unless it looks half saved or broken: nothing in it, or a header that is open or cannot be read.
    """

    source: Source
    article: Article | None
    problems: tuple[Problem, ...] = ()
    whole: bool = False


class Library(Struct, frozen=True):
    """All articles that are in force, in the order of their folders and paths, and all problems."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]


def scan(folders: Sequence[Path]) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Find the article files of the folders, in a stable order; what cannot be read is told."""
    problems: list[Problem] = []
    sources = [source for rank, folder in enumerate(folders) for source in _scan_folder(folder, rank, problems)]
    return tuple(sources), tuple(problems)


def _scan_folder(folder: Path, rank: int, problems: list[Problem]) -> Iterator[Source]:
    root = folder.resolve()
    if not root.is_dir():
        problems.append(Problem("library-missing", Severity.ERROR, str(folder), 0))
        return
    language = rules.read(root, problems).language
    for entry, parts in _markdown_files(root, (), problems):
        try:
            entry.path.encode()
            if entry.is_symlink() and not Path(entry.path).resolve(strict=True).is_relative_to(root):
                problems.append(Problem("file-outside-library", Severity.ERROR, entry.path, 0))
                continue
            stat = entry.stat()
            if not S_ISREG(stat.st_mode):
                problems.append(Problem("file-unreadable", Severity.ERROR, entry.path, 0, {"reason": "no plain file"}))
                continue
        except UnicodeEncodeError:
            shown = entry.path.encode(errors="replace").decode()
            problems.append(Problem("file-name-not-unicode", Severity.ERROR, shown, 0))
            continue
        except (OSError, RuntimeError) as error:
            # RuntimeError is what Python 3.11 and 3.12 raise for a loop of links.
            problems.append(_unreadable(entry.path, error))
            continue
        folder_language = _folder_language(parts[0]) if parts else ""
        yield Source(
            entry.path,
            rank,
            folder_language or language,
            stat.st_mtime_ns,
            stat.st_size,
            "/".join((*(parts[1:] if folder_language else parts), entry.name)),
        )


def source_of(path: Path, folders: Sequence[Path]) -> Source:
    """Return what a file of a library would be found as, whether it is there yet or not.

    Of several folders that hold it the last one counts; raises ValueError where none does.
    """
    path = path.resolve()
    for rank, folder in reversed(list(enumerate(folders))):
        root = folder.resolve()
        if path.is_relative_to(root):
            parts = path.relative_to(root).parts
            folder_language = _folder_language(parts[0]) if len(parts) > 1 else ""
            language = folder_language or rules.read(root).language
            return Source(str(path), rank, language, 0, 0, "/".join(parts[1:] if folder_language else parts))
    raise ValueError(str(path))


@cache
def _folder_language(name: str) -> str:
    return vocabulary.language_tag(name)


def _markdown_files(
    folder: Path, parts: tuple[str, ...], problems: list[Problem]
) -> "Iterator[tuple[os.DirEntry[str], tuple[str, ...]]]":
    """Yield the article files of a folder, then those of its folders, by name, each with its folders below the root."""
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry for entry in found if entry.name[0] not in "._"), key=lambda entry: entry.name)
    except OSError as error:
        problems.append(_unreadable(str(folder), error))
        return
    yield from ((entry, parts) for entry in entries if entry.name.lower().endswith(".md") and not _is_folder(entry))
    for entry in filter(_is_folder, entries):
        if entry.is_symlink():
            problems.append(Problem("folder-linked", Severity.WARNING, entry.path, 0))
        else:
            yield from _markdown_files(Path(entry.path), (*parts, entry.name), problems)


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links
        return False


def _unreadable(path: str, error: OSError | RuntimeError) -> Problem:
    reason = getattr(error, "strerror", None) or str(error)
    return Problem("file-unreadable", Severity.ERROR, path, 0, {"reason": reason})


class Head(NamedTuple):
    """What decides whether an article is in force: who it says it is, and where it comes from."""

    id: str
    lang: str
    explicit_id: bool
    source: Source


Key = tuple[str, str]


def names(heads: Iterable[Head]) -> tuple[dict[Key, Head], tuple[Problem, ...]]:
    """Return the article in force for each id and language, and what had to be decided on the way.

    Same names are told apart, of explicit duplicates the first path wins, and later folders override.
    """
    by_folder: dict[int, list[Head]] = {}
    for head in heads:
        by_folder.setdefault(head.source.folder, []).append(head)
    problems: list[Problem] = []
    in_force: dict[Key, Head] = {}
    for rank in sorted(by_folder):
        in_force.update(_names_in_folder(by_folder[rank], problems))
    return in_force, tuple(problems)


def _names_in_folder(heads: Sequence[Head], problems: list[Problem]) -> dict[Key, Head]:
    sharing = Counter((head.id, head.lang) for head in heads)
    taken = {(head.id, head.lang) for head in heads if head.explicit_id}
    taken |= {key for key, count in sharing.items() if count == 1}
    found: dict[Key, Head] = {}
    for head in heads:
        key = head.id, head.lang
        if head.explicit_id:
            if key in found:
                values = {"id": head.id, "first": found[key].source.path}
                problems.append(Problem("id-duplicate", Severity.ERROR, head.source.path, 1, values))
            else:
                found[key] = head
        elif sharing[key] == 1:
            found[key] = head
        else:
            name = _name_from_path(head.source, head.lang, taken)
            problems.append(Problem("id-from-path", Severity.WARNING, head.source.path, 1, {"id": name}))
            found[name, head.lang] = head
    return found


def resolve(readings: Iterable[Reading]) -> Library:
    """Join what was read into the articles in force, under the names in force."""
    readings = tuple(readings)
    articles = {reading.source.path: reading.article for reading in readings if reading.article}
    heads = (
        Head(found.id, found.lang, found.explicit_id, reading.source)
        for reading in readings
        if (found := reading.article)
    )
    in_force, problems = names(heads)
    return Library(
        tuple(renamed(articles[head.source.path], name) for (name, _lang), head in in_force.items()),
        (*(problem for reading in readings for problem in reading.problems), *problems),
    )


def _name_from_path(source: Source, lang: str, taken: set[tuple[str, str]]) -> str:
    base = slug(source.relative.rpartition(".")[0]) or "article"
    name = next(name for n in count(1) if ((name := base if n == 1 else f"{base}-{n}"), lang) not in taken)
    taken.add((name, lang))
    return name


def renamed(article: Article, name: str) -> Article:
    """Return the article under another id, its lines with it; the article itself where it has that id."""
    if article.id == name:
        return article
    return structs.replace(article, id=name, lines=tuple(structs.replace(line, article=name) for line in article.lines))
