"""What can be done with a company, its words, its people and its products: one module per noun."""
