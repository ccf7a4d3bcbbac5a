"""What takes longer than somebody would wait, and what is due."""

from matchmaking.organising.tasks.imports import carry_on_due_imports, carry_on_import, forget_old_imports

__all__ = [
    "carry_on_due_imports",
    "carry_on_import",
    "forget_old_imports",
]
