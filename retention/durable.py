"""Writing so that a crash at any moment leaves the old or the new, never a half.

Everything goes to a temporary name in the same folder first, is flushed to disk, then renamed. A temporary name carries a random token,
and its owner holds the lock file of that token as long as it lives: so the next run can tell what a killed one left from what a living
one is at work on, in containers and over a network, too, where numbers of processes tell nothing.
"""

import errno
import os
import secrets
import shutil
import signal
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

PREFIX, LOCK = ".tmp-", ".lock"
# A lock file without anything to it may have been made this moment.
YOUNG_SECONDS = 60


class Busy(RuntimeError):
    """Another process holds the lock."""


@contextmanager
def claimed(folder: Path) -> Iterator[str]:
    """Yield what temporary names in `folder` begin with, theirs as long as the context lasts."""
    token = f"{PREFIX}{secrets.token_hex(6)}"
    held = filelock.FileLock(folder / f"{token}{LOCK}")
    with held:
        try:
            yield f"{token}-"
        finally:
            Path(held.lock_file).unlink(missing_ok=True)


@contextmanager
def new_folder(target: Path, mode: int = 0o755) -> Iterator[Path]:
    """Yield an empty temporary folder; on success it takes the place of `target`, on error it is removed. `mode` holds under any umask."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with claimed(target.parent) as prefix:
        temporary = target.parent / f"{prefix}{target.name}"
        temporary.mkdir(mode=0o700)
        try:
            temporary.chmod(mode)
            yield temporary
            _flush_tree(temporary)
            _replace_folder(temporary, target, aside=target.parent / f"{prefix}old-{target.name}")
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def _replace_folder(source: Path, target: Path, aside: Path) -> None:
    """Put `source` where `target` is; a folder already there steps aside first and comes back on failure."""
    if target.exists():
        os.rename(target, aside)
    try:
        os.rename(source, target)
    except OSError:
        if aside.exists():
            os.rename(aside, target)
        raise
    shutil.rmtree(aside, ignore_errors=True)
    flush_folder(target.parent)


def folder_with(mode: int, folder: Path, above: Path) -> Path:
    """Make `folder`; it and those between it and `above` get this mode under any umask."""
    folder.mkdir(parents=True, exist_ok=True)
    for made in [folder, *folder.parents]:
        if made == above:
            break
        made.chmod(mode)
    return folder


def readable_by_all(folder: Path) -> None:
    """Let everybody read all that lies in `folder`, under any umask."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)


def write_file(target: Path, content: str | bytes, mode: int = 0o644) -> Path:
    """Write a whole file at once: temporary name, fsync, rename. `mode` holds under any umask."""
    target.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8") if isinstance(content, str) else content
    with claimed(target.parent) as prefix:
        temporary = target.parent / f"{prefix}{target.name}"
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(data)
                handle.flush()
                os.fsync(handle.fileno())
            temporary.chmod(mode)
            os.replace(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
    flush_folder(target.parent)
    return target


def point(link: Path, to: str) -> None:
    """Make `link` a symbolic link to `to` (a name in the same folder) in one step."""
    with claimed(link.parent) as prefix:
        temporary = link.parent / f"{prefix}{link.name}"
        temporary.symlink_to(to)
        os.replace(temporary, link)
    flush_folder(link.parent)


def sweep(folder: Path) -> list[Path]:
    """Remove what killed processes left in `folder`; a folder that had stepped aside is put back if its place is empty."""
    swept: list[Path] = []
    for owner, left in _by_owner(folder).items():
        with _if_dead(folder / f"{PREFIX}{owner}{LOCK}", bool(left)) as dead:
            for leftover in left if dead else []:
                home = folder / leftover.name.removeprefix(f"{PREFIX}{owner}-").removeprefix("old-")
                if leftover.name.startswith(f"{PREFIX}{owner}-old-") and not home.exists():
                    os.rename(leftover, home)
                elif leftover.is_dir() and not leftover.is_symlink():
                    shutil.rmtree(leftover, ignore_errors=True)
                else:
                    leftover.unlink(missing_ok=True)
                swept.append(leftover)
    return swept


def _by_owner(folder: Path) -> dict[str, list[Path]]:
    """Token → what lies under its name; its lock file alone gives an empty list."""
    found: dict[str, list[Path]] = defaultdict(list)
    for leftover in sorted(folder.glob(f"{PREFIX}*")):
        name = leftover.name.removeprefix(PREFIX)
        if name.endswith(LOCK) and "-" not in name:
            found[name.removesuffix(LOCK)] += []
        else:
            found[name.partition("-")[0]].append(leftover)
    return found


@contextmanager
def _if_dead(path: Path, left_something: bool) -> Iterator[bool]:
    """Whether the owner of this lock file is gone; then nobody else sweeps after it meanwhile, and the lock file goes, too."""
    try:
        just_made = not left_something and time.time() - path.stat().st_mtime < YOUNG_SECONDS
    except FileNotFoundError:  # of a version that knew no lock files
        yield left_something
        return
    held = filelock.FileLock(path)
    try:
        if just_made:
            raise filelock.Timeout(str(path))
        held.acquire(timeout=0)
    except filelock.Timeout:
        yield False
        return
    try:
        yield True
        path.unlink(missing_ok=True)
    finally:
        held.release()


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


def explained(error: OSError) -> str:
    """What a full disk, a missing permission or a vanished folder means to the person at the keyboard, as a sentence without its stop."""
    place = str(error.filename) if error.filename else "the folder it writes to"
    said = {
        errno.ENOSPC: f"no room left on the disk that holds {place}; free some and try again",
        errno.EDQUOT: f"no room left for you on the disk that holds {place}; free some and try again",
        errno.EROFS: f"{place} can only be read, not written; choose another folder",
        errno.EACCES: f"no permission for {place}; ask its owner, or choose another folder",
        errno.EPERM: f"no permission for {place}; ask its owner, or choose another folder",
        errno.ENOENT: f"{place} is not there; it may have been moved or removed meanwhile",
        errno.ENOTDIR: f"{place} lies below a file, not a folder; choose another place",
    }
    return said.get(error.errno or 0, f"{place}: {error.strerror or error}")


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


def crash_point(name: str) -> None:
    """Die here at once when RETENTION_CRASH_AT names this point: how the tests prove that a kill leaves nothing half done."""
    if os.environ.get("RETENTION_CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
