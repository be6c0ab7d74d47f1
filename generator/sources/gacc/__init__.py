"""China's customs (GACC): files that a person fetches, since its query platform asks for one. Nothing is asked here."""
