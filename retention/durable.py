"""Writing so that a crash at any moment leaves the old or the new, never a half.

Everything goes to a temporary name in the same folder first, is flushed to disk, then renamed.
Temporary names start with `.tmp-` and the process id, so the next run can sweep what a killed one left.
"""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

PREFIX = ".tmp-"


class Busy(RuntimeError):
    """Another process holds the lock."""


@contextmanager
def new_folder(target: Path, mode: int = 0o755) -> Iterator[Path]:
    """Yield an empty temporary folder; on success it takes the place of `target`, on error it is removed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.parent / f"{PREFIX}{os.getpid()}-{target.name}"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(mode=mode)
    try:
        yield temporary
        _flush_tree(temporary)
        replace_folder(temporary, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def replace_folder(source: Path, target: Path) -> None:
    """Put `source` where `target` is; a folder already there steps aside first and comes back on failure."""
    aside = target.parent / f"{PREFIX}{os.getpid()}-old-{target.name}"
    if target.exists():
        shutil.rmtree(aside, ignore_errors=True)
        os.rename(target, aside)
    try:
        os.rename(source, target)
    except OSError:
        if aside.exists():
            os.rename(aside, target)
        raise
    shutil.rmtree(aside, ignore_errors=True)
    flush_folder(target.parent)


def write_file(target: Path, content: str | bytes, mode: int = 0o644) -> Path:
    """Write a whole file at once: temporary name, fsync, rename."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.parent / f"{PREFIX}{os.getpid()}-{target.name}"
    data = content.encode("utf-8") if isinstance(content, str) else content
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(temporary, target)
    flush_folder(target.parent)
    return target


def point(link: Path, to: str) -> None:
    """Make `link` a symbolic link to `to` (a name in the same folder) in one step."""
    temporary = link.parent / f"{PREFIX}{os.getpid()}-{link.name}"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(to)
    os.replace(temporary, link)
    flush_folder(link.parent)


def sweep(folder: Path) -> list[Path]:
    """Remove what killed processes left in `folder`; a folder that had stepped aside is put back if its place is empty."""
    swept = []
    for leftover in sorted(folder.glob(f"{PREFIX}*")):
        pid, _, name = leftover.name.removeprefix(PREFIX).partition("-")
        if pid.isdigit() and int(pid) != os.getpid() and not _alive(int(pid)):
            home = folder / name.removeprefix("old-")
            if name.startswith("old-") and not home.exists():
                os.rename(leftover, home)
            elif leftover.is_dir() and not leftover.is_symlink():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink(missing_ok=True)
            swept.append(leftover)
    return swept


@contextmanager
def lock(path: Path, wait: float = 0) -> Iterator[None]:
    """Hold the lock file `path`, or raise Busy after `wait` seconds. The system frees it when a process dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    held = filelock.FileLock(path)
    try:
        held.acquire(timeout=wait)
    except filelock.Timeout as error:
        raise Busy(str(path)) from error
    try:
        yield
    finally:
        held.release()


def flush_folder(folder: Path) -> None:
    """Make renames in `folder` last through a power cut (where the system lets a folder be opened)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _flush_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with open(path, "rb") as handle:
                os.fsync(handle.fileno())


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def crash_point(name: str) -> None:
    """Die here at once when RETENTION_CRASH_AT names this point: how the tests prove that a kill leaves nothing half done."""
    if os.environ.get("RETENTION_CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
