"""docs/cookbook.md: the Matrix Cookbook's chapter on derivatives, every equation beside the engine's answer."""
