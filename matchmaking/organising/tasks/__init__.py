"""What takes longer than somebody would wait, and what is due."""

from matchmaking.organising.tasks.exports import forget_old_exports, write_due_exports, write_export
from matchmaking.organising.tasks.imports import carry_on_due_imports, carry_on_import, forget_old_imports

__all__ = [
    "carry_on_due_imports",
    "carry_on_import",
    "forget_old_exports",
    "forget_old_imports",
    "write_due_exports",
    "write_export",
]
