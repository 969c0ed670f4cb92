"""Libraries: ordered folders of articles, later ones overriding earlier ones by (id, language)."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from stat import S_ISREG

from msgspec import Struct, structs

from kbassist.content import header, vocabulary
from kbassist.content.header import Field
from kbassist.content.kinds import Severity
from kbassist.content.model import Article, Problem
from kbassist.content.slugs import slug

LIBRARY_FILE = "_library.yml"
_DEFAULT_LANGUAGE_KEYS = ("language", "lang")


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
    """One file, read: its article unless it could not be one, and what is wrong with it."""

    source: Source
    article: Article | None
    problems: tuple[Problem, ...] = ()


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
    language = _library_language(root / LIBRARY_FILE, problems)
    for path in _markdown_files(root, problems):
        try:
            str(path).encode()
            if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root):
                problems.append(Problem("file-outside-library", Severity.ERROR, str(path), 0))
                continue
            stat = path.stat()
            if not S_ISREG(stat.st_mode):
                problems.append(Problem("file-unreadable", Severity.ERROR, str(path), 0, {"reason": "no plain file"}))
                continue
        except UnicodeEncodeError:
            shown = str(path).encode(errors="replace").decode()
            problems.append(Problem("file-name-not-unicode", Severity.ERROR, shown, 0))
            continue
        except (OSError, RuntimeError) as error:
            # RuntimeError is what Python 3.11 and 3.12 raise for a loop of links.
            problems.append(_unreadable(str(path), error))
            continue
        parts = path.relative_to(root).parts
        folder_language = vocabulary.language_tag(parts[0]) if len(parts) > 1 else ""
        yield Source(
            str(path),
            rank,
            folder_language or language,
            stat.st_mtime_ns,
            stat.st_size,
            "/".join(parts[1:] if folder_language else parts),
        )


def _markdown_files(root: Path, problems: list[Problem]) -> Iterator[Path]:
    def tell(error: OSError) -> None:
        problems.append(_unreadable(str(error.filename), error))

    for place, folders, files in os.walk(root, onerror=tell):
        folders[:] = sorted(name for name in folders if name[0] not in "._")
        for name in folders:
            path = Path(place, name)
            if path.is_symlink():
                problems.append(Problem("folder-linked", Severity.WARNING, str(path), 0))
        yield from (Path(place, name) for name in sorted(files) if name.lower().endswith(".md") and name[0] not in "._")


def _unreadable(path: str, error: OSError | RuntimeError) -> Problem:
    reason = getattr(error, "strerror", None) or str(error)
    return Problem("file-unreadable", Severity.ERROR, path, 0, {"reason": reason})


def _library_language(path: Path, problems: list[Problem]) -> str:
    """Return the default language that `_library.yml` names, or an empty string."""
    fields = _library_fields(path, problems)
    for key in _DEFAULT_LANGUAGE_KEYS:
        value = fields[key].value if key in fields else ""
        if isinstance(value, str) and value:
            if tag := vocabulary.language_tag(value):
                return tag
            values = {"key": key, "found": value, "wanted": "id, en, en-GB"}
            problems.append(Problem("header-bad-value", Severity.ERROR, str(path), fields[key].row, values))
    return ""


def owner(folders: Sequence[Path]) -> str:
    """Return whose library it is, as the last `_library.yml` with an `owner` says; it fills `{bank}`."""
    found = [_library_fields(folder / LIBRARY_FILE, []).get("owner") for folder in folders]
    names = [field.value for field in found if field is not None and isinstance(field.value, str)]
    return names[-1] if names else ""


def _library_fields(path: Path, problems: list[Problem]) -> dict[str, Field]:
    try:
        return header.read(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        pass
    except (OSError, UnicodeDecodeError):
        problems.append(Problem("library-file-unreadable", Severity.ERROR, str(path), 1))
    except header.HeaderError as error:
        problems.append(Problem(error.code, Severity.ERROR, str(path), error.row, error.values))
    return {}


def resolve(readings: Iterable[Reading]) -> Library:
    """Join what was read: same names told apart, duplicates told, later folders in force."""
    problems: list[Problem] = []
    by_folder: dict[int, list[Reading]] = {}
    for reading in readings:
        problems.extend(reading.problems)
        if reading.article is not None:
            by_folder.setdefault(reading.source.folder, []).append(reading)
    in_force: dict[tuple[str, str], Article] = {}
    for rank in sorted(by_folder):
        in_force.update(_resolve_folder(by_folder[rank], problems))
    return Library(tuple(in_force.values()), tuple(problems))


def _resolve_folder(readings: Sequence[Reading], problems: list[Problem]) -> dict[tuple[str, str], Article]:
    found = [(reading.article, reading.source) for reading in readings if reading.article]
    sharing = Counter((article.id, article.lang) for article, _ in found)
    taken = {(article.id, article.lang) for article, _ in found if article.explicit_id}
    taken |= {key for key, count in sharing.items() if count == 1}
    articles: dict[tuple[str, str], Article] = {}
    for article, source in found:
        key = article.id, article.lang
        if article.explicit_id:
            if key in articles:
                values = {"id": article.id, "first": articles[key].path}
                problems.append(Problem("id-duplicate", Severity.ERROR, article.path, 1, values))
            else:
                articles[key] = article
        elif sharing[key] == 1:
            articles[key] = article
        else:
            name = _name_from_path(source, article.lang, taken)
            problems.append(Problem("id-from-path", Severity.WARNING, article.path, 1, {"id": name}))
            articles[name, article.lang] = renamed(article, name)
    return articles


def _name_from_path(source: Source, lang: str, taken: set[tuple[str, str]]) -> str:
    base = slug(source.relative.rpartition(".")[0]) or "article"
    name = next(name for n in count(1) if ((name := base if n == 1 else f"{base}-{n}"), lang) not in taken)
    taken.add((name, lang))
    return name


def renamed(article: Article, name: str) -> Article:
    """Return the article under another id, its lines with it."""
    return structs.replace(article, id=name, lines=tuple(structs.replace(line, article=name) for line in article.lines))
