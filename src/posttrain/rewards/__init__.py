"""The rewards, which judge completions by rules, and their weighted sum."""
