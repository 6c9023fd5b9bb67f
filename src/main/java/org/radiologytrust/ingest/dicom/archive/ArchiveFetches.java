package org.radiologytrust.ingest.dicom.archive;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.radiologytrust.ingest.dicom.DicomStoreException;
import org.radiologytrust.ingest.dicom.StudyReader;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.archive.ArchiveWishes;
import org.radiologytrust.journal.archive.ArchiveWishes.Wish;
import org.radiologytrust.journal.archive.FetchedStudies;
import org.radiologytrust.journal.archive.FetchedStudies.Fetched;
import org.radiologytrust.journal.archive.FetchedStudies.State;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.StudyStore;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;
import org.radiologytrust.retry.DeliveryRules;
import org.radiologytrust.retry.RetryTable;
import org.radiologytrust.retry.RetryVerdict;
import org.radiologytrust.retry.RetryVerdict.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the studies that reports lack from an archive, one after the other. A study counts as
 * brought when all its objects are in our Orthanc and were weighed; before, no audit sees it.
 */
public final class ArchiveFetches {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveFetches.class);
  private static final int BATCH = 20;

  /** Of one accession number. More have something else in that field. */
  private static final int MOST_STUDIES = 10;

  /** 10 s, doubling up to 15 min; 5 min if an operator must help; 8 tries take about 20 min. */
  private static final DeliveryRules RULES =
      new DeliveryRules(
          Duration.ofSeconds(10),
          Duration.ofMinutes(15),
          Duration.ofMinutes(5),
          8,
          0,
          Math::random);

  private final StudySource source;
  private final EarlierStudies earlier;
  private final OrthancCache cache;
  private final StudyReader reader;
  private final FetchedCopies copies;
  private final ArchiveWishes wishes;
  private final FetchedStudies fetched;
  private final StudyStore studies;
  private final SteadyClock clock;
  private final RetryTable table;
  private final Duration patience;
  private final Duration longest;
  private int failures;
  private Instant notBefore = Instant.MIN;
  private volatile String problem = "";

  /**
   * @param patience how long an archive that does not answer is asked again, for each wish
   * @param longest after this time, whoever brings a study has ended
   */
  ArchiveFetches(
      StudySource source,
      EarlierStudies earlier,
      OrthancCache cache,
      StudyReader reader,
      FetchedCopies copies,
      Journal journal,
      RetryTable table,
      Duration patience,
      Duration longest) {
    this.source = source;
    this.earlier = earlier;
    this.cache = cache;
    this.reader = reader;
    this.copies = copies;
    this.wishes = journal.archiveWishes();
    this.fetched = journal.fetchedStudies();
    this.studies = journal.studies();
    this.clock = journal.clock();
    this.table = table;
    this.patience = patience;
    this.longest = longest;
  }

  /** Why the archive cannot be asked at present; empty if it can, or nothing was asked yet. */
  Optional<String> problem() {
    return Optional.of(problem).filter(words -> !words.isEmpty());
  }

  /** Brings what is wanted. Called by the route {@code archive}. */
  public synchronized void poll() {
    if (clock.instant().isBefore(notBefore)) {
      return;
    }
    for (Wish wish : wishes.due(BATCH)) {
      if (!tried(wish)) {
        return;
      }
    }
  }

  /**
   * @return false if no other wish would fare better now
   */
  private boolean tried(Wish wish) {
    try {
      bring(wish);
      wishes.end(wish);
      answered();
      return true;
    } catch (JournalException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      return failed(wish, table.of(e));
    }
  }

  private void answered() {
    if (failures > 0) {
      LOG.info("the archive answers again");
    }
    failures = 0;
    problem = "";
  }

  private boolean failed(Wish wish, RetryVerdict verdict) {
    boolean away = verdict.kind() == Kind.AWAY || verdict.kind() == Kind.MEND;
    boolean waited = wish.since().isBefore(clock.ago(patience));
    boolean over =
        switch (verdict.kind()) {
          case NEVER -> true;
          case AWAY, MEND -> waited;
          case STOPPED, JOURNAL -> false;
          case LATER, REFUSED, REBUILD -> wish.attempts() + 1 >= RULES.maxAttempts();
        };
    if (over) {
      LOG.warn(
          "report version {}: not brought from the archive: {}", wish.version(), verdict.reason());
      wishes.giveUp(wish, verdict.reason());
    } else {
      wishes.postpone(wish, RULES.delay(verdict, wish.attempts()), verdict.reason());
    }
    if (!away) {
      answered();
      return verdict.kind() != Kind.STOPPED;
    }
    if (failures == 0) {
      LOG.warn("the archive of images: {}; it is asked again", verdict.reason());
    }
    problem = verdict.reason();
    notBefore = clock.instant().plus(RULES.delay(verdict, failures));
    failures++;
    return false;
  }

  private void bring(Wish wish) throws IOException {
    Report report = wish.report();
    if (report.status().withdrawn()) {
      return;
    }
    if (wish.study().equals(ArchiveWishes.PRIORS)) {
      List<Study> own = studies.studiesOf(report);
      for (String uid : earlier.of(report, own, p -> wishes.known(report.site(), p))) {
        wishes.want(wish.version(), uid);
      }
      return;
    }
    Predicate<Patient> isPatient = isPatientOf(report);
    for (StudyQuery query : queries(wish)) {
      List<FoundStudy> found = source.find(query);
      if (found.isEmpty()) {
        throw new ArchiveException(
            Kind.LATER, "it has no study with the " + words(query) + " of the report");
      }
      if (found.size() > MOST_STUDIES) {
        throw new ArchiveException(
            Kind.NEVER, "it has more than " + MOST_STUDIES + " studies with the " + words(query));
      }
      for (FoundStudy study : found) {
        if (!isPatient.test(study.patient())) {
          throw new ArchiveException(
              Kind.NEVER, "it has another patient's study with the " + words(query));
        }
        bring(wish, study, query.key() == StudyQuery.Key.ACCESSION ? query.value() : "", isPatient);
      }
    }
  }

  private static String words(StudyQuery query) {
    return query.key() == StudyQuery.Key.ACCESSION ? "accession number" : "Study Instance UID";
  }

  /** Weighs as the right-patient gate does, each patient once. */
  private Predicate<Patient> isPatientOf(Report report) {
    Map<Patient, Boolean> weighed = new HashMap<>();
    return patient ->
        weighed.computeIfAbsent(
            patient, p -> !report.patient().contradicts(wishes.known(report.site(), p)));
  }

  /** What is not here: compared as the correlator does. */
  private List<StudyQuery> queries(Wish wish) throws ArchiveException {
    if (!wish.study().equals(ArchiveWishes.OWN)) {
      return List.of(exact(StudyQuery.study(wish.study())));
    }
    Report report = wish.report();
    List<Study> here = studies.studiesOf(report);
    List<StudyQuery> queries = new ArrayList<>();
    if (report.order().studyInstanceUids().isEmpty()) {
      List<String> numbers = here.stream().map(Study::accessionNumber).toList();
      for (String number : report.order().accessionNumbers()) {
        if (!numbers.contains(number)) {
          queries.add(exact(StudyQuery.accession(number)));
        }
      }
    } else {
      List<String> uids = here.stream().map(Study::studyInstanceUid).toList();
      for (String uid : report.order().studyInstanceUids()) {
        if (!uids.contains(uid)) {
          queries.add(exact(StudyQuery.study(uid)));
        }
      }
    }
    return queries;
  }

  private static StudyQuery exact(Optional<StudyQuery> query) throws ArchiveException {
    return query.orElseThrow(
        () ->
            new ArchiveException(
                Kind.NEVER,
                "the number of the report is no value to search for (*, ?, \\, or too long)"));
  }

  private void bring(Wish wish, FoundStudy study, String accession, Predicate<Patient> isPatient)
      throws IOException {
    String uid = study.studyInstanceUid();
    Optional<State> state = fetched.state(uid);
    if (state.equals(Optional.of(State.HERE))
        || state.isEmpty() && cache.size(uid).instances() > 0) {
      // here, or sent to us: the changes feed brings it
      return;
    }
    if (!copies.hasRoom()) {
      throw new ArchiveException(
          Kind.LATER, "no room: rtl.images.cache-bytes is in use by studies of open audits");
    }
    fetched.coming(uid, longest);
    try {
      source.fetch(study, accession, isPatient);
      OrthancCache.Size size = cache.size(uid);
      fetched.here(new Fetched(uid, size.bytes(), size.instances()), whole(uid));
      LOG.info(
          "report version {}: brought a study of {} objects, {} bytes, from the archive",
          wish.version(),
          size.instances(),
          size.bytes());
    } catch (IOException | RuntimeException e) {
      discard(uid);
      throw e;
    }
  }

  /** All objects have come and were weighed, so nobody has to wait until Orthanc says so. */
  private Study whole(String uid) throws IOException {
    List<String> all = cache.studies(uid);
    if (all.size() > 1) {
      throw new ArchiveException(Kind.NEVER, "its objects of the study have several patient ids");
    }
    Study read =
        reader
            .read(all.get(0))
            .orElseThrow(() -> new ArchiveException(Kind.NEVER, "its study has no image"));
    return new Study(
        read.studyInstanceUid(),
        read.accessionNumber(),
        read.patient(),
        read.studyDate(),
        read.studyDescription(),
        true,
        read.instances(),
        read.studyTime());
  }

  private void discard(String uid) {
    try {
      copies.discard(uid);
    } catch (DicomStoreException e) {
      LOG.warn("what came of a study is deleted from Orthanc later: {}", e.getMessage());
    }
  }
}
