"""Maps and aerial photos from services (WMS, WMTS, XYZ): the only room that knows the network."""
