"""What can be said of an action, a recommendation or a measure in one cell: the columns of all documents."""
