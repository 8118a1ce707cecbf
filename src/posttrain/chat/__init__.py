"""Prompts and completions as token ids: conversations by the model's chat template, and plain text."""
