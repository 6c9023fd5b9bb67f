package org.radiologytrust.ingest.ehr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each resource of a page keeps its exact bytes, whatever they are. */
@Tag("safety")
class PageEntriesTest {
  private static final String PAGE =
      "{ \"resourceType\" : \"Bundle\",\"type\":\"searchset\",\"total\":2,%s"
          + "\"link\":[{\"relation\":\"next\",\"url\":\"http://ehr/fhir?page=2\"}]}";

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Bundle parsed(byte[] page) throws IOException {
    String json = new String(PageEntries.wrapped(page), StandardCharsets.UTF_8);
    return FakeEhr.FHIR.newJsonParser().parseResource(Bundle.class, json);
  }

  private static byte[] bytes(Bundle.BundleEntryComponent entry) {
    return ((Binary) entry.getResource()).getData();
  }

  @Test
  void resourcesAreNotTouched() throws IOException {
    List<String> resources =
        List.of(
            "{\"resourceType\":\"DiagnosticReport\",\"id\":\"1\",\"conclusion\":\"M\u00fcller \\\"}\"}",
            "{\"resourceType\":\"Canaryname\",\"x\":1e999999999}",
            "{\"resourceType\":\"Patient\",\"name\":\"x\",\"text\":{\"div\":\"<div>\"}}",
            "{ }",
            "{\"x\":" + "[".repeat(900) + "]".repeat(900) + "}");
    StringBuilder entries = new StringBuilder("\"entry\":[");
    for (String resource : resources) {
      entries
          .append("{\"fullUrl\":\"http://ehr/fhir/X/")
          .append("\u00e9\",\"resource\": ")
          .append(resource)
          .append(" ,\"search\":{\"mode\":\"match\"}},");
    }
    Bundle bundle = parsed(utf8(PAGE.formatted(entries + "{\"fullUrl\":\"urn:x\"}],")));
    for (int i = 0; i < resources.size(); i++) {
      assertArrayEquals(utf8(resources.get(i)), bytes(bundle.getEntry().get(i)));
      assertEquals("http://ehr/fhir/X/\u00e9", bundle.getEntry().get(i).getFullUrl());
      assertEquals(SearchEntryMode.MATCH, bundle.getEntry().get(i).getSearch().getMode());
    }
    assertEquals("http://ehr/fhir?page=2", bundle.getLink("next").getUrl());
    assertEquals(2, bundle.getTotal());
  }

  @Test
  void bytesThatAreNotUtf8AndAByteOrderMarkAreKept() throws IOException {
    byte[] page =
        ("\u00ef\u00bb\u00bf" + PAGE.formatted("\"entry\":[{\"resource\":{\"x\":\"\u00fc\"}}],"))
            .getBytes(StandardCharsets.ISO_8859_1);
    assertArrayEquals(
        "{\"x\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1),
        bytes(parsed(page).getEntryFirstRep()));
  }

  /**
   * The client's parser would make an object of each, of millions in a page of the longest size.
   */
  @ParameterizedTest
  @ValueSource(strings = {"{},", "{\"resource\":{}},", "{\"link\":[]},"})
  void moreEntriesThanAnyPageHasAreRefused(String entry) {
    String entries = "\"entry\":[" + entry.repeat(PageEntries.MAX_TOKENS) + "{}],";
    assertThrows(IOException.class, () -> PageEntries.wrapped(utf8(PAGE.formatted(entries))));
  }

  @Test
  void theSmallestBundleIsNotTouched() throws IOException {
    byte[] bundle = utf8("{\"resourceType\":\"Bundle\"}");
    assertArrayEquals(bundle, PageEntries.wrapped(bundle));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"resourceType\":[\"Bundle\"]}",
        "{\"resourceType\":\"OperationOutcome\",\"issue\":[]}",
        "{\"resourceType\":\"Canaryname\"}",
        "{\"x\":{\"resourceType\":\"Bundle\"}}"
      })
  void whatIsNoBundleIsRefused(String page) {
    assertThrows(IOException.class, () -> PageEntries.wrapped(utf8(page)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "<html/>",
        "{",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"x\":1}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"x\":1}}]}{}",
        "{\"resourceType\":\"Bundle\",\"entry\":[1]}",
        "{\"resourceType\":\"Bundle\",\"total\":1e999999999}",
        "{\"resourceType\":\"Bundle\",\"total\":123456789012345678901}",
        "{\"resourceType\":\"Bundle\",\"entry\":[{\"search\":{\"score\":1e999999999}}]}",
      })
  void whatTheParserCouldNotStandIsRefused(String page) {
    assertThrows(IOException.class, () -> PageEntries.wrapped(utf8(page)));
  }

  @Test
  void depthIsCapped() {
    for (String page :
        List.of("{\"x\":" + "[".repeat(400_000), "{\"entry\":[{\"resource\":".repeat(10_000))) {
      assertThrows(IOException.class, () -> PageEntries.wrapped(utf8(page)));
    }
  }
}
