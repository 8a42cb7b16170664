<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling|LayerConfiguration|Fields|Forms" labelsEnabled="1" readOnly="1">
  <renderer-v2 type="categorizedSymbol" attr="potential" symbollevels="0" forceraster="0">
    <categories>
      <category value="gap" label="Baulücke" symbol="0" render="true" type="string" />
      <category value="minor_use" label="Geringfügig bebaut" symbol="1" render="true" type="string" />
      <category value="second_row" label="Zweite Reihe" symbol="2" render="true" type="string" />
      <category value="brownfield" label="Brache" symbol="3" render="true" type="string" />
      <category value="garden" label="Hausgarten" symbol="4" render="true" type="string" />
      <category value="undecidable" label="Nicht entscheidbar" symbol="5" render="true" type="string" />
      <category value="none" label="Kein Potenzial" symbol="6" render="true" type="string" />
      <category value="" label="Noch nicht beurteilt" symbol="7" render="true" type="string" />
    </categories>
    <symbols>
      <symbol name="0" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="240,121,58,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="184,68,10,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.46" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="240,121,58,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="184,68,10,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.46" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="1" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="252,195,92,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="184,122,0,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.46" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="252,195,92,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="184,122,0,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.46" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
        <layer class="LinePatternFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="angle" value="45" type="QString" />
            <Option name="distance" value="1.6" type="QString" />
            <Option name="distance_unit" value="MM" type="QString" />
            <Option name="line_width" value="0.2" type="QString" />
          </Option>
          <prop k="angle" v="45" />
          <prop k="distance" v="1.6" />
          <prop k="distance_unit" v="MM" />
          <prop k="line_width" v="0.2" />
          <symbol name="@1@1" type="line" alpha="1">
            <layer class="SimpleLine" enabled="1" pass="0" locked="0">
              <Option type="Map">
                <Option name="line_color" value="184,122,0,255" type="QString" />
                <Option name="line_width" value="0.22" type="QString" />
                <Option name="line_width_unit" value="MM" type="QString" />
              </Option>
              <prop k="line_color" v="184,122,0,255" />
              <prop k="line_width" v="0.22" />
              <prop k="line_width_unit" v="MM" />
            </layer>
          </symbol>
        </layer>
      </symbol>
      <symbol name="2" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="111,177,227,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="11,95,158,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.46" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="111,177,227,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="11,95,158,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.46" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
        <layer class="LinePatternFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="angle" value="0" type="QString" />
            <Option name="distance" value="1.6" type="QString" />
            <Option name="distance_unit" value="MM" type="QString" />
            <Option name="line_width" value="0.2" type="QString" />
          </Option>
          <prop k="angle" v="0" />
          <prop k="distance" v="1.6" />
          <prop k="distance_unit" v="MM" />
          <prop k="line_width" v="0.2" />
          <symbol name="@2@1" type="line" alpha="1">
            <layer class="SimpleLine" enabled="1" pass="0" locked="0">
              <Option type="Map">
                <Option name="line_color" value="11,95,158,255" type="QString" />
                <Option name="line_width" value="0.22" type="QString" />
                <Option name="line_width_unit" value="MM" type="QString" />
              </Option>
              <prop k="line_color" v="11,95,158,255" />
              <prop k="line_width" v="0.22" />
              <prop k="line_width_unit" v="MM" />
            </layer>
          </symbol>
        </layer>
      </symbol>
      <symbol name="3" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="219,160,196,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="150,67,122,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.46" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="219,160,196,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="150,67,122,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.46" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
        <layer class="LinePatternFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="angle" value="45" type="QString" />
            <Option name="distance" value="1.6" type="QString" />
            <Option name="distance_unit" value="MM" type="QString" />
            <Option name="line_width" value="0.2" type="QString" />
          </Option>
          <prop k="angle" v="45" />
          <prop k="distance" v="1.6" />
          <prop k="distance_unit" v="MM" />
          <prop k="line_width" v="0.2" />
          <symbol name="@3@1" type="line" alpha="1">
            <layer class="SimpleLine" enabled="1" pass="0" locked="0">
              <Option type="Map">
                <Option name="line_color" value="150,67,122,255" type="QString" />
                <Option name="line_width" value="0.22" type="QString" />
                <Option name="line_width_unit" value="MM" type="QString" />
              </Option>
              <prop k="line_color" v="150,67,122,255" />
              <prop k="line_width" v="0.22" />
              <prop k="line_width_unit" v="MM" />
            </layer>
          </symbol>
        </layer>
        <layer class="LinePatternFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="angle" value="135" type="QString" />
            <Option name="distance" value="1.6" type="QString" />
            <Option name="distance_unit" value="MM" type="QString" />
            <Option name="line_width" value="0.2" type="QString" />
          </Option>
          <prop k="angle" v="135" />
          <prop k="distance" v="1.6" />
          <prop k="distance_unit" v="MM" />
          <prop k="line_width" v="0.2" />
          <symbol name="@3@2" type="line" alpha="1">
            <layer class="SimpleLine" enabled="1" pass="0" locked="0">
              <Option type="Map">
                <Option name="line_color" value="150,67,122,255" type="QString" />
                <Option name="line_width" value="0.22" type="QString" />
                <Option name="line_width_unit" value="MM" type="QString" />
              </Option>
              <prop k="line_color" v="150,67,122,255" />
              <prop k="line_width" v="0.22" />
              <prop k="line_width_unit" v="MM" />
            </layer>
          </symbol>
        </layer>
      </symbol>
      <symbol name="4" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="191,227,207,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="79,154,120,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="191,227,207,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="79,154,120,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
        <layer class="PointPatternFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="distance_x" value="1.8" type="QString" />
            <Option name="distance_y" value="1.8" type="QString" />
          </Option>
          <prop k="distance_x" v="1.8" />
          <prop k="distance_y" v="1.8" />
          <symbol name="@4@1" type="marker" alpha="1">
            <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
              <Option type="Map">
                <Option name="name" value="circle" type="QString" />
                <Option name="color" value="47,128,96,255" type="QString" />
                <Option name="size" value="0.6" type="QString" />
                <Option name="size_unit" value="MM" type="QString" />
                <Option name="outline_style" value="no" type="QString" />
              </Option>
              <prop k="name" v="circle" />
              <prop k="color" v="47,128,96,255" />
              <prop k="size" v="0.6" />
              <prop k="size_unit" v="MM" />
              <prop k="outline_style" v="no" />
            </layer>
          </symbol>
        </layer>
      </symbol>
      <symbol name="5" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="228,228,230,255" type="QString" />
            <Option name="style" value="solid" type="QString" />
            <Option name="outline_color" value="141,145,150,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="228,228,230,255" />
          <prop k="style" v="solid" />
          <prop k="outline_color" v="141,145,150,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
        <layer class="LinePatternFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="angle" value="135" type="QString" />
            <Option name="distance" value="1.6" type="QString" />
            <Option name="distance_unit" value="MM" type="QString" />
            <Option name="line_width" value="0.2" type="QString" />
          </Option>
          <prop k="angle" v="135" />
          <prop k="distance" v="1.6" />
          <prop k="distance_unit" v="MM" />
          <prop k="line_width" v="0.2" />
          <symbol name="@5@1" type="line" alpha="1">
            <layer class="SimpleLine" enabled="1" pass="0" locked="0">
              <Option type="Map">
                <Option name="line_color" value="163,167,173,255" type="QString" />
                <Option name="line_width" value="0.22" type="QString" />
                <Option name="line_width_unit" value="MM" type="QString" />
              </Option>
              <prop k="line_color" v="163,167,173,255" />
              <prop k="line_width" v="0.22" />
              <prop k="line_width_unit" v="MM" />
            </layer>
          </symbol>
        </layer>
      </symbol>
      <symbol name="6" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="248,246,241,255" type="QString" />
            <Option name="style" value="no" type="QString" />
            <Option name="outline_color" value="169,163,151,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="248,246,241,255" />
          <prop k="style" v="no" />
          <prop k="outline_color" v="169,163,151,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
      <symbol name="7" type="fill" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" pass="0" locked="0">
          <Option type="Map">
            <Option name="color" value="248,246,241,255" type="QString" />
            <Option name="style" value="no" type="QString" />
            <Option name="outline_color" value="169,163,151,255" type="QString" />
            <Option name="outline_style" value="solid" type="QString" />
            <Option name="outline_width" value="0.18" type="QString" />
            <Option name="outline_width_unit" value="MM" type="QString" />
            <Option name="joinstyle" value="round" type="QString" />
          </Option>
          <prop k="color" v="248,246,241,255" />
          <prop k="style" v="no" />
          <prop k="outline_color" v="169,163,151,255" />
          <prop k="outline_style" v="solid" />
          <prop k="outline_width" v="0.18" />
          <prop k="outline_width_unit" v="MM" />
          <prop k="joinstyle" v="round" />
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings>
      <text-style fieldName="number" fontSize="8" fontSizeUnit="Point" isExpression="0" textColor="35,40,45,255">
        <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" />
      </text-style>
      <placement placement="4" priority="3" />
      <rendering obstacle="0" scaleVisibility="1" scaleMin="1" scaleMax="5000" />
    </settings>
  </labeling>
  <fieldConfiguration>
    <field name="potential" configurationFlags="None">
      <editWidget type="ValueMap">
        <config>
          <Option type="Map">
            <Option name="map" type="List">
              <Option type="Map">
                <Option name="Baulücke" value="gap" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Geringfügig bebaut" value="minor_use" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Zweite Reihe" value="second_row" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Brache" value="brownfield" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Hausgarten" value="garden" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Nicht entscheidbar" value="undecidable" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Kein Potenzial" value="none" type="QString" />
              </Option>
            </Option>
          </Option>
        </config>
      </editWidget>
    </field>
  </fieldConfiguration>
  <aliases>
    <alias field="parcel_id" index="1" name="Flurstückskennzeichen" />
    <alias field="gemarkung_code" index="2" name="Gemarkungsschlüssel" />
    <alias field="gemarkung" index="3" name="Gemarkung" />
    <alias field="flur" index="4" name="Flur" />
    <alias field="number" index="5" name="Flurstück" />
    <alias field="official_area_m2" index="6" name="Amtliche Fläche [m²]" />
    <alias field="municipality" index="7" name="Gemeinde" />
    <alias field="district" index="8" name="Ortsteil" />
    <alias field="address_text" index="9" name="Lagebezeichnung" />
    <alias field="land_use_text" index="10" name="Nutzung laut Datei" />
    <alias field="legal_deviation" index="11" name="Abweichender Rechtszustand" />
    <alias field="formed_on" index="12" name="Entstanden am" />
    <alias field="potential" index="13" name="Potenzialart" />
  </aliases>
</qgis>
