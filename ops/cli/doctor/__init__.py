"""Doctor: looks at everything the product stands on and tells you how to fix what is wrong."""

from ops.cli.doctor.visit import run

__all__ = ["run"]
