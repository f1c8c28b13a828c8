"""HTTP responses are read up to a limit, whatever the server sends: endless, compressed or oddly encoded.

For `httpx` and for `httpx2`, which the OpenAI SDK uses: the caller passes the library of its client.
"""

import zlib
from collections.abc import AsyncIterator
from typing import Any

# Requests an uncompressed response; one that is compressed anyway is unpacked up to the limit.
UNCOMPRESSED = {"accept-encoding": "identity"}
_PLAIN = ("", "identity")
_GZIP = ("gzip", "x-gzip", "deflate")
# zlib detects whether the data is in gzip or zlib format.
_EITHER_HEAD = zlib.MAX_WBITS | 32


async def read_bounded(response: Any, most: int, library: Any) -> None:
    """A response hook of the client: reads the body, at most `most` unpacked bytes.

    Raises `library.DecodingError` for more, and for other compressions. The text is UTF-8 afterwards, as JSON is: some
    of the charsets that a server can name decompress, too.
    """
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in (*_PLAIN, *_GZIP):
        raise library.DecodingError("a response with an unexpected compression")
    stream = response.stream
    try:
        body = await _whole(_unpacked(stream, most, packed=packing in _GZIP), most)
    except (OverflowError, zlib.error) as error:
        reason = (
            f"a response of more than {most} bytes" if isinstance(error, OverflowError) else "a broken gzip"
        )
        raise library.DecodingError(reason) from error
    finally:
        await stream.aclose()
    response.stream = library.ByteStream(body)
    response.headers.pop("content-encoding", None)
    kind = response.headers.get("content-type", "").partition(";")[0]
    response.headers["content-type"] = kind


async def _whole(parts: AsyncIterator[bytes], most: int) -> bytes:
    kept, size = [], 0
    async for part in parts:
        size += len(part)
        if size > most:
            raise OverflowError
        kept.append(part)
    return b"".join(kept)


async def _unpacked(stream: Any, most: int, *, packed: bool) -> AsyncIterator[bytes]:
    """The body's chunks; a compressed one is never unpacked to more than a byte above the limit."""
    unpacking = zlib.decompressobj(_EITHER_HEAD) if packed else None
    async for part in stream:
        yield part if unpacking is None else unpacking.decompress(part, most + 1)
