package org.radiologytrust.journal.results;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.Tx;

/**
 * Deliveries that are held. An audit of the text alone is held for a sink until the full audit of
 * the same version takes its place, or until its time has come.
 */
public final class HeldDeliveries {
  /** Whether a delivery {@code d} was never handed out, and never will be. */
  public static final String NEVER_OUT = "(d.claim = 0 and d.state in ('held', 'overtaken'))";

  private static final String ADD =
      """
      insert into delivery (id, run_id, sink, ordinal, state, reason, attempts, due_at)
      values (?, ?, ?, ?, 'held', '', 0, ?)
      """;

  static final String OVERTAKEN =
      "state = 'overtaken', reason = 'a newer audit took its place', answer = null";

  /**
   * A decision about an audit that the sink has is still sent, and so are a notification and what
   * the sink refused: it may have kept that for later. What was given up is never sent again.
   */
  private static final String OVERTAKE =
      "update delivery set "
          + OVERTAKEN
          + """

      where state in ('pending', 'held', 'dead') and notification is null
        and (state = 'held' or sink not in (%s))
        and (state <> 'pending' or refused_at is null)
        and not exists (
          select 1 from delivery there
          where there.id = delivery.run_id and there.sink = delivery.sink
            and there.state = 'sent')
        and run_id in (
          select a.run_id from audit a
          join report_version v on v.site = a.site and v.report_id = a.report_id
          where v.id = ?)
      """;

  /** A node of an older version stores an audit without ending what is held. */
  private static final String RELEASE =
      """
      update delivery set state = case when exists (
          select 1 from audit a join audit later
            on later.site = a.site and later.report_id = a.report_id
              and later.ordinal > a.ordinal
          where a.run_id = delivery.run_id) then 'overtaken' else 'pending' end
      where (id, sink) in (
        select id, sink from delivery where state = 'held' and due_at <= ? and sink = ? %s)
      """;

  /** The delivery of a decision has the state of its audit's until that was handed out. */
  private static final String FOLLOW =
      """
      update delivery set state = audit.state, due_at = audit.due_at from (
        select id, sink, state, due_at from delivery
        where id = ? and sink = ? and state in ('held', 'overtaken')) audit
      where delivery.id = ? and delivery.sink = audit.sink
      """;

  private HeldDeliveries() {}

  /** A delivery was handed out that an audit's Bundle says nothing about. */
  public static final class ReleasedException extends RuntimeException {
    ReleasedException() {
      super("a held delivery was released meanwhile");
    }
  }

  /**
   * Adds the held delivery of an audit.
   *
   * @param until when it is released if nothing took its place, in milliseconds
   */
  public static void add(Tx tx, String run, String sink, long ordinal, long until)
      throws SQLException {
    tx.update(ADD, run, run, sink, ordinal, until);
  }

  /** Has the delivery of a decision wait with that of its audit, or end with it. */
  static void follow(Tx tx, String decision, String run, String sink) throws SQLException {
    tx.update(FOLLOW, run, sink, decision);
  }

  /**
   * Ends the deliveries of earlier audits of the report: those that are held, and those that are
   * due.
   *
   * @param holding sinks for which the new audit is held: what is due there is still sent
   */
  public static void overtake(Tx tx, String version, Collection<String> holding)
      throws SQLException {
    List<Object> values = new ArrayList<>(holding.isEmpty() ? List.of("") : holding);
    values.add(version);
    tx.update(OVERTAKE.formatted(Placeholders.of(values.size() - 1)), values.toArray());
  }

  /**
   * Makes sure that no sink has these audits or may get them.
   *
   * @throws ReleasedException if one was handed out, or is due, since this was read
   */
  public static void requireNeverOut(Tx tx, Set<UUID> runs) throws SQLException {
    for (UUID run : runs) {
      if (tx.first(
              "select 1 from delivery d where d.id = ? and not (d.claim = 0 and d.state = 'overtaken')",
              rs -> true,
              run.toString())
          .isPresent()) {
        throw new ReleasedException();
      }
    }
  }

  /** Makes the deliveries of a sink due whose time has come. */
  static void release(Tx tx, String sink, long now) throws SQLException {
    tx.update(RELEASE.formatted(tx.skipLocked()), now, sink);
  }

  /** Makes the deliveries of a version due: no better audit of it will come. */
  public static void releaseAll(Tx tx, String version, long now) throws SQLException {
    tx.update(
        """
        update delivery set due_at = ?
        where state = 'held' and run_id in (select run_id from audit where version = ?)
        """,
        now,
        version);
  }
}
