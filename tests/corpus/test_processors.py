"""corpus/processors.py: threads share pools of memory where the C library has a switch for that."""

import subprocess
import sys

import pytest

LOOKING = """
import ctypes, re, tempfile, threading
from corpus.processors import few_memory_pools
{first}
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.fopen.restype = ctypes.c_void_p, ctypes.c_void_p
libc.malloc_info.argtypes, libc.fclose.argtypes = [ctypes.c_int, ctypes.c_void_p], [ctypes.c_void_p]
all_there = threading.Barrier(16)
def take():
    all_there.wait()
    libc.malloc(1000)
    all_there.wait()
threads = [threading.Thread(target=take) for _ in range(16)]
[each.start() for each in threads]
[each.join() for each in threads]
with tempfile.NamedTemporaryFile() as told:
    file = libc.fopen(told.name.encode(), b"w")
    libc.malloc_info(0, file)
    libc.fclose(file)
    print(len(re.findall(b"<heap nr=", told.read())))
"""


def pools(first: str) -> int:
    told = subprocess.run([sys.executable, "-c", LOOKING.format(first=first)], capture_output=True, text=True)
    if "malloc_info" in told.stderr:
        pytest.skip("this C library does not tell its pools")
    return int(told.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="a switch of glibc")
def test_sixteen_threads_share_two_pools() -> None:
    assert pools("") > 2
    assert pools("few_memory_pools()") == 2
