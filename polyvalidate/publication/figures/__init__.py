"""What people see of a cohort: charts, tables and files, made from ``PublicTables`` and from nothing else.

The contract *Figures see public tables only* holds it: no module of this package can reach a balance.
"""
