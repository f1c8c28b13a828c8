"""Eval: the product's own understanding, run over a file of messages and scored."""
