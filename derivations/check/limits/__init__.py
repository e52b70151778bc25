"""Limits of scalar expressions where one variable grows without bound and everything else stays as it is."""

from __future__ import annotations

from .check import check_limit as check_limit
