"""What is said and in which order: factors and their bounds, how many of what, and what must still be said."""

from collections import Counter
from math import prod
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from kbassist.assist.kinds import THRESHOLD, Phase
from kbassist.assist.model import CallNote
from kbassist.content.kinds import LineKind


def advise(starter, call, acceptance):
    return starter._serving.engine.advise(call, threshold=THRESHOLD, acceptance=acceptance)


def worth(line):
    return prod(structs.astuple(line.factors))


def test_diversity_and_measure(starter, everyday_note):
    advice = starter.suggest(CallNote(everyday_note))
    free = [line for line in advice.suggestions if not line.locked]
    assert len(free) <= 8
    assert max(Counter(line.article for line in free).values(), default=0) <= 2
    assert max(Counter(line.group for line in free).values(), default=0) <= 3
    assert list(advice.suggestions) == free + [line for line in advice.suggestions if line.locked]
    assert all(line.score >= THRESHOLD for line in advice.suggestions)
    by_score = sorted(advice.suggestions, key=lambda line: line.score)
    assert by_score == sorted(by_score, key=lambda line: line.factors.relevance)


def test_what_is_said_of_one_matter_comes_by_worth(starter):
    lines = starter.suggest(CallNote("nsbh nanya biaya admin bulanan tabungan brp")).suggestions
    talk = [worth(line) for line in lines if line.group == "talk"]
    assert len(talk) > 1
    assert talk == sorted(talk, reverse=True)


def test_a_phase_moves_a_fit_gently(starter):
    note = "transfer gagal, saldo kepotong"
    solving, solved = (
        {line.line: line for line in starter.suggest(CallNote(note, phase=phase)).suggestions}
        for phase in (Phase.SOLVING, Phase.SOLVED)
    )
    steps = [name for name in solving.keys() & solved.keys() if solving[name].kind is LineKind.STEPS]
    assert steps
    for name in steps:
        assert 0.75 * solving[name].factors.fit < solved[name].factors.fit < solving[name].factors.fit


class TestAcceptance:
    NOTE = "nsbh tanya kartu debit gold"

    @settings(max_examples=30)
    @given(weights=st.lists(st.floats(0.0, 10.0), min_size=12, max_size=12))
    def test_it_is_bounded_and_cannot_move_a_clearly_better_match(self, starter, weights):
        names = [line.line for line in advise(starter, CallNote(self.NOTE), {}).suggestions]
        learned = advise(starter, CallNote(self.NOTE), dict(zip(names, weights, strict=False))).suggestions
        assert all(0.9 <= line.factors.acceptance <= 1.1 for line in learned)
        talk = [line.factors for line in learned if line.group == "talk"]
        for place, above in enumerate(talk):
            for below in talk[place + 1 :]:
                assert below.relevance * below.fit < 1.15 * above.relevance * above.fit

    def test_it_moves_what_is_about_equal(self, starter, near_tie):
        note, (first, second) = near_tie
        learned = advise(starter, CallNote(note), {first: 0.0, second: 9.0}).suggestions
        assert [line.line for line in learned[:2]] == [second, first]

    @settings(max_examples=20)
    @given(weight=st.floats(0.0, 100.0))
    def test_it_unlocks_nothing_and_hides_nothing_that_must_be_said(self, starter, weight):
        offer, must = "deposito#dana-menganggur", "kredit-tanpa-agunan#belum-tentu"
        waiting = advise(starter, CallNote("kartu blm dtg 2 mgg, mau buka deposito"), {offer: weight})
        assert {line.line: line.locked for line in waiting.suggestions}[offer]
        asked = advise(starter, CallNote("mau ajukan kta, kapan cair"), {must: weight})
        said = {line.line: line.factors.acceptance for line in (*asked.suggestions, *asked.unsaid)}
        assert said[must] >= 1


class TestUnsaid:
    RECORDED, DISCLOSURE = "salam-pembuka#rekaman", "asuransi-perjalanan#bukan-produk-bank"
    NOTE = "mau asuransi perjalanan ke jepang"

    def unsaid(self, starter, note, **known):
        return {line.line for line in starter.suggest(CallNote(note, **known)).unsaid}

    def test_nothing_is_listed_before_the_call_nears_its_end(self, starter):
        for phase in (Phase.OPENING, Phase.EXPLORING, Phase.CALMING, Phase.SOLVING):
            assert self.unsaid(starter, self.NOTE, phase=phase) == set()

    @pytest.mark.parametrize("phase", [Phase.SOLVED, Phase.OFFERING, Phase.CLOSING])
    def test_then_what_the_call_has_been_about_must_be_complete(self, starter, phase):
        assert self.DISCLOSURE in self.unsaid(starter, self.NOTE, phase=phase)
        used = ("salam-pembuka#salam",)
        assert self.unsaid(starter, "", phase=phase, used=used) == {self.RECORDED}
        assert self.unsaid(starter, "", phase=phase, used=(*used, self.RECORDED)) == set()

    def test_waving_it_away_does_not_make_it_said(self, starter):
        advice = starter.suggest(CallNote(self.NOTE, phase=Phase.CLOSING, dismissed=(self.DISCLOSURE,)))
        assert self.DISCLOSURE in {line.line for line in advice.unsaid}
        assert self.DISCLOSURE not in {line.line for line in advice.suggestions}

    def test_what_is_not_wanted_needs_no_disclosure(self, starter):
        note = "ga minat asuransi perjalanan. itu saja"
        assert self.DISCLOSURE not in self.unsaid(starter, note, phase=Phase.CLOSING)

    def test_it_is_said_in_the_language_of_the_call(self, starter):
        for lang in ("id", "en"):
            lines = starter.suggest(CallNote(self.NOTE, lang=lang, phase=Phase.CLOSING)).unsaid
            assert {line.lang for line in lines} == {lang}


class TestBulletins:
    FILES = MappingProxyType(
        {
            "id/mutasi.md": "---\ntriggers: [mutasi tidak muncul]\n---\n> [!answer] Cek mutasi {#cek}\n"
            "> - when: mutasi tidak muncul di hp\n>\n"
            "> Mutasi yang tidak muncul saya periksa dulu.\n\n"
            "> [!deescalate] Akui {#akui}\n> - stage: acknowledge\n> - when: marah\n>\n> Saya paham.\n",
            "id/gangguan.md": "---\nkind: policy\nbulletin: true\nvalid_until: 2099-01-01\n"
            "triggers: [mutasi tidak muncul]\n---\n> [!educate] Gangguan {#kabar}\n>\n> Sedang ada gangguan.\n",
        }
    )

    def test_its_line_comes_first_where_the_note_names_its_matter(self, assistant):
        lines = assistant(self.FILES).suggest(CallNote("mutasi tdk muncul di hp")).suggestions
        assert [line.line for line in lines] == ["gangguan#kabar", "mutasi#cek"]

    def test_an_upset_customer_is_calmed_before(self, assistant):
        lines = assistant(self.FILES).suggest(CallNote("cust marah2 sekali, mutasi tdk muncul, kecewa")).suggestions
        assert [line.line for line in lines][:2] == ["mutasi#akui", "gangguan#kabar"]

    def test_without_the_mark_worth_decides(self, assistant):
        files = {name: text.replace("bulletin: true\n", "") for name, text in self.FILES.items()}
        lines = assistant(files).suggest(CallNote("mutasi tdk muncul di hp")).suggestions
        assert [line.line for line in lines] == ["mutasi#cek", "gangguan#kabar"]
