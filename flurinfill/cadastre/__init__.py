"""Official files in, one :class:`~flurinfill.cadastre.tables.Cadastre` of typed tables out."""
