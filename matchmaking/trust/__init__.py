"""Who vouches for whom: support organisations, chambers and attachés, and the stands that they endorse."""
