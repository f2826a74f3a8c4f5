"""Retention playbook: what a shop's orders say about keeping its customers."""
