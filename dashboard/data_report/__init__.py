"""The data report: what came, what is missing from every figure, and whether to rely on them."""
