"""What a load did, for the operator."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Report:
    """What a load did, by key."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def changed(self) -> int:
        """How many records the load wrote."""
        return len(self.created) + len(self.updated) + len(self.retired)
