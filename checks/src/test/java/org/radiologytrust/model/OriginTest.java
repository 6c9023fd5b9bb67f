package org.radiologytrust.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginTest {
  private static final String TEXT = "Größe 😀 normal.\nA & B";

  private static Origin origin(int from, int to, int start, String charset) {
    Span span = new Span(from, to);
    int end =
        start + (charset.isEmpty() ? 3 : span.in(TEXT).getBytes(StandardCharsets.UTF_8).length);
    return new Origin(span, "OBX[1]-5", start, end, charset, null);
  }

  @Test
  void aPartIsCutToItsBytes() {
    Origin line = origin(0, 15, 100, "UTF-8");
    Origin part = Origin.of(List.of(line), TEXT, new Span(6, 14)).get(0);
    assertEquals("😀 normal", part.text().in(TEXT));
    // "Größe " has 8 bytes, the full stop one
    assertEquals(108, part.start());
    assertEquals(line.end() - 1, part.end());
  }

  @Test
  void anEscapeSequenceIsGivenWhole() {
    List<Origin> origins =
        List.of(
            origin(16, 18, 200, "UTF-8"), origin(18, 19, 202, ""), origin(19, 21, 205, "UTF-8"));
    List<Origin> parts = Origin.of(origins, TEXT, new Span(18, 21));
    assertEquals(List.of(202, 205), parts.stream().map(Origin::start).toList());
    assertEquals(List.of(205, 207), parts.stream().map(Origin::end).toList());
  }
}
