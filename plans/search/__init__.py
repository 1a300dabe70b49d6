"""Search over a plan as one viewer sees it on one day: made of the position, so that it finds nothing else."""
