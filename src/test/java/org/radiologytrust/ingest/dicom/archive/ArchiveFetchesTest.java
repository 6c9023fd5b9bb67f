package org.radiologytrust.ingest.dicom.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.check.exam.StudyKinds;
import org.radiologytrust.correlate.CorrelateSettings;
import org.radiologytrust.correlate.Correlator;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.dicom.ChangesFeed;
import org.radiologytrust.ingest.dicom.CtPhantom;
import org.radiologytrust.ingest.dicom.CtStudy;
import org.radiologytrust.ingest.dicom.DicomStoreException;
import org.radiologytrust.ingest.dicom.OrthancClient;
import org.radiologytrust.ingest.dicom.OrthancRest;
import org.radiologytrust.ingest.dicom.OrthancStore;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.ingest.dicom.StudyReader;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.archive.ArchiveWishes.Wish;
import org.radiologytrust.journal.archive.FetchedStudies.State;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Study;
import org.radiologytrust.retry.RetryTable;
import org.radiologytrust.settings.FhirLogin;

/** Two real Orthancs: one is the archive, the other ours. */
@Tag("peers")
@Tag("safety")
class ArchiveFetchesTest {
  private static final int OBJECTS = 3;
  private static final Duration LONGEST = Duration.ofMinutes(25);
  private static final ArchiveLimits LIMITS =
      new ArchiveLimits(Duration.ofSeconds(30), Duration.ofMinutes(2), 1000, 1 << 24, 1 << 30, 0);
  private static final Patient OTHER =
      new Patient(
          List.of(new Identifier("urn:oid:2.999.1", "PHANTOM-9", "MR")),
          "Other",
          "Olga",
          LocalDate.of(1950, 5, 5),
          Sex.FEMALE,
          "");

  private static PrivateOrthanc archive;
  private static PrivateOrthanc ours;
  private static int numbers;

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock();
  private Journal journal;
  private ArchiveHttp http;

  /** By which an archive is asked. */
  enum Way {
    DICOMWEB("RestApi"),
    C_MOVE("DicomProtocol");

    private final String origin;

    Way(String origin) {
      this.origin = origin;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    archive = PrivateOrthanc.start(Duration.ofSeconds(1));
    ours = PrivateOrthanc.start(Duration.ofSeconds(1));
    OrthancRest.addModality(ours, "archive", archive.aet(), archive.dicomPort());
    OrthancRest.addModality(archive, "ours", ours.aet(), ours.dicomPort());
    OrthancRest.addModality(ours, "away", "AWAY", 9);
  }

  @AfterAll
  static void stop() {
    archive.close();
    ours.close();
  }

  @BeforeEach
  void open() {
    journal = SqlJournal.open(folder.resolve("j.db"), new SteadyClock(clock, clock::nanos), "main");
    http = http(archive.password());
  }

  @AfterEach
  void close() throws Exception {
    http.close();
    journal.close();
    Path spool = folder.resolve("archive-spool");
    if (Files.exists(spool)) {
      try (Stream<Path> left = Files.list(spool)) {
        assertEquals(List.of(), left.toList());
      }
    }
  }

  private static ArchiveHttp http(String password) {
    return new ArchiveHttp(
        archive.httpUrl() + "/dicom-web",
        FhirLogin.basic(archive.user(), password),
        Optional.empty(),
        Duration.ofSeconds(30));
  }

  private static OrthancCache cache(Way way) {
    return new OrthancCache(OrthancRest.client(ours), way.origin);
  }

  private StudySource source(Way way) {
    return way == Way.DICOMWEB
        ? new DicomwebSource(http, cache(way), new ObjectSpool(folder), LIMITS)
        : new MoveSource(OrthancRest.client(ours).http(), "archive", cache(way), LIMITS);
  }

  /** With a quota of one byte and a day of time. */
  private FetchedCopies copies(Way way, long bytes) {
    return new FetchedCopies(
        cache(way),
        journal.fetchedStudies(),
        journal.clock(),
        new FetchedCopies.Limits(bytes, Optional.of(Duration.ofDays(1))),
        LONGEST);
  }

  private static StudyReader reader(OrthancClient client) {
    return new StudyReader(new OrthancStore(client), SiteFiles.shipped());
  }

  private ArchiveFetches fetches(Way way, StudySource source) {
    return new ArchiveFetches(
        source,
        earlier(source),
        cache(way),
        reader(OrthancRest.client(ours)),
        copies(way, 0),
        journal,
        new RetryTable(SiteFiles.shipped()),
        Duration.ofDays(1),
        LONGEST);
  }

  private static EarlierStudies earlier(StudySource source) {
    return new EarlierStudies(source, new StudyKinds(SiteFiles.shipped())::isSame, 2);
  }

  /** A new number: no two tests have the same study. */
  private static String number() {
    return "ARC" + ++numbers;
  }

  private static void store(PrivateOrthanc orthanc, PhantomStudy study, int from, int to)
      throws Exception {
    for (int i = from; i <= to; i++) {
      orthanc.store(CtPhantom.slice(study, 3, i, CtPhantom.AXIAL, "0\\0\\" + i, false).file());
    }
  }

  private Report report(String number, int version) {
    return report(number, version, "FINDINGS: No nodule. " + version);
  }

  private Report report(String number, int version, String text) {
    return report(number, version, text, PhantomStudy.chest(number).patient());
  }

  private Report report(String number, int version, String text, Patient patient) {
    Report report =
        Report.of("HOSP", "R" + number)
            .patient(patient)
            .order(
                new Order(
                    "P" + number,
                    "F" + number,
                    List.of(number),
                    List.of(),
                    new Coding("L", "CT", "CT chest"),
                    "CT",
                    "CHEST",
                    ""))
            .text(text)
            .status(version == 1 ? ReportStatus.FINAL : ReportStatus.CORRECTED)
            .issued(clock.instant())
            .effective(clock.instant())
            .build();
    journal.inbox().receive(SampleMessages.report(number + version, report));
    correlate();
    return report;
  }

  private void correlate() {
    new Correlator(
            journal,
            journal.clock(),
            new CorrelateSettings(Duration.ofMinutes(15), true, true, true, true, false, false),
            "0.1.0",
            report -> report.text().contains("unchanged"))
        .correlate();
  }

  /** As the route that reads Orthanc's changes. */
  private void feed() {
    new ChangesFeed(
            OrthancRest.client(ours),
            journal.studies(),
            journal.feedCursors(),
            journal.clock(),
            ChangesFeed.Limits.DEFAULT,
            SiteFiles.shipped())
        .poll();
  }

  private List<Instance> here(Report report) {
    feed();
    return journal.studies().studiesOf(report).stream()
        .flatMap(study -> study.instances().stream())
        .toList();
  }

  private static int inOurs(String number) throws Exception {
    return cache(Way.DICOMWEB).size(PhantomStudy.chest(number).studyInstanceUid()).instances();
  }

  private Optional<State> state(String number) {
    return journal.fetchedStudies().state(PhantomStudy.chest(number).studyInstanceUid());
  }

  @ParameterizedTest
  @EnumSource
  void aStudyThatWasNotSentIsBrought(Way way) throws Exception {
    String number = number();
    store(archive, PhantomStudy.chest(number), 1, OBJECTS);
    Report report = report(number, 1);
    assertEquals(1, journal.archiveWishes().due(10).size(), "the report waits for it");
    fetches(way, source(way)).poll();
    correlate();
    Job job = journal.jobs().claim(Duration.ofMinutes(1)).orElseThrow();
    assertEquals(
        List.of(OBJECTS),
        job.studies().stream().map(study -> study.instances().size()).toList(),
        "audited with all, before Orthanc says that the study is complete");
    assertEquals(OBJECTS, here(report).size());
    assertEquals(List.of(), journal.archiveWishes().due(10));
    assertEquals("", journal.archiveWishes().reason(report));
    assertEquals(Optional.of(State.HERE), state(number));
    assertTrue(journal.fetchedStudies().bytes() > 0);
  }

  /** The two newest earlier ones of the same person and part are brought before the audit. */
  @ParameterizedTest
  @EnumSource
  void earlierStudiesComeBeforeTheAuditOfAReportThatCompares(Way way) throws Exception {
    String number = number();
    PhantomStudy own = PhantomStudy.chest(number);
    Patient patient =
        new Patient(
            List.of(new Identifier("urn:oid:2.999.1", "PAT-" + number, "MR")),
            "Phantom",
            "Petra",
            LocalDate.of(1961, 2, 3),
            Sex.FEMALE,
            "");
    store(archive, own.of(patient), 1, OBJECTS);
    for (int months = 1; months <= 3; months++) {
      store(
          archive,
          PhantomStudy.chest(number + "-" + months).of(patient).at(own.taken().minusMonths(months)),
          1,
          1);
    }
    store(archive, PhantomStudy.chest(number + "-9").of(patient).at(own.taken().plusDays(1)), 1, 1);
    store(
        archive,
        PhantomStudy.chest(number + "-o")
            .of(new Patient(patient.identifiers(), "Other", "Olga", null, Sex.FEMALE, ""))
            .at(own.taken().minusDays(1)),
        1,
        1);
    Report report = report(number, 1, "FINDINGS: Nodule, unchanged.", patient);
    ArchiveFetches fetches = fetches(way, source(way));
    fetches.poll();
    correlate();
    assertEquals(
        Optional.empty(), journal.jobs().claim(Duration.ofMinutes(1)), "it waits for them");
    fetches.poll();
    fetches.poll();
    correlate();
    Job job = journal.jobs().claim(Duration.ofMinutes(1)).orElseThrow();
    assertEquals(1, job.studies().size());
    assertEquals(
        Set.of(number, number + "-1", number + "-2"),
        journal.studies().ofPatient(report, LocalDate.from(own.taken())).stream()
            .map(Study::accessionNumber)
            .collect(Collectors.toSet()));
    correlate();
    assertEquals(List.of(), journal.archiveWishes().due(10), "they are asked for once");
  }

  @ParameterizedTest
  @EnumSource
  void whatWasSentToUsIsNotFetchedAndNeverDeleted(Way way) throws Exception {
    String number = number();
    store(archive, PhantomStudy.chest(number), 1, OBJECTS);
    Report report = report(number, 1);
    store(ours, PhantomStudy.chest(number), 1, 1);
    fetches(way, source(way)).poll();
    assertEquals(1, here(report).size());
    assertEquals(Optional.empty(), state(number));
    clock.advance(Duration.ofDays(3));
    copies(way, 1).prune();
    assertEquals(1, inOurs(number));
  }

  @ParameterizedTest
  @EnumSource
  void anotherPatientsStudyIsNotAskedFor(Way way) throws Exception {
    String number = number();
    store(archive, PhantomStudy.chest(number).of(OTHER), 1, OBJECTS);
    Report report = report(number, 1);
    fetches(way, source(way)).poll();
    assertEquals(
        "it has another patient's study with the accession number",
        journal.archiveWishes().reason(report));
    assertEquals(0, inOurs(number));
    assertEquals(Optional.empty(), state(number));
    clock.advance(Duration.ofDays(1));
    assertEquals(List.of(), journal.archiveWishes().due(10), "it is not asked for again");
  }

  /** A search that says what is not so; what it gives is real. */
  private static class Lies implements StudySource {
    private final StudySource real;
    private final UnaryOperator<FoundStudy> lie;

    Lies(StudySource real, UnaryOperator<FoundStudy> lie) {
      this.real = real;
      this.lie = lie;
    }

    @Override
    public List<FoundStudy> find(StudyQuery query) throws ArchiveException {
      return real.find(query).stream().map(lie).toList();
    }

    @Override
    public void fetch(FoundStudy study, String accession, Predicate<Patient> isPatient)
        throws ArchiveException, DicomStoreException {
      real.fetch(study, accession, isPatient);
    }

    @Override
    public void check() throws ArchiveException {
      real.check();
    }
  }

  private static FoundStudy of(FoundStudy study, Patient patient, int instances) {
    return new FoundStudy(
        study.studyInstanceUid(),
        study.accessionNumber(),
        patient,
        study.date(),
        study.time(),
        study.modalities(),
        study.description(),
        instances);
  }

  @ParameterizedTest
  @EnumSource
  void anotherPatientsObjectsAreDeletedAndNoAuditSawThem(Way way) throws Exception {
    String number = number();
    PhantomStudy study = PhantomStudy.chest(number);
    store(archive, study.of(OTHER), 1, OBJECTS);
    Report report = report(number, 1);
    fetches(way, new Lies(source(way), found -> of(found, study.patient(), OBJECTS))).poll();
    assertTrue(
        journal.archiveWishes().reason(report).contains("an object of another patient"),
        journal.archiveWishes().reason(report));
    assertEquals(0, inOurs(number));
    assertEquals(List.of(), here(report));
    correlate();
    assertEquals(Optional.empty(), journal.jobs().claim(Duration.ofMinutes(1)), "it waits");
  }

  @ParameterizedTest
  @EnumSource
  void halfAStudyIsDeletedAndAskedForAgain(Way way) throws Exception {
    String number = number();
    store(archive, PhantomStudy.chest(number), 1, OBJECTS);
    Report report = report(number, 1);
    fetches(way, new Lies(source(way), found -> of(found, found.patient(), OBJECTS + 2))).poll();
    assertEquals("it gave 3 of 5 objects of the study", journal.archiveWishes().reason(report));
    assertEquals(0, inOurs(number));
    assertEquals(List.of(), here(report));
    clock.advance(Duration.ofMinutes(1));
    fetches(way, source(way)).poll();
    assertEquals(OBJECTS, here(report).size());
  }

  @ParameterizedTest
  @EnumSource
  void whatTheArchiveDoesNotHaveIsAskedForEightTimes(Way way) throws Exception {
    Report report = report(number(), 1);
    ArchiveFetches fetches = fetches(way, source(way));
    int tries = 0;
    for (List<Wish> due = journal.archiveWishes().due(1);
        !due.isEmpty();
        due = journal.archiveWishes().due(1)) {
      assertEquals(tries++, due.get(0).attempts());
      fetches.poll();
      clock.advance(Duration.ofMinutes(16));
    }
    assertEquals(8, tries);
    assertEquals(
        "it has no study with the accession number of the report",
        journal.archiveWishes().reason(report));
    assertEquals(Optional.empty(), fetches.problem(), "the archive answers");
  }

  @ParameterizedTest
  @EnumSource
  void aWildcardIsNotSearchedFor(Way way) throws Exception {
    Report report = report("ARC*", 1);
    fetches(way, source(way)).poll();
    assertTrue(journal.archiveWishes().reason(report).contains("no value to search for"));
  }

  /** The process dies after the objects are stored, before the journal says so. */
  @ParameterizedTest
  @EnumSource
  void aKillBetweenFetchAndRecord(Way way) throws Exception {
    String number = number();
    store(archive, PhantomStudy.chest(number), 1, OBJECTS);
    Report report = report(number, 1);
    StudySource real = source(way);
    StudySource killed =
        new Lies(real, found -> found) {
          @Override
          public void fetch(FoundStudy study, String accession, Predicate<Patient> isPatient)
              throws ArchiveException, DicomStoreException {
            super.fetch(study, accession, isPatient);
            throw new AssertionError("killed");
          }
        };
    assertThrows(AssertionError.class, () -> fetches(way, killed).poll());
    assertEquals(OBJECTS, inOurs(number));
    assertEquals(List.of(), here(report), "no audit sees it");
    journal.close();
    open();
    fetches(way, source(way)).poll();
    assertEquals(OBJECTS, here(report).size());
    assertEquals(OBJECTS, inOurs(number), "nothing twice");
    assertEquals(Optional.of(State.HERE), state(number));
  }

  /** The process dies while it stores the objects. */
  @Test
  void aKillInTheMiddle() throws Exception {
    String number = number();
    PhantomStudy study = PhantomStudy.chest(number);
    store(archive, study, 1, OBJECTS);
    Report report = report(number, 1);
    journal.fetchedStudies().coming(study.studyInstanceUid(), LONGEST);
    store(ours, study, 1, OBJECTS - 1);
    assertEquals(List.of(), here(report), "half a study is none");
    journal.close();
    open();
    fetches(Way.DICOMWEB, source(Way.DICOMWEB)).poll();
    assertEquals(OBJECTS, here(report).size());
    assertEquals(Optional.of(State.HERE), state(number));
  }

  @Test
  void aKillWhoseReportIsNoLongerCurrentLeavesNothing() throws Exception {
    String number = number();
    store(ours, PhantomStudy.chest(number), 1, 1);
    String uid = PhantomStudy.chest(number).studyInstanceUid();
    journal.fetchedStudies().coming(uid, LONGEST);
    copies(Way.DICOMWEB, 0).prune();
    assertEquals(1, inOurs(number), "it may be coming");
    clock.advance(LONGEST.plusSeconds(1));
    copies(Way.DICOMWEB, 0).prune();
    assertEquals(0, inOurs(number));
    assertEquals(Optional.empty(), state(number));
  }

  private void endAudits() {
    clock.advance(Duration.ofHours(1));
    correlate();
    for (Optional<Job> job = journal.jobs().claim(Duration.ofMinutes(1));
        job.isPresent();
        job = journal.jobs().claim(Duration.ofMinutes(1))) {
      journal.jobs().abandon(job.get(), "test");
    }
  }

  @ParameterizedTest
  @EnumSource
  void quotaAndTimeDeleteTheOldestThatNoOpenAuditUses(Way way) throws Exception {
    String first = number();
    store(archive, PhantomStudy.chest(first), 1, OBJECTS);
    Report report = report(first, 1);
    fetches(way, source(way)).poll();
    assertEquals(OBJECTS, here(report).size());
    clock.advance(Duration.ofHours(2));
    copies(way, 1).prune();
    assertEquals(OBJECTS, inOurs(first), "its audit is open");
    endAudits();
    copies(way, Long.MAX_VALUE).prune();
    assertEquals(OBJECTS, inOurs(first), "there is room");
    copies(way, 1).prune();
    assertEquals(0, inOurs(first));
    assertEquals(List.of(), here(report));
    assertEquals(0, journal.fetchedStudies().bytes());
    Report corrected = report(first, 2);
    fetches(way, source(way)).poll();
    assertEquals(OBJECTS, here(corrected).size(), "asked for again");
    endAudits();
    clock.advance(Duration.ofDays(1));
    copies(way, 0).prune();
    assertEquals(0, inOurs(first), "its time is over");
  }

  @ParameterizedTest
  @EnumSource
  void aFetchedStudyToWhichSomethingWasSentStays(Way way) throws Exception {
    String number = number();
    PhantomStudy study = PhantomStudy.chest(number);
    store(archive, study, 1, OBJECTS);
    Report report = report(number, 1);
    fetches(way, source(way)).poll();
    store(ours, study, OBJECTS + 1, OBJECTS + 1);
    assertEquals(OBJECTS + 1, here(report).size());
    endAudits();
    clock.advance(Duration.ofDays(2));
    copies(way, 1).prune();
    assertEquals(OBJECTS + 1, inOurs(number));
    assertEquals(OBJECTS + 1, here(report).size());
    assertEquals(Optional.empty(), state(number), "it counts as sent");
  }

  @Test
  void anArchiveThatIsAwayIsAskedAgainAndSaysSo() throws Exception {
    String number = number();
    store(archive, PhantomStudy.chest(number), 1, OBJECTS);
    Report report = report(number, 1);
    StudySource away =
        new MoveSource(OrthancRest.client(ours).http(), "away", cache(Way.C_MOVE), LIMITS);
    ArchiveFetches fetches = fetches(Way.C_MOVE, away);
    fetches.poll();
    assertTrue(fetches.problem().orElseThrow().contains("does not answer"));
    assertNotEquals("", journal.archiveWishes().reason(report));
    clock.advance(Duration.ofHours(23));
    assertEquals(1, journal.archiveWishes().due(10).size(), "nothing is lost");
    fetches.poll();
    clock.advance(Duration.ofHours(2));
    fetches.poll();
    assertEquals(List.of(), journal.archiveWishes().due(10), "given up after a day");
    assertTrue(journal.archiveWishes().reason(report).contains("does not answer"));
    clock.advance(Duration.ofHours(2));
    assertThrows(ArchiveException.class, away::check);
    ArchiveException unknown =
        assertThrows(
            ArchiveException.class,
            () ->
                new MoveSource(
                        OrthancRest.client(ours).http(), "unknown", cache(Way.C_MOVE), LIMITS)
                    .check());
    assertTrue(unknown.getMessage().contains("DicomModalities"), unknown.getMessage());
    try (ArchiveHttp wrong = http("wrong")) {
      ArchiveException refused =
          assertThrows(
              ArchiveException.class,
              () ->
                  new DicomwebSource(wrong, cache(Way.DICOMWEB), new ObjectSpool(folder), LIMITS)
                      .check());
      assertTrue(refused.getMessage().contains("refuses our log-in"), refused.getMessage());
    }
    for (Way way : Way.values()) {
      source(way).check();
    }
  }

  @Test
  void ourOrthancIsAway() throws Exception {
    String number = number();
    store(archive, PhantomStudy.chest(number), 1, OBJECTS);
    Report report = report(number, 1);
    OrthancCache none =
        new OrthancCache(
            new OrthancClient(URI.create("http://127.0.0.1:9"), "u", "p", Duration.ofSeconds(5)),
            "RestApi");
    StudySource source = new DicomwebSource(http, none, new ObjectSpool(folder), LIMITS);
    new ArchiveFetches(
            source,
            earlier(source),
            none,
            reader(OrthancRest.client(ours)),
            copies(Way.DICOMWEB, 0),
            journal,
            new RetryTable(SiteFiles.shipped()),
            Duration.ofDays(1),
            LONGEST)
        .poll();
    assertTrue(journal.archiveWishes().reason(report).contains("Orthanc cannot be reached"));
    clock.advance(Duration.ofHours(1));
    assertEquals(1, journal.archiveWishes().due(10).size());
  }

  @ParameterizedTest
  @EnumSource
  void earlierStudiesOfThePatientAreFoundAndBrought(Way way) throws Exception {
    String current = number();
    String before = number();
    Patient patient =
        new Patient(
            List.of(new Identifier("urn:oid:2.999.1", "PRIOR-" + way.ordinal(), "MR")),
            "Phantom",
            "Petra",
            LocalDate.of(1961, 2, 3),
            Sex.FEMALE,
            "");
    store(archive, PhantomStudy.chest(current).of(patient), 1, 1);
    store(archive, PhantomStudy.chest(before).of(patient), 1, 2);
    StudySource source = source(way);
    StudyQuery query = StudyQuery.patient(patient.identifiers().get(0).value(), "CT").orElseThrow();
    List<FoundStudy> found = source.find(query);
    assertEquals(
        Set.of(before, current),
        found.stream().map(FoundStudy::accessionNumber).collect(Collectors.toSet()));
    FoundStudy study =
        found.stream().filter(s -> s.accessionNumber().equals(before)).findFirst().orElseThrow();
    assertEquals(LocalDate.of(2026, 4, 1), study.date());
    assertEquals(List.of("CT"), study.modalities());
    assertEquals("CHEST PA", study.description());
    assertEquals(2, study.instances());
    source.fetch(study, "", p -> !patient.contradicts(p));
    assertEquals(2, inOurs(before));
    assertEquals(
        List.of(), source.find(StudyQuery.patient("PRIOR-" + way.ordinal(), "MR").orElseThrow()));
  }

  @Test
  void aCtOf412SlicesByDicomweb() throws Exception {
    PhantomStudy study = PhantomStudy.chest("CT412");
    for (byte[] file : CtStudy.files(study)) {
      archive.store(file);
    }
    try (PrivateOrthanc empty = PrivateOrthanc.start(Duration.ofSeconds(1))) {
      OrthancCache cache = new OrthancCache(OrthancRest.client(empty), Way.DICOMWEB.origin);
      DicomwebSource source = new DicomwebSource(http, cache, new ObjectSpool(folder), LIMITS);
      List<FoundStudy> found = source.find(StudyQuery.accession("CT412").orElseThrow());
      assertEquals(List.of(414), found.stream().map(FoundStudy::instances).toList());
      source.fetch(found.get(0), "CT412", patient -> !study.patient().contradicts(patient));
      CtStudy.assertShown(empty);
    }
  }

  @Test
  void aStudyWithMoreThanAllowedIsNotKept() throws Exception {
    String number = number();
    store(archive, PhantomStudy.chest(number), 1, OBJECTS);
    Report report = report(number, 1);
    ArchiveLimits few =
        new ArchiveLimits(
            Duration.ofSeconds(30), Duration.ofMinutes(2), OBJECTS - 1, 1 << 24, 1 << 30, 0);
    MoveSource source =
        new MoveSource(OrthancRest.client(ours).http(), "archive", cache(Way.C_MOVE), few);
    fetches(Way.C_MOVE, source).poll();
    assertTrue(journal.archiveWishes().reason(report).contains("max-objects"));
    assertEquals(0, inOurs(number));
  }
}
