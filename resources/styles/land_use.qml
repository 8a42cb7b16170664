<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Rendering|LayerConfiguration|Fields|Forms" labelsEnabled="0" readOnly="1">
  <renderer-v2 type="categorizedSymbol" attr="kind" symbollevels="0" forceraster="0">
    <categories>
      <category value="road" label="Straße" symbol="0" render="true" type="string" />
      <category value="way" label="Weg" symbol="1" render="true" type="string" />
      <category value="square" label="Platz" symbol="2" render="true" type="string" />
      <category value="railway" label="Bahn" symbol="3" render="true" type="string" />
      <category value="water" label="Gewässer" symbol="4" render="true" type="string" />
      <category value="shipping" label="Schiffsverkehr" symbol="5" render="true" type="string" />
      <category value="forest" label="Wald" symbol="6" render="true" type="string" />
      <category value="grove" label="Gehölz" symbol="7" render="true" type="string" />
      <category value="heath" label="Heide" symbol="8" render="true" type="string" />
      <category value="moor" label="Moor" symbol="9" render="true" type="string" />
      <category value="swamp" label="Sumpf" symbol="10" render="true" type="string" />
      <category value="waste" label="Unland" symbol="11" render="true" type="string" />
      <category value="farming" label="Landwirtschaft" symbol="12" render="true" type="string" />
      <category value="leisure" label="Sport, Freizeit, Erholung" symbol="13" render="true" type="string" />
      <category value="cemetery" label="Friedhof" symbol="14" render="true" type="string" />
      <category value="commercial" label="Industrie und Gewerbe" symbol="15" render="true" type="string" />
      <category value="public" label="Besondere funktionale Prägung" symbol="16" render="true" type="string" />
      <category value="" label="Sonstige" symbol="17" render="true" type="string" />
    </categories>
    <symbols>
      <symbol name="0" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="255,255,255,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="205,201,192,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="255,255,255,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="205,201,192,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="1" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="253,252,249,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="210,206,197,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="253,252,249,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="210,206,197,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="2" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="251,249,245,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="205,201,192,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="251,249,245,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="205,201,192,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="3" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="230,226,232,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="179,173,184,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="230,226,232,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="179,173,184,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="4" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="201,224,240,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="143,182,210,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="201,224,240,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="143,182,210,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="5" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="201,224,240,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="143,182,210,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="201,224,240,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="143,182,210,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="6" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="211,228,200,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="164,191,149,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="211,228,200,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="164,191,149,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="7" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="220,233,208,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="173,197,158,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="220,233,208,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="173,197,158,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="8" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="233,230,211,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="194,189,160,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="233,230,211,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="194,189,160,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="9" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="223,232,220,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="174,191,171,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="223,232,220,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="174,191,171,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="10" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="217,230,226,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="166,189,182,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="217,230,226,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="166,189,182,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="11" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="239,236,228,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="196,191,178,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="239,236,228,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="196,191,178,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="12" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="243,241,221,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="203,199,170,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="243,241,221,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="203,199,170,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="13" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="227,239,217,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="179,200,163,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="227,239,217,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="179,200,163,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="14" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="221,232,216,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="169,188,162,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="221,232,216,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="169,188,162,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="15" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="239,234,240,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="189,181,191,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="239,234,240,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="189,181,191,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="16" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="246,236,230,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="200,185,176,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="246,236,230,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="200,185,176,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="17" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="248,246,241,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="169,163,151,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="248,246,241,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="169,163,151,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <blendMode>6</blendMode>
  <fieldConfiguration>
    <field name="kind" configurationFlags="None">
      <editWidget type="ValueMap">
        <config>
          <Option type="Map">
            <Option name="map" type="List">
              <Option type="Map">
                <Option name="Wohnbaufläche" value="residential" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Industrie und Gewerbe" value="commercial" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Halde" value="dump" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Bergbau, Tagebau" value="mining" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Gemischte Nutzung" value="mixed" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Besondere funktionale Prägung" value="public" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Sport, Freizeit, Erholung" value="leisure" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Friedhof" value="cemetery" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Straße" value="road" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Weg" value="way" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Platz" value="square" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Bahn" value="railway" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Flugverkehr" value="airport" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Schiffsverkehr" value="shipping" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Landwirtschaft" value="farming" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Wald" value="forest" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Gehölz" value="grove" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Heide" value="heath" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Moor" value="moor" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Sumpf" value="swamp" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Unland" value="waste" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Gewässer" value="water" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Sonstige Nutzung" value="other" type="QString" />
              </Option>
            </Option>
          </Option>
        </config>
      </editWidget>
    </field>
  </fieldConfiguration>
  <aliases>
    <alias field="kind" index="1" name="Art der Nutzung" />
    <alias field="code" index="2" name="Nutzung (Schlüssel)" />
    <alias field="state" index="3" name="Zustand (Schlüssel)" />
    <alias field="text" index="4" name="Nutzung laut Datei" />
    <alias field="name" index="5" name="Name" />
  </aliases>
</qgis>
