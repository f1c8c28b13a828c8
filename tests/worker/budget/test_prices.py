"""Prices: data with its source, cached input apart, cautious where nobody knows."""

import datetime as dt
import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.runtime.settings import Settings
from worker.budget.caps import Caps, buckets, caps_of, next_start
from worker.budget.prices import Price, Prices, Usage, unknown_price


def test_cached_and_written_input_have_their_own_price() -> None:
    price = Price(input=1.0, cached=0.1, written=1.25, output=5.0)
    assert price.micros(Usage(tokens_in=1000, cached=600, written=300, tokens_out=10)) == 100 + 60 + 375 + 50


def test_a_cost_is_rounded_up_so_that_a_thousand_small_calls_are_not_free() -> None:
    assert Price(input=0.02).micros(Usage(tokens_in=7)) == 1


def test_a_dated_snapshot_and_a_vendor_prefix_cost_what_the_model_costs() -> None:
    prices = Prices()
    assert (
        prices.price_of("gpt-6-luna-2026-09-22")
        == prices.price_of("gpt-6-luna")
        == prices.price_of("openai/GPT-6-Luna")
    )


def test_an_unknown_model_is_priced_like_the_dearest_known_one() -> None:
    prices = Prices()
    guess = prices.price_of("some-model-of-next-year")
    assert guess == unknown_price()
    used = Usage(tokens_in=2000, tokens_out=300)
    assert guess.micros(used) >= max(
        prices.price_of(m).micros(used) for m in ("gpt-6-astra", "gpt-5.5", "gpt-6-luna")
    )


def test_settings_override_the_table_and_a_local_model_can_be_free() -> None:
    prices = Prices({"llama-local": {"input": 0, "output": 0}, "gpt-6-luna": {"input": 9, "output": 9}})
    assert prices.price_of("llama-local").micros(Usage(tokens_in=5000, tokens_out=500)) == 0
    assert prices.price_of("gpt-6-luna").input == 9


@pytest.mark.parametrize(
    "wrong", [{"m": {"inptu": 1}}, {"m": {"input": -1}}, {"m": {"output": float("nan")}}]
)
def test_a_wrong_override_is_refused_by_name(wrong: dict[str, dict[str, float]]) -> None:
    with pytest.raises(ValueError, match="the price of m"):
        Prices(wrong)


def test_audio_is_priced_by_the_minute_unless_the_server_names_its_tokens() -> None:
    prices = Prices()
    assert prices.price_of("gpt-transcribe").micros(Usage(seconds=60)) == 4500
    by_tokens = prices.price_of("gpt-4o-mini-transcribe").micros(
        Usage(tokens_in=620, audio=600, tokens_out=100, seconds=60)
    )
    assert by_tokens == 20 * 1.25 + 600 * 3 + 100 * 5


def test_what_a_price_does_not_cover_is_not_free() -> None:
    """None: the ledger then counts all that was held for the call."""
    tokens = Usage(tokens_in=620, audio=600, tokens_out=100)
    for model in ("gpt-transcribe", "whisper-1"):
        assert Prices().price_of(model).micros(tokens) is None
        assert Prices().price_of(model).ceiling(tokens_in=9000, tokens_out=900, seconds=60) >= 4500
    assert Price(input=2.5, audio=6, output=10).micros(Usage(seconds=60)) is None
    assert Price(input=1.0).micros(Usage(tokens_in=10, tokens_out=1)) is None
    assert Price(input=1.0).ceiling(tokens_in=10, tokens_out=10) > 10 * unknown_price().output
    assert Price(minute=0.006).ceiling(tokens_in=10) == unknown_price().ceiling(tokens_in=10)
    assert Price(minute=0.006).micros(Usage()) is None, "no call uses nothing"
    assert Price(input=0, output=0, minute=0).micros(Usage()) == 0
    assert Price(minute=0).micros(Usage(seconds=60)) == 0


def test_every_price_of_the_table_costs_something_and_at_most_what_was_held() -> None:
    listed = json.loads(files("worker.budget").joinpath("prices.json").read_text("utf-8"))["models"]
    sound = (
        Usage(seconds=61),
        Usage(tokens_in=700, audio=600, tokens_out=120),
        Usage(tokens_in=700, tokens_out=120),
    )
    words = (
        Usage(tokens_in=700, cached=512, tokens_out=120),
        Usage(tokens_in=7),
        Usage(tokens_in=700, written=700),
    )
    for model, fields in listed.items():
        price = Prices().price_of(model)
        for used in sound if "minute" in fields else words:
            most = price.ceiling(
                tokens_in=used.tokens_in, tokens_out=used.tokens_out, seconds=61 if "minute" in fields else 0
            )
            cost = price.micros(used)
            assert 1 <= (most if cost is None else cost) <= most, (model, used)


def test_the_table_names_its_source_and_date() -> None:
    table = json.loads(files("worker.budget").joinpath("prices.json").read_text("utf-8"))
    assert table["source"].startswith("https://")
    assert dt.date.fromisoformat(table["as_of"]) <= dt.date(2026, 11, 23)
    assert Prices().price_of(str(Settings.model_fields["openai_embedding_model"].default)) != unknown_price()


@given(
    tokens_in=st.integers(0, 10**6),
    cached=st.integers(0, 10**6),
    written=st.integers(0, 10**6),
    tokens_out=st.integers(0, 10**5),
)
def test_a_call_never_costs_more_than_its_ceiling(
    tokens_in: int, cached: int, written: int, tokens_out: int
) -> None:
    cached = min(cached, tokens_in)
    written = min(written, tokens_in - cached)
    for model in ("gpt-6-luna", "gpt-5-mini", "nobody-knows"):
        price = Prices().price_of(model)
        used = Usage(tokens_in=tokens_in, cached=cached, written=written, tokens_out=tokens_out)
        assert (price.micros(used) or 0) <= price.ceiling(tokens_in=tokens_in, tokens_out=tokens_out)


def test_caps_come_from_settings_in_micro_dollars() -> None:
    settings = Settings(budget_day_usd=0.5, budget_month_usd=5, budget_bot_day_usd=10)
    assert caps_of(settings) == Caps(500_000, 5_000_000, 10_000_000)


def test_a_month_is_over_on_the_first_of_the_next() -> None:
    *_, month = buckets(7, dt.datetime(2026, 12, 31, 23, 59, tzinfo=dt.UTC))
    assert next_start(month) == dt.date(2027, 1, 1)
