"""Layers of a language model: what each kind weighs, keeps and computes."""
