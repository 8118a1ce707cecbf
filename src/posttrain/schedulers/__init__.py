"""Learning-rate schedules from torch, each with a linear warm-up."""
