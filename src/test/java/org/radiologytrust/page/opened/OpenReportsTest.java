package org.radiologytrust.page.opened;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OpenReportsTest {
  private static final UUID A = new UUID(0, 1);
  private static final UUID B = new UUID(0, 2);
  private static final UUID C = new UUID(0, 3);
  private static final UUID NEW = new UUID(0, 4);

  private static OpenReports open(List<UUID> open) {
    return new OpenReports(open, List.of());
  }

  @Test
  void afterTheOpenOnesComeThoseToBeCorrectedAndThenTheOpenOnesAgain() {
    OpenReports now = new OpenReports(List.of(A, B), List.of(C));
    OpenReports seen = OpenReports.NONE.seen(A, now);
    assertEquals(Optional.of(B), seen.after(A, now));
    assertEquals(Optional.of(C), seen.after(B, now));
    assertEquals(Optional.of(A), seen.after(C, now));
    assertEquals("Report 2 of 2 with open flags", seen.place(B));
    assertEquals("Report 1 of 1 to be corrected", seen.place(C));
  }

  /** Agreeing ends nothing, but the person goes on. */
  @Test
  void aReportWithWhoseFlagsThePersonAgreedComesBackLast() {
    OpenReports seen = OpenReports.NONE.seen(A, new OpenReports(List.of(A, B), List.of(C)));
    OpenReports now = new OpenReports(List.of(B), List.of(C, A));
    assertEquals(Optional.of(B), seen.seen(A, now).after(A, now));
    assertEquals(Optional.of(C), seen.after(B, now));
    assertEquals(Optional.of(B), seen.after(C, now));
  }

  @Test
  void aReportThatStaysOpenIsNotShownAgain() {
    OpenReports seen = OpenReports.NONE.seen(A, open(List.of(A, B, C)));
    assertEquals(Optional.of(B), seen.after(A, open(List.of(A, B, C))));
    assertEquals(Optional.of(C), seen.after(B, open(List.of(A, B, C))));
  }

  @Test
  void afterTheLastReportComesTheFirstOneThatIsOpen() {
    OpenReports seen = OpenReports.NONE.seen(A, open(List.of(A, B, C)));
    assertEquals(Optional.of(A), seen.after(C, open(List.of(A, B, C))));
    assertEquals(Optional.of(B), seen.after(C, open(List.of(B))), "somebody else decided A");
    assertEquals(Optional.of(NEW), seen.after(C, open(List.of(NEW))), "it came meanwhile");
    assertEquals(Optional.empty(), seen.after(C, open(List.of(C))));
    assertEquals(Optional.empty(), seen.after(C, open(List.of())));
  }

  @Test
  void aDecidedReportKeepsItsPlaceInTheOrder() {
    OpenReports before = OpenReports.NONE.seen(B, open(List.of(A, B, C)));
    OpenReports decided = before.seen(B, open(List.of(NEW, A, C)));
    assertEquals(Optional.of(C), decided.after(B, open(List.of(NEW, A, C))));
    assertEquals("Report 2 of 3 with open flags", decided.place(B));
  }

  @Test
  void aReportThatSomebodyElseDecidedIsPassedOver() {
    OpenReports seen = OpenReports.NONE.seen(A, open(List.of(A, B, C)));
    assertEquals(Optional.of(C), seen.after(A, open(List.of(A, C))));
  }

  @Test
  void afterAReportOutsideTheListComesTheFirst() {
    OpenReports seen = OpenReports.NONE.seen(NEW, open(List.of(A, B)));
    assertEquals(Optional.of(A), seen.after(NEW, open(List.of(A, B))));
    assertEquals("", seen.place(NEW));
  }

  @Test
  void aReportThatIsDecidedInPartDoesNotSkipThoseBetweenItsTwoPlaces() {
    OpenReports seen =
        OpenReports.NONE.seen(A, open(List.of(A, B, C))).seen(A, open(List.of(B, C, A)));
    assertEquals(Optional.of(B), seen.after(A, open(List.of(B, C, A))));
    assertEquals("Report 1 of 3 with open flags", seen.place(A));
  }

  @Test
  void aNewReportComesAfterThoseThatThePersonSaw() {
    OpenReports seen =
        OpenReports.NONE.seen(A, open(List.of(A, B))).seen(A, open(List.of(NEW, A, B)));
    assertEquals(Optional.of(B), seen.after(A, open(List.of(NEW, A, B))));
    assertEquals(Optional.of(NEW), seen.after(B, open(List.of(NEW, A, B))));
  }
}
