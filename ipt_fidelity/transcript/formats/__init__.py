"""transcript/formats."""
