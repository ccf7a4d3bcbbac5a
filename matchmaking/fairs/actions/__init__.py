"""What happens at a fair: one module per noun, each action one story in one transaction."""
