package org.radiologytrust.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.presign.DraftDesk.Refused;

class CheckRequestTest {
  private static CheckRequest read(String earlier) throws Refused {
    String body = "{\"text\": \"Clear.\", \"earlier\": " + earlier + "}";
    return CheckRequest.of(body.getBytes(StandardCharsets.UTF_8), "main");
  }

  @Test
  void earlierReportsComeNewestFirst() throws Refused {
    List<EarlierReport> earlier =
        read("""
            [{"studied": "2025-08-21", "procedure": "CT CHEST", "text": "Old.  "},
             {"studied": "2026-03-04", "text": "New."}]
            """)
            .earlier();
    assertEquals(
        List.of("2026-03-04", "2025-08-21"),
        earlier.stream().map(e -> e.studied().toString()).toList());
    assertEquals(List.of("New.", "Old."), earlier.stream().map(e -> e.report().text()).toList());
    assertEquals("CT CHEST", earlier.get(1).procedure());
    assertEquals("", earlier.get(1).id());
  }

  @Test
  void withoutEarlierReportsThereAreNone() throws Refused {
    assertEquals(List.of(), read("null").earlier());
    assertEquals(List.of(), read("[]").earlier());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                     | earlier must be a list
          ["CT"]                                 | earlier must be a list of objects
          [{"text": "Old."}]                     | earlier.studied is missing
          [{"studied": "2026-03-04"}]            | earlier.text is missing
          [{"studied": "March", "text": "Old."}] | earlier.studied must be a date such as 1990-01-15
          [{"studied": "2026-03-04", "text": 1}] | earlier.text must be a text
          """)
  void whatIsNotRightIsRefused(String earlier, String why) {
    assertEquals(why, assertThrows(Refused.class, () -> read(earlier)).getMessage());
  }
}
