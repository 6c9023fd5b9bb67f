package org.radiologytrust.chaos;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures how long work that a node had claimed stays undone after a fault of the node. Who renews
 * a lease, or ends what it claimed, was not hit. Time in which the database itself is away does not
 * count.
 */
final class Takeovers implements Runnable {
  /** The lease is 30 s; the rest is for noticing. */
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private static final int LOOK_MILLIS = 200;

  /** By table: id, number of the claim, whether it is claimed, end of the lease. */
  private static final Map<String, String> QUERIES =
      Map.of(
          "job",
          "select run_id, claim, state = 'running', lease_until from job",
          "delivery",
          "select id, claim, state = 'pending' and lease_until > 0, lease_until from delivery",
          "lease",
          "select name, owner, lease_until > 0, lease_until from lease");

  /**
   * A claim at the time of a fault.
   *
   * @param table job, delivery or lease
   * @param number tells this claim from others of the same work
   * @param away time until then in which the database was away
   */
  private record Claim(
      Fault fault,
      String table,
      String id,
      String number,
      long leaseUntil,
      long since,
      long away) {}

  private final Database database;
  private final FaultLog log;
  private final List<Claim> open = new ArrayList<>();
  private final Map<FaultKind, Long> longest = new EnumMap<>(FaultKind.class);
  private final List<String> problems = new ArrayList<>();
  private volatile boolean ending;

  /** Nanoseconds in which the database did not answer. */
  private long away;

  Takeovers(Database database, FaultLog log) {
    this.database = database;
    this.log = log;
  }

  /** To be called right after the fault began. */
  void watch(Fault fault) {
    long now = System.nanoTime();
    try {
      for (Map.Entry<String, String> query : QUERIES.entrySet()) {
        add(fault, query.getKey(), database.rows(query.getValue()), now);
      }
    } catch (SQLException e) {
      log.say("the database is away: no claim is watched for " + fault);
    }
  }

  private synchronized void add(Fault fault, String table, List<List<String>> rows, long now) {
    for (List<String> row : rows) {
      if (row.get(2).equals("t")) {
        open.add(
            new Claim(fault, table, row.get(0), row.get(1), Long.parseLong(row.get(3)), now, away));
      }
    }
  }

  void end() {
    ending = true;
  }

  @Override
  public void run() {
    try {
      while (!ending) {
        long before = System.nanoTime();
        Thread.sleep(LOOK_MILLIS);
        if (idle()) {
          continue;
        }
        try {
          for (Map.Entry<String, String> query : QUERIES.entrySet()) {
            look(query.getKey(), database.rows(query.getValue()));
          }
        } catch (SQLException e) {
          synchronized (this) {
            away += System.nanoTime() - before;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean idle() {
    return open.isEmpty();
  }

  private synchronized void look(String table, List<List<String>> rows) {
    Map<String, List<String>> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.get(0), row));
    long now = System.nanoTime();
    open.removeIf(claim -> claim.table.equals(table) && ended(claim, byId.get(claim.id), now));
  }

  /** Whether there is nothing more to see of it. */
  private boolean ended(Claim claim, List<String> row, long now) {
    if (row == null) {
      return true;
    }
    long millis = millis(claim, now);
    if (!row.get(1).equals(claim.number)) {
      longest.merge(claim.fault.kind(), millis, Math::max);
      log.say(
          "%s %s was taken over %d ms after %s"
              .formatted(claim.table, claim.id, millis, claim.fault));
      if (millis > LIMIT.toMillis()) {
        problems.add("taken over only after %d ms: %s".formatted(millis, claim.fault));
      }
      return true;
    }
    boolean ownerLives = row.get(2).equals("f") || Long.parseLong(row.get(3)) > claim.leaseUntil;
    if (!ownerLives && millis > 2 * LIMIT.toMillis()) {
      problems.add("not taken over after %d ms: %s".formatted(millis, claim.fault));
      return true;
    }
    return ownerLives;
  }

  /** Since the fault, without the time in which the database was away. */
  private long millis(Claim claim, long now) {
    return (now - claim.since - (away - claim.away)) / 1_000_000;
  }

  /** Longest time in milliseconds by kind of fault. */
  synchronized Map<FaultKind, Long> longest() {
    return new EnumMap<>(longest);
  }

  /** Also what is overdue at this moment. */
  synchronized List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    long now = System.nanoTime();
    for (Claim claim : open) {
      long millis = millis(claim, now);
      if (millis > LIMIT.toMillis()) {
        all.add("not taken over after %d ms: %s".formatted(millis, claim.fault));
      }
    }
    return all;
  }
}
