"""A backup's archive: a zip of the database and the evidence files, with a manifest that names each and its SHA-256.

The archive may be encrypted as a whole with age (https://age-encryption.org), by a recipient's public key.
"""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import pyrage

FORMAT = "improvement-plan-tracker backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
DATABASE = "database"
EVIDENCE = "evidence/"
ENCRYPTED = b"age-encryption.org/v1"
PIECE = 1024 * 1024


class Unreadable(ValueError):
    """An archive that can't be restored, and in a sentence why not."""


@dataclass
class Manifest:
    """What an archive holds and what made it."""

    made_at: str
    program: str
    engine: str
    # The last migration of each app, by app: what shape the database has.
    migrations: dict[str, str]
    # Which secret key second steps and signed links were made with, as a fingerprint; never the key.
    secret_key: str
    plans: int
    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    # The SHA-256 of each file by its name in the archive.
    files: dict[str, str] = field(default_factory=dict)


def write_archive(
    path: Path, manifest: Manifest, database: Path, evidence: Iterable[tuple[str, Path]]
) -> None:
    """Write an archive; the manifest comes last, so that one that was cut has none."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, source in ((DATABASE, database), *((f"{EVIDENCE}{name}", file) for name, file in evidence)):
            with source.open("rb") as read, archive.open(name, "w", force_zip64=True) as written:
                manifest.files[name] = _copied(read, written)
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, sort_keys=True))


def _copied(read: IO[bytes], written: IO[bytes] | None = None) -> str:
    """Copy what is read, or only read it; return its SHA-256."""
    digest = hashlib.sha256()
    while piece := read.read(PIECE):
        digest.update(piece)
        if written is not None:
            written.write(piece)
    return digest.hexdigest()


def encrypt(source: Path, target: Path, recipient: str) -> None:
    """Encrypt a file for whoever holds a recipient's private key. Raises Unreadable for what is no public key."""
    try:
        to = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise Unreadable("The recipient is no public key of age: one begins with age1.") from error
    pyrage.encrypt_file(str(source), str(target), [to])


def is_encrypted(path: Path) -> bool:
    """Whether a file is encrypted with age."""
    with path.open("rb") as file:
        return file.read(len(ENCRYPTED)) == ENCRYPTED


def decrypt(source: Path, target: Path, identity: str) -> None:
    """Decrypt a file with a private key. Raises Unreadable for a wrong key, or a file that was changed or cut."""
    keys = [line for line in identity.splitlines() if line.strip() and not line.startswith("#")]
    try:
        identities = [pyrage.x25519.Identity.from_str(key.strip()) for key in keys]
    except pyrage.IdentityError as error:
        raise Unreadable(
            "The identity is no private key of age: one begins with AGE-SECRET-KEY-1."
        ) from error
    try:
        pyrage.decrypt_file(str(source), str(target), identities)
    except (pyrage.DecryptError, OSError) as error:
        raise Unreadable(
            "The backup can't be decrypted: the key is another one, or the file is damaged."
        ) from error


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Return an archive's manifest. Raises Unreadable for a foreign archive, or one of a newer format."""
    try:
        held: dict[str, Any] = json.loads(archive.read(MANIFEST))
        if held["format"] != FORMAT:
            raise KeyError
        if held["format_version"] > FORMAT_VERSION:
            raise Unreadable(
                "The backup is of a newer version of the program: upgrade first, then restore it."
            )
        return Manifest(**held)
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("This file is no backup of this program: it has no manifest.") from error


def open_archive(path: Path) -> zipfile.ZipFile:
    """Return an archive. Raises Unreadable for a file that is none, or was cut."""
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise Unreadable("This file is no backup of this program, or was cut short.") from error


def check_whole(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read every file of an archive. Raises Unreadable where one is missing, added, damaged, or would lie elsewhere."""
    names = {info.filename for info in archive.infolist()} - {MANIFEST}
    if len(archive.infolist()) != len(names) + 1 or names != set(manifest.files):
        raise Unreadable("The backup is damaged: it does not hold the files that its manifest names.")
    for name, wanted in manifest.files.items():
        parts = name.split("/")
        if name != DATABASE and (
            not name.startswith(EVIDENCE) or {"", ".", ".."} & set(parts) or "\\" in name or "\0" in name
        ):
            raise Unreadable(f"The backup is damaged: it holds a file that is none of its own: {name[:80]}")
        try:
            with archive.open(name) as file:
                found = _copied(file)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
            raise Unreadable(f"The backup is damaged: {name[:80]} can't be read.") from error
        if found != wanted:
            raise Unreadable(f"The backup is damaged: {name[:80]} is not what was backed up.")


def take_out(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    """Write one file of an archive to a path, readable by the server's account alone."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with archive.open(name) as read, target.open("wb") as written:
        shutil.copyfileobj(read, written, PIECE)
    target.chmod(0o600)


def evidence_in(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Yield the evidence files of an archive: the name there, and the name under which they are stored."""
    for name in manifest.files:
        if name.startswith(EVIDENCE):
            yield name, name.removeprefix(EVIDENCE)
