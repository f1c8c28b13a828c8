"""A message takes itself back by its last words; the same words inside a sentence take nothing back."""

from tests.tables import for_every
from worker.understanding.withdrawal import without_withdrawn


@for_every(
    "text",
    [
        "Order the tent tomorrow, never mind",
        "Order the tent tomorrow. Never mind!",
        "Order the tent never mind",
        "Order the tent (no longer needed)",
        "Order the tent - not needed any more",
        "never mind",
        "Order the tent\nCall the mill\nnever mind",
        "Заказать шатёр завтра, уже не надо",
        "Заказать шатёр завтра уже не надо",
        "Заказать шатёр — отбой",
        "Заказать шатёр, неактуально",
        "отмена",
    ],
)
def test_all_of_it_is_taken_back(text: str) -> None:
    assert without_withdrawn(text) == ""


def test_a_line_takes_back_itself_alone() -> None:
    assert (
        without_withdrawn("Order the tent\nCall the mill - never mind\nPrint it")
        == "Order the tent\nPrint it"
    )


@for_every(
    "text",
    [
        "Order the tent tomorrow",
        "Ask which chairs are no longer needed at the mill",
        "Sort out what is not needed",
        "Tell Lucy to never mind the paint and order the tent",
        "Узнать, что уже не надо везти на склад",
        "Позвонить про отмена заказа завтра",
        "Cancel the order at the mill",
    ],
)
def test_nothing_is_taken_back(text: str) -> None:
    assert without_withdrawn(text) is None
