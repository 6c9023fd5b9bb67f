package org.radiologytrust.journal.inbox;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.inbox.ChangedVersions.Changed;
import org.radiologytrust.journal.inbox.Inbox.ChangedPatient;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.inbox.PatientMerges.Replacement;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.PatientMatch;

/**
 * Applies changes of patients to the stored versions, audits and resources, and has reports decided
 * again that were refused as another patient's.
 */
final class PatientChanges {
  static final String NO_REPORT = "no report of this patient is stored";
  static final String SAME = "PID-3 and MRG-1 are the same patient id";
  static final String OLDER = "older than a change of this patient that was received before";
  static final String OLDER_DIFFERS =
      OLDER
          + ", and says something else: check which is right; release the message if it is this one";
  static final String FUTURE =
      "its time (EVN-2, otherwise MSH-7) is still to come, so the time of receipt counts: check the"
          + " sender's clock and time zone";
  static final String FOREIGN =
      "its sender (MSH-4, MSH-3) may not merge ids of this assigning authority"
          + " (rtl.hl7.merge-authorities): check who sent it; release the message if it is right";
  static final String NO_AUTHORITY =
      "no id in PID-3 has the assigning authority of MRG-1: send the surviving id with its"
          + " authority";
  static final String CIRCLE =
      "the surviving id of PID-3 was itself merged into the one of MRG-1: check the order of PID-3"
          + " and MRG-1";
  static final String ELSEWHERE =
      "the id of MRG-1 was merged into another patient before: check MRG-1";
  static final String CONTRADICTS =
      "birth date (PID-7) and sex (PID-8) both differ from those of the stored reports: check that"
          + " the ids belong to one patient; release the message if they do";
  static final String OTHER_PERSON =
      "birth date (PID-7) and name (PID-5) both differ from those of the stored reports: check that"
          + " the ids belong to one patient; release the message if they do";

  /** All reasons that are given here. */
  static final List<String> REASONS =
      List.of(
          NO_REPORT,
          SAME,
          OLDER,
          OLDER_DIFFERS,
          FOREIGN,
          NO_AUTHORITY,
          CIRCLE,
          ELSEWHERE,
          CONTRADICTS,
          OTHER_PERSON);

  /** Those that a person may overrule, in the order in which they are given. */
  private static final List<String> QUESTIONS =
      List.of(
          FOREIGN,
          CONTRADICTS,
          OTHER_PERSON,
          OLDER_DIFFERS,
          PatientUnlinks.MERGED_SINCE,
          PatientUnlinks.UNLINKED_SINCE);

  /** Nobody is older: such a birth date stands for an unknown one. */
  private static final int OLDEST_YEARS = 120;

  private final Clock clock;
  private final Duration tolerance;
  private final PatientUnlinks unlinks;

  /**
   * @param tolerance how far ahead of its receipt the time of a change may be
   */
  PatientChanges(Clock clock, Duration tolerance) {
    this.clock = clock;
    this.tolerance = tolerance;
    this.unlinks = new PatientUnlinks(clock);
  }

  /**
   * Decides about a change, and applies it.
   *
   * @param key of the message
   * @param came when the message was received, in milliseconds since 1970
   * @param heldFor the reason for which it was in quarantine when a person released it; empty for a
   *     new message
   */
  MessageDecision decide(Tx tx, MessageKey key, PatientChange change, long came, String heldFor)
      throws SQLException {
    if (change.foreign() && !overruled(FOREIGN, heldFor)) {
      return refused(FOREIGN);
    }
    if (change.unlinks()) {
      return unlinks.decide(
          tx, key, change, time(change, came), overruled(PatientUnlinks.MERGED_SINCE, heldFor));
    }
    Locks.patients(
        tx,
        change.changed().stream()
            .flatMap(c -> Stream.concat(c.patient().identifiers().stream(), c.replaced().stream()))
            .map(Identifier::value)
            .map(tx::key)
            .toList());
    return change.merges()
        ? merge(tx, key, change.changed(), time(change, came), heldFor)
        : correct(tx, key, change, Math.min(came, clock.millis()), heldFor);
  }

  /**
   * Whether a person has overruled this reason. A release overrules the reason for which the
   * message was held, and all that come before it in {@link #QUESTIONS}: they were overruled
   * earlier.
   */
  private static boolean overruled(String reason, String heldFor) {
    int asked = QUESTIONS.indexOf(reason);
    return QUESTIONS.subList(asked, QUESTIONS.size()).contains(heldFor);
  }

  private static MessageDecision refused(String reason) {
    return new MessageDecision(Outcome.QUARANTINED, reason, IntakeAlarm.PATIENT_CHANGE);
  }

  /** Nothing is stored before all merges of the message are decided. */
  private MessageDecision merge(
      Tx tx, MessageKey key, List<ChangedPatient> changed, long said, String heldFor)
      throws SQLException {
    String site = key.site();
    List<Replacement> merges = new ArrayList<>();
    for (ChangedPatient one : changed) {
      List<Replacement> own = new ArrayList<>();
      for (Identifier old : gone(one)) {
        List<Identifier> survivors = survivors(one.patient(), old);
        if (survivors.isEmpty()) {
          return refused(NO_AUTHORITY);
        }
        survivors.stream()
            .filter(survivor -> !survivor.value().equals(old.value()))
            .forEach(survivor -> own.add(new Replacement(old, survivor)));
      }
      for (Replacement merge : own) {
        String refusal = refusal(tx, site, merge, merges);
        if (!refusal.isEmpty()) {
          return refused(refusal);
        }
      }
      merges.addAll(own);
      String contradiction = contradiction(tx, site, one);
      if (!contradiction.isEmpty() && !overruled(CONTRADICTS, heldFor)) {
        return refused(contradiction);
      }
    }
    if (merges.isEmpty()) {
      return new MessageDecision(Outcome.IGNORED, SAME);
    }
    if (PatientUnlinks.isUnlinkedAfter(tx, site, merges, said)
        && !overruled(PatientUnlinks.UNLINKED_SINCE, heldFor)) {
      return refused(PatientUnlinks.UNLINKED_SINCE);
    }
    List<Identifier> replaced = merges.stream().map(Replacement::old).distinct().toList();
    for (Replacement merge : merges) {
      PatientMerges.store(tx, site, merge, said, clock.millis());
    }
    PatientEvents.store(tx, key, PatientEvents.MERGED, replaced, clock.millis());
    List<Changed> all = new ArrayList<>();
    for (StoredVersion version : ChangedVersions.locked(tx, site, replaced)) {
      Patient patient = version.report().patient();
      all.add(new Changed(version, PatientMerges.known(tx, site, patient)));
    }
    ChangedVersions.store(tx, all, clock.millis());
    return new MessageDecision(Outcome.APPLIED, "");
  }

  /**
   * The ids of MRG-1 that PID-3 has no longer. A single one is replaced even if PID-3 still has it
   * beside the surviving id. A number that is no person's joins nobody.
   */
  private static List<Identifier> gone(ChangedPatient change) {
    List<Identifier> replaced = ofPerson(change.replaced());
    List<Identifier> gone =
        replaced.stream()
            .filter(old -> change.patient().identifiers().stream().noneMatch(old::matches))
            .toList();
    return gone.isEmpty() && replaced.size() == 1 ? replaced : gone;
  }

  /** The ids of the patient that may replace this one: those of the very authority, if any. */
  private static List<Identifier> survivors(Patient patient, Identifier old) {
    List<Identifier> all = ofPerson(patient.identifiers());
    List<Identifier> exact = all.stream().filter(id -> id.system().equals(old.system())).toList();
    return exact.isEmpty() ? all.stream().filter(old::mayBeOfOneAuthority).toList() : exact;
  }

  private static List<Identifier> ofPerson(List<Identifier> ids) {
    return ids.stream().filter(Identifier::isOfPerson).toList();
  }

  /**
   * Why a merge cannot be; empty if it can.
   *
   * @param before those of the same message that come before it
   */
  private static String refusal(Tx tx, String site, Replacement merge, List<Replacement> before)
      throws SQLException {
    List<Identifier> ofOld = PatientMerges.survivors(tx, site, List.of(merge.old()), before);
    List<Identifier> ofNew = PatientMerges.survivors(tx, site, List.of(merge.survivor()), before);
    if (ofNew.stream().anyMatch(merge.old()::matches)) {
      return CIRCLE;
    }
    boolean joined =
        ofOld.isEmpty()
            || ofOld.stream().anyMatch(merge.survivor()::matches)
            || ofOld.stream().anyMatch(id -> ofNew.stream().anyMatch(id::matches));
    return joined ? "" : ELSEWHERE;
  }

  /** Why the stored reports of both ids cannot be one person's; empty if they can. */
  private String contradiction(Tx tx, String site, ChangedPatient change) throws SQLException {
    List<Patient> surviving = new ArrayList<>();
    surviving.add(change.patient());
    PatientMerges.versions(tx, site, change.patient().identifiers())
        .forEach(version -> surviving.add(version.report().patient()));
    for (StoredVersion version : PatientMerges.versions(tx, site, change.replaced())) {
      for (Patient other : surviving) {
        List<PatientMatch.Attribute> against = against(version.report().patient(), other);
        if (!against.contains(PatientMatch.Attribute.BIRTH_DATE)) {
          continue;
        }
        if (against.contains(PatientMatch.Attribute.SEX)) {
          return CONTRADICTS;
        }
        if (against.contains(PatientMatch.Attribute.NAME)) {
          return OTHER_PERSON;
        }
      }
    }
    return "";
  }

  private List<PatientMatch.Attribute> against(Patient a, Patient b) {
    return isPossible(a.birthDate()) && isPossible(b.birthDate())
        ? PatientMatch.of(a, b).contradicting()
        : List.of();
  }

  /** Whether it can be the birth date of somebody who is examined. */
  private boolean isPossible(@Nullable LocalDate born) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return born != null && born.isAfter(today.minusYears(OLDEST_YEARS));
  }

  private boolean otherBirthDateAndSex(Patient a, Patient b) {
    return against(a, b)
        .containsAll(List.of(PatientMatch.Attribute.BIRTH_DATE, PatientMatch.Attribute.SEX));
  }

  /**
   * @param came when the message was received
   */
  private MessageDecision correct(
      Tx tx, MessageKey key, PatientChange change, long came, String heldFor) throws SQLException {
    String site = key.site();
    Patient now = change.changed().get(0).patient();
    List<Changed> changed =
        ChangedVersions.locked(tx, site, now.identifiers()).stream()
            .map(version -> new Changed(version, version.report().patient().corrected(now)))
            .toList();
    if (changed.isEmpty()) {
      return new MessageDecision(Outcome.IGNORED, NO_REPORT);
    }
    boolean future = isFuture(change.at(), came);
    long at = time(change, came);
    List<Identifier> ids = ofPerson(now.identifiers());
    long newest = newest(tx, site, ids);
    boolean older = newest > at;
    if (older && changed.stream().noneMatch(Changed::isNew)) {
      return new MessageDecision(Outcome.IGNORED, OLDER);
    }
    if (changed.stream().anyMatch(c -> otherBirthDateAndSex(c.version().report().patient(), now))
        && !overruled(CONTRADICTS, heldFor)) {
      return refused(CONTRADICTS);
    }
    if (older && !overruled(OLDER_DIFFERS, heldFor)) {
      return new MessageDecision(Outcome.QUARANTINED, OLDER_DIFFERS, IntakeAlarm.VERSION_ORDER);
    }
    for (Identifier id : ids) {
      tx.update(
          """
          insert into patient_change (value, system, site, changed_at) values (?, ?, ?, ?)
          on conflict (value, system, site) do update set changed_at = excluded.changed_at
          """,
          tx.key(id.value()),
          tx.key(id.system()),
          site,
          Math.max(at, newest));
    }
    PatientEvents.store(tx, key, PatientEvents.CORRECTED, ids, clock.millis());
    ChangedVersions.store(tx, changed, clock.millis());
    return future
        ? new MessageDecision(Outcome.APPLIED, FUTURE, IntakeAlarm.TIME_IN_FUTURE)
        : new MessageDecision(Outcome.APPLIED, "");
  }

  /** When a change was entered; one whose time is still to come, when it was received. */
  private long time(PatientChange change, long came) {
    long received = Math.min(came, clock.millis());
    return change.at() == null || isFuture(change.at(), received)
        ? received
        : change.at().toEpochMilli();
  }

  private boolean isFuture(@Nullable Instant time, long came) {
    return time != null && time.toEpochMilli() > came + tolerance.toMillis();
  }

  /**
   * The time of the last correction. One that was still to come when it was received, which earlier
   * versions stored, is that of its receipt.
   */
  private long newest(Tx tx, String site, List<Identifier> ids) throws SQLException {
    long newest = Long.MIN_VALUE;
    for (Identifier id : ids) {
      String value = tx.key(id.value());
      String system = tx.key(id.system());
      Optional<Long> changed =
          tx.first(
              "select changed_at from patient_change where value = ? and system = ? and site = ?",
              rs -> rs.getLong(1),
              value,
              system,
              site);
      if (changed.isPresent()) {
        long came = PatientEvents.corrected(tx, value, system, site).orElse(clock.millis());
        boolean future = isFuture(Instant.ofEpochMilli(changed.get()), came);
        newest = Math.max(newest, future ? came : changed.get());
      }
    }
    return newest;
  }
}
