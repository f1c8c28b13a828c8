"""Recurring tasks: rules, series and their next tasks."""
