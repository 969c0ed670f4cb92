"""The order of calming, and what may only follow it."""

import pytest

from kbassist.assist.model import CallNote
from kbassist.content.kinds import Group, LineKind, Stage

ANGRY = (
    "nsbh marah2, kartu blm dtg 2 mgg",
    "cust emosi, komplain keras, udh lapor berkali2 ga ada hasil",
    "customer furious, transfer failed and money gone, called three times",
)
STAGES = list(Stage)


def calming(advice):
    return [line for line in advice.suggestions if line.kind is LineKind.DEESCALATE]


def places(lines):
    return [STAGES.index(line.stage) for line in lines]


@pytest.mark.parametrize("note", ANGRY)
def test_the_stages_come_in_their_order_and_one_line_of_each(starter, note):
    shown = places(calming(starter.suggest(CallNote(note))))
    assert len(shown) > 1
    assert shown == sorted(set(shown))
    assert shown[0] <= STAGES.index(Stage.EMPATHISE)


@pytest.mark.parametrize("note", ANGRY)
def test_line_by_line_through_all_stages_and_never_the_same_twice(starter, note):
    used: list[tuple[str, int]] = []
    while lines := calming(starter.suggest(CallNote(note, used=tuple(name for name, _ in used)))):
        first = lines[0]
        assert first.line not in {name for name, _ in used}
        used.append((first.line, STAGES.index(first.stage)))
        if first.stage is Stage.THANK:
            break
    stages = [stage for _, stage in used]
    assert stages == sorted(set(stages))
    assert stages[-1] == STAGES.index(Stage.THANK)


@pytest.mark.parametrize("note", ANGRY)
def test_a_stage_is_not_repeated_while_a_later_one_is_there(starter, note):
    for first in calming(starter.suggest(CallNote(note))):
        after = calming(starter.suggest(CallNote(note, used=(first.line,))))
        assert after
        assert places(after)[0] > STAGES.index(first.stage) or first.stage is Stage.THANK


def test_an_upset_customer_hears_the_solution_first_once_calmed_enough(starter):
    note = "nsbh marah2, kartu blm dtg 2 mgg"
    before = starter.suggest(CallNote(note))
    after = starter.suggest(CallNote(note, used=("nasabah-marah#akui-dengar", "kartu-belum-diterima#empati")))
    assert before.suggestions[0].group is Group.CALM
    assert after.suggestions[0].article == "kartu-belum-diterima"
    assert after.suggestions[0].group is not Group.CALM


LEAVING = (
    "mau tutup rek, pindah bank krn biaya admin mahal",
    "cust kecewa berat mau pindah bank, masalahnya blm selesai",
)
WINNING_BACK = {LineKind.RETAIN, LineKind.GOODWILL, LineKind.DOWN_SELL}


@pytest.mark.parametrize("note", LEAVING)
def test_who_is_leaving_is_won_back_only_after_an_acknowledging_line(starter, note):
    kinds = [(line.kind, line.stage) for line in starter.suggest(CallNote(note)).suggestions]
    won_back = [place for place, (kind, _) in enumerate(kinds) if kind in WINNING_BACK]
    heard = [place for place, (_, stage) in enumerate(kinds) if stage in {Stage.ACKNOWLEDGE, Stage.EMPATHISE}]
    assert won_back
    assert heard[0] < won_back[0]


def test_who_leaves_calmly_is_asked_why_before_being_won_back(starter):
    note, acknowledged = "mau tutup rek, bank lain gratis admin", "nasabah-ingin-pergi#akui-keputusan"
    first = [line.line for line in starter.suggest(CallNote(note)).suggestions]
    assert {acknowledged, "nasabah-ingin-pergi#alasan"} <= set(first)
    then = [line.line for line in starter.suggest(CallNote(note, used=(acknowledged,))).suggestions]
    assert "nasabah-ingin-pergi#bebas-admin" in then


def test_once_acknowledged_it_needs_no_line_above_it(assistant):
    text = """\
        ---
        kind: problem
        triggers: [tutup rekening]
        ---
        > [!deescalate] Dengar {#dengar}
        > - stage: acknowledge
        > - when: tutup rekening
        >
        > Saya dengarkan.

        > [!retain] Tetap {#tetap}
        > - when: tutup rekening
        >
        > Masalahnya saya urus hari ini.
        """
    few = assistant({"id/pergi.md": text})
    asked = [line.line for line in few.suggest(CallNote("mau tutup rekening")).suggestions]
    assert asked == ["pergi#dengar", "pergi#tetap"]
    heard = few.suggest(CallNote("mau tutup rekening", used=("pergi#dengar",)))
    assert [line.line for line in heard.suggestions] == ["pergi#tetap"]
    waved_away = few.suggest(CallNote("mau tutup rekening", dismissed=("pergi#dengar",)))
    assert waved_away.suggestions == ()


def test_an_upset_customer_who_stays_is_offered_nothing_cheaper(starter):
    advice = starter.suggest(CallNote("cust marah2, biaya admin mahal, punya dua rekening"))
    assert LineKind.DOWN_SELL not in {line.kind for line in advice.suggestions}
