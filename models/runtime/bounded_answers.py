"""Bounded answers: an HTTP answer is read to a limit, whatever the server sends: endless, compressed, oddly encoded.

For `httpx` and for `httpx2`, which the OpenAI SDK uses: the caller passes the library of its client.
"""

import zlib
from collections.abc import AsyncIterator
from typing import Any

# Asked for, so that an honest server does not compress; what it sends compressed all the same is read to the limit.
UNCOMPRESSED = {"accept-encoding": "identity"}
_PLAIN = ("", "identity")
_GZIP = ("gzip", "x-gzip", "deflate")
# Finds out by itself whether gzip's or zlib's head stands before the data.
_EITHER_HEAD = zlib.MAX_WBITS | 32


async def read_bounded(response: Any, most: int, library: Any) -> None:
    """Read an answer whose headers are there, as its client's response hook: at most `most` bytes, unpacked.

    Raises `library.DecodingError` for more, and for a compression that is not read here. The text is UTF-8 afterwards,
    as JSON is: some of the encodings a server can name unpack too.
    """
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in (*_PLAIN, *_GZIP):
        raise library.DecodingError("an answer in a compression nobody asked for")
    stream = response.stream
    try:
        body = await _whole(_unpacked(stream, most, packed=packing in _GZIP), most)
    except (OverflowError, zlib.error) as error:
        reason = (
            f"an answer of more than {most} bytes" if isinstance(error, OverflowError) else "a broken gzip"
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
    """The body's parts; of packed ones never more than a byte above the limit at once."""
    unpacking = zlib.decompressobj(_EITHER_HEAD) if packed else None
    async for part in stream:
        yield part if unpacking is None else unpacking.decompress(part, most + 1)
