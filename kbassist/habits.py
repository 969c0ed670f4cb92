"""What an agent reads, and what is looked for in vain.

Nobody waits for it: what the window shows lies in memory, and a thread of its own writes. A file that can't be used
means that this window alone remembers.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kbassist.desk.keeper import Keeper

if TYPE_CHECKING:
    from kbassist.desk.habits import HabitStore, Miss, Used

_RECENT = 8
_MOST_USED = 8
_LATELY = timedelta(days=90)
_KEPT = timedelta(days=365)
_MOST_WORDS = 12
_FIELD = re.compile(r"\b\w+:(?=\S)")
_UNFIT = re.compile(r"[\d•@]")


class AtHand(NamedTuple):
    """The articles to have at hand: pinned, read last, and read most in the last three months, each once."""

    pinned: tuple[Used, ...] = ()
    recent: tuple[Used, ...] = ()
    frequent: tuple[Used, ...] = ()


class _Change(NamedTuple):
    """What an agent did with an article."""

    article: str
    lang: str
    of: Callable[[Used], Used]


class Habits:
    """Remembers for one agent; its methods may be called from any thread, and return at once.

    `misses` and `forget_misses` read and write the file, and raise OSError or sqlite3.Error when it can't be used.
    """

    def __init__(self, path: Path | None, agent: str = "") -> None:
        """Keep in `path`; without one only this window remembers."""
        self._agent = agent
        self._used: Mapping[tuple[str, str], Used] = {}
        self._unwritten: list[_Change] = []
        self._lock = threading.Lock()
        self._keeper = Keeper(path, _store)

    def load(self) -> None:
        """Read soon what was kept until now; what is older than a year goes."""
        if self._keeper.is_kept():
            self._keeper.put(self._read)

    def become(self, agent: str) -> None:
        """Remember from now on what another agent reads."""
        self._keeper.close()
        with self._lock:
            self._agent, self._used = agent, {}
        self.load()

    def open(self, article: str, lang: str) -> None:
        """Count that an article was opened."""
        now = datetime.now().astimezone()
        self._change(
            _Change(article, lang, lambda used: used._replace(opened=used.opened + 1, last=now)),
            lambda store: store.open(self._agent, article, lang, now),
        )

    def toggle_pin(self, article: str, lang: str) -> bool:
        """Pin an article, or let it go; return whether it is pinned now."""
        pinned = not self.is_pinned(article, lang)
        self._change(
            _Change(article, lang, lambda used: used._replace(pinned=pinned)),
            lambda store: store.pin(self._agent, article, lang, pinned=pinned),
        )
        return pinned

    def is_pinned(self, article: str, lang: str) -> bool:
        """Whether an article is pinned."""
        used = self._used.get((article, lang))
        return used is not None and used.pinned

    def at_hand(self) -> AtHand:
        """Return the articles to have at hand."""
        pinned = [used for used in self._used.values() if used.pinned]
        since = datetime.now().astimezone() - _LATELY
        read = [(used.last, used) for used in self._used.values() if used.last and not used.pinned]
        recent = [used for _last, used in sorted(read, key=lambda pair: pair[0], reverse=True)][:_RECENT]
        lately = [used for last, used in read if last >= since and used not in recent]
        frequent = sorted(lately, key=lambda used: -used.opened)[:_MOST_USED]
        return AtHand(tuple(pinned), tuple(recent), tuple(frequent))

    def miss(self, query: str, name: str = "") -> None:
        """Count the words of a search that found nothing, unless it names a secret such as a PIN.

        Left out are the names of fields, words with numbers or with what the mask hides, and the customer's `name`.
        """
        from kbassist.text import credentials, privacy  # noqa: PLC0415 - with their lists, once there is something

        if any(credentials.find_names(query)):
            return
        plain = [word for word in _FIELD.sub(" ", privacy.mask(query)).split() if not _UNFIT.search(word)]
        names = set(_letters(name))
        words = " ".join([word for word in _letters(" ".join(plain)) if word not in names][:_MOST_WORDS])
        if words:
            day = datetime.now().astimezone().date()
            self._keeper.put(lambda store: store.miss(words, day))

    def misses(self) -> tuple[Miss, ...]:
        """Return what was looked for in vain, most often first."""
        return self._keeper.ask(lambda store: tuple(store.misses()), ())

    def forget_misses(self) -> int:
        """Forget what was looked for in vain alone, and return how many searches that was."""
        return self._keeper.ask(lambda store: store.forget_misses(), 0)

    def close(self) -> None:
        """Write what is to be written, and let the file go until it is needed again."""
        self._keeper.close()

    def _change(self, change: _Change, write: Callable[[HabitStore], None]) -> None:
        with self._lock:
            self._used = _with(self._used, change)
            self._unwritten.append(change)
        self._keeper.put(lambda store: self._write(store, change, write))

    def _write(self, store: HabitStore, change: _Change, write: Callable[[HabitStore], None]) -> None:
        write(store)
        with self._lock:
            self._unwritten.remove(change)

    def _read(self, store: HabitStore) -> None:
        store.forget_before(datetime.now().astimezone().date() - _KEPT)
        kept: Mapping[tuple[str, str], Used] = {(used.article, used.lang): used for used in store.articles(self._agent)}
        with self._lock:
            self._used = reduce(_with, self._unwritten, kept)


def _with(known: Mapping[tuple[str, str], Used], change: _Change) -> Mapping[tuple[str, str], Used]:
    from kbassist.desk.habits import Used  # noqa: PLC0415

    used = known.get((change.article, change.lang), Used(change.article, change.lang))
    return {**known, (change.article, change.lang): change.of(used)}


def _letters(text: str) -> list[str]:
    """Return the words of letters alone."""
    return "".join(letter if letter.isalpha() else " " for letter in text.lower()).split()


def _store(path: Path) -> HabitStore:
    from kbassist.desk.habits import HabitStore  # noqa: PLC0415 - with the database, once there is something to keep

    return HabitStore(path)
