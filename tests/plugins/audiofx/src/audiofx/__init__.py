"""Effects for audio signals."""
