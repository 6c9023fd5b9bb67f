package org.radiologytrust.ingest.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordFormatTest {
  @ParameterizedTest
  @CsvSource({
    "application/hl7-v2, {}, HL7",
    "application/hl7-v2+er7, x, HL7",
    "x-application/hl7-v2+er7; charset=utf-8, x, HL7",
    "application/fhir+json, MSH|, FHIR",
    "Application/FHIR+JSON;charset=UTF-8, x, FHIR",
    "application/json, x, FHIR",
    "application/fhir+xml, x, FHIR",
    "text/plain, MSH|, ''",
    "application/hl7-v3, MSH|, ''",
    "application/octet-stream, {}, ''",
    "'', MSH|, HL7",
    "' ', {}, FHIR",
    "'', '  {', FHIR",
    "'', <Bundle/>, FHIR_XML",
    "'', FHS|, HL7",
    "'', BHS|, HL7",
    "'', MSA|, ''",
    "'', MS, ''",
    "'', ' ', ''",
    "'', '', ''"
  })
  void isByHeaderElseByFirstBytes(String type, String value, String format) {
    assertEquals(
        format,
        RecordFormat.of(type, value.getBytes(StandardCharsets.UTF_8)).map(Enum::name).orElse(""));
  }

  @ParameterizedTest
  @CsvSource({"MSH|, HL7", "{}, FHIR", "<Bundle/>, FHIR_XML", "text, ''"})
  void utf16IsReadWithAndWithoutMark(String value, String format) {
    for (String charset : new String[] {"UTF-16LE", "UTF-16BE", "UTF-16"}) {
      byte[] bytes = value.getBytes(Charset.forName(charset));
      assertEquals(format, RecordFormat.of("", bytes).map(Enum::name).orElse(""), charset);
    }
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    assertEquals(
        "HL7",
        RecordFormat.of("", "\ufeffMSH|".getBytes(StandardCharsets.UTF_8)).orElseThrow().name());
  }

  @Test
  void oneHeaderComesInAndNoneGoesOut() {
    RecordHeaders headers = new RecordHeaders();
    assertFalse(headers.applyFilterToExternalHeaders("Content-Type", "x", null));
    for (String name : new String[] {"CamelFileName", "cAMELx", "kafka.KEY", "Authorization", ""}) {
      assertTrue(headers.applyFilterToExternalHeaders(name, "x", null), name);
    }
    assertTrue(headers.applyFilterToCamelHeaders("content-type", "x", null));
  }
}
