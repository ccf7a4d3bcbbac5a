"""What is asked about who could meet whom: facts of both sides, their lists, and what is behind the times."""
