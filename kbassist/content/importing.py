"""Takes in a folder of Markdown as articles: texts, headers and links stay, what is missing in a header is filled in.

Nothing that is there is ever written over. What Obsidian and Hugo write otherwise than we do is put into our form:
links by the name of a note, images by their name, headers in TOML, categories.
"""

import codecs
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import yaml
from msgspec import Struct

from kbassist.content import header, pictures, vocabulary
from kbassist.content.header import Field, HeaderError
from kbassist.content.kinds import ArticleKind, Severity, Status
from kbassist.content.links import WIKI_LINK
from kbassist.content.model import Problem
from kbassist.content.reader import MAX_BYTES
from kbassist.content.scanner import change_prose, scan
from kbassist.content.slugs import slug
from kbassist.content.templates import LANGUAGES

_MARKDOWN = frozenset({".md", ".markdown"})
# Files that stand for their folder.
_OF_FOLDER = frozenset({"index", "readme"})
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_EMBED = re.compile(r"!\[\[([^\[\]|#]+)(?:\|([^\[\]]*))?\]\]")
# Control signs, and what is left of a name that is not Unicode; special spaces and joined emoji are fine.
_UNREADABLE_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_HASHTAG = re.compile(r"(?<!\S)#([^\W\d_][\w/-]*)")


class Outcome(Struct, frozen=True):
    """What became of one file, or of one row of a table: where it was written, or why it was not."""

    source: str
    target: str = ""
    problem: Problem | None = None


class UnfitError(Exception):
    """A text that can't be taken in, with what is wrong with it."""

    def __init__(self, problem: Problem) -> None:
        """Keep what the report will tell."""
        super().__init__(problem.code)
        self.problem = problem


def run(given: Path, library: Path, lang: str) -> tuple[Outcome, ...]:
    """Take in a folder, or one file, of Markdown with its images; what names no language of its own is in `lang`.

    Raises OSError when the library can't be written to.
    """
    root = given if given.is_dir() else given.parent
    paths = tuple(_files(given, library.resolve()))
    notes = Counter(slug(_name(path)) for path in paths if path.suffix.lower() in _MARKDOWN)
    images = {path.name.lower(): path for path in paths if path.suffix.lower() in pictures.ENDINGS}
    import_ = _Import(root, library, lang, notes, images)
    return tuple(map(import_.take, paths))


def read_text(path: Path) -> str:
    """Return the text of a file, also of one that older programs saved; raises UnfitError."""
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        raise unfit("file-unreadable", path, reason=error.strerror or str(error)) from error
    if data is None:
        raise unfit("file-too-large", path, limit=f"{MAX_BYTES // 1_000_000} MB")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
    elif b"\0" in data:
        raise unfit("file-not-text", path)
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unfit(code: str, path: Path, row: int = 0, severity: Severity = Severity.ERROR, **values: str) -> UnfitError:
    """Return the error of a file or of one of its rows."""
    return UnfitError(Problem(code, severity, str(path), row, values))


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, with its folders, whole or not at all; raises UnfitError where it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise unfit("import-exists", path, severity=Severity.WARNING) from None
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _files(given: Path, library: Path) -> Iterator[Path]:
    """Yield the files to look at; hidden ones, and those of the library itself, are none of them."""
    if not given.is_dir():
        yield given
        return
    for folder, folders, names in os.walk(given):
        folders[:] = sorted(
            name for name in folders if name[0] != "." and not Path(folder, name).resolve().is_relative_to(library)
        )
        yield from (Path(folder, name) for name in sorted(names) if name[0] != ".")


def _name(path: Path) -> str:
    """Return the name of a note; that of its folder where the file stands for one."""
    return path.parent.name if path.stem.lower() in _OF_FOLDER and path.parent.name else path.stem


class _Import:
    def __init__(
        self, root: Path, library: Path, lang: str, notes: Mapping[str, int], images: Mapping[str, Path]
    ) -> None:
        self._root, self._library, self._lang = root, library, lang
        self._notes, self._images = notes, images

    def take(self, path: Path) -> Outcome:
        """Take in one file."""
        target = self._library / self._place(path)
        try:
            if path.is_symlink():
                raise unfit("import-linked", path, severity=Severity.WARNING)
            if _UNREADABLE_NAME.search(path.name):
                raise unfit("file-name-not-unicode", path, severity=Severity.WARNING)
            if path.suffix.lower() in pictures.ENDINGS and path.is_file():
                write_new(target, _read(path))
            elif path.suffix.lower() not in _MARKDOWN or not path.is_file():
                raise unfit("import-no-article", path, severity=Severity.WARNING)
            elif any(part[0] == "_" for part in path.relative_to(self._root).parts):
                raise unfit("import-underscore", path, severity=Severity.WARNING)
            else:
                target = target.with_suffix(".md")
                write_new(target, self._article(path).encode(errors="replace"))
        except UnfitError as error:
            return Outcome(str(path), problem=error.problem)
        return Outcome(str(path), str(target))

    def _place(self, path: Path) -> PurePosixPath:
        """Return where a file goes, from the library's folder: as it lies now, within the folder of its language."""
        parts = path.relative_to(self._root).parts
        return PurePosixPath(*parts) if parts[0] in LANGUAGES else PurePosixPath(self._lang, *parts)

    def _article(self, path: Path) -> str:
        text = read_text(path)
        if toml := _TOML.match(text):
            text = f"---\n{_from_toml(toml[1], path)}---\n{text[toml.end() :]}"
        if header.is_unclosed(text):
            raise unfit("header-unclosed", path, 1)
        try:
            return self._headed(text, path)
        except HeaderError as error:
            problem = Problem(error.code, Severity.ERROR, str(path), error.row + 1, error.values)
            raise UnfitError(problem) from error

    def _headed(self, text: str, path: Path) -> str:
        head, body, _row = header.split(text)
        fields = header.read(head) if head else {}
        head_text = text[: len(text) - len(body)]
        body = change_prose(body, lambda prose: self._linked(prose, path))
        folders = self._place(path).parts[1:-1]
        name = slug(_name(path))
        if path.stem.lower() in _OF_FOLDER and folders and "id" not in fields and self._notes[name] == 1:
            head_text = header.set_key(head_text, "id", name)
        for key, value in _missing(fields, _name(path), folders, body).items():
            head_text = header.set_key(head_text, key, value)
        return head_text + body

    def _linked(self, prose: str, path: Path) -> str:
        """Return words whose links lead to where the notes and images will be."""
        return WIKI_LINK.sub(self._link, _EMBED.sub(lambda found: self._embed(found, path), prose))

    def _link(self, found: re.Match[str]) -> str:
        named = found[1].strip()
        name = slug(PurePosixPath(named.removesuffix(".md")).name)
        if name not in self._notes or name == named:
            return found[0]
        fragment = f"#{found[2].strip()}" if found[2] else ""
        return f"[[{name}{fragment}|{(found[3] or named).strip()}]]"

    def _embed(self, found: re.Match[str], path: Path) -> str:
        image = self._images.get(PurePosixPath(found[1].strip()).name.lower())
        if image is None:
            return found[0]
        here = Path(self._place(path)).parent
        relative = os.path.relpath(self._place(image), here).replace(os.sep, "/")
        words = (found[2] or "").strip()
        return f"![{image.stem if not words or words.isdigit() else words}]({quote(relative)})"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unfit("file-unreadable", path, reason=error.strerror or str(error)) from error


def _from_toml(text: str, path: Path) -> str:
    try:
        fields = tomllib.loads(text)
        dumped: str = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=10_000) if fields else ""
    except (tomllib.TOMLDecodeError, yaml.YAMLError) as error:
        raise unfit("import-toml", path, 1, reason=str(error)) from error
    return dumped


def _missing(fields: Mapping[str, Field], name: str, folders: Sequence[str], body: str) -> dict[str, str | list[str]]:
    """Return the keys that an article needs and this header does not have in a form that we take."""
    values: dict[str, str | list[str]] = {}
    found = scan(body)
    if own := slug(_text(fields, "id")):
        values["id"] = own
    if not _text(fields, "title"):
        values["title"] = found.headings[0].text if found.headings else _words(name)
    kind = _text(fields, "kind").lower()
    if kind not in ArticleKind.__members__.values():
        values["kind"] = (vocabulary.ARTICLE_KINDS.get(kind) or _kind(folders)).value
    named = next((fields[key].value for key in ("category", "categories") if key in fields and fields[key].value), ())
    if not _text(fields, "category") and (category := _first(named) or (folders[0] if folders else "")):
        values["category"] = category
    if "tags" not in fields and (tags := _hashtags(body)):
        values["tags"] = tags
    if _text(fields, "status").lower() not in Status.__members__.values():
        values["status"] = Status.DRAFT.value
    return values


def _text(fields: Mapping[str, Field], key: str) -> str:
    value = fields[key].value if key in fields else ""
    return value if isinstance(value, str) else ""


def _first(value: "str | tuple[Field, ...] | dict[str, Field]") -> str:
    if isinstance(value, tuple):
        value = value[0].value if value else ""
    return value if isinstance(value, str) else ""


def _kind(folders: Sequence[str]) -> ArticleKind:
    """Return the kind that the name of a folder tells, the innermost first."""
    for folder in reversed(folders):
        name = folder.lower()
        if kind := vocabulary.ARTICLE_KINDS.get(name) or vocabulary.ARTICLE_KINDS.get(name.removesuffix("s")):
            return kind
    return ArticleKind.GUIDE


def _words(name: str) -> str:
    """Return the name of a file as people write it."""
    words = re.sub(r"[-_\s]+", " ", name).strip()
    return words[:1].upper() + words[1:] or name


def _hashtags(body: str) -> list[str]:
    found: list[str] = []

    def look(prose: str) -> str:
        found.extend(_HASHTAG.findall(prose))
        return prose

    change_prose(body, look)
    return list(dict.fromkeys(found))
