"""Makes a patch of the few articles that changed since the last generation, within a blink.

A patch is no part of what is in force: it serves whoever has the generation, until the next one takes it in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kbassist.search import catalogue, packing, parts, store
from kbassist.search.builder import is_whole, stored_catalogue
from kbassist.search.catalogue import Bodies, Catalogue, InForce
from kbassist.search.compiled import About
from kbassist.search.parts import Known
from kbassist.search.schema import fingerprint
from kbassist.search.store import Damaged, Manifest

# More than this is not a patch any more.
_MOST_ARTICLES = 1000


@dataclass(frozen=True, slots=True)
class Patched:
    """What a patch came to: how many articles differ from the generation, which one, and the patch's file.

    `patch` is empty where the generation has everything.
    """

    changed: int
    generation: int
    patch: str


class Patcher:
    """Remembers one generation and what changed since."""

    def __init__(self, folders: Sequence[Path], root: Path) -> None:
        """Remember nothing yet; `root` is the place of the library in the cache."""
        self._folders = folders
        self._root = root
        self._mark = fingerprint()
        self._written: list[str] = []
        self.forget()

    def forget(self) -> None:
        """Give back the memory of a generation; what is needed of it is read again."""
        self._manifest: Manifest | None = None
        self._base = self._latest = Catalogue()
        self._in_force: Mapping[str, InForce] = {}
        self._told: tuple[object, ...] = ()
        self._known: Known | None = None
        self._bodies = Bodies(self._root)
        self._patch = ""

    def patch(self) -> Patched | None:
        """Look for changed files and write a patch of them; None when a new generation is needed."""
        known = self._recall()
        if known is None or self._manifest is None:
            return None
        now = catalogue.read(self._folders, self._latest, self._bodies, _tell_nobody)
        generation = self._manifest.generation
        if now == self._latest:
            return Patched(0, generation, self._patch)
        in_force, problems = now.in_force()
        old = self._in_force
        changed = sorted(key for key in old.keys() | in_force.keys() if old.get(key) != in_force.get(key))
        if len(changed) > _MOST_ARTICLES:
            return None
        self._latest = now
        if not changed and (problems, now.owner, now.synonyms, now.forbidden) == self._told:
            self._patch = ""
            return Patched(0, generation, "")
        wanted = [in_force[key] for key in changed if key in in_force]
        arrays = parts.patch(list(catalogue.articles(now, wanted, self._bodies)), known)
        dead = tuple(key for key in changed if key in old)
        about = About(problems, now.owner, dead, now.synonyms, now.kept, now.forbidden)
        self._replace_patch({**arrays, "about": parts.encoded(about)})
        return Patched(len(changed), generation, self._patch)

    def _replace_patch(self, arrays: Mapping[str, packing.Array]) -> None:
        self._patch = store.new_patch(self._root)
        packing.write(self._root / self._patch, arrays)
        self._written.append(self._patch)
        # A reader may be on its way to the last but one.
        store.remove_patches(self._root, self._written[:-2])
        del self._written[:-2]

    def _recall(self) -> Known | None:
        """Return the statistics of the generation in force; None when there is none to patch."""
        manifest = store.read_manifest(self._root)
        if manifest is None or manifest.fingerprint != self._mark:
            return None
        if self._manifest is not None and manifest.identity == self._manifest.identity:
            return self._known
        self._manifest, self._bodies, self._patch = None, Bodies(self._root), ""
        if not is_whole(self._root, manifest):
            return None
        try:
            self._base = self._latest = stored_catalogue(self._root, manifest)
            statistics = store.map_file(self._root, manifest, f"{manifest.folder}/{store.STATISTICS}")
        except Damaged:
            return None
        self._in_force, problems = self._base.in_force()
        self._told = problems, self._base.owner, self._base.synonyms, self._base.forbidden
        self._known = parts.known(packing.read(statistics))
        self._manifest = manifest
        return self._known


def _tell_nobody(_number: int, _count: int) -> None:
    pass
