"""What takes both the position and the operations: closing a meeting, accepting a return."""
