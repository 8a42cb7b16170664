<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling|Rendering|LayerConfiguration|Fields" labelsEnabled="1" hasScaleBasedVisibilityFlag="1" minScale="2500" maxScale="1" readOnly="1">
  <renderer-v2 type="singleSymbol" symbollevels="0" forceraster="0">
    <symbols>
      <symbol name="0" type="marker" alpha="1" clip_to_extent="1">
        <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="name" value="circle" type="QString" />
            <Option name="color" value="110,104,96,255" type="QString" />
            <Option name="outline_style" value="no" type="QString" />
            <Option name="size" value="0.8" type="QString" />
            <Option name="size_unit" value="MM" type="QString" />
          </Option>
          <prop k="name" v="circle" />
          <prop k="color" v="110,104,96,255" />
          <prop k="outline_style" v="no" />
          <prop k="size" v="0.8" />
          <prop k="size_unit" v="MM" />
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings>
      <text-style fieldName="house_number" fontSize="7" fontSizeUnit="Point" isExpression="0" textColor="90,85,78,255">
        <text-buffer bufferDraw="1" bufferSize="0.5" bufferSizeUnits="MM" bufferColor="255,255,255,255" />
      </text-style>
      <rendering obstacle="0" scaleVisibility="1" scaleMin="1" scaleMax="2500" />
    </settings>
  </labeling>
  <aliases>
    <alias field="parcel_id" index="1" name="Flurstückskennzeichen" />
    <alias field="street" index="2" name="Straße" />
    <alias field="house_number" index="3" name="Hausnummer" />
  </aliases>
</qgis>
