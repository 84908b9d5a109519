"""A server waits for a client, but not for ever."""

from __future__ import annotations

import asyncio
import socket
import time

import pytest

from wattlas.service import patience

WAIT_S = 0.2
REQUEST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"


async def app(scope, receive, send):
    """Answer after twice the time that a head may take."""
    if scope["type"] != "http":
        return
    await asyncio.sleep(2 * WAIT_S)
    headers = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


async def _served(client):
    """Return what a client does beside a server, in a thread of its own."""
    import uvicorn

    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(patience.config_of(app))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        return await asyncio.to_thread(client, listener.getsockname())
    finally:
        server.should_exit = True
        await serving


def trickle(address):
    """Send a head that never ends, a byte at a time, until the server has enough."""
    begin = time.monotonic()
    with socket.create_connection(address) as client:
        client.settimeout(0.05)
        while time.monotonic() - begin < 20 * WAIT_S:
            try:
                client.sendall(b"G")
                if client.recv(1) == b"":
                    break
            except TimeoutError:
                continue
            except ConnectionError:
                break
    return time.monotonic() - begin


def say_nothing(address):
    begin = time.monotonic()
    with socket.create_connection(address) as client:
        client.settimeout(20 * WAIT_S)
        assert client.recv(1) == b""
    return time.monotonic() - begin


def ask_twice(address):
    """Ask, wait for a slow answer, and ask again on the same connection."""
    with socket.create_connection(address) as client:
        client.settimeout(20 * WAIT_S)
        replies = []
        for _ in range(2):
            client.sendall(REQUEST[:20])
            time.sleep(WAIT_S / 4)
            client.sendall(REQUEST[20:])
            reply = b""
            while not reply.endswith(b"ok"):
                reply += client.recv(4096)
            replies.append(reply)
    return replies


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(patience, "REQUEST_S", WAIT_S)


@pytest.mark.parametrize("client", [trickle, say_nothing])
def test_who_never_asks_is_let_go(client):
    """Law: neither silence nor a byte now and then holds a place."""
    assert asyncio.run(_served(client)) < 10 * WAIT_S


def test_who_asks_is_answered_however_long_it_takes():
    """Law: the time is that of a head; answers may take longer, one after another."""
    replies = asyncio.run(_served(ask_twice))
    assert all(reply.startswith(b"HTTP/1.1 200") for reply in replies)
