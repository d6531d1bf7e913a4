"""Where everything of one clone lies. Nothing else in this package builds a path under `.local/`."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROLES_SQL = ROOT / "apps" / "core" / "sql" / "roles.sql"
POSTGRES_REQUIREMENTS = ROOT / "requirements-postgres.txt"


@dataclass(frozen=True)
class Layout:
    """The files of the set-up: `local` is private to the user who runs it."""

    local: Path

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "Layout":
        return cls(Path(environ.get("LOCAL_DIR") or ROOT / ".local").absolute())

    def create(self) -> None:
        """Make the folder. Root's may be entered (not listed) by the server's account, whose data may lie inside."""
        self.local.mkdir(parents=True, exist_ok=True)
        self.local.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for folder in (self.logs, self.locks):
            folder.mkdir(exist_ok=True, mode=0o700)

    @property
    def digest(self) -> str:
        """Tells this clone's things from another's in shared folders."""
        return hashlib.sha256(str(self.local).encode()).hexdigest()[:12]

    @property
    def env_file(self) -> Path:
        """What the Django process may know."""
        return self.local / "env"

    @property
    def admin_file(self) -> Path:
        """What only the set-up may know: the superuser's password and address."""
        return self.local / "env-admin"

    @property
    def placement_file(self) -> Path:
        return self.local / "cluster.json"

    @property
    def keep_file(self) -> Path:
        """Present after `up`: the server stays until `down`."""
        return self.local / "keep-postgres"

    @property
    def demo_file(self) -> Path:
        return self.local / "demo.json"

    @property
    def logs(self) -> Path:
        return self.local / "log"

    @property
    def locks(self) -> Path:
        return self.local / "lock"
