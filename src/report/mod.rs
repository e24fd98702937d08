//! Reports: one file each, from plain facts to a table of keys and typed cells; writers beside. Pure.
