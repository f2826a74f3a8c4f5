"""The kernel a run owns: started in its own process group, so that ending it ends all it started.

nbclient asks a kernel politely to leave, which a kernel inside native code never hears. Here the
group is killed by signal, whatever it is doing; and a kernel whose runner was killed itself is
ended by the next run, recognised by the name of its connection file.
"""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync

from retention import durable

RECORD = "kernel"


class Kernel(AsyncKernelManager):
    """A kernel whose connections can be closed with it; nbclient leaves those to a kernel's owner."""

    def __init__(self, **settings: Any):
        super().__init__(**settings)
        self._clients: list[AsyncKernelClient] = []

    def client(self, **settings: Any) -> AsyncKernelClient:  # type: ignore[override]
        self._clients.append(super().client(**settings))
        return self._clients[-1]

    @property
    def group(self) -> int:
        """Its process group; 0 where the system has none or before it was started."""
        return getattr(self.provisioner, "pgid", None) or 0

    def end(self) -> None:
        """Kill it and all it started, at once, and close the connections to it."""
        process = getattr(self.provisioner, "process", None)
        if self.group:
            _kill_group(self.group)
        elif process is not None:
            process.kill()
        if process is not None:
            process.wait(timeout=10)
        for client in self._clients:
            client.stop_channels()


@contextmanager
def started(cwd: Path, env: dict[str, str], run_folder: Path) -> Iterator[Kernel]:
    """A running kernel with `cwd` and `env`; whatever happens inside, nothing of it is left afterwards.

    Its process group and connection file are noted in `run_folder` for `end_orphans`.
    """
    with _connection_folder() as folder:
        connection = folder / "kernel.json"
        # Sockets in the file system need no free port and are closed to other users of the machine.
        transport = "ipc" if os.name == "posix" and zmq.has("ipc") else "tcp"
        manager = Kernel(kernel_name="python3", transport=transport, connection_file=str(connection))
        try:
            run_sync(manager.start_kernel)(cwd=str(cwd), env=env, extra_arguments=["--HistoryManager.hist_file=:memory:"])
            (run_folder / RECORD).write_text(f"{manager.group} {connection}", encoding="utf-8")
            yield manager
            # Only a notebook that ended gets time to leave (Spark and databases close themselves then).
            run_sync(manager.shutdown_kernel)()
        finally:
            manager.end()
            (run_folder / RECORD).unlink(missing_ok=True)


def end_orphans(folder: Path) -> list[int]:
    """Kill kernels of runs in `folder` whose runner died (`.tmp-…` folders with a note of theirs)."""
    ended = []
    for note in folder.glob(f"{durable.PREFIX}*/{RECORD}"):
        group, _, connection = note.read_text(encoding="utf-8").partition(" ")
        if group.isdigit() and _is_kernel(int(group), connection):
            _kill_group(int(group))
            ended.append(int(group))
    return ended


def _is_kernel(process: int, connection: str) -> bool:
    """Whether that process is still the kernel with this connection file: numbers of processes are used again."""
    try:
        command = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False
    return bool(connection) and os.fsencode(connection) in command.split(b"\0")


def _kill_group(group: int) -> None:
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


@contextmanager
def _connection_folder() -> Iterator[Path]:
    """A private folder with a short name: a socket's path may have some hundred characters only."""
    home = Path(tempfile.gettempdir()) / f"retention-{os.getuid() if hasattr(os, 'getuid') else 'runs'}"
    home.mkdir(mode=0o700, exist_ok=True)
    if hasattr(os, "getuid") and home.stat().st_uid != os.getuid():
        raise PermissionError(f"{home} belongs to another user; remove it or set TMPDIR to a folder of your own")
    durable.sweep(home)
    with durable.claimed(home) as prefix:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=home))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
