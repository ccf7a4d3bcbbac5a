"""What can be done with a stand, its team and its documents: one module per noun."""
