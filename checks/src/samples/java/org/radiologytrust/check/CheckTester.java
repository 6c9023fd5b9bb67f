package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;

/** What the tests of all checks share. */
public final class CheckTester {
  private static final Checks CHECKS = new Checks(SiteFiles.shipped());

  private CheckTester() {}

  /** The results of one check, each of which must point at the report exactly. */
  public static List<CheckResult> run(String check, Audit c) {
    List<CheckResult> results =
        CHECKS.check(c).checks().stream().filter(r -> r.check().equals(check)).toList();
    for (CheckResult r : results) {
      assertEquals("report", r.first().source());
      assertEquals(r.first().span().in(c.report().text()), r.first().value());
      assertTrue(
          c.sentences().stream().anyMatch(s -> s.span().overlaps(r.first().span())),
          "points at no sentence");
      if (r.second().span() != null) {
        assertEquals(r.second().span().in(c.report().text()), r.second().value());
      }
      assertFalse(r.second().value().isBlank());
      assertTrue(r.action().endsWith("."), r.action());
    }
    return results;
  }

  /** The words that a check points at, joined by {@code +}; {@code -} where it is silent. */
  public static String words(String check, Audit c) {
    List<String> words =
        run(check, c).stream().map(r -> r.first().value().replace('\n', ' ')).toList();
    return words.isEmpty() ? "-" : String.join("+", words);
  }
}
