"""The tables of the desk: in a file, and on a PostgreSQL server where Debian's packages are installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kbassist.desk.store import Store

_SERVER_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _as_server(folder, *command):
    """Run a program of the server, which refuses to run as root, as the user that its package made."""
    user = "postgres" if os.name == "posix" and os.geteuid() == 0 else None
    done = subprocess.run(command, capture_output=True, text=True, check=False, user=user, group=user, cwd=folder)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Return the folder of the socket of a PostgreSQL server of the tests' own."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if not _SERVER_PROGRAMS:
        pytest.skip("no PostgreSQL server is installed (Debian's package postgresql)")
    programs = _SERVER_PROGRAMS[0]
    folder = Path("/tmp") / f"kbassist-postgresql-{os.getpid()}"  # sockets and another user need a short, open path
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    data = folder / "data"
    try:
        _as_server(
            folder, programs / "initdb", "-D", data, "-U", "kbassist", "--auth=trust", "--locale=C", "-E", "UTF8", "-N"
        )
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        _as_server(folder, programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start")
        yield folder
        _as_server(folder, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def server_store(server):
    """Return tables on the server, which is empty before each test."""
    psycopg = pytest.importorskip("psycopg")
    address = f"postgresql:///postgres?host={server}&user=kbassist"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    store = Store(address)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path):
    """Return empty tables, in a file and on a server in turn."""
    if request.param == "postgresql":
        yield request.getfixturevalue("server_store")
        return
    store = Store(tmp_path / "calls.sqlite3")
    yield store
    store.close()


@pytest.fixture
def crashed(tmp_path):
    """Return a function that runs statements on `store` in a process that dies at their end."""

    def run(statements):
        code = (
            "import os, pathlib, signal\nfrom kbassist.desk.store import Store\n"
            f"store = Store(pathlib.Path({str(tmp_path / 'calls.sqlite3')!r}))\n{statements}\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert not done.stderr, done.stderr

    return run
