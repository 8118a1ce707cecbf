"""Rewards: functions of a completion's text that can be checked, and their sum by weights."""
