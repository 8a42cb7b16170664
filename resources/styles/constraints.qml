<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|LayerConfiguration|Fields" labelsEnabled="0" readOnly="1">
  <renderer-v2 type="singleSymbol" symbollevels="0" forceraster="0">
    <symbols>
      <symbol name="0" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="42,154,165,41" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="27,127,138,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="42,154,165,41" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="27,127,138,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
        <layer class="LinePatternFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="angle" value="90" type="QString" />
            <Option name="distance" value="1.6" type="QString" />
            <Option name="distance_unit" value="MM" type="QString" />
            <Option name="line_width" value="0.2" type="QString" />
          </Option>
          <prop k="angle" v="90" />
          <prop k="distance" v="1.6" />
          <prop k="distance_unit" v="MM" />
          <prop k="line_width" v="0.2" />
          <symbol name="@0@1" type="line" alpha="1">
            <layer class="SimpleLine" enabled="1" pass="0" locked="0">
              <Option type="Map">
                <Option name="line_color" value="17,112,123,41" type="QString" />
                <Option name="line_width" value="0.22" type="QString" />
                <Option name="line_width_unit" value="MM" type="QString" />
              </Option>
              <prop k="line_color" v="17,112,123,41" />
              <prop k="line_width" v="0.22" />
              <prop k="line_width_unit" v="MM" />
            </layer>
          </symbol>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <aliases>
    <alias field="layer" index="1" name="Restriktion" />
    <alias field="name" index="2" name="Name" />
  </aliases>
</qgis>
