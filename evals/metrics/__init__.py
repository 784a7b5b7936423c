"""What answers are measured by: each metric with its definition and its source."""
