<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology" labelsEnabled="0">
  <renderer-v2 type="categorizedSymbol" attr="kind" symbollevels="0" forceraster="0">
    <categories>
      <category value="inner_area" label="Innenbereichssatzung (§ 34 Abs. 4 BauGB)" symbol="0" render="true" type="string" />
      <category value="plan" label="Bebauungsplan (§ 30 BauGB)" symbol="1" render="true" type="string" />
      <category value="simple_plan" label="Einfacher Bebauungsplan (§ 30 Abs. 3 BauGB)" symbol="2" render="true" type="string" />
    </categories>
    <symbols>
      <symbol name="0" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="126,87,194,20" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="94,53,177,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.46" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="126,87,194,20" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="94,53,177,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.46" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="1" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="171,71,188,26" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="142,36,170,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="171,71,188,26" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="142,36,170,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="2" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="171,71,188,26" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="142,36,170,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="171,71,188,26" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="142,36,170,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
</qgis>
