"""Tasks that misbehave, for the tests to run in the sandbox: nothing here may need Django."""

import ctypes
import os
import resource
import socket

KILOBYTE = 1024


def take_memory(content: bytes) -> bytes:
    return bytes(900 * KILOBYTE * KILOBYTE)[:1]


def take_time(content: bytes) -> bytes:
    resource.setrlimit(resource.RLIMIT_CPU, (1, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    while True:
        pass


def print_without_end(content: bytes) -> bytes:
    return bytes(200 * KILOBYTE * KILOBYTE)


def end_badly(content: bytes) -> bytes:
    ctypes.string_at(0)
    return b""


def err_with_the_text(content: bytes) -> bytes:
    raise RuntimeError(content.decode())


def look_around(content: bytes) -> bytes:
    return repr((sorted(os.environ), [name for _number, name in socket.if_nameindex()])).encode()
