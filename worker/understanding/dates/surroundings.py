"""What stands around an expression in its sentence: words of moving and of reminding."""

from worker.understanding.dates.engine import Frame


def reminded(frame: Frame) -> bool:
    """Whether a word of reminding stands in the same sentence."""
    scene = frame.scene
    return any(scene.has(at, "REMIND") for at in sentence(frame))


def moving(frame: Frame) -> bool:
    """Whether a verb of moving stands before, in the same sentence."""
    scene = frame.scene
    return any(
        scene.has(at, "MOVE") and not (scene.word(at) == "put" and scene.word(at + 1) in _PUT_DOWN)
        for at in sentence(frame)
        if at < frame.start
    )


# "put down: ..." writes something down, "put on the list" likewise.
_PUT_DOWN = frozenset({"down", "on", "in", "together", "up"})


def sentence(frame: Frame) -> range:
    """The token range of the sentence around the frame; line breaks and full stops end it, commas do not."""
    words = [token.word for token in frame.scene.tokens]
    first, last = frame.start, frame.end
    while first > 0 and words[first - 1] not in (".", "!", "?", ";", "\n"):
        first -= 1
    while last < len(words) and words[last] not in (".", "!", "?", ";", "\n"):
        last += 1
    return range(first, last)
