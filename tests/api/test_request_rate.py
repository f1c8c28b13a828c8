"""The rate of programs: a burst, then no more; each token by itself; a bounded number of them."""

from api.programs.rate_limit import BURST, RequestRate


def test_a_burst_is_let_through_and_then_no_more() -> None:
    rate = RequestRate()
    let_through = sum(rate.take("one") for _ in range(10 * int(BURST)))
    # A slow machine fills the bucket a little meanwhile.
    assert BURST <= let_through < 9 * BURST
    assert rate.take("another")


def test_tokens_that_were_quiet_longest_are_forgotten() -> None:
    rate = RequestRate()
    while rate.take("first"):
        pass
    for number in range(1000):
        assert rate.take(f"token {number}")
    assert rate.take("first"), "forgotten, and so full again"
