"""SDMX: messages of any agency, and Eurostat's Comext with its habits."""
