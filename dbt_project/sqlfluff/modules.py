"""Takes the place of dbt's `modules` while sqlfluff lints without dbt."""

import re

__all__ = ["re"]
