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

  @Test
  void aReportThatStaysOpenIsNotShownAgain() {
    OpenReports seen = OpenReports.NONE.seen(A, List.of(A, B, C));
    assertEquals(Optional.of(B), seen.after(A, List.of(A, B, C)));
    assertEquals(Optional.of(C), seen.after(B, List.of(A, B, C)));
  }

  @Test
  void afterTheLastReportComesTheFirstOneThatIsOpen() {
    OpenReports seen = OpenReports.NONE.seen(A, List.of(A, B, C));
    assertEquals(Optional.of(A), seen.after(C, List.of(A, B, C)));
    assertEquals(Optional.of(B), seen.after(C, List.of(B)), "somebody else decided A");
    assertEquals(Optional.of(NEW), seen.after(C, List.of(NEW)), "it came meanwhile");
    assertEquals(Optional.empty(), seen.after(C, List.of(C)));
    assertEquals(Optional.empty(), seen.after(C, List.of()));
  }

  @Test
  void aDecidedReportKeepsItsPlaceInTheOrder() {
    OpenReports before = OpenReports.NONE.seen(B, List.of(A, B, C));
    OpenReports decided = before.seen(B, List.of(NEW, A, C));
    assertEquals(Optional.of(C), decided.after(B, List.of(NEW, A, C)));
    assertEquals(2, decided.place(B));
  }

  @Test
  void aReportThatSomebodyElseDecidedIsPassedOver() {
    OpenReports seen = OpenReports.NONE.seen(A, List.of(A, B, C));
    assertEquals(Optional.of(C), seen.after(A, List.of(A, C)));
  }

  @Test
  void afterAReportOutsideTheListComesTheFirst() {
    OpenReports seen = OpenReports.NONE.seen(NEW, List.of(A, B));
    assertEquals(Optional.of(A), seen.after(NEW, List.of(A, B)));
    assertEquals(0, seen.place(NEW));
  }

  @Test
  void aReportThatIsDecidedInPartDoesNotSkipThoseBetweenItsTwoPlaces() {
    OpenReports seen = OpenReports.NONE.seen(A, List.of(A, B, C)).seen(A, List.of(B, C, A));
    assertEquals(Optional.of(B), seen.after(A, List.of(B, C, A)));
    assertEquals(1, seen.place(A));
  }

  @Test
  void aNewReportComesAfterThoseThatThePersonSaw() {
    OpenReports seen = OpenReports.NONE.seen(A, List.of(A, B)).seen(A, List.of(NEW, A, B));
    assertEquals(Optional.of(B), seen.after(A, List.of(NEW, A, B)));
    assertEquals(Optional.of(NEW), seen.after(B, List.of(NEW, A, B)));
  }
}
