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


@pytest.fixture(scope="module")
def reader() -> Reader:
    ranker = training.train(EXAMPLES, CLASSES)
    assert ranker is not None
    return Reader(ranker)


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
    assert int(np.argmax(scores(reader, "stolen"))) == 0


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


def test_the_stored_form_tells_the_same(reader):
    ranker = training.train(EXAMPLES, CLASSES)
    again = Reader(msgspec.msgpack.decode(msgspec.msgpack.encode(ranker), type=Ranker))
    assert scores(again, "kartu hilang") == scores(reader, "kartu hilang")


def test_a_large_library_gets_a_sparse_model_that_finds_its_articles_too():
    rng = np.random.default_rng(5)
    words = ["".join(rng.choice(list("aiueobdgklmnprst"), 6)) for _ in range(3000)]
    examples = [(number, " ".join(rng.choice(words, 7))) for number in range(3500) for _ in range(1)]
    ranker = training.train(examples, 3500)
    assert ranker is not None
    assert ranker.starts
    large = Reader(ranker)
    right = [int(np.argmax(large.scores(tokens.read(text)))) == number for number, text in examples[:200]]
    assert np.mean(right) > 0.95


@settings(max_examples=60, deadline=None)
@given(note=st.text(max_size=120) | st.lists(st.sampled_from("kartu hilang transfer gagal".split())).map(" ".join))
def test_any_note_has_probabilities(reader, note):
    found = reader.scores(tokens.read(note))
    assert found.shape == (CLASSES,)
    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert found.sum() <= 1 + 1e-5
