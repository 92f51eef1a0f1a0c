"""A PDF's page as a picture, drawn in a child process: a broken PDF may end the child, never the server.

In: the original bytes and a page (1 = first). Out: PNG bytes. Knows no document and no reader. Run as a module it reads the
PDF from standard input and writes the PNG to standard output.
"""

from __future__ import annotations

import asyncio
import struct
import sys
import zlib

from beleg.errors import Unreadable

DOTS_PER_INCH = 110
LONGEST_PIXELS = 2400
TIMEOUT_S = 20.0
_AT_ONCE = asyncio.Semaphore(2)


async def picture_of(data: bytes, page: int) -> bytes:
    """The page as PNG. Raises Unreadable where it cannot be drawn; the child ends with the request."""
    async with _AT_ONCE:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "beleg.server.picture",
            str(page),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            drawn, _ = await asyncio.wait_for(child.communicate(data), TIMEOUT_S)
        except TimeoutError as error:
            raise Unreadable(f"Page {page} could not be drawn within {TIMEOUT_S:.0f} s. Open the original instead.") from error
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
    if child.returncode or not drawn:
        raise Unreadable(f"Page {page} cannot be drawn. Open the original instead.")
    return drawn


def draw(data: bytes, page: int) -> bytes:
    """The same in this process."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    sheet = document[page - 1]
    width, height = sheet.get_size()
    scale = min(DOTS_PER_INCH / 72, LONGEST_PIXELS / max(width, height, 1))
    bitmap = sheet.render(scale=scale, rev_byteorder=True, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGR)
    return png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)


def png(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    """RGB rows, `stride` bytes apart, as a PNG file."""
    rows = b"".join(b"\0" + pixels[at * stride : at * stride + width * 3] for at in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pieces = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in pieces
    )


if __name__ == "__main__":
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
    sys.stdout.buffer.write(draw(sys.stdin.buffer.read(), int(sys.argv[1])))
