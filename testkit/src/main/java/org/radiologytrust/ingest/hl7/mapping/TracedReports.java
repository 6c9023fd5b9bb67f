package org.radiologytrust.ingest.hl7.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Locale;
import java.util.regex.Pattern;
import org.radiologytrust.ingest.hl7.message.Encoding;
import org.radiologytrust.ingest.hl7.message.Escapes;
import org.radiologytrust.ingest.hl7.message.Slice;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.Report;

/** Checks that a report's text is where its origins say. */
public final class TracedReports {
  private static final Pattern HEADING = Pattern.compile("(?m)^ONLY IN THE ATTACHED .*:$");

  private static final Pattern SWITCH = Pattern.compile("\\\\[CM][0-9A-Fa-f]{4,6}\\\\.*\\\\");

  private TracedReports() {}

  /**
   * Checks every origin against the bytes of the message.
   *
   * @param encoding of the message
   */
  public static void check(byte[] message, Encoding encoding, Report report) {
    String text = report.text();
    // the heading of what only a document says is ours
    int[] points =
        HEADING
            .matcher(text)
            .replaceAll(m -> " ".repeat(m.end() - m.start()))
            .codePoints()
            .toArray();
    BitSet traced = new BitSet();
    int before = 0;
    for (Origin origin : report.origins()) {
      assertTrue(origin.text().start() >= before, "in the order of the text");
      before = origin.text().end();
      traced.set(origin.text().start(), origin.text().end());
      if (isOfDocument(message, origin)) {
        continue;
      }
      Charset set = origin.exact() ? Charset.forName(origin.charset()) : encoding.charset();
      String raw = new String(message, origin.start(), origin.end() - origin.start(), set);
      String said = origin.text().in(text);
      if (origin.exact()) {
        assertEquals(said, raw, origin.place());
      } else {
        String decoded = Escapes.decode(Slice.of(raw), "", encoding).text();
        assertTrue(decoded.contains(said) || switches(message), origin.place() + " in " + raw);
      }
    }
    for (int at = 0; at < points.length; at++) {
      boolean added = Character.isWhitespace(points[at]) || points[at] == ':';
      assertTrue(added || traced.get(at), "code point " + at + " of " + text.length());
    }
  }

  /** Whether the bytes are the data of an OBX of type ED. */
  private static boolean isOfDocument(byte[] message, Origin origin) {
    String before = new String(message, 0, origin.start(), StandardCharsets.ISO_8859_1);
    // not the last line: a mutated segment may have line breaks
    int segment = Math.max(before.lastIndexOf("\rOBX"), before.lastIndexOf("\nOBX"));
    return !origin.exact() && segment >= 0 && before.substring(segment).contains("ED");
  }

  /** Whether the message changes its character set: then a range does not say all. */
  private static boolean switches(byte[] message) {
    return SWITCH.matcher(new String(message, StandardCharsets.ISO_8859_1)).find();
  }

  /** The place and the bytes of an origin, in words. */
  public static String words(Origin origin) {
    return String.format(
        Locale.ROOT,
        "%s %d-%d%s",
        origin.place(),
        origin.start(),
        origin.end(),
        (origin.exact() ? "" : " (not exact)")
            + (origin.box() == null ? "" : ", page " + origin.box().page()));
  }
}
