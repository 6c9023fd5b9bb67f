package org.radiologytrust.ingest.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerResourceTest {
  private static ServerResource read(String json) {
    return ServerResource.of(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  @Test
  void readsIdentityAndReferences() {
    ServerResource report =
        read(
            """
            {"resourceType":"DiagnosticReport","id":"r1",
             "meta":{"versionId":"3","lastUpdated":"2026-01-01T09:00:00.5+01:00",
               "extension":[{"versionId":"9"}]},
             "contained":[{"resourceType":"Patient","id":"c","link":[{"other":{"reference":"#x"}}]}],
             "subject":{"reference":"Patient/p"},"basedOn":[{"reference":"ServiceRequest/s"}]}""");
    assertEquals("DiagnosticReport/r1", report.key());
    assertEquals("3", report.version());
    assertEquals(Instant.parse("2026-01-01T08:00:00.5Z"), report.lastUpdated());
    assertEquals(List.of("#x", "Patient/p", "ServiceRequest/s"), report.references());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2026", "2026-01-01", "yesterday", "2026-13-01T00:00:00Z"})
  void aTimeThatIsNoInstantIsNone(String time) {
    assertNull(
        read("{\"resourceType\":\"Patient\",\"meta\":{\"lastUpdated\":\"" + time + "\"}}")
            .lastUpdated());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/../b", "a\\\"b", "ü", "?x=1"})
  void anIdThatIsUnsafeInAUrlIsNone(String id) {
    assertEquals("", read("{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}").key());
  }

  @Test
  void aChangedReferenceChangesNoOtherByte() {
    String json =
        "{ \"id\" : \"1\" , \"resourceType\":\"Patient\",\"a\":1.50e0,\"b\":\"\\u00e9 é 漢\","
            + "\"x\":{\"reference\" : \"Patient/1\"},\"y\":{\"reference\":\"Patient/2\"}}";
    String changed =
        read(json)
            .text(r -> r.equals("Patient/1") ? "urn:uuid:longer-than-before" : r, a -> a, true);
    assertEquals(json.replace("Patient/1", "urn:uuid:longer-than-before"), utf8(changed));
  }

  @Test
  void onlyTheAddressesOfTheReportsOwnAttachmentsAreAttachments() {
    ServerResource report =
        read(
            """
            {"resourceType":"DiagnosticReport","url":"Binary/1","presentedForm":[
              {"contentType":"application/pdf","url":"Binary/2"},
              {"url":"Binary\\/3","extension":[{"url":"Binary/4"}]}],
             "contained":[{"resourceType":"DiagnosticReport","presentedForm":[{"url":"Binary/5"}]}]}""");
    assertEquals(List.of("Binary/2", "Binary/3"), report.attachments());
    String changed = report.text(r -> r, a -> "urn:uuid:" + a.charAt(7), true);
    assertEquals(List.of("urn:uuid:2", "urn:uuid:3"), read(changed).attachments());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "{\"id\":\"1\",\"a\":2} ! {\"a\":2}",
        "{\"a\":2,\"id\":\"1\"} ! {\"a\":2}",
        "{\"a\":2 , \"id\" : \"1\" , \"b\":3} ! {\"a\":2 ,  \"b\":3}",
        "{\"id\":\"1\"} ! {}",
        "{\"a\":{\"id\":\"1\"}} ! {\"a\":{\"id\":\"1\"}}"
      })
  void anIdCanBeLeftOut(String json, String without) {
    assertEquals(without, read(json).text(r -> r, a -> a, false));
  }
}
