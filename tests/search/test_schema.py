import pickle

from hypothesis import given
from hypothesis import strategies as st
from whoosh.fields import TEXT

from kbassist.search.schema import StemAnalyzer, StemField, fingerprint, schemas
from kbassist.text import tokens


def test_schemas_can_be_pickled_with_the_index():
    for schema in schemas().values():
        assert pickle.loads(pickle.dumps(schema)).names() == schema.names()


@given(
    st.text() | st.lists(st.sampled_from(["kartu", "Kartunya", "blm", "dtg,", "2mgg", "lost", "cards"])).map(" ".join)
)
def test_the_field_indexes_what_a_text_field_of_whoosh_would(text):
    expected = TEXT(analyzer=StemAnalyzer(), phrase=False)
    assert sorted(StemField().index(text)) == sorted(expected.index(text))
    assert sorted(StemField().index(tokens.words_and_stems(text)[1])) == sorted(expected.index(text))


def test_stored_are_keys_and_nothing_else():
    for schema in schemas().values():
        assert schema.stored_names() == ["key"]
        assert not any(field.vector for _, field in schema.items())


def test_fingerprint_is_the_same_until_something_changes():
    assert fingerprint() == fingerprint()
