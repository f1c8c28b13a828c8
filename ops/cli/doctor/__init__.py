"""Doctor: looks at everything the product stands on and says how to mend what is wrong."""

from ops.cli.doctor.visit import run

__all__ = ["run"]
