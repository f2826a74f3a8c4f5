"""Writing so that a crash at any moment leaves the old or the new, never a half.

Everything goes to a temporary name in the same folder first, is flushed to disk, then renamed. A temporary name carries a random token,
and its owner holds the lock file of that token as long as it lives: so the next run can tell what a killed one left from what a living
one is at work on, in containers and over a network, too, where numbers of processes tell nothing.
"""

import contextlib
import errno
import os
import re
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
    try:
        with held:
            yield f"{token}-"
    finally:
        # Only now, since Windows removes no file that is open.
        _away(Path(held.lock_file))


@contextmanager
def new_folder(target: Path, mode: int = 0o755) -> Iterator[Path]:
    """Yield an empty temporary folder; on success it takes the place of `target`, on error it is removed.

    `mode` holds under any umask, for folders above it that are made, too.
    """
    folder_with(mode, target.parent)
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


def remove_folder(folder: Path) -> None:
    """Take a folder away in one step; what a crash leaves of it has a temporary name."""
    with claimed(folder.parent) as prefix:
        gone = folder.parent / f"{prefix}{folder.name}"
        os.rename(folder, gone)
        shutil.rmtree(gone, ignore_errors=True)


def folder_with(mode: int, folder: Path) -> Path:
    """Make `folder` and those above it; the new ones get this mode under any umask, others keep what their owner gave them."""
    for path in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        with contextlib.suppress(FileExistsError):
            path.mkdir(mode)
            path.chmod(mode)
    return folder


def readable_by_all(folder: Path) -> None:
    """Let everybody read all that lies in `folder`, under any umask."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)


def write_file(target: Path, content: str | bytes, mode: int = 0o644) -> Path:
    """Write a whole file at once: temporary name, fsync, rename. `mode` holds under any umask."""
    folder_with(0o755 if mode & 0o077 else 0o700, target.parent)
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
        try:
            temporary.symlink_to(to)
            os.replace(temporary, link)
        finally:
            _away(temporary)
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


def sweep_below(folder: Path) -> None:
    """Sweep `folder` and every folder in it."""
    for path in (folder, *sorted(folder.rglob("*/"))):
        if path.is_dir():
            sweep(path)


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
    finally:
        held.release()
    _away(path)


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


# What the system may refuse, in words: the error's number → a sentence without its stop.
REFUSED = {
    errno.ENOSPC: "no room left on the disk that holds {place}; free some and try again",
    errno.EDQUOT: "no room left for you on the disk that holds {place}; free some and try again",
    errno.EROFS: "{place} can only be read, not written; choose another folder",
    errno.EACCES: "no permission for {place}; ask its owner, or choose another folder",
    errno.EPERM: "no permission for {place}; ask its owner, or choose another folder",
    errno.ENOENT: "{place} is not there; it may have been moved or removed meanwhile",
    errno.EIO: "{place} could not be written or read; look whether its disk is whole and has room",
    errno.ENOTDIR: "{place} lies below a file, not a folder; choose another place",
}
# The same as databases say it.
IN_DATABASES = {
    "max_temp_directory_size": errno.ENOSPC,
    "database or disk is full": errno.ENOSPC,
    "readonly database": errno.EROFS,
    "unable to open database file": errno.EACCES,
    "disk I/O error": errno.EIO,
}


def explained(error: OSError) -> str:
    """What a full disk, a missing permission or a vanished folder means to the person at the keyboard, as a sentence without its stop."""
    place = _place(str(error.filename)) if error.filename else "the folder it writes to"
    said = REFUSED.get(error.errno or 0, "")
    return said.format(place=place) if said else f"{place}: {error.strerror or error}"


def refusal(message: str) -> OSError | None:
    """What the system refused by another program's error message (the database's, a notebook's cell's); None where it tells of nothing such."""
    if said := next((number for words, number in IN_DATABASES.items() if words in message), None):
        return OSError(said, os.strerror(said))
    number = next((n for n in REFUSED if f"[Errno {n}]" in message or os.strerror(n) in message), None)
    if number is None:
        return None
    place = re.search(r"""(["'])(.+?)\1""", message)
    return OSError(number, os.strerror(number), place[2]) if place else OSError(number, os.strerror(number))


@contextmanager
def refusals_of(kind: type[Exception]) -> Iterator[None]:
    """A full disk or a missing permission that a program meets with errors of its own is the OSError it is for everybody else."""
    try:
        yield
    except kind as error:
        refused = refusal(str(error))
        if refused:
            raise refused from error
        raise


def _place(path: str) -> str:
    """A path as people know it, seen from here: what lies below a temporary name, and a lock file, are told by the folder that holds them."""
    known = Path(re.split(rf"[/\\]{re.escape(PREFIX)}", path)[0])
    if known.name.startswith(".") and known.suffix == LOCK:
        known = known.parent
    return str(known.relative_to(Path.cwd()) if known.is_relative_to(Path.cwd()) else known)


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


def _away(path: Path) -> None:
    """Remove a file that another process may have removed, or may just be looking at."""
    with contextlib.suppress(OSError):
        path.unlink()


def crash_point(name: str) -> None:
    """Die here at once when RETENTION_CRASH_AT names this point: how the tests prove that a kill leaves nothing half done."""
    if os.environ.get("RETENTION_CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
