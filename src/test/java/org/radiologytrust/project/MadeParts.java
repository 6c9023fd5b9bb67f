package org.radiologytrust.project;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Parts of a document that a test makes from data, between the lines {@code <!-- made: NAME -->}
 * and {@code <!-- end: NAME -->}. Nobody writes them by hand.
 */
public final class MadeParts {
  private static final Path MADE = Path.of("target/made");

  private MadeParts() {}

  /**
   * Fails where a part differs from what was made, and then leaves the right document in {@code
   * target/made}.
   *
   * @param parts by their names
   */
  public static void check(Path document, Map<String, String> parts) throws IOException {
    String now = Files.readString(document);
    String made = now;
    for (Map.Entry<String, String> part : parts.entrySet()) {
      String begin = "<!-- made: " + part.getKey() + " -->\n";
      int from = made.indexOf(begin);
      int to = made.indexOf("<!-- end: " + part.getKey() + " -->");
      assertTrue(from >= 0 && to > from, document + " has no part " + part.getKey());
      made = made.substring(0, from + begin.length()) + part.getValue() + made.substring(to);
    }
    if (!made.equals(now)) {
      Path right = MADE.resolve(document);
      Files.createDirectories(right.getParent());
      Files.writeString(right, made);
      fail("data has changed: cp " + right + " " + document);
    }
  }
}
