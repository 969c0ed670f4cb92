import pytest

from kbassist.content import library, rules
from kbassist.content.rules import Rules


def test_a_folder_without_rules_has_the_usual_ones(write):
    assert rules.read(write({})) == Rules("", "", four_eyes=False)


def test_rules_are_read(write):
    folder = write({"_library.yml": "name: Kartu\nlanguage: id\nowner: Bank Contoh\nfour_eyes: true\n"})
    assert rules.read(folder) == Rules("id", "Bank Contoh", four_eyes=True)


@pytest.mark.parametrize(("said", "meant"), [("ya", True), ("Yes", True), ("no", False), ("tidak", False), ("", False)])
def test_four_eyes_are_said_as_people_say_it(write, said, meant):
    assert rules.read(write({"_library.yml": f"four_eyes: {said}\n"})).four_eyes is meant


def test_a_misspelt_rule_holds_and_is_told(write):
    folder = write({"_library.yml": "name: Kartu\nfour_eyes: treu\n"})
    assert rules.read(folder).four_eyes
    [problem] = library.scan([folder])[1]
    assert (problem.code, problem.line, problem.values["found"]) == ("header-bad-value", 2, "treu")


def test_the_last_folder_that_names_an_owner_has_it(write, tmp_path):
    folders = [
        write({"_library.yml": text}, tmp_path / name)
        for name, text in (("a", "owner: Bank A\n"), ("b", "owner: Bank B\n"), ("c", "name: C\n"))
    ]
    assert rules.owner(folders) == "Bank B"
    assert rules.owner([]) == ""
