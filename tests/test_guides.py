"""What the librarian offers beside search: guides to walk, products to compare."""

import pytest

from kbassist import resources
from kbassist.assistant import Assistant


@pytest.fixture(scope="module")
def librarian(tmp_path_factory):
    """Return the librarian of the starter library."""
    with Assistant((resources.starter_library(),), tmp_path_factory.mktemp("cache")) as assistant:
        assistant.update()
        assert assistant.wait()
        yield assistant.librarian


def test_guides_that_branch_are_listed_in_the_language(librarian):
    assert [guide.title for guide in librarian.guides("id")] == ["Memilih kartu", "Memilih kredit", "Memilih tabungan"]
    assert [guide.id for guide in librarian.guides("en")] == ["memilih-kartu", "memilih-kredit", "memilih-tabungan"]
    assert {guide.lang for guide in librarian.guides("en")} == {"en"}


def test_products_are_listed_once_in_the_language_where_they_have_it(librarian):
    products = {product.id: product.lang for product in librarian.products("en")}
    assert products["deposito"] == "en"
    assert products["kirana-net"] == "id"
    assert len(products) == len(librarian.products("id"))


def test_products_are_compared_with_their_figures(librarian):
    table = librarian.compare([("tabungan-kirana", "id"), ("tiada", "id"), ("tabungan-pelajar", "id")])
    assert table.titles == ("Tabungan Kirana", "Tabungan Pelajar")
    rows = {row.label: (row.cells, row.differs) for row in table.rows}
    assert rows["Setoran awal"] == (("Rp100.000", "Rp20.000"), True)
    assert librarian.compare([]).titles == ()


def test_without_a_library_there_is_nothing_to_offer(tmp_path):
    with Assistant((tmp_path,), tmp_path / "cache") as assistant:
        assert assistant.librarian.guides("id") == assistant.librarian.products("id") == ()
