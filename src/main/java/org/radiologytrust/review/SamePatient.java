package org.radiologytrust.review;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.review.Decision.Kind;

/**
 * What people said, one after the other, about whether report and images are of the same patient.
 * It is confirmed once two different log-ins have said so, one of them with the role operator, and
 * nobody has said anything else or taken it back since.
 *
 * @param said the newest decisions that stand and say so, oldest first
 * @param confirmations how often it was confirmed so far, with those that were taken back
 */
public record SamePatient(List<Decision> said, int confirmations) {
  public static final SamePatient NOTHING_SAID = new SamePatient(List.of(), 0);

  public SamePatient {
    said = List.copyOf(said);
  }

  /**
   * @param decisions all decisions about images of another patient in one audit, in the order of
   *     time
   */
  public static SamePatient of(List<Decision> decisions) {
    List<Decision> standing = new ArrayList<>();
    int confirmations = 0;
    boolean before = false;
    for (Decision decision : decisions) {
      if (decision.kind() == Kind.UNDO) {
        standing.removeIf(d -> d.id().equals(decision.undoes()));
      } else {
        standing.add(decision);
      }
      boolean now = confirms(trailing(standing));
      confirmations += now && !before ? 1 : 0;
      before = now;
    }
    return new SamePatient(trailing(standing), confirmations);
  }

  private static List<Decision> trailing(List<Decision> standing) {
    int from = standing.size();
    while (from > 0 && standing.get(from - 1).kind() == Kind.SAME_PATIENT) {
      from--;
    }
    return standing.subList(from, standing.size());
  }

  private static boolean confirms(List<Decision> said) {
    return said.stream().anyMatch(Decision::operator)
        && said.stream().anyMatch(d -> !isSameUser(d.user(), said.get(0).user()));
  }

  public boolean confirmed() {
    return confirms(said);
  }

  /** Whether this log-in has said so already: it counts once, whatever roles it has. */
  public boolean saidBy(String user) {
    return said.stream().anyMatch(d -> isSameUser(d.user(), user));
  }

  /** Whether an operator has said so. */
  public boolean saidByOperator() {
    return said.stream().anyMatch(Decision::operator);
  }

  /** Names that differ in case alone may be one person's. */
  private static boolean isSameUser(String a, String b) {
    return a.strip().equalsIgnoreCase(b.strip());
  }
}
