"""What stands around an expression in its sentence: words of moving and of reminding."""

from worker.understanding.calendar.engine import Frame


def reminded(frame: Frame) -> bool:
    """Whether a word of reminding stands in the same sentence."""
    scene = frame.scene
    return any(scene.has(at, "REMIND") for at in sentence(frame))


def moving(frame: Frame) -> bool:
    """Whether a verb of moving stands before, in the same sentence."""
    scene = frame.scene
    return any(scene.has(at, "MOVE") for at in sentence(frame) if at < frame.start)


def sentence(frame: Frame) -> range:
    """The token range of the sentence around the frame; line breaks and full stops end it, commas do not."""
    words = [token.word for token in frame.scene.tokens]
    first, last = frame.start, frame.end
    while first > 0 and words[first - 1] not in (".", "!", "?", ";", "\n"):
        first -= 1
    while last < len(words) and words[last] not in (".", "!", "?", ";", "\n"):
        last += 1
    return range(first, last)
