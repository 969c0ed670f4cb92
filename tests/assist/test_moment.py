"""Where a call stands, what must wait and why, and what is refused: read from the note and the lines used."""

import pytest

from kbassist.assist.kinds import Hint, Lock, MoodLevel, Phase
from kbassist.assist.model import CallNote
from kbassist.content.kinds import Group

CARD = "kartu blm dtg 2 mgg"
DEPOSIT = "mau tanya deposito jg"
OPEN, CALMING = "salam-pembuka#salam", "kartu-belum-diterima#empati"
STEPS, ESCALATE = "kartu-belum-diterima#langkah-cek", "kartu-belum-diterima#ke-unit-kartu"
OFFER, CLOSE = "deposito#dana-menganggur", "menutup-percakapan#tutup"


@pytest.mark.parametrize(
    ("note", "used", "phase"),
    [
        ("", (), Phase.OPENING),
        ("halo selamat pagi", (), Phase.OPENING),
        ("", (OPEN,), Phase.EXPLORING),
        ("selamat pagi", (OPEN,), Phase.EXPLORING),
        (CARD, (), Phase.EXPLORING),
        ("nsbh marah2, " + CARD, (), Phase.CALMING),
        (CARD, (CALMING,), Phase.CALMING),
        (CARD, (CALMING, STEPS), Phase.SOLVING),
        ("nsbh marah2, " + CARD, (CALMING, STEPS), Phase.SOLVING),
        ("nsbh marah2, " + CARD, (STEPS,), Phase.CALMING),
        (CARD, (ESCALATE,), Phase.SOLVING),
        (CARD + ". kartu sdh diterima, udah beres", (STEPS,), Phase.SOLVED),
        (CARD + ". sdh beres, mau buka deposito", (STEPS,), Phase.OFFERING),
        ("nsbh nanya syarat buka rekening. sudah beres", (OFFER,), Phase.OFFERING),
        ("nsbh nanya syarat buka rekening. ga tertarik", (OFFER,), Phase.SOLVED),
        (CARD + ", sdh diteruskan. itu saja", (ESCALATE,), Phase.CLOSING),
        (CARD, (STEPS, CLOSE), Phase.CLOSING),
    ],
)
def test_the_phase_is_read_from_note_and_used_lines(starter, note, used, phase):
    assert starter.suggest(CallNote(note, used=used)).phase is phase


@pytest.mark.parametrize("phase", Phase)
def test_the_agent_overrides_the_phase(starter, phase):
    assert starter.suggest(CallNote(CARD, used=(STEPS,), phase=phase)).phase is phase


def test_a_phase_that_the_agent_sets_brings_its_own_lines(starter):
    note = "nsbh tanya kartu debit gold"
    assert "close" not in {line.kind for line in starter.suggest(CallNote(note)).suggestions}
    assert "close" in {line.kind for line in starter.suggest(CallNote(note, phase=Phase.CLOSING)).suggestions}
    assert "open" in {line.kind for line in starter.suggest(CallNote(note, phase=Phase.OPENING)).suggestions}


def offers(advice):
    return {line.line: line.locked for line in advice.suggestions if line.kind.lockable}


def test_the_card_is_solved_first_and_the_offer_waits_visibly(starter):
    advice = starter.suggest(CallNote(f"{CARD}, {DEPOSIT}"))
    assert advice.lock_reasons == (Lock.OPEN_PROBLEM,)
    assert advice.suggestions[0].article == "kartu-belum-diterima"
    assert offers(advice) == {OFFER: True}
    products = [place for place, line in enumerate(advice.suggestions) if line.article == "deposito"]
    cards = [place for place, line in enumerate(advice.suggestions) if line.article == "kartu-belum-diterima"]
    assert max(cards) < min(products)


def test_once_it_is_solved_the_offer_is_free(starter):
    advice = starter.suggest(CallNote(f"{CARD}, {DEPOSIT}. kartu sdh diterima, udah beres"))
    assert not advice.offers_locked
    assert offers(advice) == {OFFER: False}


def test_nothing_is_asked_about_a_product_while_its_offers_wait(starter):
    waiting = starter.suggest(CallNote(f"{CARD}, mau buka deposito"))
    free = starter.suggest(CallNote("mau buka deposito"))
    assert "deposito#kapan-dipakai" not in {line.line for line in waiting.suggestions}
    assert "deposito#kapan-dipakai" in {line.line for line in free.suggestions}


@pytest.mark.parametrize(
    "note",
    [
        "mau buka deposito 100jt 3 bln",
        "mau ajukan kta, syaratnya apa aja",
        "interested in a personal loan for home renovation",
        "mau upgrade kartu debit ke gold",
        "pengen nyisihin gaji tiap bulan buat tabungan rencana",
        "needs travel insurance for a trip to japan",
    ],
)
def test_a_clear_buying_signal_meets_an_offer(starter, note):
    assert False in offers(starter.suggest(CallNote(note))).values()


def test_who_only_asks_is_offered_nothing_of_their_own_accord(starter):
    assert offers(starter.suggest(CallNote("mau tanya kartu debit gold"))) == {}


@pytest.mark.parametrize(
    "note",
    [
        "laundry kiloan, pembeli anak kos jarang bawa cash",
        "katering, mau beli oven 15jt, blm ada agunan",
        "minat cicilan kulkas pake cc",
        "cc nya kepake terus buat kantor, limit 5jt udah ga cukup, rajin lunas",
        "he pays 12 workers by cash each friday, asks if the bank can do it for him",
        "bapak supir truk, takut knp2 di jalan, anak masih kecil, cari asuransi murah",
    ],
)
def test_a_wish_told_in_passing_meets_its_offer(starter, note):
    assert False in offers(starter.suggest(CallNote(note))).values()


@pytest.mark.parametrize(
    "note",
    [
        "mau buka deposito, tp nyindir terus soal antrian",
        "wants a loan, grumpy about the queue, complains about the fee",
        "minta nomor pengaduan kemarin, sekalian tanya kpr",
        "nsbh kesal, pengen nabung",
    ],
)
def test_words_of_complaint_lock_offers_even_beside_a_wish(starter, note):
    assert set(offers(starter.suggest(CallNote(note), 0.0)).values()) <= {True}


@pytest.mark.parametrize("note", ["cust kecewa sama pelayanan", "a bit disappointed with us"])
def test_an_uneasy_customer_has_something_open(starter, note):
    assert Lock.OPEN_PROBLEM in starter.suggest(CallNote(note)).lock_reasons


@pytest.mark.parametrize("note", ["usul: layanan antrean dibuka lebih pagi", "suggestion: longer queue hours"])
def test_a_suggestion_is_no_open_problem(starter, note):
    assert starter.suggest(CallNote(note)).lock_reasons == ()


@pytest.mark.parametrize(
    ("note", "used", "reasons"),
    [
        ("nsbh marah2, saldo hilang kena tipu, kartu dicuri", (), [Lock.UPSET, Lock.FRAUD, Lock.LOSS]),
        ("mau tutup rekening, kartu hilang", (OFFER,), [Lock.LOSS, Lock.LEAVING, Lock.OFFER_MADE]),
        ("suami meninggal, transaksi ganda", (), [Lock.DEATH, Lock.DISPUTE]),
    ],
)
def test_locks_come_in_their_precedence(starter, note, used, reasons):
    found = list(starter.suggest(CallNote(note, used=used)).lock_reasons)
    assert [reason for reason in found if reason in reasons] == reasons
    assert found == sorted(found, key=list(Lock).index)


@pytest.mark.parametrize("note", ["tinggal di jakarta, mau buka deposito", "mau buka deposito atas nama anak"])
def test_a_word_that_only_shares_a_root_locks_nothing(starter, note):
    assert starter.suggest(CallNote(note)).lock_reasons == ()


def test_one_offer_a_call(starter):
    after = starter.suggest(CallNote("mau buka deposito, mau ajukan kta", used=(OFFER,)))
    assert after.lock_reasons == (Lock.OFFER_MADE,)
    assert set(offers(after).values()) == {True}


class TestRefusals:
    def test_the_offer_made_last_is_meant(self, starter):
        advice = starter.suggest(CallNote("mau buka deposito. katanya ga tertarik", used=(OFFER,)))
        assert advice.refused == ("deposito",)
        assert "deposito" not in {line.article for line in advice.suggestions if line.group is Group.OFFER}

    @pytest.mark.parametrize("answer", ["nsbh tdk mau", "he said no"])
    def test_a_bare_no_refuses_only_what_was_offered(self, starter, answer):
        note = f"mau buka deposito, {answer}"
        assert starter.suggest(CallNote(note, used=(OFFER,))).refused == ("deposito",)
        assert starter.suggest(CallNote(note)).refused == ()

    def test_else_the_product_that_is_named_beside_it(self, starter):
        advice = starter.suggest(CallNote("ga minat kartu kredit, mau buka deposito"))
        assert advice.refused == ("kartu-kredit",)
        assert offers(advice) == {OFFER: False}

    def test_a_word_that_several_products_share_refuses_them_all(self, starter):
        refused = starter.suggest(CallNote("belum minat asuransi, nanti aja")).refused
        assert {"asuransi-jiwa", "asuransi-perjalanan"} <= set(refused)

    def test_else_all_offers_are_locked(self, starter):
        advice = starter.suggest(CallNote("nggak usah ditawarin, mau buka deposito"))
        assert advice.refused == ()
        assert advice.lock_reasons == (Lock.OFFER_MADE,)
        assert all(line.locked for line in advice.suggestions if line.group is Group.OFFER)

    def test_what_was_refused_on_an_earlier_day_is_not_shown_at_all(self, starter):
        note = "mau buka deposito 100jt"
        assert offers(starter.suggest(CallNote(note))) == {OFFER: False}
        again = starter.suggest(CallNote(note, refused=("deposito",)))
        assert offers(again) == {}
        assert "deposito#kapan-dipakai" not in {line.line for line in again.suggestions}
        assert any(line.article == "deposito" for line in again.suggestions)

    def test_a_refused_product_is_silent_while_offers_wait_too(self, starter):
        locked = starter.suggest(CallNote(f"{CARD}, {DEPOSIT}", refused=("deposito",)))
        assert locked.offers_locked
        assert offers(locked) == {}

    def test_who_refuses_nothing_refuses_nothing(self, starter):
        assert starter.suggest(CallNote("mau buka deposito, tertarik bunganya")).refused == ()


class TestHints:
    NOTE = "nsbh marah2, " + CARD

    def test_a_solution_before_any_acknowledgement_is_hinted_at_until_mended(self, starter):
        assert starter.suggest(CallNote(self.NOTE)).hints == ()
        assert starter.suggest(CallNote(self.NOTE, used=(STEPS,))).hints == (Hint.ACKNOWLEDGE_FIRST,)
        assert starter.suggest(CallNote(self.NOTE, used=(OFFER,))).hints == (Hint.ACKNOWLEDGE_FIRST,)
        assert starter.suggest(CallNote(self.NOTE, used=(STEPS, CALMING))).hints == ()
        assert starter.suggest(CallNote(CARD, used=(STEPS,))).hints == ()

    def test_empathy_that_never_reaches_the_problem_is_hinted_at_until_mended(self, starter):
        calming = ("nasabah-marah#akui-dengar", CALMING, "nasabah-marah#maaf-dampak")
        assert starter.suggest(CallNote(self.NOTE, used=calming[:2])).hints == ()
        assert starter.suggest(CallNote(self.NOTE, used=calming)).hints == (Hint.REACH_THE_PROBLEM,)
        asked = (*calming, "nasabah-marah#utamakan")
        assert starter.suggest(CallNote(self.NOTE, used=asked)).hints == ()


class TestAbuse:
    STEPS = ("nasabah-kasar#ingatkan", "nasabah-kasar#jeda", "nasabah-kasar#supervisor")
    HINTS = (Hint.ABUSE_WARN, Hint.ABUSE_PAUSE, Hint.ABUSE_SUPERVISOR)

    @pytest.mark.parametrize("said", [0, 1, 2])
    @pytest.mark.parametrize("note", ["cust maki2 sy, kartu blm dtg", "dasar goblok katanya, tolol, kartu blm dtg"])
    def test_the_script_comes_first_and_step_by_step(self, starter, note, said):
        advice = starter.suggest(CallNote(note, used=self.STEPS[:said]))
        assert advice.hints[0] is self.HINTS[said]
        assert advice.suggestions[0].line == self.STEPS[said]
        assert not {line.line for line in advice.suggestions[1:]} & set(self.STEPS)
        assert advice.lock_reasons[0] is Lock.UPSET

    @pytest.mark.parametrize(
        "note",
        [
            "cust maki2 sy. skrg sdh tenang, kartu blm dtg",
            "komplain, teller memaki dia di cabang",
            "nsbh dihina satpam cabang, tersinggung",
            "cust ga memaki, cuma nanya kartu",
            "pelayanan tidak profesional, bank penipu",
        ],
    )
    def test_no_abuse_of_the_agent(self, starter, note):
        advice = starter.suggest(CallNote(note))
        assert not set(advice.hints) & set(self.HINTS)
        assert not {line.line for line in advice.suggestions} & set(self.STEPS)

    def test_a_library_without_the_script_still_hints(self, assistant):
        few = assistant({"id/a.md": "---\nkind: problem\n---\n> [!ask] Apa {#a}\n>\n> Kartu apa?\n"})
        assert few.suggest(CallNote("cust maki2 sy soal kartu")).hints == (Hint.ABUSE_WARN,)

    def test_another_script_about_abuse_serves_as_well(self, assistant):
        text = """\
            ---
            kind: script
            triggers: [swearing customer, foul language, insulting staff]
            ---
            > [!comply] One {#one}
            >
            > Please keep it civil.

            > [!escalate] Two {#two}
            > - to: Supervisor
            >
            > My supervisor takes over.

            > [!ask] Three {#three}
            >
            > What happened?
            """
        few = assistant({"en/rude.md": text})
        first = few.suggest(CallNote("cust insulting me"))
        assert (first.hints, first.suggestions[0].line) == ((Hint.ABUSE_WARN,), "rude#one")
        second = few.suggest(CallNote("cust insulting me", used=("rude#one",)))
        assert (second.hints, second.suggestions[0].line) == ((Hint.ABUSE_SUPERVISOR,), "rude#two")


def test_nothing_is_sold_to_who_is_calm_by_all_words_but_upset_by_the_lists(starter):
    advice = starter.suggest(CallNote("kesel sama tukang parkir katanya, sama kita baik2 saja, mau buka deposito"))
    assert advice.mood_level is MoodLevel.CALM
    assert advice.lock_reasons[:1] == (Lock.UPSET,)
    assert not [found for found in advice.suggestions if found.kind.lockable and not found.locked]
