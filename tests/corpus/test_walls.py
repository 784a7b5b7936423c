"""corpus/walls.py: a process that is shut off can read and tell, and do nothing to anything else."""

import platform
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="needs filters of system calls: run it on Linux with an x86-64 or ARM processor",
)
SCRIPT = """
import fcntl, os, pty, resource, signal, socket, subprocess, sys, termios
from pathlib import Path
from corpus.walls import wall_off
folder = Path(sys.argv[1])
terminal, _ = pty.openpty()
assert wall_off()
tried = {
    "write": lambda: (folder / "new").write_text("x"),
    "overwrite": lambda: (folder / "old").write_text("x"),
    "append": lambda: (folder / "old").open("a"),
    "cut": lambda: os.truncate(folder / "old", 0),
    "remove": lambda: (folder / "old").unlink(),
    "rename": lambda: (folder / "old").rename(folder / "new"),
    "link": lambda: os.link(folder / "old", folder / "new"),
    "symlink": lambda: os.symlink(folder / "old", folder / "new"),
    "folder": lambda: (folder / "new").mkdir(),
    "mode": lambda: (folder / "old").chmod(0o777),
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "datagram": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "local": lambda: socket.socket(socket.AF_UNIX),
    "program": lambda: os.execv("/bin/sh", ["sh", "-c", "echo ran"]),
    "signal": lambda: os.kill(os.getppid(), 0),
    "limits": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CPU, resource.getrlimit(resource.RLIMIT_CPU)),
    "signals": lambda: fcntl.fcntl(terminal, fcntl.F_SETOWN, os.getppid()),
    "priority": lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 1),
    "processors": lambda: os.sched_setaffinity(os.getppid(), {0}),
    "times": lambda: os.utime(folder / "old", (1, 1)),
    "attributes": lambda: os.setxattr(folder / "old", b"user.x", b"y"),
    "type": lambda: fcntl.ioctl(terminal, termios.TIOCSTI, b"x"),
}
for name, do in tried.items():
    try:
        do()
    except PermissionError:
        print(name, "refused")
resource.setrlimit(resource.RLIMIT_CPU, (100, 100))
fcntl.fcntl(terminal, fcntl.F_GETFL)
fcntl.ioctl(terminal, termios.TIOCGWINSZ, b"12345678")
print((folder / "old").read_text(), flush=True)
os.kill(os.getpid(), signal.SIGTERM)
"""


def test_nothing_can_be_written_reached_started_or_ended_but_itself(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("as it was")
    command = [sys.executable, "-B", "-c", SCRIPT, str(tmp_path)]
    ran = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    assert (ran.stderr, ran.returncode) == ("", -signal.SIGTERM)
    said = ran.stdout.splitlines()
    names = [line.split(" ")[0] for line in said if line.endswith(" refused")]
    assert names == [
        *("write", "overwrite", "append", "cut", "remove", "rename", "link", "symlink", "folder", "mode"),
        *("connect", "datagram", "local", "program", "signal"),
        *("limits", "signals", "priority", "processors", "times", "attributes", "type"),
    ]
    assert "as it was" in said
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_what_runs_beside_in_the_same_process_is_shut_off_too(tmp_path: Path) -> None:
    script = (
        "import sys, threading, pathlib; from corpus.walls import wall_off\n"
        "go, path = threading.Event(), pathlib.Path(sys.argv[1])\n"
        "beside = threading.Thread(target=lambda: (go.wait(), path.write_text('x')))\n"
        "beside.start(); wall_off(); go.set(); beside.join()"
    )
    command = [sys.executable, "-B", "-c", script, str(tmp_path / "new")]
    ran = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    assert "PermissionError" in ran.stderr
    assert not (tmp_path / "new").exists()
