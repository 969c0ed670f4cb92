from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from whoosh.index import open_dir

from kbassist.content import library, reader
from kbassist.content.model import Article
from kbassist.resources import starter_library
from kbassist.search import builder, store
from kbassist.search.compiled import Compiled, Part
from kbassist.search.documents import article_key
from kbassist.search.patcher import Patched, Patcher
from kbassist.search.query import Searcher
from kbassist.search.store import Manifest


@dataclass(frozen=True)
class Shelf:
    """Library folders on disk and the index that belongs to them; articles are written into the first."""

    folders: tuple[Path, ...]
    root: Path

    @property
    def folder(self) -> Path:
        return self.folders[0]

    def write(self, name: str, title: str, body: str = "", lang: str = "id") -> Path:
        return self.write_text(f"{lang}/{name}.md", f"---\ntitle: {title}\n---\n\n{body}\n")

    def write_text(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def update(self) -> builder.Outcome:
        return builder.update(self.folders, self.root, lambda _done, _total: None)

    def patcher(self) -> Patcher:
        return Patcher(self.folders, self.root)

    def manifest(self) -> Manifest:
        manifest = store.read_manifest(self.root)
        assert manifest is not None
        return manifest

    def compiled(self, patched: Patched | None = None) -> Compiled:
        base = Part.of_generation(self.root, self.manifest())
        return Compiled(base, Part.of_patch(self.root / patched.patch) if patched and patched.patch else None)

    def found(self, query: str, **how: Any) -> list[str]:
        """Return the keys of the articles that a query finds, best first."""
        compiled = self.compiled()
        return [compiled.article_keys[number] for number, _ in Searcher(compiled).search(query, **how).best]

    def titles(self) -> dict[str, str]:
        return titles(self.compiled())

    def index_folder(self) -> Path:
        return self.root / self.manifest().index

    def keys(self, kind: str) -> list[str]:
        """Return the keys of all documents that Whoosh itself holds, as often as it holds them."""
        with open_dir(str(self.index_folder()), kind).searcher() as searcher:
            return sorted(fields["key"] for fields in searcher.documents())


def titles(compiled: Compiled) -> dict[str, str]:
    """Return the titles of the articles in force by key."""
    return {article_key(article): article.title for article in compiled.articles()}


def make_shelf(place: Path, folders: int = 1) -> Shelf:
    """Return a new shelf of empty folders."""
    paths = tuple(place / f"library-{number}" for number in range(folders))
    for path in paths:
        path.mkdir(parents=True)
    return Shelf(paths, store.place(paths, place / "cache"))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return make_shelf(tmp_path)


@pytest.fixture(scope="session")
def new_shelf(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Shelf]:
    """Return a function that makes shelves, as many as a property test asks for."""
    return lambda folders=1: make_shelf(tmp_path_factory.mktemp("shelf"), folders)


@pytest.fixture(scope="session")
def starter_articles() -> list[Article]:
    sources, _ = library.scan([starter_library()])
    return list(library.resolve([reader.read(source) for source in sources]).articles)


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The starter library, indexed; tests leave it as it is."""
    place = tmp_path_factory.mktemp("starter")
    shelf = Shelf((starter_library(),), store.place([starter_library()], place))
    shelf.update()
    return shelf


@pytest.fixture(scope="session")
def starter_compiled(starter: Shelf) -> Compiled:
    return starter.compiled()


@pytest.fixture(scope="session")
def starter_searcher(starter_compiled: Compiled) -> Searcher:
    return Searcher(starter_compiled)
