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
  <labeling type="simple">
    <settings>
      <text-style fieldName="case_no" fontSize="8" fontSizeUnit="Point" isExpression="0" textColor="35,40,45,255">
        <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" />
      </text-style>
      <placement placement="4" priority="9" />
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
    <field name="potential_now" configurationFlags="None">
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
    <field name="potential_seen" configurationFlags="None">
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
    <field name="review" configurationFlags="None">
      <editWidget type="ValueMap">
        <config>
          <Option type="Map">
            <Option name="map" type="List">
              <Option type="Map">
                <Option name="Kandidat" value="candidate" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="In Prüfung" value="in_review" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Bestätigt" value="confirmed" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Verworfen" value="rejected" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Zurückgestellt" value="deferred" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Untergegangen" value="superseded" type="QString" />
              </Option>
            </Option>
          </Option>
        </config>
      </editWidget>
    </field>
    <field name="reject_reason" configurationFlags="None">
      <editWidget type="ValueMap">
        <config>
          <Option type="Map">
            <Option name="map" type="List">
              <Option type="Map">
                <Option name="Fehlerhafte Daten" value="bad_data" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Zu klein/Zuschnitt" value="too_small" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Keine Erschließung" value="no_access" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Außenbereich" value="outside" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Hausgarten gleicher Eigentümer" value="own_garden" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Gemeinbedarf/Grünfläche" value="public_use" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Hochwasser/Schutzgebiet" value="flood_or_nature" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Denkmal/Bodendenkmal" value="monument" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Altlast" value="contamination" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Leitung/Baulast" value="encumbrance" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Bereits bebaut/im Bau" value="already_built" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Sonstiges" value="other" type="QString" />
              </Option>
            </Option>
          </Option>
        </config>
      </editWidget>
    </field>
    <field name="availability" configurationFlags="None">
      <editWidget type="ValueMap">
        <config>
          <Option type="Map">
            <Option name="map" type="List">
              <Option type="Map">
                <Option name="Offen" value="unknown" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Verfügbar" value="available" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="In Vermarktung" value="marketed" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Reserviert" value="reserved" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Verkauft" value="sold" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Bauantrag/Genehmigung" value="permit" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Bebaut (aktiviert)" value="built" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Zurückgezogen" value="withdrawn" type="QString" />
              </Option>
            </Option>
          </Option>
        </config>
      </editWidget>
    </field>
    <field name="publication" configurationFlags="None">
      <editWidget type="ValueMap">
        <config>
          <Option type="Map">
            <Option name="map" type="List">
              <Option type="Map">
                <Option name="Nicht bekannt gemacht" value="not_announced" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Bekannt gemacht" value="announced" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Frist abgelaufen" value="cleared" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Veröffentlicht" value="published" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Widerspruch" value="objected" type="QString" />
              </Option>
              <Option type="Map">
                <Option name="Zurückgenommen" value="withdrawn" type="QString" />
              </Option>
            </Option>
          </Option>
        </config>
      </editWidget>
    </field>
  </fieldConfiguration>
  <aliases>
    <alias field="case_no" index="1" name="Fallnummer" />
    <alias field="potential" index="2" name="Potenzialart" />
    <alias field="potential_now" index="3" name="Potenzialart (letzter Lauf)" />
    <alias field="potential_seen" index="4" name="Potenzialart (zur Kenntnis genommen)" />
    <alias field="review" index="5" name="Prüfung" />
    <alias field="reject_reason" index="6" name="Grund der Verwerfung" />
    <alias field="deferred_until" index="7" name="Zurückgestellt bis" />
    <alias field="availability" index="8" name="Verfügbarkeit" />
    <alias field="publication" index="9" name="Veröffentlichung" />
    <alias field="announced_on" index="10" name="Bekanntgemacht am" />
    <alias field="parcel_missing" index="11" name="Flurstück nicht mehr im Kataster" />
    <alias field="touched" index="12" name="Vom Amt bearbeitet" />
    <alias field="version" index="13" name="Fassung der Zeile" />
    <alias field="created_at" index="14" name="Angelegt am" />
  </aliases>
</qgis>
