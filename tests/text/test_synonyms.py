import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist.text.phrases import Phrases
from kbassist.text.synonyms import Expanded, Expansion
from kbassist.text.tokens import read

CARD = ("kartu debit", "kartu ATM", "debit card")


def stems(text):
    return tuple(token.stem for token in read(text))


def words_of(expanded):
    return " ".join(token.word for token in expanded.tokens)


def synonyms(expanded):
    return [synonym.phrase for synonym in expanded.synonyms]


def found(expansion, note, *phrases):
    """Return which phrases a note holds, with the words of the note and the synonym that made it so."""
    expanded = expansion.expand(read(note))
    matches = Phrases((stems(phrase), number) for number, phrase in enumerate(phrases)).find(expanded.readings)
    return {
        (phrases[match.payload], note[match.start : match.end], synonym)
        for (_role, match), synonym in expanded.in_note(("when", match) for match in matches).items()
    }


@pytest.mark.parametrize(
    ("note", "meaning"),
    [
        ("minta ckr", "minta cetak kartu reguler"),
        ("CKRnya blm jadi", "cetak kartu reguler belum jadi"),
        ("ckr,ckr", "cetak kartu reguler cetak kartu reguler"),
        ("ktp-el rusak", "kartu tanda penduduk elektronik rusak"),
        ("5k di rek", "5 ribu di rekening"),
        ("k dicabut", "kuasa dicabut"),
        ("rek ditutup", "rekening ditutup"),
        ("tf salah", "tarif salah"),
        ("ckrx", "ckrx"),
    ],
)
def test_short_forms_are_read_as_their_meaning(note, meaning):
    short = {
        "ckr": "cetak kartu reguler",
        "ktp-el": "kartu tanda penduduk elektronik",
        "k": "kuasa",
        "tf": "tarif",
    }
    expanded = Expansion(short).expand(read(note))
    assert words_of(expanded) == meaning
    assert expanded.readings == expanded.tokens


def test_the_words_of_a_meaning_stand_at_the_place_of_the_short_form():
    note = "minta ktp-el baru"
    expanded = Expansion({"ktp-el": "kartu penduduk"}).expand(read(note))
    assert [note[token.start : token.end] for token in expanded.tokens] == ["minta", "ktp-el", "ktp-el", "baru"]


def test_the_longest_short_form_holds():
    expansion = Expansion({"sk": "surat kuasa", "sk w": "surat waris"})
    assert words_of(expansion.expand(read("sk w dan sk"))) == "surat waris dan surat kuasa"


def test_a_short_form_that_the_library_uses_keeps_its_own_word():
    expansion = Expansion({"ckr": "cetak kartu"}, [("cetak kartu", "card print")], known={"ckr"}.__contains__)
    assert found(expansion, "minta ckr", "ckr", "cetak kartu", "minta cetak kartu", "card print") == {
        ("ckr", "ckr", ""),
        ("cetak kartu", "ckr", ""),
        ("minta cetak kartu", "minta ckr", ""),
        ("card print", "ckr", "card print"),
    }


def test_an_editors_own_meaning_replaces_ours_although_the_library_uses_that():
    expansion = Expansion({"tf": "tarif"}, known={"transfer"}.__contains__)
    assert words_of(expansion.expand(read("tf naik"))) == "tarif naik"


def test_a_synonym_makes_a_phrase_match_at_the_words_of_the_note():
    expansion = Expansion(same=[CARD])
    assert found(
        expansion, "lapor kartu debitnya hilang kmrn", "kartu atm hilang", "lost debit card", "kartu hilang"
    ) == {
        ("kartu atm hilang", "kartu debitnya hilang", "kartu ATM"),
        ("kartu hilang", "kartu debitnya hilang", ""),
    }


def test_a_phrase_is_no_mixture_of_two_synonyms():
    expansion = Expansion(same=[CARD])
    assert not found(expansion, "kartu debit", "card atm", "atm card", "kartu card", "atm debit")


def test_a_synonym_does_not_push_the_words_around_it_apart():
    expansion = Expansion(same=[("debit", "kartu tabungan debit instan")])
    assert found(expansion, "kartu debit saya hilang", "kartu hilang") == {
        ("kartu hilang", "kartu debit saya hilang", "")
    }


def test_what_the_note_says_itself_needs_no_synonym():
    expansion = Expansion(same=[("kata sandi", "sandi", "password")])
    assert synonyms(expansion.expand(read("lupa kata sandi"))) == ["password"]
    assert synonyms(expansion.expand(read("lupa sandi"))) == ["kata sandi", "password"]
    assert found(expansion, "lupa kata sandi", "sandi", "password") == {
        ("sandi", "sandi", ""),
        ("password", "kata sandi", "password"),
    }


def test_groups_are_not_chained_and_a_shared_phrase_has_both():
    expansion = Expansion(same=[("deposito", "time deposit"), ("time deposit", "simpanan berjangka")])
    assert synonyms(expansion.expand(read("deposito"))) == ["time deposit"]
    assert synonyms(expansion.expand(read("time deposit"))) == ["deposito", "simpanan berjangka"]


def test_the_longest_phrase_holds():
    expansion = Expansion(same=[("kartu", "card"), ("kartu kredit", "credit card")])
    assert synonyms(expansion.expand(read("kartu kredit, kartu"))) == ["credit card", "card"]


def test_a_short_form_within_a_group_is_read_in_full():
    expansion = Expansion({"ckr": "cetak kartu"}, [("ckr", "card print")])
    assert synonyms(expansion.expand(read("mau cetak kartu"))) == ["card print"]
    assert found(expansion, "card print", "cetak kartu") == {("cetak kartu", "card print", "ckr")}


def test_the_synonyms_of_each_phrase_are_told_by_its_tokens():
    expansion = Expansion(same=[CARD, ("deposito", "time deposit")])
    by_place = expansion.expand(read("deposito lewat kartu debit, deposito")).by_place()
    assert {place: [synonym.phrase for synonym in found] for place, found in by_place.items()} == {
        (0, 0): ["time deposit"],
        (2, 3): ["kartu ATM", "debit card"],
        (4, 4): ["time deposit"],
    }


def test_a_long_note_of_nothing_but_synonyms_stays_bounded():
    expanded = Expansion(same=[CARD]).expand(read("kartu debit " * 2000))
    assert len(expanded.readings) < 6000
    assert len(expanded.tokens) == 4000


def test_nothing_changes_without_a_file():
    tokens = read("kartu debit hilang")
    assert Expansion().expand(tokens).readings == tokens


WORDS = st.sampled_from("kartu debit atm card sandi kata ckr ktp-el rek 5k 12 kartunya blm tf, saya . deposito".split())
NOTES = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=30).map(" ".join))
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
GROUPS = st.lists(st.lists(PHRASES, min_size=2, max_size=4), max_size=4)
SHORT = st.dictionaries(st.one_of(WORDS, st.text(min_size=1, max_size=6)), PHRASES, max_size=4)


@settings(max_examples=150)
@given(NOTES, SHORT, GROUPS)
def test_any_note_keeps_its_words_in_their_order_and_places(note, short, same):
    tokens = read(note)
    expansion = Expansion(short, same)
    expanded = expansion.expand(tokens)
    places = [(token.start, token.end) for token in expanded.tokens]
    assert places == sorted(places)
    assert {token.start for token in expanded.tokens} <= {token.start for token in tokens}
    assert {token.end for token in expanded.tokens} <= {token.end for token in tokens}
    kept = dict.fromkeys(token for token in expanded.tokens if token in tokens)
    assert list(kept) == [token for token in tokens if token in kept]
    assert expanded.readings[: len(expanded.tokens)] == expanded.tokens
    for synonym in expanded.synonyms:
        covered = expanded.tokens[synonym.first : synonym.last + 1]
        assert all((token.start, token.end) == (covered[0].start, covered[-1].end) for token in synonym.tokens)
    again = Expansion(short, same).expand(read(note))
    assert (again.tokens, again.synonyms, again.readings) == (expanded.tokens, expanded.synonyms, expanded.readings)


@settings(max_examples=150)
@given(NOTES, GROUPS)
def test_without_short_forms_the_tokens_are_those_of_the_note(note, same):
    assert Expansion(same=same).expand(read(note)).tokens == read(note)


@settings(max_examples=150)
@given(GROUPS)
def test_a_group_works_in_all_directions(same):
    expansion = Expansion(same=same)
    for group in same:
        for phrase in filter(stems, group):
            expanded = expansion.expand(read(phrase))
            synonyms = (token for synonym in expanded.synonyms for token in synonym.tokens)
            said = {token.stem for token in (*expanded.tokens, *synonyms)}
            assert all(said.issuperset(stems(other)) for other in group)


@settings(max_examples=150)
@given(NOTES, GROUPS, st.lists(PHRASES, max_size=6))
def test_what_is_found_lies_in_the_note_and_nothing_of_its_own_is_lost(note, same, wanted):
    phrases = Phrases((stems(phrase), number) for number, phrase in enumerate(wanted))
    expanded: Expanded = Expansion(same=same).expand(read(note))
    found = phrases.find(expanded.readings)
    all_found = expanded.in_note(("when", match) for match in found)
    plain = dict.fromkeys(("when", match) for match in phrases.find(expanded.tokens))
    own = {key for key, synonym in all_found.items() if not synonym}
    assert own == set(plain)
    backwards = expanded.in_note(("when", match) for match in reversed(found))
    assert backwards.keys() == all_found.keys()
    assert own == {key for key, synonym in backwards.items() if not synonym}
    for _role, match in all_found:
        assert 0 <= match.first_token <= match.last_token < len(expanded.tokens)
        first, last = expanded.tokens[match.first_token], expanded.tokens[match.last_token]
        assert (match.start, match.end) == (first.start, last.end)
