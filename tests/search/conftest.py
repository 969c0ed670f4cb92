from dataclasses import dataclass
from pathlib import Path

import pytest
from whoosh.index import open_dir

from kbassist.content import library, reader
from kbassist.content.model import Article
from kbassist.resources import starter_library
from kbassist.search import builder, store
from kbassist.search.compiled import Compiled
from kbassist.search.documents import article_key


@dataclass(frozen=True)
class Shelf:
    """A library folder on disk and the index that belongs to it."""

    folder: Path
    root: Path

    def write(self, name: str, title: str, body: str = "", lang: str = "id") -> Path:
        path = self.folder / lang / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {title}\n---\n\n{body}\n", encoding="utf-8")
        return path

    def update(self) -> builder.Outcome:
        return builder.update([self.folder], self.root, lambda _done, _total: None)

    def loaded(self) -> tuple[dict[str, Article], Compiled]:
        loaded = store.open_snapshot(self.root)
        assert loaded is not None
        articles = {article_key(article): article for article in loaded.snapshot.articles}
        return articles, Compiled.load(loaded.root, loaded.manifest)

    def titles(self) -> dict[str, str]:
        return {key: article.title for key, article in self.loaded()[0].items()}

    def index_folder(self) -> Path:
        manifest = store.read_manifest(self.root)
        assert manifest is not None
        return self.root / manifest.index

    def keys(self, kind: str) -> list[str]:
        """Return the keys of all documents that Whoosh itself holds, as often as it holds them."""
        with open_dir(str(self.index_folder()), kind).searcher() as searcher:
            return sorted(fields["key"] for fields in searcher.documents())


def _shelf(place: Path) -> Shelf:
    folder = place / "library"
    folder.mkdir()
    return Shelf(folder, store.place([folder], place / "cache"))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return _shelf(tmp_path)


@pytest.fixture(scope="session")
def starter_articles() -> list[Article]:
    sources, _ = library.scan([starter_library()])
    return list(library.resolve([reader.read(source) for source in sources]).articles)


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The starter library, indexed; tests leave it as it is."""
    place = tmp_path_factory.mktemp("starter")
    shelf = Shelf(starter_library(), store.place([starter_library()], place))
    shelf.update()
    return shelf
