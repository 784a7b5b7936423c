"""The programs that are compared, each run in an environment of its own that has nothing else."""
