package org.radiologytrust.journal.erasure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.radiologytrust.journal.erasure.ErasedPatient.Beside;
import org.radiologytrust.journal.inbox.ErasedContent;
import org.radiologytrust.journal.inbox.PatientMerges;
import org.radiologytrust.journal.inbox.ReportKey;
import org.radiologytrust.journal.inbox.StoredVersion;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.Signal;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Erasures} in SQL. A plan deletes everything, and rolls that back. */
public final class SqlErasures implements Erasures {
  private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

  private static final String REMAINS =
      "copies of what was erased may be left in its file until a backup of it is restored";

  /** Shorter parts of names are ordinary words. */
  private static final int SHORTEST_NAME = 3;

  private static final String REPORTS =
      """
      select site, report_id from worklist where id = ?
      union select site, report_id from report_version where id = ?
      union select v.site, v.report_id from job j join report_version v on v.id = j.version
        where j.run_id = ?
      union select v.site, v.report_id from report_key k join report_version v on v.id = k.version
        where k.kind = 'accession' and k.value = ?
      """;

  private final Db db;
  private final Clock clock;
  private final Signal reports;

  /**
   * @param reports raised when a report is to be audited again
   */
  public SqlErasures(Db db, Clock clock, Signal reports) {
    this.db = db;
    this.clock = clock;
    this.reports = reports;
  }

  @Override
  public Subject report(String id) {
    List<Subject> found =
        db.search(
            tx -> {
              String key = tx.key(id);
              return tx.list(
                  REPORTS,
                  rs -> Subject.report(rs.getString("site"), rs.getString("report_id")),
                  key,
                  key,
                  key,
                  key);
            });
    if (found.isEmpty()) {
      throw new ErasureRefusedException("there is no report with this id");
    }
    if (found.size() > 1) {
      throw new ErasureRefusedException(
          found.size()
              + " reports have this accession number: give the id of one, as rtl show prints it");
    }
    return found.get(0);
  }

  /** Ends a transaction without storing anything. */
  private static final class RolledBack extends RuntimeException {
    private final transient Tally tally;

    RolledBack(Tally tally) {
      super("rolled back", null, false, false);
      this.tally = tally;
    }
  }

  /** The reports of a subject, and the sites that they are from. */
  private record Found(List<ReportKey> keys, List<String> sites, List<Patient> patients) {}

  private Found found(Subject subject) {
    return db.read(
        tx -> {
          List<StoredVersion> versions =
              subject.isPatient()
                  ? PatientMerges.versions(tx, tx.key(subject.site()), ids(tx, subject))
                  : StoredVersion.of(tx, new ReportKey(subject.site(), subject.value()));
          return new Found(
              versions.stream().map(StoredVersion::key).distinct().toList(),
              Stream.concat(
                      versions.stream().map(StoredVersion::site),
                      Stream.of(tx.key(subject.site())).filter(site -> !site.isEmpty()))
                  .distinct()
                  .toList(),
              versions.stream().map(version -> version.report().patient()).distinct().toList());
        });
  }

  private static List<Identifier> ids(Tx tx, Subject subject) throws SQLException {
    return PatientMerges.linked(
        tx, tx.key(subject.site()), new Identifier(subject.system(), subject.value(), ""));
  }

  @Override
  public Plan plan(Subject subject, DraftNumbers drafts) {
    return plan(subject, found(subject), drafts);
  }

  private Plan plan(Subject subject, Found found, DraftNumbers drafts) {
    Tally all = new Tally();
    for (ReportKey key : found.keys) {
      all.add(rolledBack(tx -> report(tx, "", key, found, drafts)));
    }
    if (subject.isPatient()) {
      Beside beside = beside(subject);
      all.add(rolledBack(tx -> patient(tx, "", subject.at(found.sites), beside)));
    }
    return all.plan();
  }

  private Tally rolledBack(Tx.Work<Tally> work) {
    try {
      return db.write(
          tx -> {
            throw new RolledBack(work.in(tx));
          });
    } catch (RolledBack e) {
      return e.tally;
    }
  }

  private Tally report(Tx tx, String erasure, ReportKey key, Found with, DraftNumbers drafts)
      throws SQLException {
    return new ErasedReport(tx, erasure, clock.millis(), Set.copyOf(with.keys)).delete(key, drafts);
  }

  private Tally patient(Tx tx, String erasure, Subject subject, Beside beside) throws SQLException {
    return new ErasedPatient(tx, erasure, clock.millis())
        .delete(ids(tx, subject), subject.site(), subject.sites(), beside);
  }

  /** Reads whole tables, so it runs beside the writers. */
  private Beside beside(Subject subject) {
    return db.read(tx -> Beside.of(tx, ids(tx, subject)));
  }

  @Override
  public UUID request(Subject subject, String reason, String user, DraftNumbers drafts) {
    Found found = found(subject);
    if (names(found.patients, subject, reason)) {
      throw new ErasureRefusedException(
          "the reason has a name or a number of the patient, and it is kept: say it without");
    }
    if (plan(subject, found, drafts).isEmpty()) {
      throw new ErasureRefusedException("there is nothing to erase");
    }
    UUID id = UUID.randomUUID();
    db.write(
        tx -> {
          // before anything is erased, so that messages that come meanwhile are looked at
          ErasedContent.ensured(tx);
          return tx.update(
              """
              insert into erasure (id, kind, subject, reason, state, requested_by, requested_at,
                confirmed_by, ordinal)
              values (?, ?, ?, ?, ?, ?, ?, '', 0) on conflict (id) do nothing
              """,
              id.toString(),
              subject.kind(),
              StoredJson.write(subject),
              reason,
              State.REQUESTED.code(),
              user,
              clock.millis());
        });
    LOG.info("erasure {} of a {} was requested by {}", id, subject.kind(), user);
    return id;
  }

  private static boolean names(List<Patient> patients, Subject subject, String reason) {
    String words = reason.toLowerCase(Locale.ROOT);
    Stream<String> names =
        patients.stream()
            .flatMap(p -> Stream.of((p.familyName() + " " + p.givenName()).split("\\P{L}+")))
            .filter(name -> name.length() >= SHORTEST_NAME);
    Stream<String> numbers =
        patients.stream().flatMap(p -> p.identifiers().stream()).map(Identifier::value);
    return Stream.of(names, numbers, Stream.of(subject.value()))
        .flatMap(all -> all)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> !name.isBlank())
        .anyMatch(words::contains);
  }

  @Override
  public Erasure confirm(UUID id, String user, DraftNumbers drafts) {
    Asked asked = asked(id).orElseThrow(SqlErasures::none);
    if (asked.state == State.REQUESTED) {
      if (asked.user.equalsIgnoreCase(user)) {
        throw new ErasureRefusedException("another person than who requested it must confirm it");
      }
      confirmed(id, asked.subject, user);
    } else if (asked.state != State.CONFIRMED) {
      throw none();
    }
    carryOut(id, drafts);
    return find(id).orElseThrow();
  }

  private static ErasureRefusedException none() {
    return new ErasureRefusedException("there is no such request, or it was done or withdrawn");
  }

  private void confirmed(UUID id, Subject subject, String user) {
    Subject at = subject.at(found(subject).sites);
    int ours =
        db.write(
            tx ->
                tx.update(
                    """
                    update erasure set state = ?, confirmed_by = ?, subject = ?
                    where id = ? and state = ?
                    """,
                    State.CONFIRMED.code(),
                    user,
                    StoredJson.write(at),
                    id.toString(),
                    State.REQUESTED.code()));
    if (ours == 0) {
      throw none();
    }
    LOG.info("erasure {} was confirmed by {}", id, user);
  }

  /** Each report in a commit of its own: an arriving message waits for one at most. */
  private void carryOut(UUID id, DraftNumbers drafts) {
    Optional<Asked> asked = asked(id).filter(a -> a.state == State.CONFIRMED);
    if (asked.isEmpty()) {
      return;
    }
    Subject subject = asked.get().subject;
    Found found = found(subject);
    String erasure = id.toString();
    for (ReportKey key : found.keys) {
      db.write(tx -> stored(tx, erasure, report(tx, erasure, key, found, drafts)));
      reports.raise();
    }
    if (subject.isPatient()) {
      Beside beside = beside(subject);
      db.write(tx -> stored(tx, erasure, patient(tx, erasure, subject, beside)));
      reports.raise();
    }
    db.write(
        tx ->
            tx.update(
                "update erasure set state = ?, subject = '', ended_at = ? where id = ? and state = ?",
                State.DONE.code(),
                clock.millis(),
                erasure,
                State.CONFIRMED.code()));
    rewrite();
    db.emptyLog();
    LOG.info("erasure {} is done: {} reports", id, found.keys.size());
  }

  /** The rows are gone already: what fails here is said, and undoes nothing. */
  private void rewrite() {
    try {
      if (db.rewrite() || db.shared()) {
        return;
      }
      LOG.warn("the journal is too large to be written anew in use: {}", REMAINS);
    } catch (JournalException e) {
      LOG.warn("the journal could not be written anew ({}): {}", e.getMessage(), REMAINS);
    }
  }

  private static Tally stored(Tx tx, String erasure, Tally tally) throws SQLException {
    tally.store(tx, erasure);
    return tally;
  }

  @Override
  public void withdraw(UUID id) {
    int ended =
        db.write(
            tx ->
                tx.update(
                    "update erasure set state = ?, subject = '', ended_at = ? where id = ? and state = ?",
                    State.WITHDRAWN.code(),
                    clock.millis(),
                    id.toString(),
                    State.REQUESTED.code()));
    if (ended == 0) {
      throw none();
    }
    LOG.info("erasure {} was withdrawn", id);
  }

  /**
   * @param subject only as long as the request can be carried out
   */
  private record Asked(State state, String user, Subject subject) {
    static Asked of(ResultSet rs) throws SQLException {
      String subject = rs.getString("subject");
      return new Asked(
          stateOf(rs),
          rs.getString("requested_by"),
          subject.isEmpty() ? Subject.report("", "") : StoredJson.read(subject, Subject.class));
    }
  }

  private static State stateOf(ResultSet rs) throws SQLException {
    return State.valueOf(rs.getString("state").toUpperCase(Locale.ROOT));
  }

  private Optional<Asked> asked(UUID id) {
    return db.read(
        tx ->
            tx.first(
                "select state, requested_by, subject from erasure where id = ?",
                Asked::of,
                id.toString()));
  }

  @Override
  public Optional<Erasure> find(UUID id) {
    return list("where id = ?", id.toString()).stream().findFirst();
  }

  @Override
  public List<Erasure> list(int limit) {
    return list("order by requested_at desc, id limit ?", limit);
  }

  private List<Erasure> list(String which, Object value) {
    return db.read(
        tx -> {
          Set<String> ids =
              new LinkedHashSet<>(
                  tx.list("select id from erasure " + which, rs -> rs.getString(1), value));
          List<Erasure> all = new ArrayList<>();
          for (String id : ids) {
            all.add(erasure(tx, id));
          }
          return all;
        });
  }

  private static Erasure erasure(Tx tx, String id) throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    tx.list(
        "select name, n from erased_rows where erasure = ?",
        rs -> rows.put(rs.getString("name"), rs.getLong("n")),
        id);
    List<Copy> copies =
        tx.list(
            """
            select id, sink, run_id, state, audited_at from erased_delivery where erasure = ?
            order by audited_at, sink, id
            """,
            rs ->
                new Copy(
                    UUID.fromString(rs.getString("id")),
                    rs.getString("sink"),
                    UUID.fromString(rs.getString("run_id")),
                    rs.getString("state"),
                    Instant.ofEpochMilli(rs.getLong("audited_at"))),
            id);
    return tx.first(
            """
            select kind, state, reason, requested_by, requested_at, confirmed_by, ended_at,
              (select count(*) from erased_copy c where c.erasure = e.id) as fhir_open
            from erasure e where id = ?
            """,
            rs ->
                new Erasure(
                    UUID.fromString(id),
                    rs.getString("kind"),
                    stateOf(rs),
                    rs.getString("reason"),
                    rs.getString("requested_by"),
                    Instant.ofEpochMilli(rs.getLong("requested_at")),
                    rs.getString("confirmed_by"),
                    rs.getObject("ended_at") == null
                        ? null
                        : Instant.ofEpochMilli(rs.getLong("ended_at")),
                    rows,
                    copies,
                    rs.getLong("fhir_open")),
            id)
        .orElseThrow();
  }

  @Override
  public int resume(DraftNumbers drafts) {
    List<UUID> open =
        db.read(
            tx ->
                tx.list(
                    "select id from erasure where state = ? order by requested_at",
                    rs -> UUID.fromString(rs.getString(1)),
                    State.CONFIRMED.code()));
    int done = 0;
    for (UUID id : open) {
      try {
        carryOut(id, drafts);
        done++;
      } catch (ErasureRefusedException e) {
        LOG.warn("erasure {} goes on later: {}", id, e.getMessage());
      }
    }
    return done;
  }
}
