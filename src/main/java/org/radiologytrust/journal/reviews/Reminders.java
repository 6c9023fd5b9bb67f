package org.radiologytrust.journal.reviews;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.radiologytrust.journal.notifications.Notice;
import org.radiologytrust.journal.notifications.SqlNotifications;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Weight;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.ShownFlag;
import org.radiologytrust.review.ShownFlags;

/**
 * The table {@code reminder}: of which decisions a reminder was given that nothing was corrected.
 */
final class Reminders {
  /** Reports in one commit; an arriving message waits for at most one. */
  private static final int BATCH = 20;

  private static final String DUE =
      """
      select site, report_id from worklist
      where state = ? and reminded = 0
        and agreed_at <= case when weight in (%s) then ? else ? end
      order by agreed_at, id limit ?
      """
          .formatted(
              Arrays.stream(Weight.values())
                  .filter(Weight::urgent)
                  .map(weight -> "'" + weight.code() + "'")
                  .collect(Collectors.joining(", ")));

  private final Tx tx;
  private final long now;
  private final SqlNotifications notifications;

  /**
   * @param now in milliseconds
   */
  Reminders(Tx tx, long now, SqlNotifications notifications) {
    this.tx = tx;
    this.now = now;
    this.notifications = notifications;
  }

  private record Report(String site, String id) {}

  /**
   * Gives the next reminders that are due.
   *
   * @return of how many flags; 0 if no more are due
   */
  int give(Duration urgent, Duration other) throws SQLException {
    List<Report> due =
        tx.list(
            DUE,
            rs -> new Report(rs.getString("site"), rs.getString("report_id")),
            State.TO_CORRECT.code(),
            now - urgent.toMillis(),
            now - other.toMillis(),
            BATCH);
    Locks.reports(tx, due.stream().map(Report::id).toList());
    int given = 0;
    for (Report report : due) {
      given += give(report);
    }
    return given;
  }

  private int give(Report report) throws SQLException {
    Optional<Audit> audit = WorklistTable.currentAudit(tx, report.site, report.id);
    int given = 0;
    if (audit.isPresent()) {
      String run = audit.get().runId().toString();
      ShownFlags shown = ShownFlags.of(audit.get(), SqlDecisions.ofRun(tx, audit.get().runId()));
      for (ShownFlag flag : shown.toCorrect()) {
        Problem problem = flag.problem();
        String decision = shown.standing(flag).orElseThrow().ofPerson().toString();
        int first = 0;
        for (Decision agreed : shown.agreed(flag).toList()) {
          first =
              Math.max(
                  first,
                  tx.update(
                      "insert into reminder (decision, reminded_at) values (?, ?) on conflict do nothing",
                      agreed.ofPerson().toString(),
                      now));
        }
        if (first > 0) {
          notifications.add(
              tx,
              new Notice(
                  Notice.Kind.REMINDER,
                  report.site,
                  report.id,
                  run,
                  problem.key(),
                  decision,
                  problem.weight()),
              now);
        }
        given += first;
      }
    }
    WorklistTable.update(tx, report.site, report.id, audit);
    return given;
  }
}
