package org.radiologytrust.page.door;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log-in leads to our own pages only. */
@Tag("safety")
class NextPathTest {
  private static final String NOTICE = "/n/0d4e6f2a-1111-4222-8333-444455556666";
  private static final String REPORT = "/reports/0d4e6f2a-1111-4222-8333-444455556666";

  @ParameterizedTest
  @ValueSource(strings = {"/", "/help", NOTICE, REPORT, REPORT + "/made", REPORT + "/versions/2"})
  void ourPagesAreSafe(String path) {
    assertEquals(path, NextPath.safe(path));
    assertEquals(path, NextPath.safe(NextPath.ofUrl("https://rtl.hospital:8443" + path + "?x#y")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "//evil.test/help",
        "/\\evil.test",
        "https://evil.test/",
        "javascript:alert(1)",
        "/help\r\nSet-Cookie: a=b",
        "/help/../fhir",
        "/logout",
        "/login/abc",
        "/fhir/metadata",
        REPORT + "?next=//evil.test",
        REPORT + "/images/1.png",
        REPORT + "/observations",
        REPORT + "/next",
        NOTICE + "/",
        "/n/petra",
        "/reports/petra"
      })
  void allElseLeadsToTheWorklist(String path) {
    assertEquals("/", NextPath.safe(path));
    assertEquals("/login", NextPath.login(path));
  }
}
