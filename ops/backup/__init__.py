"""Backup: dumps the database each night, proves each dump by restoring it, keeps a month of them, brings one back.

Standard library alone: its container has PostgreSQL's own programs and a bare Python beside them.
"""
