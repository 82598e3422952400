"""Diagrams of what flows where, a file each; each function returns a Figure."""
