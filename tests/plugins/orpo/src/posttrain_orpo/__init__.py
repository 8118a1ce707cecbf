"""Odds ratio preference optimization for posttrain, which finds it by the entry point `orpo`."""
