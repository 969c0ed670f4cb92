import pytest

from kbassist import resources
from kbassist.assistant import Assistant


@pytest.fixture(scope="session")
def starter(tmp_path_factory):
    """Return an assistant over the starter library, complete."""
    with Assistant((resources.starter_library(),), tmp_path_factory.mktemp("cache")) as assistant:
        assistant.update()
        assert assistant.wait()
        yield assistant


@pytest.fixture
def assistant(write, tmp_path):
    """Return a function that gives an assistant over a small library of its own."""
    opened = []

    def over(files):
        made = Assistant((write(files),), tmp_path / "cache")
        opened.append(made)
        made.update()
        assert made.wait()
        return made

    yield over
    for made in opened:
        made.close()
