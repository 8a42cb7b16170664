<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|LayerConfiguration|Fields|Forms" labelsEnabled="0" readOnly="1">
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
  <fieldConfiguration>
    <field name="kind" configurationFlags="None">
      <editWidget type="ValueMap">
        <config>
          <Option type="Map">
            <Option name="map" type="List">
              <Option type="Map">
                <Option name="Innenbereichssatzung (§ 34 Abs. 4 BauGB)" value="inner_area" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Bebauungsplan (§ 30 BauGB)" value="plan" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Einfacher Bebauungsplan (§ 30 Abs. 3 BauGB)" value="simple_plan" type="QString" />
              </Option>
            </Option>
          </Option>
        </config>
      </editWidget>
    </field>
    <field name="area_type" configurationFlags="None">
      <editWidget type="ValueMap">
        <config>
          <Option type="Map">
            <Option name="map" type="List">
              <Option type="Map">
                <Option name="Kleinsiedlungsgebiet (WS)" value="WS" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Reines Wohngebiet (WR)" value="WR" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Allgemeines Wohngebiet (WA)" value="WA" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Besonderes Wohngebiet (WB)" value="WB" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Dorfgebiet (MD)" value="MD" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Dörfliches Wohngebiet (MDW)" value="MDW" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Mischgebiet (MI)" value="MI" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Urbanes Gebiet (MU)" value="MU" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Kerngebiet (MK)" value="MK" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Gewerbegebiet (GE)" value="GE" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Industriegebiet (GI)" value="GI" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Sondergebiet (SO)" value="SO" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Sondergebiet Erholung" value="SOE" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Wohnbaufläche (W)" value="W" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Gemischte Baufläche (M)" value="M" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Gewerbliche Baufläche (G)" value="G" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Sonderbaufläche (S)" value="S" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Baugebiet ohne Art" value="other" type="QString" />
              </Option>
            </Option>
          </Option>
        </config>
      </editWidget>
    </field>
  </fieldConfiguration>
  <aliases>
    <alias field="kind" index="1" name="Art des Plans" />
    <alias field="name" index="2" name="Name" />
    <alias field="area_type" index="3" name="Art des Baugebiets" />
    <alias field="grz" index="4" name="GRZ" />
    <alias field="gfz" index="5" name="GFZ" />
    <alias field="storeys" index="6" name="Vollgeschosse" />
  </aliases>
</qgis>
