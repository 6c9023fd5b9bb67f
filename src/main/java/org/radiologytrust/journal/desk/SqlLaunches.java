package org.radiologytrust.journal.desk;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.radiologytrust.journal.inbox.PatientMerges;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Report;

/** {@link Launches} in SQL: the table {@code launch}. */
final class SqlLaunches implements Launches {
  /** Ways that nobody has followed yet. Nobody needs to be logged in to make one. */
  private static final int WAITING = 500;

  /** More reports have no accession number in common but a dummy one. */
  private static final int REPORTS = 50;

  private static final String WITH_ACCESSION =
      """
      select w.id, v.site, v.report from (
          select distinct o.site, o.report_id from report_key k
          join report_version o on o.id = k.version
          where k.kind = 'accession' and k.value = ?) r
        join worklist w on w.report_id = r.report_id and w.site = r.site
        %s
      order by w.received_at desc, w.id limit ?
      """
          .formatted(SqlPatientReports.CURRENT);

  private final Db db;
  private final Clock clock;

  SqlLaunches(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  private record Candidate(UUID id, String site, Report report) {}

  @Override
  public Optional<UUID> add(String accession, String patient, Duration valid) {
    Launch launch = db.search(tx -> launch(tx, accession, patient));
    UUID id = UUID.randomUUID();
    long now = clock.millis();
    return db.write(
        tx -> {
          tx.update("delete from launch where made_at <= ?", now - valid.toMillis());
          long waiting = tx.first("select count(*) from launch", rs -> rs.getLong(1)).orElseThrow();
          if (waiting >= WAITING) {
            return Optional.empty();
          }
          tx.update(
              "insert into launch (id, answer, reports, made_at) values (?, ?, ?, ?)",
              id.toString(),
              launch.answer().code(),
              launch.reports().stream().map(UUID::toString).collect(Collectors.joining(" ")),
              now);
          return Optional.of(id);
        });
  }

  private static Launch launch(Tx tx, String accession, String patient) throws SQLException {
    List<Candidate> candidates =
        tx
            .list(
                WITH_ACCESSION,
                rs ->
                    new Candidate(
                        UUID.fromString(rs.getString("id")),
                        rs.getString("site"),
                        StoredJson.read(rs.getString("report"), Report.class)),
                tx.key(accession),
                REPORTS)
            .stream()
            .filter(c -> c.report.order().accessionNumbers().contains(accession))
            .toList();
    List<UUID> found = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (has(tx, candidate, patient)) {
        found.add(candidate.id);
      }
    }
    if (!found.isEmpty()) {
      return new Launch(Answer.FOUND, found);
    }
    return new Launch(
        candidates.isEmpty() ? Answer.NONE : Answer.OTHER_PATIENT,
        candidates.stream().map(Candidate::id).toList());
  }

  /** Whether the patient has this number, or one that survived it in a merge. */
  private static boolean has(Tx tx, Candidate candidate, String number) throws SQLException {
    return PatientMerges.known(tx, candidate.site, candidate.report.patient())
        .identifiers()
        .stream()
        .filter(Identifier::isOfPerson)
        .map(Identifier::value)
        .anyMatch(number::equals);
  }

  @Override
  public Optional<Launch> take(UUID id, Duration valid) {
    return db.write(
        tx -> {
          Optional<Launch> launch =
              tx.first(
                  "select answer, reports from launch where id = ? and made_at > ?",
                  rs ->
                      new Launch(
                          Answer.valueOf(rs.getString("answer").toUpperCase(Locale.ROOT)),
                          reports(rs.getString("reports"))),
                  id.toString(),
                  clock.millis() - valid.toMillis());
          // of two at the same time, one has it
          int taken = tx.update("delete from launch where id = ?", id.toString());
          return taken == 1 ? launch : Optional.empty();
        });
  }

  private static List<UUID> reports(String ids) {
    return Arrays.stream(ids.split(" ")).filter(id -> !id.isEmpty()).map(UUID::fromString).toList();
  }
}
