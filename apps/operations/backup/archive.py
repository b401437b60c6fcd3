"""The archive: a tar of database, uploaded files and a manifest with the hash of each, and of every table (E13)."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from apps.operations.backup import sealing
from apps.operations.backup.faults import Fault

MANIFEST = "manifest.json"
FORMAT = 1
BLOCK = 1 << 20


def checksum(path: Path) -> Path:
    """The file beside an archive that holds its hash, as `sha256sum --check` reads it."""
    return path.with_name(f"{path.name}.sha256")


def sha256(file: BinaryIO) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()


def contents(folder: Path) -> dict:
    """Size and hash of every file below a folder."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            found[path.relative_to(folder).as_posix()] = {"size": path.stat().st_size, "sha256": sha256(file)}
    return found


def pack(folder: Path, manifest: dict, target: Path, public_key: str) -> None:
    """Write everything in the folder into an archive that is there whole or not at all."""
    manifest |= {"format": FORMAT, "files": contents(folder)}
    text = json.dumps(manifest, indent=1, sort_keys=True).encode()
    part = target.with_name(f"{target.name}.part")
    with ExitStack() as stack:
        file = stack.enter_context(os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"))
        stack.callback(part.unlink, missing_ok=True)
        with sealing.sealed(file, public_key) as stream, tarfile.open(fileobj=stream, mode="w|") as tar:
            head = tarfile.TarInfo(MANIFEST)
            head.size = len(text)
            tar.addfile(head, io.BytesIO(text))
            for name in manifest["files"]:
                tar.add(folder / name, name)
        file.flush()
        os.fsync(file.fileno())
        with part.open("rb") as written:
            checksum(target).write_text(f"{sha256(written)}  {target.name}\n")
        part.rename(target)


def whole(path: Path) -> None:
    """Raise Fault unless the archive is byte for byte the one that was written."""
    if not path.is_file():
        raise Fault(f"There is no archive {path}.")
    beside = checksum(path)
    if not beside.is_file():
        raise Fault(f"{beside.name} is missing: nothing says what {path.name} was when it was made.")
    with path.open("rb") as file:
        if sha256(file) != beside.read_text().partition(" ")[0]:
            raise Fault(f"{path.name} is damaged: it is not what was written.")


@contextmanager
def parts(path: Path, key: Path | None) -> Iterator[tuple[dict, Iterator]]:
    """The manifest of an archive and its files: of each its name and, once, its content."""
    with sealing.opened(path, key) as stream:
        try:
            with tarfile.open(fileobj=stream, mode="r|") as tar:
                members = iter(tar)
                first = next(members, None)
                if first is None or first.name != MANIFEST:
                    raise Fault(f"{path.name} is no backup of this product.")
                manifest = json.load(tar.extractfile(first))
                yield manifest, ((one.name, tar.extractfile(one)) for one in members if one.isfile())
                while stream.read(BLOCK):
                    pass  # to the end, so that a missing end is noticed
        except (tarfile.TarError, ValueError, OSError) as error:
            raise Fault(f"{path.name} cannot be read. {error}") from error


def unpack(path: Path, key: Path | None, folder: Path | None = None) -> dict:
    """Check every file of an archive against the manifest and, where a folder is given, put it there; the manifest."""
    whole(path)
    with parts(path, key) as (manifest, files):
        if manifest.get("format") != FORMAT:
            raise Fault(f"{path.name} was made by another version of the product.")
        left = dict(manifest["files"])
        for name, content in files:
            if copied(content, place(folder, name)) != left.pop(name, None):
                raise Fault(f"{path.name} is damaged: {name} is not what was written.")
        if left:
            raise Fault(f"{path.name} is damaged: {', '.join(sorted(left)[:5])} is missing.")
    return manifest


def place(folder: Path | None, name: str) -> Path | None:
    """Where a file of the archive goes, never outside the folder."""
    if folder is None:
        return None
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise Fault(f"The archive names a file outside itself: {name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def copied(content: BinaryIO, target: Path | None) -> dict:
    """Read a file of the archive to its end, into the target where there is one; its size and hash."""
    total, size = hashlib.sha256(), 0
    with (target or Path(os.devnull)).open("wb") as file:
        while block := content.read(BLOCK):
            total.update(block)
            size += len(block)
            file.write(block)
    return {"size": size, "sha256": total.hexdigest()}
