"""The words of the desk: ours in both languages, and the bank's own."""

import pytest

from kbassist import deskwords, messages
from kbassist.desk import clock, follow_ups, outbound, rules

DEFAULTS = rules.load(None)


def test_every_code_has_one_word_in_indonesian():
    messages.use("id")
    wrap_up = DEFAULTS.wrap_up
    codes = [
        *wrap_up.outcomes,
        *wrap_up.offer_results,
        *wrap_up.decline_reasons,
        *DEFAULTS.goodwill.limits,
        *DEFAULTS.outbound.purposes,
    ]
    assert len(codes) == len(set(codes))
    english = [code for code in codes if deskwords.code_word(code, DEFAULTS) == code.replace("-", " ").capitalize()]
    assert english == ["supervisor"]  # the same in both


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_value_has_a_word(language):
    messages.use(language)
    for kind in (rules.Entry, clock.Filing, clock.ClockState, outbound.Bar, follow_ups.Status, follow_ups.Turn):
        assert all(map(deskwords.word, kind))
    assert "31.12.2027" in deskwords.calendar_ends("31.12.2027")


def test_a_bank_words_its_own_codes_and_ours(tmp_path):
    file = tmp_path / "desk.toml"
    file.write_text(
        """
        [words.branch-visit]
        id = "Datang ke cabang"
        en = "Will visit the branch"
        [words.solved]
        id = "Tuntas"
    """,
        encoding="utf-8",
    )
    found = rules.load(file)
    for language, said in (
        ("en", ["Will visit the branch", "Tuntas", "Sent by courier"]),
        ("id", ["Datang ke cabang", "Tuntas", "Sent by courier"]),
    ):
        messages.use(language)
        assert [deskwords.code_word(code, found) for code in ("branch-visit", "solved", "sent-by-courier")] == said
