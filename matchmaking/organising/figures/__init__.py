"""What came of a fair, as readers see it: each figure with a sentence, a picture and a table that says the same.

Pages, tables to take away and the report on paper are made from the same figures.
"""
