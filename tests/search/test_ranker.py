import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist.search import training
from kbassist.search.ranker import Ranker, Reader
from kbassist.text import tokens

EXAMPLES = [
    (0, "kartu saya hilang tolong diblokir"),
    (0, "dompet dicopet kartu debit ikut hilang"),
    (0, "lost my card please block it"),
    (1, "transfer gagal tapi saldo terpotong"),
    (1, "uang sudah terdebet penerima belum terima"),
    (1, "transfer failed but I was charged"),
    (3, "berapa bunga deposito tiga bulan"),
    (3, "mau buka deposito setoran minimal berapa"),
    (3, "time deposit interest rate"),
]
CLASSES = 4
Library = tuple[list[tuple[int, str]], list[tuple[int, str]]]


def trained(examples: list[tuple[int, str]], classes: int) -> Ranker:
    ranker = training.train(examples, classes)
    assert ranker is not None
    return ranker


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(trained(EXAMPLES, CLASSES))


def scores(reader: Reader, note: str) -> list[float]:
    found: list[float] = reader.scores(tokens.read(note)).tolist()
    return found


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        *((text, number) for number, text in EXAMPLES),
        ("kartu atm ilang, mnta blokir", 0),
        ("trf ga berhasil saldo kepotong", 1),
        ("interest of a deposit", 3),
    ],
)
def test_examples_and_what_is_like_them_come_first(reader, note, wanted):
    found = scores(reader, note)
    assert int(np.argmax(found)) == wanted


def test_a_meaning_learned_in_one_language_tells_in_the_other(reader):
    found = scores(reader, "stolen")
    assert found[0] > 0.5 > max(found[1:])


def test_unknown_words_say_nothing(reader):
    assert not any(scores(reader, "zzyzx qwrtp"))
    assert not any(scores(reader, ""))


def test_what_is_known_in_part_says_less(reader):
    whole = max(scores(reader, "kartu hilang"))
    assert max(scores(reader, "kartu hilang zzyzx qwrtp vbnmq xkcdq")) < whole


def test_without_examples_there_is_no_ranker():
    assert training.train([], 5) is None


def test_the_same_examples_give_the_same_ranker():
    assert training.train(EXAMPLES, CLASSES) == training.train(EXAMPLES, CLASSES)


@pytest.mark.parametrize("classes", [40, 70, 78, 91])
def test_a_feature_of_one_class_alone_counts_most(classes):
    ranker = trained([(number, f"kata{number} perkara{number}") for number in range(classes)], classes)
    assert np.frombuffer(ranker.rarities, np.uint8).min() > 0


def test_an_article_more_leaves_the_others_nearly_as_they_were(large):
    examples, notes = large
    few = [(number, text) for number, text in examples if number < 40]
    asked = [tokens.read(text) for number, text in notes if number < 40]
    without = Reader(trained([(number - 1, text) for number, text in few if number], 39))
    whole = Reader(trained(few, 40))
    moved = [float(np.abs(whole.scores(note)[1:] - without.scores(note)).max()) for note in asked[1:]]
    assert np.mean(moved) < 0.01


def test_the_stored_form_tells_the_same(reader):
    ranker = training.train(EXAMPLES, CLASSES)
    again = Reader(msgspec.msgpack.decode(msgspec.msgpack.encode(ranker), type=Ranker))
    assert scores(again, "kartu hilang") == scores(reader, "kartu hilang")


@pytest.fixture(scope="module")
def large() -> Library:
    """Return the examples of many articles, which share most of their words, and one more note about each."""
    rng = np.random.default_rng(5)
    words = ["".join(rng.choice(list("aiueobdgklmnprst"), 6)) for _ in range(3000)]
    examples, notes = [], []
    for number in range(1200):
        own = rng.choice(words, 3, replace=False)
        *several, last = (" ".join([*own, *rng.choice(words[:100], 4)]) for _ in range(5))
        examples += [(number, text) for text in several]
        notes.append((number, last))
    return examples, notes


@pytest.fixture(scope="module")
def sparse(large) -> Ranker:
    return trained(large[0], len(large[1]))


def test_a_large_library_gets_a_sparse_model_that_finds_its_articles_too(large, sparse):
    assert sparse.starts
    found = Reader(sparse)
    right = [int(np.argmax(scores(found, text))) == number for number, text in large[1][:200]]
    assert np.mean(right) > 0.95


def test_a_sparse_model_knows_how_well_it_tells(large, sparse):
    assert sparse.reliability > 0.9
    confused = [(number, large[0][0][1]) for number, _ in large[0]]
    ranker = training.train(confused, len(large[1]))
    assert ranker is not None
    assert ranker.reliability < 0.1


def test_probabilities_are_about_as_high_as_what_is_right_is_frequent():
    rng = np.random.default_rng(7)
    words = ["".join(rng.choice(list("aiueobdgklmnprst"), 6)) for _ in range(60)]

    def note(number: int) -> str:
        # Half of the words of each class are those of the next one, too.
        return " ".join(rng.choice(words[6 * number : 6 * number + 12], 2))

    classes = 8
    ranker = training.train([(number, note(number)) for number in range(classes) for _ in range(60)], classes)
    assert ranker is not None
    mixed = Reader(ranker)
    tried = [(number, scores(mixed, note(number))) for number in range(classes) for _ in range(50)]
    right = np.mean([int(np.argmax(found)) == number for number, found in tried])
    assert np.mean([max(found) for _, found in tried]) == pytest.approx(right, abs=0.1)
    assert ranker.reliability == pytest.approx(right, abs=0.1)


def test_meanings_are_read_from_what_is_stored(reader):
    ranker = training.train(EXAMPLES, CLASSES)
    assert ranker is not None
    without = Reader(msgspec.structs.replace(ranker, meanings={}))
    assert any(scores(reader, "stolen"))
    assert not any(scores(without, "stolen"))


def test_what_is_stored_is_read_where_it_lies():
    ranker = training.train(EXAMPLES, CLASSES)
    stored = msgspec.msgpack.encode(ranker)
    again = msgspec.msgpack.decode(stored, type=Ranker)
    assert again.weights.obj is stored


@settings(max_examples=60)
@given(note=st.text(max_size=120) | st.lists(st.sampled_from("kartu hilang transfer gagal".split())).map(" ".join))
def test_any_note_has_probabilities(reader, note):
    found = reader.scores(tokens.read(note))
    assert found.shape == (CLASSES,)
    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert found.sum() <= 1 + 1e-5


@given(st.lists(st.text(alphabet="kartu blmdtgskin", max_size=25), min_size=1, max_size=6))
def test_a_sparse_model_says_the_same_whatever_was_asked_before(sparse, notes):
    one = Reader(sparse)
    for note in notes:
        for length in range(0, len(note) + 1, 3):
            read = tokens.read(note[:length])
            np.testing.assert_array_equal(one.scores(read), Reader(sparse).scores(read))
