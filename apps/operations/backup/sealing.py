"""Encryption in the age format: with a public key, so that a server that makes backups cannot read them (E11)."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage

from apps.operations.backup.faults import Fault

MARK = b"age-encryption.org/"


def make_key(path: Path) -> str:
    """Write a new secret key into a file only its owner can read; the public key that belongs to it."""
    identity = pyrage.x25519.Identity.generate()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Fault(f"No key was written. {error}") from error
    with os.fdopen(descriptor, "w") as file:
        file.write(f"# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public())


def read_key(path: Path) -> pyrage.x25519.Identity:
    """The secret key in a file."""
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
        (secret,) = [line for line in lines if line and not line.startswith("#")]
        return pyrage.x25519.Identity.from_str(secret)
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise Fault(f"{path} holds no secret key. {error}") from error


@contextmanager
def sealed(target: BinaryIO, public_key: str) -> Iterator[BinaryIO]:
    """A file to write to; what is written arrives in the target, encrypted where a public key is given."""
    if not public_key:
        yield target
        return
    try:
        recipient = pyrage.x25519.Recipient.from_str(public_key)
    except pyrage.RecipientError as error:
        raise Fault(f"BACKUP_KEY is no public key of age: {public_key}") from error
    reading, writing = (os.fdopen(end, mode) for end, mode in zip(os.pipe(), ("rb", "wb"), strict=True))
    with beside(lambda: encrypt(reading, target, recipient)), writing:
        yield writing


def encrypt(reading: BinaryIO, target: BinaryIO, recipient) -> None:
    with reading:
        pyrage.encrypt_io(reading, target, [recipient])


@contextmanager
def opened(path: Path, key: Path | None) -> Iterator[BinaryIO]:
    """What an archive holds, decrypted where it is encrypted. Raises Fault without the right key."""
    with path.open("rb") as source:
        encrypted = source.read(len(MARK)) == MARK
        source.seek(0)
        if not encrypted:
            yield source
            return
        if key is None:
            raise Fault(f"{path.name} is encrypted: name the file of the secret key with --key.")
        secret = read_key(key)
        reading, writing = (os.fdopen(end, mode) for end, mode in zip(os.pipe(), ("rb", "wb"), strict=True))
        with beside(lambda: decrypt(source, writing, secret)), reading:
            yield reading


def decrypt(source: BinaryIO, writing: BinaryIO, secret) -> None:
    with writing:
        pyrage.decrypt_io(source, writing, [secret])


@contextmanager
def beside(work) -> Iterator[None]:
    """Do something in a thread meanwhile; what it raises is a Fault here, unless nobody listened any more."""
    raised = []

    def run():
        try:
            work()
        except (OSError, ValueError, pyrage.DecryptError, pyrage.EncryptError) as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        thread.join()
        if raised and not isinstance(raised[0], BrokenPipeError):
            raise Fault(f"The key does not open it, or it is damaged: {raised[0]}.")
