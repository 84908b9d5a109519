"""A server with its processes, started once for the tests of a file."""

from __future__ import annotations

import pytest

from ledger_runs import exact, run_of, write_run
from wattlas.service.app import application
from wattlas.service.guard import Access

TOKEN = "a-token-of-the-tests"


@pytest.fixture(scope="session")
def access() -> Access:
    """The access of the server: its token is known."""
    return Access(frozenset({"testserver", "localhost", "127.0.0.1"}), token=TOKEN)


@pytest.fixture(scope="session")
def client(access, tmp_path_factory):
    """A client of a server with one process and a ledger of its own."""
    from starlette.testclient import TestClient

    ledger = tmp_path_factory.mktemp("ledger")
    write_run(ledger, run_of("r1", [(0.0, 60.0, [exact(3.6e6)])], project="llama"))
    app = application(access, 1, ledger)
    with TestClient(app, follow_redirects=False) as found:
        yield found


@pytest.fixture(scope="session")
def bearer():
    """The header that carries the token."""
    return {"authorization": f"Bearer {TOKEN}"}
