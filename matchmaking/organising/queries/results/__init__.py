"""What came of a fair, counted by the database: every module holds the statements of one kind of figure."""
