<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|LayerConfiguration|Fields" labelsEnabled="0" readOnly="1">
  <renderer-v2 type="singleSymbol" symbollevels="0" forceraster="0">
    <symbols>
      <symbol name="0" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="180,174,166,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="139,133,125,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="180,174,166,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="139,133,125,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <aliases>
    <alias field="building_id" index="1" name="Kennung" />
    <alias field="function" index="2" name="Gebäudefunktion (Schlüssel)" />
    <alias field="function_text" index="3" name="Gebäudefunktion" />
    <alias field="state" index="4" name="Zustand (Schlüssel)" />
    <alias field="below_ground" index="5" name="Unter der Erde" />
    <alias field="name" index="6" name="Name" />
    <alias field="storeys" index="7" name="Geschosse" />
  </aliases>
</qgis>
