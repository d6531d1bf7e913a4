"""What every table of a homeowner's own words starts with."""

from typing import Any

from django.db import models

from apps.core.models import DevelopmentOwned
from apps.developments.models import Unit
from apps.homeowners.models import Homeowner

OWN = {"development": "development_id", "unit": "unit_id", "homeowner": "homeowner_id"}


class HomeownerOwned(DevelopmentOwned):
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    homeowner = models.ForeignKey(
        Homeowner, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def owner(self) -> dict[str, Any]:
        """Whose it is, as what else is kept of it says."""
        return {name: getattr(self, name) for name in ("tenant_id", *OWN.values())}
