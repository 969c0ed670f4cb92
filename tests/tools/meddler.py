"""Edits the articles of a library at random, as editors, half-written files and other programs do.

    python meddler.py FOLDER IDEAL SEED

IDEAL is a copy of FOLDER that only ever gets what is good: what a broken file was before stays there. At each line of
standard input, which is a number, so many edits are made; then the line comes back on standard output.
"""

import os
import random
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

_RESTING = 3.0  # s after which a file has been read for certain; only then it is broken
_BETWEEN = (0.01, 0.25)  # s
_HALF = (0.02, 0.3)  # s
_BROKEN = (b"", b"\n\n", b"---\n", b"---\ntit", b"---\ntitle: [satu\n---\nRusak.\n", b"---\ntitle: a\n---\n\0")
_SAID = "Bila berkenan, saya bantu sekarang, nomor {number}."


class Meddler:
    """Knows which files are good, and when each was last edited."""

    def __init__(self, folder: Path, ideal: Path, seed: int) -> None:
        self._folder, self._ideal, self._dice = folder, ideal, random.Random(seed)
        self._edited = dict.fromkeys((str(path.relative_to(folder)) for path in sorted(folder.rglob("*.md"))), 0.0)
        self._broken: set[str] = set()
        self._number = 0

    def edit(self, times: int) -> None:
        """Make some edits, with pauses between."""
        kinds: list[Callable[[], None]] = [
            *(self._change,) * 4, self._create, self._break, self._break, self._mend, self._mend,
            self._rename, self._delete, self._half_write, self._half_write, self._touch, self._replace,
        ]  # fmt: skip
        for _ in range(times):
            self._number += 1
            self._dice.choice(kinds)()
            time.sleep(self._dice.uniform(*_BETWEEN))

    def _any(self, *, broken: bool = False, rested: float = 0.0) -> str:
        until = time.monotonic() - rested
        names = [name for name in self._edited if (name in self._broken) == broken and self._edited[name] <= until]
        return self._dice.choice(names) if names else ""

    def _changed(self, name: str) -> bytes:
        """Return an article with one more sentence in one of its lines, or at its end."""
        text = (self._ideal / name).read_text(encoding="utf-8")
        sentence = _SAID.format(number=self._number)
        places = [place for place in range(len(text)) if text.startswith("\n>\n> ", place)]
        place = self._dice.choice(places) + 5 if places else len(text)
        return f"{text[:place]}{sentence} {text[place:]}".encode()

    def _write(self, name: str, data: bytes) -> None:
        for folder in (self._folder, self._ideal):
            (folder / name).write_bytes(data)
        self._edited[name] = time.monotonic()
        self._broken.discard(name)

    def _change(self) -> None:
        if name := self._any():
            self._write(name, self._changed(name))

    def _create(self) -> None:
        if name := self._any():
            new = f"{name.removesuffix('.md')}-{self._number}.md"
            self._write(new, self._changed(name))

    def _break(self) -> None:
        if name := self._any(rested=_RESTING):
            (self._folder / name).write_bytes(self._dice.choice(_BROKEN))
            self._broken.add(name)

    def _mend(self) -> None:
        if name := self._any(broken=True):
            self._write(name, self._changed(name))

    def _rename(self) -> None:
        if name := self._any():
            new = f"{name.removesuffix('.md')}-x{self._number}.md"
            for folder in (self._folder, self._ideal):
                (folder / name).rename(folder / new)
            del self._edited[name]
            self._edited[new] = time.monotonic()

    def _delete(self) -> None:
        if name := self._any(broken=self._dice.random() < 0.3):
            for folder in (self._folder, self._ideal):
                (folder / name).unlink()
            del self._edited[name]
            self._broken.discard(name)

    def _half_write(self) -> None:
        if name := self._any():
            data = self._changed(name)
            half = self._dice.randrange(len(data))
            with (self._folder / name).open("wb") as file:
                file.write(data[:half])
                file.flush()
                time.sleep(self._dice.uniform(*_HALF))
                file.write(data[half:])
            self._write(name, data)

    def _touch(self) -> None:
        if name := self._any():
            os.utime(self._folder / name)

    def _replace(self) -> None:
        """Save as vim does: the old file beside, then the new one in its place."""
        if name := self._any():
            path, data = self._folder / name, self._changed(name)
            path.rename(path.with_name(f"{path.name}~"))
            path.write_bytes(data)
            path.with_name(f"{path.name}~").unlink()
            self._write(name, data)


def main() -> None:
    folder, ideal = Path(sys.argv[1]), Path(sys.argv[2])
    shutil.copytree(folder, ideal)
    meddler = Meddler(folder, ideal, int(sys.argv[3]))
    for line in sys.stdin:
        meddler.edit(int(line))
        print(line.strip(), flush=True)


if __name__ == "__main__":
    main()
