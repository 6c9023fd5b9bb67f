package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.model.UnfinishedCheck.Reason;

/** A check that does not finish is named, and takes nothing from the others. */
@Tag("safety")
class UnfinishedChecksTest {
  private static final Duration TIME = Duration.ofSeconds(20);

  /** More sentences than looks between two readings of the clock. */
  private static final Audit CASE =
      GeneratedReport.audit(
          "XR CHEST LEFT",
          "FINDINGS: Right effusion. No mass. The the heart is normal.\n"
              + "There is no fracture. The bones are intact.\n".repeat(40)
              + "IMPRESSION: Right effusion.");

  private final List<String> failed = new ArrayList<>();

  private Audit checked(Audit c, LongSupplier clock) {
    return new Checks(
            SiteFiles.shipped(),
            new CheckSettings(Set.of(), TIME, LocalDate::now),
            List.of(),
            clock,
            (check, failure) -> failed.add(check))
        .check(c);
  }

  private static List<String> ids(Stream<UnfinishedCheck> some) {
    return some.map(UnfinishedCheck::check).toList();
  }

  @Test
  void anOrdinaryReportIsCheckedWhole() {
    Audit c = checked(CASE, () -> 0);
    assertEquals(List.of(), c.unfinished());
    assertTrue(c.checks().stream().anyMatch(r -> r.check().equals("doubled-word")));
  }

  /** The clock stands until it has been read so often, then the time is over. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20, 60, 120})
  void whatRanBeforeTheTimeWasOverStands(int reads) {
    AtomicLong read = new AtomicLong();
    Audit whole = checked(CASE, () -> 0);
    Audit c = checked(CASE, () -> read.getAndIncrement() < reads ? 0 : TIME.toNanos());
    List<String> all = new Checks(SiteFiles.shipped()).ids();
    List<String> left = ids(c.unfinished().stream());
    assertFalse(left.isEmpty());
    assertTrue(c.unfinished().stream().allMatch(u -> u.reason() == Reason.TIME));
    assertTrue(left.contains(all.get(all.size() - 1)), "the last check had no time");
    List<CheckResult> stands =
        whole.checks().stream().filter(r -> !left.contains(r.check())).toList();
    assertEquals(stands, c.checks());
    assertEquals(List.of(), failed);
  }

  /** As a fault in a check would do. */
  @Test
  void aFaultEndsOneCheckAlone() {
    AtomicLong read = new AtomicLong();
    Audit whole = checked(CASE, () -> 0);
    Audit c =
        checked(
            CASE,
            () -> {
              if (read.incrementAndGet() == 40) {
                throw new IllegalStateException("CANARY");
              }
              return 0;
            });
    assertEquals(1, c.unfinished().size());
    UnfinishedCheck one = c.unfinished().get(0);
    assertEquals(Reason.ERROR, one.reason());
    assertEquals(List.of(one.check()), failed);
    assertEquals(
        whole.checks().stream().filter(r -> !r.check().equals(one.check())).toList(), c.checks());
  }

  /** Thousands of addenda in a text of 467 KB ended the process. */
  @Test
  void moreStatementsThanACheckComparesAreSaid() {
    String addendum = "ADDENDUM: There is no nodule. There is a right nodule of 4 mm.\n\n";
    Audit c =
        checked(
            GeneratedReport.audit(
                "XR CHEST LEFT", "FINDINGS: The the heart is normal.\n\n" + addendum.repeat(400)),
            () -> 0);
    assertTrue(
        c.unfinished().contains(new UnfinishedCheck("changed-by-addendum", Reason.LENGTH)),
        () -> c.unfinished().toString());
    assertTrue(c.checks().stream().anyMatch(r -> r.check().equals("doubled-word")));
  }
}
