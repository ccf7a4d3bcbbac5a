"""Pages of who suits whom: suggestions, why, what is learnt; and the organiser's."""
