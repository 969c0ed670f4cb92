"""Knows how words are spelled, where the machine has dictionaries for Enchant; without them it doubts no word."""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kbassist.text.stems import stem

if TYPE_CHECKING:
    import enchant

_MOST_SUGGESTIONS = 5
_SHORTEST_ROOT = 5
_MOST_REMEMBERED = 20_000


class Speller:
    """Answers from any thread, one at a time."""

    def __init__(self, own_words: Path) -> None:
        """Keep the editor's own words in a file, one a row."""
        self._file = own_words
        self._lock = threading.Lock()
        self._dictionaries: dict[str, list[enchant.Dict]] = {}
        self._known: dict[tuple[str, str], bool] = {}

    @cached_property
    def _own(self) -> set[str]:
        try:
            return set(self._file.read_text(encoding="utf-8").split())
        except (OSError, UnicodeDecodeError):
            return set()

    def doubted(self, words: frozenset[str], lang: str) -> frozenset[str]:
        """Return the words that no dictionary of a language has, nor any of the editor's own."""
        with self._lock:
            return frozenset(word for word in words if not self._knows(word, lang))

    def suggest(self, word: str, lang: str) -> list[str]:
        """Return what a word was probably meant to be, likeliest first."""
        with self._lock:
            found = (each for one in self._of(lang) for each in one.suggest(word))
            return list(dict.fromkeys(found))[:_MOST_SUGGESTIONS]

    def add(self, word: str) -> None:
        """Take a word for right from now on; raises OSError where it can't be kept."""
        with self._lock:
            self._own.add(word.lower())
            self._known.clear()
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(f"{word.lower()}\n")

    def _knows(self, word: str, lang: str) -> bool:
        key = lang, word
        if key not in self._known:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = self._is_right(word, lang)
        return self._known[key]

    def _is_right(self, word: str, lang: str) -> bool:
        dictionaries = self._of(lang)
        if not dictionaries or word.lower() in self._own:
            return True
        forms = [[word.replace("’", "'")]]
        if lang.startswith("id"):
            # Indonesian words are built in more ways than a dictionary lists; what is left of a short one says little.
            root = stem(word.lower())
            forms += [word.split("-"), *([[root]] if len(root) >= _SHORTEST_ROOT else [])]
        return any(all(any(one.check(part) for one in dictionaries) for part in form) for form in forms)

    def _of(self, lang: str) -> list[enchant.Dict]:
        """Return the dictionaries of a language, of whatever countries."""
        language = lang.partition("-")[0]
        if language not in self._dictionaries:
            self._dictionaries[language] = _load(language)
        return self._dictionaries[language]


def _load(language: str) -> list[enchant.Dict]:
    try:
        import enchant  # noqa: PLC0415 - it may be missing, and takes a moment
    except ImportError:
        return []
    broker = enchant.Broker()
    tags = (tag for tag in broker.list_languages() if tag.replace("-", "_").split("_")[0] == language)
    return [broker.request_dict(tag) for tag in tags]
