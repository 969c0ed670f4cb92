"""What an agent reads, and what is looked for in vain.

Nobody waits for it: what the window shows lies in memory, and a thread of its own writes. A file that can't be used
means that this window alone remembers.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kbassist.desk.writer import Writer

if TYPE_CHECKING:
    from kbassist.desk.usage import Miss, Usage, Used

_RECENT = 8
_MOST_USED = 8
_LATELY = timedelta(days=90)
_MOST_WORDS = 12
_FIELD = re.compile(r"\b\w+:(?=\S)")

_log = logging.getLogger(__name__)


class AtHand(NamedTuple):
    """The articles to have at hand: pinned, read last, and read most in the last three months, each once."""

    pinned: tuple[Used, ...] = ()
    recent: tuple[Used, ...] = ()
    frequent: tuple[Used, ...] = ()


class Habits:
    """Remembers for one agent; its methods may be called from any thread, and return at once.

    `misses` and `forget_misses` read and write the file, and raise OSError or sqlite3.Error when it can't be used.
    """

    def __init__(self, path: Path | None, agent: str = "") -> None:
        """Keep in `path`; without one only this window remembers."""
        self._path, self._agent = path, agent
        self._used: Mapping[tuple[str, str], Used] = {}
        self._lock = threading.Lock()
        self._writer = Writer("habits")
        self._opened: Usage | None = None

    def load(self) -> None:
        """Read what is kept, by other windows too."""
        if self._is_kept():
            self._writer.put(lambda: self._try(self._read))

    def open(self, article: str, lang: str) -> None:
        """Count that an article was opened."""
        now = datetime.now().astimezone()
        self._change(article, lang, lambda used: used._replace(opened=used.opened + 1, last=now))
        self._put(lambda usage: usage.open(self._agent, article, lang, now))

    def toggle_pin(self, article: str, lang: str) -> bool:
        """Pin an article, or let it go; return whether it is pinned now."""
        pinned = not self.is_pinned(article, lang)
        self._change(article, lang, lambda used: used._replace(pinned=pinned))
        self._put(lambda usage: usage.pin(self._agent, article, lang, pinned=pinned))
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

    def miss(self, query: str) -> None:
        """Count the words of a search that found nothing; names of fields, secrets and numbers are left out."""
        from kbassist.text import privacy  # noqa: PLC0415 - with its lists, once there is something to mask

        kept = privacy.mask(query).replace(privacy.MASK, " ")
        letters = "".join(letter if letter.isalpha() else " " for letter in _FIELD.sub(" ", kept).lower())
        words = " ".join(letters.split()[:_MOST_WORDS])
        if words:
            day = datetime.now().astimezone().date()
            self._put(lambda usage: usage.miss(words, day))

    def misses(self) -> tuple[Miss, ...]:
        """Return what was looked for in vain, most often first."""
        self.close()
        return tuple(self._usage().misses()) if self._is_kept() else ()

    def forget_misses(self) -> int:
        """Forget what was looked for in vain, and return how many words that was."""
        self.close()
        return self._usage().forget_misses() if self._is_kept() else 0

    def close(self) -> None:
        """Write what is to be written, and let the file go until it is needed again."""
        self._writer.close()
        if self._opened:
            self._opened.close()

    def _is_kept(self) -> bool:
        return self._path is not None and self._path.exists()

    def _usage(self) -> Usage:
        from kbassist.desk.usage import Usage  # noqa: PLC0415 - with the database, once there is something to keep

        assert self._path
        self._opened = self._opened or Usage(self._path)
        return self._opened

    def _change(self, article: str, lang: str, change: Callable[[Used], Used]) -> None:
        from kbassist.desk.usage import Used  # noqa: PLC0415

        with self._lock:
            used = self._used.get((article, lang), Used(article, lang))
            self._used = {**self._used, (article, lang): change(used)}

    def _put(self, job: Callable[[Usage], None]) -> None:
        if self._path is not None:
            self._writer.put(lambda: self._try(job))

    def _try(self, job: Callable[[Usage], None]) -> None:
        try:
            job(self._usage())
        except Exception:  # noqa: BLE001 - whatever the disk says, the call goes on
            _log.warning("what is read is not kept: %s can not be used", self._path, exc_info=True)

    def _read(self, usage: Usage) -> None:
        kept = {(used.article, used.lang): used for used in usage.articles(self._agent)}
        with self._lock:
            self._used = {**self._used, **kept}
