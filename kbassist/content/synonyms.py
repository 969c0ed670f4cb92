"""The editors' own short forms and synonyms: `_synonyms.yml` beside `_library.yml`, one file for a library folder.

A broken entry is left out and told; all others serve.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path

from kbassist.content import header, vocabulary
from kbassist.content.header import Field
from kbassist.content.kinds import Severity
from kbassist.content.model import Problem, Synonyms
from kbassist.text import stopwords, tokens

FILE = "_synonyms.yml"
MAX_CHARACTERS = 100_000
MAX_WORDS = 10
MAX_PHRASES = 20

_KEYS = {"short": "short", "singkatan": "short", "same": "same", "sama": "same"}


def read(folders: Sequence[Path]) -> tuple[Synonyms, tuple[Problem, ...]]:
    """Return what the files of all folders say together; a short form of a later folder overrides an earlier one."""
    files = [_File(folder / FILE) for folder in folders]
    short = {form: meaning for file in files for form, meaning in file.short.items()}
    same = dict.fromkeys(group for file in files for group in file.same)
    problems = (problem for file in files for problem in sorted(file.problems, key=attrgetter("line")))
    return Synonyms(short, tuple(same)), tuple(problems)


class _File:
    """One file: its short forms and groups, and what is wrong with it."""

    def __init__(self, path: Path) -> None:
        self.short: dict[str, str] = {}
        self.same: list[tuple[str, ...]] = []
        self.problems: list[Problem] = []
        self._path = str(path)
        self._group_of: dict[tuple[str, ...], tuple[int, int]] = {}
        for key, entry in self._fields(path).items():
            kind = _KEYS.get(key.lower())
            if kind is None:
                wanted = vocabulary.nearest(key, _KEYS, 0.6) or ", ".join(_KEYS)
                self.report("synonyms-unknown-key", Severity.WARNING, entry.row, key=key, wanted=wanted)
            elif not entry.value:
                continue
            elif kind == "same":
                self._read_groups(entry)
            elif isinstance(entry.value, dict):
                self._read_short(entry.value)
            else:
                self.report("synonyms-not-short", Severity.ERROR, entry.row, key=key)

    def report(self, code: str, severity: Severity, row: int, **values: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(code, severity, self._path, row, values))

    def _twice(self, key: str, row: int) -> None:
        self.report("synonyms-twice", Severity.ERROR, row, found=key)

    def _fields(self, path: Path) -> Mapping[str, Field]:
        try:
            if not path.is_file():
                return {}
            with path.open(encoding="utf-8-sig") as file:
                text = file.read(MAX_CHARACTERS + 1)
        except (OSError, UnicodeDecodeError):
            self.report("library-file-unreadable", Severity.ERROR, 1)
            return {}
        if len(text) > MAX_CHARACTERS:
            self.report("synonyms-too-large", Severity.ERROR, 1, limit=str(MAX_CHARACTERS))
            return {}
        try:
            return header.read(text, MAX_CHARACTERS, self._twice)
        except header.HeaderError as error:
            rows = text.splitlines()
            found = error.values.get("found") or (rows[error.row - 1].strip() if error.row <= len(rows) else "")
            self.report("synonyms-unreadable", Severity.ERROR, error.row, found=found)
            return {}

    def _read_short(self, entries: Mapping[str, Field]) -> None:
        for key, entry in entries.items():
            form, meaning = key.lower(), entry.value
            if not meaning:
                self.report("synonyms-empty", Severity.ERROR, entry.row, form=key)
            elif isinstance(meaning, dict):
                self.report("synonyms-not-short", Severity.ERROR, entry.row, key=key)
            elif isinstance(meaning, tuple) or "," in meaning:
                self.report("synonyms-several-meanings", Severity.ERROR, entry.row, form=key)
            elif form in self.short:
                self._twice(key, entry.row)
            elif self._is_phrase(key, entry.row) and self._is_phrase(meaning, entry.row):
                self.short[form] = meaning
                self._compare_with_ours(key, meaning, entry.row)

    def _compare_with_ours(self, form: str, meaning: str, row: int) -> None:
        """Tell of a short form that is read already, as an everyday word or with another meaning."""
        if _is_everyday(form):
            self.report("synonyms-everyday-word", Severity.WARNING, row, found=form)
            return
        known = tokens.read(form)
        words = " ".join(token.word for token in known)
        ours = len({token.start for token in known}) == 1 and words != form.lower()
        if ours and _stems(form) != _stems(meaning):
            self.report("synonyms-known-short", Severity.WARNING, row, form=form, known=words, meaning=meaning)

    def _read_groups(self, entry: Field) -> None:
        for group in (entry,) if isinstance(entry.value, str) else _items(entry):
            phrases = _phrases(group)
            if phrases is None:
                self.report("synonyms-not-group", Severity.ERROR, group.row)
                continue
            by_stems = {_stems(phrase): phrase for phrase in reversed(phrases) if self._is_phrase(phrase, group.row)}
            if len(by_stems) < 2:  # noqa: PLR2004 - one phrase has nothing to be the same as
                self.report("synonyms-one-phrase", Severity.ERROR, group.row, found=", ".join(phrases))
            elif len(by_stems) > MAX_PHRASES:
                self.report("synonyms-group-too-large", Severity.ERROR, group.row, limit=str(MAX_PHRASES))
            else:
                self._add_group(by_stems, group.row)

    def _add_group(self, by_stems: Mapping[tuple[str, ...], str], row: int) -> None:
        for stems, phrase in by_stems.items():
            number, first_row = self._group_of.setdefault(stems, (len(self.same), row))
            if number != len(self.same):
                self.report("synonyms-phrase-twice", Severity.WARNING, row, found=phrase, other=str(first_row))
            if _is_everyday(phrase):
                self.report("synonyms-everyday-word", Severity.WARNING, row, found=phrase)
        self.same.append(tuple(by_stems.values())[::-1])

    def _is_phrase(self, text: str, row: int) -> bool:
        words = tokens.read(text)
        if all(token.word[0].isdecimal() for token in words):
            self.report("synonyms-no-word", Severity.ERROR, row, found=text)
        elif len(words) > MAX_WORDS:
            self.report("synonyms-too-long", Severity.ERROR, row, found=text, limit=str(MAX_WORDS))
        else:
            return True
        return False


def _items(entry: Field) -> Iterable[Field]:
    return entry.value if isinstance(entry.value, tuple) else (entry,)


def _phrases(group: Field) -> list[str] | None:
    """Return the phrases of a list, or of a row with commas; None when it is something else."""
    if isinstance(group.value, str):
        texts = group.value.split(",")
    else:
        texts = [item.value for item in _items(group) if isinstance(item.value, str)]
        if len(texts) < len(group.value):
            return None
    return [text.strip() for text in texts if text.strip()]


def _is_everyday(phrase: str) -> bool:
    words = tokens.read(phrase)
    return len(words) == 1 and words[0].word == phrase.lower() and words[0].stem in stopwords.stems()


def _stems(phrase: str) -> tuple[str, ...]:
    return tuple(token.stem for token in tokens.read(phrase))
