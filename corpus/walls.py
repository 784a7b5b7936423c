"""Shut a process off that works on files of others: it writes no file, opens no connection and starts no program."""

import ctypes
import os
import platform
import struct
import sys

# Numbers of system calls, from the tables of Linux. Where a processor has no call of a name, another does its work.
_X86 = (
    "socket=41 execve=59 execveat=322 ptrace=101 process_vm_readv=310 process_vm_writev=311 io_uring_setup=425 "
    "open_by_handle_at=304 openat2=437 creat=85 unlink=87 unlinkat=263 rename=82 renameat=264 renameat2=316 rmdir=84 "
    "mkdir=83 mkdirat=258 link=86 linkat=265 symlink=88 symlinkat=266 truncate=76 chmod=90 fchmod=91 fchmodat=268 "
    "fchmodat2=452 chown=92 fchown=93 lchown=94 fchownat=260 mknod=133 mknodat=259 bpf=321 mount=165 unshare=272 "
    "setns=308 pidfd_open=434 pidfd_send_signal=424 tkill=200 rt_sigqueueinfo=129 setpriority=141 ioprio_set=251 "
    "sched_setaffinity=203 sched_setscheduler=144 sched_setparam=142 sched_setattr=314 utime=132 utimes=235 "
    "futimesat=261 utimensat=280 setxattr=188 lsetxattr=189 fsetxattr=190 removexattr=197 lremovexattr=198 "
    "fremovexattr=199 shmget=29 msgget=68 semget=64 mq_open=240"
)
_ARM = (
    "socket=198 execve=221 execveat=281 ptrace=117 process_vm_readv=270 process_vm_writev=271 io_uring_setup=425 "
    "open_by_handle_at=265 openat2=437 unlinkat=35 renameat=38 renameat2=276 mkdirat=34 linkat=37 symlinkat=36 "
    "truncate=45 fchmod=52 fchmodat=53 fchmodat2=452 fchownat=54 fchown=55 mknodat=33 bpf=280 mount=40 unshare=97 "
    "setns=268 pidfd_open=434 pidfd_send_signal=424 tkill=130 rt_sigqueueinfo=138 setpriority=140 ioprio_set=30 "
    "sched_setaffinity=122 sched_setscheduler=119 sched_setparam=118 sched_setattr=274 utimensat=88 setxattr=5 "
    "lsetxattr=6 fsetxattr=7 removexattr=14 lremovexattr=15 fremovexattr=16 shmget=194 msgget=186 semget=190 "
    "mq_open=180"
)
# By processor: its mark, the number of `seccomp`, what is refused, the opening of files with the place of its flags,
# the sending of signals, the control of devices and of open files, and the setting of limits.
_Kind = tuple[int, int, str, dict[int, int], tuple[int, ...], tuple[int, int], int]
_KINDS: dict[str, _Kind] = {
    "x86_64": (0xC000003E, 317, _X86, {2: 1, 257: 2}, (62, 234), (16, 72), 302),
    "aarch64": (0xC00000B7, 277, _ARM, {56: 2}, (129, 131), (29, 25), 261),
}
# Of devices: what puts words into a terminal, as if somebody had typed them. Of open files: who gets their signals.
_COMMANDS = ((0x5412, 0x541C), (8, 10, 15))
_FOREIGN = 0x40000000  # from here on, calls of the 32-bit kind on a processor of 64 bits
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_LOAD, _IS, _IS_AT_LEAST, _HAS, _END = 0x20, 0x15, 0x35, 0x45, 0x06  # of the kernel's filter language
_NUMBER, _PROCESSOR, _ARGUMENTS = 0, 4, 16  # places in what a filter is shown
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # the second is "operation not permitted"
_NO_NEW_PRIVILEGES, _SET_FILTER, _ALL_THREADS = 38, 1, 1


def wall_off() -> bool:
    """Whether it could be done: on Linux with an x86-64 or ARM processor, and for good.

    Files can still be read, and standard streams written.
    """
    if sys.platform != "win32":
        _no_files_and_processes()
    kind = _KINDS.get(platform.machine()) if sys.platform == "linux" else None
    if kind is None or sys.maxsize < 2**32:  # a Python of 32 bits has other calls
        return False
    code = b"".join(_program(kind))
    program = ctypes.create_string_buffer(code, len(code))

    class Filter(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("program", ctypes.c_void_p))

    libc = ctypes.CDLL(None)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    made = Filter(len(code) // 8, ctypes.cast(program, ctypes.c_void_p))
    return bool(libc.syscall(kind[1], _SET_FILTER, _ALL_THREADS, ctypes.byref(made)) == 0)


def _no_files_and_processes() -> None:
    import resource

    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC):
        resource.setrlimit(limit, (0, 0))


def _program(kind: _Kind) -> list[bytes]:
    """Refuses what is listed, opening to write, signals to others, their limits, and typing; allows the rest."""
    processor, _, refused, opening, signalling, controls, limits = kind
    program = [_step(_LOAD, _PROCESSOR), _step(_IS, processor, 1, 0), _step(_END, _REFUSE), _step(_LOAD, _NUMBER)]
    program += [_step(_IS_AT_LEAST, _FOREIGN, 0, 1), _step(_END, _REFUSE)]
    for each in refused.split():
        program += [_step(_IS, int(each.partition("=")[2]), 0, 1), _step(_END, _REFUSE)]
    for number, place in opening.items():
        program += [_step(_IS, number, 0, 4), _step(_LOAD, _ARGUMENTS + 8 * place), _step(_HAS, _TO_WRITE, 0, 1)]
        program += [_step(_END, _REFUSE), _step(_END, _ALLOW)]
    for number in signalling:
        program += [_step(_IS, number, 0, 4), _step(_LOAD, _ARGUMENTS), _step(_IS, os.getpid(), 1, 0)]
        program += [_step(_END, _REFUSE), _step(_END, _ALLOW)]
    for number, commands in zip(controls, _COMMANDS, strict=True):
        program += [_step(_IS, number, 0, 2 * len(commands) + 2), _step(_LOAD, _ARGUMENTS + 8)]
        for command in commands:
            program += [_step(_IS, command, 0, 1), _step(_END, _REFUSE)]
        program += [_step(_END, _ALLOW)]
    program += [_step(_IS, limits, 0, 4), _step(_LOAD, _ARGUMENTS), _step(_IS, 0, 1, 0)]  # 0 is itself
    program += [_step(_END, _REFUSE), _step(_END, _ALLOW)]
    return [*program, _step(_END, _ALLOW)]


def _step(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_so, if_not, value)
