package org.radiologytrust.ingest.dicom.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.ingest.dicom.archive.ArchiveDouble.body;
import static org.radiologytrust.ingest.dicom.archive.ArchiveDouble.head;
import static org.radiologytrust.ingest.dicom.archive.ArchiveDouble.multipart;
import static org.radiologytrust.ingest.dicom.archive.ArchiveDouble.part;
import static org.radiologytrust.ingest.dicom.archive.ArchiveDouble.parts;
import static org.radiologytrust.ingest.dicom.archive.ArchiveDouble.text;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.ingest.dicom.CtPhantom;
import org.radiologytrust.ingest.dicom.OrthancClient;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.model.Patient;
import org.radiologytrust.retry.RetryVerdict;
import org.radiologytrust.retry.RetryVerdict.Kind;
import org.radiologytrust.settings.FhirLogin;

/** An archive that lies, stalls, never ends or ends too early: nothing of it is kept. */
@Tag("integration")
@Tag("safety")
class DicomwebSourceTest {
  private static final PhantomStudy STUDY = PhantomStudy.chest("A1");
  private static final byte[] OBJECT = object(STUDY, 1);
  private static final ArchiveLimits LIMITS =
      new ArchiveLimits(
          Duration.ofSeconds(10), Duration.ofSeconds(10), 3, OBJECT.length, 2L * OBJECT.length, 0);
  private static final ArchiveLimits ONE_BYTE_LESS =
      new ArchiveLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          3,
          OBJECT.length - 1,
          2L * OBJECT.length,
          0);
  private static final ArchiveLimits FULL_DISK =
      new ArchiveLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          3,
          OBJECT.length,
          2L * OBJECT.length,
          Long.MAX_VALUE);

  @TempDir private Path home;
  private ArchiveDouble archive;

  @BeforeEach
  void start() throws IOException {
    archive = new ArchiveDouble();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    archive.close();
    Path spool = home.resolve("archive-spool");
    if (Files.exists(spool)) {
      try (Stream<Path> left = Files.list(spool)) {
        assertEquals(List.of(), left.toList());
      }
    }
  }

  private static byte[] object(PhantomStudy study, int number) {
    return CtPhantom.slice(study, 3, number, CtPhantom.AXIAL, "0\\0\\" + number, false).file();
  }

  private static FoundStudy found(int instances) {
    return new FoundStudy(
        STUDY.studyInstanceUid(), "A1", STUDY.patient(), null, null, List.of(), "", instances);
  }

  /** With no Orthanc behind it: what gets so far would fail as unreachable. */
  private DicomwebSource source(ArchiveHttp http, ArchiveLimits limits) {
    OrthancClient none =
        new OrthancClient(URI.create("http://127.0.0.1:9"), "u", "p", Duration.ofSeconds(5));
    return new DicomwebSource(
        http, new OrthancCache(none, "RestApi"), new ObjectSpool(home), limits);
  }

  private RetryVerdict refused(ArchiveLimits limits) {
    try (ArchiveHttp http =
        new ArchiveHttp(archive.url(), FhirLogin.none(), Optional.empty(), limits.timeout())) {
      return assertThrows(
              ArchiveException.class,
              () ->
                  source(http, limits)
                      .fetch(found(2), "A1", patient -> !STUDY.patient().contradicts(patient)))
          .verdict();
    }
  }

  private List<FoundStudy> find(FhirLogin login, StudyQuery query) throws ArchiveException {
    try (ArchiveHttp http =
        new ArchiveHttp(archive.url(), login, Optional.empty(), Duration.ofSeconds(10))) {
      return source(http, LIMITS).find(query);
    }
  }

  static Stream<Arguments> lies() {
    Patient other =
        new Patient(
            List.of(), "Other", "Olga", LocalDate.of(1950, 5, 5), STUDY.patient().sex(), "");
    byte[] foreign = object(STUDY.of(other), 2);
    byte[] garbage = new byte[500];
    byte[] second = object(STUDY, 2);
    String type = "Content-Type: multipart/related; boundary=b\r\n";
    return Stream.of(
        Arguments.of(Kind.MEND, "refuses our log-in (HTTP 401)", head("401 Unauthorized", "")),
        Arguments.of(Kind.MEND, "redirects (HTTP 302)", head("302 Found", "Location: /x\r\n")),
        Arguments.of(Kind.LATER, "does not have the study (HTTP 404)", head("404 Not Found", "")),
        Arguments.of(Kind.LATER, "an error (HTTP 500)", head("500 Oh", "")),
        Arguments.of(Kind.AWAY, "not available (HTTP 503)", head("503 Busy", "")),
        Arguments.of(Kind.MEND, "as it stores it (HTTP 406)", head("406 Not Acceptable", "")),
        Arguments.of(Kind.LATER, "something else", body("text/html", "<p>Log in</p>")),
        Arguments.of(Kind.LATER, "something else", body("multipart/related", "--b\r\n")),
        Arguments.of(Kind.LATER, "something else", head("204 No Content", "")),
        Arguments.of(Kind.AWAY, "before the end of its answer", head("200 OK", type)),
        Arguments.of(Kind.LATER, "gave 1 of 2 objects", parts(List.of(OBJECT))),
        Arguments.of(Kind.LATER, "gave 1 of 2 objects", parts(List.of(OBJECT, OBJECT))),
        Arguments.of(
            Kind.LATER, "gave 0 of 2 objects", body("multipart/related; boundary=b", "--b--")),
        Arguments.of(Kind.NEVER, "of another patient", parts(List.of(OBJECT, foreign))),
        Arguments.of(
            Kind.NEVER,
            "of another study",
            parts(List.of(OBJECT, object(PhantomStudy.chest("A2"), 1)))),
        Arguments.of(
            Kind.NEVER,
            "another accession number",
            parts(List.of(OBJECT, object(withNumber("A9"), 2)))),
        Arguments.of(
            Kind.NEVER,
            "has the accession number",
            parts(List.of(object(withNumber(""), 1), object(withNumber(""), 2)))),
        Arguments.of(Kind.LATER, "no DICOM file", parts(List.of(OBJECT, garbage))),
        Arguments.of(
            Kind.LATER, "no DICOM file", parts(List.of(OBJECT, Arrays.copyOf(second, 300)))),
        Arguments.of(Kind.NEVER, "max-study", parts(List.of(OBJECT, second, object(STUDY, 3)))),
        Arguments.of(
            Kind.NEVER,
            "max-object",
            (ArchiveDouble.Answer)
                out -> {
                  multipart(out);
                  part(out, OBJECT);
                  while (true) {
                    out.write(garbage);
                  }
                }),
        Arguments.of(
            Kind.NEVER,
            "max-object",
            (ArchiveDouble.Answer)
                out -> {
                  multipart(out);
                  text(out, "--" + ArchiveDouble.BOUNDARY + "\r\n");
                  while (true) {
                    text(out, "X-Header: without end\r\n");
                  }
                }),
        Arguments.of(
            Kind.AWAY,
            "before the end of its answer",
            (ArchiveDouble.Answer)
                out -> {
                  multipart(out);
                  part(out, OBJECT);
                  part(out, second);
                }));
  }

  private static PhantomStudy withNumber(String accession) {
    return new PhantomStudy(
        STUDY.patient(),
        accession,
        STUDY.studyInstanceUid(),
        STUDY.taken(),
        STUDY.studyDescription(),
        STUDY.bodyPartExamined(),
        "",
        "U",
        "PA",
        1);
  }

  @ParameterizedTest
  @MethodSource("lies")
  void nothingIsKept(Kind kind, String reason, ArchiveDouble.Answer answer) {
    archive.objects(answer);
    RetryVerdict verdict = refused(LIMITS);
    assertTrue(verdict.reason().contains(reason), verdict.reason());
    assertEquals(kind, verdict.kind());
    assertEquals(1, archive.asked.size(), "asked once, and nothing else");
    String asked = archive.asked.get(0);
    assertTrue(asked.startsWith("GET /dicom-web/studies/" + STUDY.studyInstanceUid() + " "), asked);
    assertTrue(
        asked.contains(
            "Accept: multipart/related; type=\"application/dicom\"; transfer-syntax=*\n"),
        asked);
  }

  @Test
  void moreObjectsThanAllowed() {
    byte[] small = new byte[0];
    archive.objects(parts(List.of(OBJECT, small)));
    RetryVerdict verdict =
        refused(
            new ArchiveLimits(
                Duration.ofSeconds(10), Duration.ofSeconds(10), 1, 1 << 20, 1 << 20, 0));
    assertTrue(verdict.reason().contains("max-objects"), verdict.reason());
    assertEquals(Kind.NEVER, verdict.kind());
  }

  @Test
  void anObjectThatIsOneByteTooLong() {
    archive.objects(parts(List.of(OBJECT)));
    assertTrue(refused(ONE_BYTE_LESS).reason().contains("max-object"));
  }

  @Test
  void aFullDiskIsNotFilled() {
    archive.objects(parts(List.of(OBJECT)));
    RetryVerdict verdict = refused(FULL_DISK);
    assertTrue(verdict.reason().contains("rtl.home.min-free"), verdict.reason());
    assertEquals(Kind.LATER, verdict.kind());
  }

  @Test
  void anArchiveThatIsSilentInTheMiddle() {
    CountDownLatch never = new CountDownLatch(1);
    archive.objects(
        out -> {
          multipart(out);
          part(out, OBJECT);
          out.flush();
          never.await();
        });
    ArchiveLimits short_ =
        new ArchiveLimits(Duration.ofMillis(200), Duration.ofMinutes(1), 3, 1 << 20, 1 << 20, 0);
    assertTrue(refused(short_).reason().contains("rtl.images.archive.timeout"));
    ArchiveLimits late =
        new ArchiveLimits(Duration.ofMinutes(1), Duration.ofMillis(200), 3, 1 << 20, 1 << 20, 0);
    assertTrue(refused(late).reason().contains("rtl.images.archive.study-time"));
    never.countDown();
  }

  @Test
  void theSearchIsExactAndLogsIn() throws Exception {
    archive.search(
        body(
            "application/dicom+json",
            "["
                + study("1.2.1", "A1", "P1", "20240102", "093000.5")
                + ","
                + study("1.2.2", "a1", "P1", "20240103", "")
                + ","
                + study("1.2.3", "A10", "P1", "", "")
                + ","
                + study("1.2.1", "A1", "P2", "", "")
                + ",{},"
                + study("../../x", "A1", "P2", "", "")
                + "]"));
    List<FoundStudy> found =
        find(FhirLogin.bearer("secret"), StudyQuery.accession("A1").orElseThrow());
    assertEquals(
        List.of("P1", "P2"),
        found.stream().map(s -> s.patient().identifiers().get(0).value()).toList(),
        "one UID under two patients: each is weighed");
    FoundStudy study = found.get(0);
    assertEquals(LocalDate.of(2024, 1, 2), study.date());
    assertEquals(LocalTime.of(9, 30), study.time());
    assertEquals(List.of("CT", "SR"), study.modalities());
    assertEquals("Müller", study.patient().familyName());
    assertEquals(412, study.instances());
    String asked = archive.asked.get(0);
    assertTrue(asked.startsWith("GET /dicom-web/studies?AccessionNumber=A1&includefield="), asked);
    assertTrue(asked.contains("Authorization: Bearer secret\n"), asked);
    assertTrue(asked.contains("Accept: application/dicom+json\n"), asked);
  }

  private static String study(String uid, String number, String patient, String date, String time) {
    return """
        {"0020000D":{"vr":"UI","Value":["%s"]},"00080050":{"vr":"SH","Value":["%s"]},
         "00100020":{"vr":"LO","Value":["%s"]},"00080020":{"vr":"DA","Value":["%s"]},
         "00080030":{"vr":"TM","Value":["%s"]},
         "00100010":{"vr":"PN","Value":[{"Alphabetic":"M\\u00fcller^Eva"}]},
         "00080061":{"vr":"CS","Value":["CT","SR"]},"00201208":{"vr":"IS","Value":[412]}}
        """
        .formatted(uid, number, patient, date, time);
  }

  @Test
  void earlierStudiesOfAPatient() throws Exception {
    archive.search(
        body(
            "application/dicom+json",
            "["
                + study("1.2.1", "A1", "P1", "20240102", "")
                + ","
                + study("1.2.2", "A2", "P10", "20240103", "")
                + "]"));
    StudyQuery query = StudyQuery.patient("P1", "CT").orElseThrow();
    assertEquals(
        List.of("1.2.1"),
        find(FhirLogin.none(), query).stream().map(FoundStudy::studyInstanceUid).toList());
    assertTrue(archive.asked.get(0).contains("?PatientID=P1&ModalitiesInStudy=CT&"));
    assertEquals(List.of(), find(FhirLogin.none(), StudyQuery.patient("P1", "MR").orElseThrow()));
  }

  @Test
  void aSearchThatFindsNothingAndOneThatIsNone() throws Exception {
    StudyQuery query = StudyQuery.accession("A1").orElseThrow();
    assertEquals(List.of(), find(FhirLogin.none(), query));
    for (String body : List.of("<html>", "{\"a\":1}", "[" + "[".repeat(2000), "[1", "null")) {
      archive.search(body("application/dicom+json", body));
      ArchiveException e =
          assertThrows(ArchiveException.class, () -> find(FhirLogin.none(), query));
      assertTrue(e.getMessage().contains("something else than DICOM JSON"), e.getMessage());
    }
    archive.search(body("application/dicom+json", "[" + "{},".repeat(FoundStudies.MOST) + "{}]"));
    assertTrue(
        assertThrows(ArchiveException.class, () -> find(FhirLogin.none(), query))
            .getMessage()
            .contains("found more than"));
  }

  @Test
  void whatIsNoExactValueIsNotSearchedFor() {
    for (String value :
        List.of("", " ", "*", "A*", "A?", "A\\B", "A\n", " A1", "A1 ", "A\0", "A".repeat(65))) {
      assertTrue(StudyQuery.accession(value).isEmpty(), value);
      assertTrue(StudyQuery.patient(value, "").isEmpty(), value);
      assertTrue(StudyQuery.study(value).isEmpty(), value);
    }
    assertTrue(StudyQuery.study("1.2.x").isEmpty());
    assertTrue(StudyQuery.patient("P1", "C*").isEmpty());
    assertFalse(StudyQuery.accession("A 1/7").isEmpty());
  }

  @Test
  void spooledObjectsAreReadableByTheOwnerAloneAndDeletedAtTheStart() throws Exception {
    ObjectSpool spool = new ObjectSpool(home);
    assertEquals(0, spool.clear());
    ObjectSpool.Objects left = spool.objects();
    try (var out = left.create()) {
      out.write("patient".getBytes(StandardCharsets.UTF_8), 0, 7);
    }
    assertEquals(
        "[OWNER_READ, OWNER_WRITE]",
        new java.util.TreeSet<>(Files.getPosixFilePermissions(left.last())).toString());
    assertEquals(
        "[OWNER_READ, OWNER_WRITE, OWNER_EXECUTE]",
        new java.util.TreeSet<>(Files.getPosixFilePermissions(home.resolve("archive-spool")))
            .toString());
    assertEquals(1, new ObjectSpool(home).clear());
    assertFalse(Files.exists(left.last()));
  }
}
