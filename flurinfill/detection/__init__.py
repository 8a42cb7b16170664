"""A cadastre in; measures, a class for every parcel, and the reasons out."""
