"""Notes typed key by key: what is on the screen gives way only to what is clearly better."""

from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from kbassist.assist.model import CallNote
from kbassist.content.kinds import Group

MARGIN = 1.08
NOTES = (
    "nsbh tanya bunga deposito, mau menabung rutin tiap bulan utk sekolah anak, bingung deposito atau tabungan",
    "kartu debit chip rusak ga kebaca mesin edc, mau ganti di cabang jakarta",
    "app error ga bisa login dr kemarin, mau bayar listrik, otp ga masuk2",
    "customer polite, wants to know the difference between savings plan and time deposit",
)


def moment(advice):
    return advice.mood_level, advice.phase, advice.lock_reasons


def talk(advice):
    """Return the worth of each line to say, in the order shown."""
    return {
        line.line: prod(structs.astuple(line.factors))
        for line in advice.suggestions
        if line.group is Group.TALK and not line.locked
    }


def changed_places(before, now):
    """Yield pairs of lines on both screens: the one that was above, and the one that is now."""
    common = [name for name in before if name in now]
    order = list(now)
    for place, above in enumerate(common):
        for below in common[place + 1 :]:
            if order.index(below) < order.index(above):
                yield above, below


@pytest.mark.parametrize("note", NOTES)
def test_two_lines_change_places_only_by_a_margin(starter, note):
    shown: tuple[str, ...] = ()
    seen: dict[str, float] = {}
    before = None
    for length in range(1, len(note) + 1):
        advice = starter.suggest(CallNote(note[:length], shown=shown))
        now = talk(advice)
        if before == moment(advice):
            for fallen, risen in changed_places(seen, now):
                assert now[risen] > now[fallen] * (MARGIN - 0.001)
        shown, seen, before = tuple(line.line for line in advice.suggestions), now, moment(advice)


def test_an_unrelated_word_moves_nothing(starter):
    note = "nsbh tanya bunga deposito 100jt 3 bln"
    first = [line.line for line in starter.suggest(CallNote(note)).suggestions]
    second = starter.suggest(CallNote(note + " kemarin sore", shown=tuple(first))).suggestions
    assert [line.line for line in second][:3] == first[:3]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(" ".join(NOTES).split()), max_size=12), st.randoms())
def test_any_screen_gives_the_same_answer_twice_and_no_line_twice(starter, words, random):
    note = " ".join(words)
    names = [line.line for line in starter.suggest(CallNote(note)).suggestions]
    random.shuffle(names)
    call = CallNote(note, shown=tuple(names))
    once = [line.line for line in starter.suggest(call).suggestions]
    assert once == [line.line for line in starter.suggest(call).suggestions]
    assert len(once) == len(set(once))


def test_a_line_on_the_screen_keeps_its_place_against_one_hardly_better(starter, near_tie):
    note, (first, second) = near_tie
    swapped = talk(starter.suggest(CallNote(note, shown=(second, first))))
    assert list(swapped)[:2] == [second, first]
