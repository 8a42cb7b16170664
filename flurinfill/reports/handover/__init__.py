"""Hand-over to other programs that know maps: GeoPackage, GeoJSON, Shapefile, KML.

All four say the same about the sites, from one table (:mod:`.table`) with one list of attributes
(:mod:`.attributes`). GDAL writes GeoPackage and Shapefile; the other two are plain text.
"""
