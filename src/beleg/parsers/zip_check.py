"""Whether a zip container may be opened: looked at by its directory alone, before anything is unpacked.

In: bytes. Out: nothing, or Unreadable / TooLarge with the reason. Knows no office format.
"""

from __future__ import annotations

import io
import zipfile

from beleg.errors import TooLarge, Unreadable

ENTRIES = 10_000
UNPACKED_BYTES = 300_000_000
RATIO = 200
RATIO_FROM_BYTES = 20_000_000
"""Small files may pack well; the ratio counts from this unpacked size on."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check(data: bytes) -> None:
    """Nothing where the container may be opened. Raises Unreadable or TooLarge."""
    if data.startswith(OLE):
        raise Unreadable("The file needs a password, or it is of the format before 2007. Save it as .docx without a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            entries = container.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(
            "The file is damaged or cut off: its zip container cannot be opened. Save or fetch it again."
        ) from error
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES:
        raise TooLarge(f"The file holds {len(entries):,} packed entries; at most {ENTRIES:,} are opened.")
    if unpacked > UNPACKED_BYTES or (unpacked > RATIO_FROM_BYTES and unpacked > RATIO * len(data)):
        raise TooLarge(f"The file would unpack to {unpacked / 1e6:,.0f} MB from {len(data) / 1e6:,.1f} MB: too large to read.")
    if any(_leaves(entry.filename) for entry in entries):
        raise Unreadable("The file holds entries that point outside of it, as no office program writes them. It is not opened.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("The file needs a password. Save it without one, then sync again.")


def _leaves(name: str) -> bool:
    """Whether a name is absolute, names a drive or goes upwards."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or plain[1:2] == ":" or ".." in plain.split("/")
