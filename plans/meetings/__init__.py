"""Taking a meeting from its draft minutes to its record, which needs both the position and the operations."""
