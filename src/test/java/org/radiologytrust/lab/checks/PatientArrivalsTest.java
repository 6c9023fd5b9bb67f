package org.radiologytrust.lab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.Checks;
import org.radiologytrust.correlate.CorrelateSettings;
import org.radiologytrust.correlate.Correlator;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.MigratedFile;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.reviews.Reviews.Publication;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.text.sections.Segmenter;

/**
 * The reports of invented patients come in any order. Two patients each have one name and birth
 * date; the numbers of some are merged between their reports, and some pairs are merged by mistake
 * and unlinked later. In the end each report has the flags that the laboratory counts, whose
 * evidence the journal chose.
 */
@Tag("safety")
class PatientArrivalsTest extends OpenedJournal {
  private static final int PATIENTS = 60;
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final SiteFiles FILES = SiteFiles.shipped();
  private static final String ENGINE = "0.1.0";
  private static final Instant RELEASED = SampleRecords.ISSUED.minus(Duration.ofDays(2));

  @TempDir Path folder;

  private final ProductChecks product =
      new ProductChecks(FILES, CheckSettings.ALL_ON, PlainReports.studies());
  private final Checks checks = new Checks(FILES, CheckSettings.ALL_ON);
  private final Segmenter segmenter = new Segmenter(FILES);

  /** The last audit of each report, by its accession number. */
  private final Map<String, Audit> standing = new HashMap<>();

  private int messages;

  @Override
  protected Journal open(SteadyClock clock) {
    return SqlJournal.open(MigratedFile.in(folder), clock, SITE);
  }

  /** Every other patient has the name and birth date of the one before. */
  private static Patient patient(InventedPatients.Patient p, String number) {
    int pair = p.number() / 2;
    return new Patient(
        List.of(new Identifier("urn:oid:1.2.3", number, "MR")),
        "Doe",
        "Jane",
        LocalDate.of(1930, 1, 1).plusDays(pair),
        p.plain().get(0).subject().sex(),
        "");
  }

  private static String number(InventedPatients.Patient p) {
    return "N" + p.number();
  }

  /** The number under which some reports of a merged patient come. */
  private static String former(InventedPatients.Patient p) {
    return "F" + p.number();
  }

  private static boolean isMerged(InventedPatients.Patient p) {
    return p.number() % 3 == 0;
  }

  /** Whether the patient is taken for the next one, of the same name, until they are unlinked. */
  private static boolean isMistaken(InventedPatients.Patient p) {
    return p.number() % 6 == 4 && p.number() < PATIENTS;
  }

  private static String accession(InventedPatients.Patient p, int report) {
    return "A" + p.number() + "-" + report;
  }

  private Report report(InventedPatients.Patient p, int at, Message message) {
    String accession = accession(p, at);
    Report read = product.report(message);
    Order order =
        new Order(
            "P" + accession,
            "F" + accession,
            List.of(accession),
            List.of(),
            read.order().procedure(),
            read.order().modality(),
            read.order().bodyPart(),
            read.order().laterality());
    String number = isMerged(p) && at % 2 == 0 ? former(p) : number(p);
    return Report.of("HOSP", accession)
        .patient(patient(p, number))
        .order(order)
        .text(read.text())
        .status(ReportStatus.FINAL)
        .issued(RELEASED.plusSeconds(++messages))
        .effective(message.study().atStartOfDay(ZoneOffset.UTC).toInstant())
        .build();
  }

  private void receive(Report report) {
    clock.advance(Duration.ofSeconds(1));
    journal.inbox().receive(SampleMessages.report("k" + ++messages, report));
  }

  private void merge(InventedPatients.Patient p) {
    send(merged(patient(p, number(p)), patient(p, former(p))));
  }

  private void mistake(InventedPatients.Patient p, InventedPatients.Patient next) {
    send(merged(patient(p, number(p)), patient(next, number(next))));
  }

  private void unlink(InventedPatients.Patient p, InventedPatients.Patient next) {
    send(PatientChange.unlink(patient(p, number(p)), patient(next, number(next)), null, false));
  }

  private static PatientChange merged(Patient survivor, Patient gone) {
    return new PatientChange(survivor, gone.identifiers(), null);
  }

  private void send(PatientChange change) {
    clock.advance(Duration.ofSeconds(1));
    assertEquals(
        Outcome.APPLIED,
        journal.inbox().receive(SampleMessages.message("HIS", "m" + ++messages, change)).outcome());
  }

  /**
   * Audits all that is to be audited.
   *
   * @return the accession numbers, in the order of the audits
   */
  private List<String> settle() {
    List<String> audited = new ArrayList<>();
    for (int pass = 0; pass < 50; pass++) {
      clock.advance(Duration.ofSeconds(1));
      new Correlator(
              journal,
              steady(),
              new CorrelateSettings(Duration.ZERO, false, false, false, false, false, false),
              ENGINE,
              report -> false)
          .correlate();
      Optional<Job> job = journal.jobs().claim(LEASE);
      if (job.isEmpty()) {
        return audited;
      }
      for (; job.isPresent(); job = journal.jobs().claim(LEASE)) {
        audited.add(finish(job.get()));
      }
    }
    throw new AssertionError("there is always something to audit");
  }

  private String finish(Job job) {
    assertEquals("", job.refusal());
    Audit read =
        SampleRecords.checkedOnly(job.runId(), job.report()).toBuilder()
            .claims(List.of())
            .verdicts(List.of())
            .earlier(journal.earlier().of(job))
            .build();
    Audit made = checks.check(segmenter.segment(read));
    assertTrue(
        journal
            .jobs()
            .finish(
                job,
                SampleRecords.checkedOnly(job.runId(), job.report()).toBuilder()
                    .earlier(made.earlier())
                    .build(),
                stored -> new Publication("{}", List.of()),
                List.of()));
    String accession = job.report().order().accessionNumber();
    standing.put(accession, made);
    return accession;
  }

  private Set<String> flags(String accession) {
    return earlierFlags(standing.get(accession).checks());
  }

  private static Set<String> earlierFlags(List<CheckResult> flags) {
    return flags.stream()
        .filter(f -> f.check().startsWith("earlier-"))
        .map(f -> f.check() + ": " + f.first().value() + " / " + f.second().value())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theJournalFindsTheEvidenceOfEachAndACorrectionCountsOnce() {
    InventedPatients invented = PlainReports.patients(1);
    List<InventedPatients.Patient> patients = new ArrayList<>();
    for (int number = 1; number <= PATIENTS; number++) {
      patients.add(invented.of(number).orElseThrow());
    }
    List<Runnable> arrivals = new ArrayList<>();
    for (InventedPatients.Patient p : patients) {
      for (int i = 0; i < p.seeded().size(); i++) {
        Report report = report(p, i, p.seeded().get(i));
        arrivals.add(() -> receive(report));
      }
      if (isMerged(p)) {
        arrivals.add(() -> merge(p));
      }
    }
    Random random = new Random(1);
    Collections.shuffle(arrivals, random);
    for (InventedPatients.Patient p : patients) {
      if (isMistaken(p)) {
        InventedPatients.Patient next = patients.get(p.number());
        int at = random.nextInt(arrivals.size());
        arrivals.add(at, () -> mistake(p, next));
        int after = at + 1 + random.nextInt(arrivals.size() - at);
        arrivals.add(after, () -> unlink(p, next));
      }
    }
    for (Runnable arrival : arrivals) {
      arrival.run();
      if (random.nextInt(20) == 0) {
        settle();
      }
    }
    settle();
    for (InventedPatients.Patient p : patients) {
      assertFlags(p, p.seeded());
    }
    correct(patients);
  }

  private void assertFlags(InventedPatients.Patient p, List<Message> reports) {
    List<Checked> expected = product.checked(reports);
    for (int i = 0; i < reports.size(); i++) {
      String accession = accession(p, i);
      assertEquals(
          earlierFlags(expected.get(i).flags()),
          flags(accession),
          p.event().event() + " " + accession);
      assertEquals(i, standing.get(accession).earlier().size(), accession);
    }
  }

  /** Corrects the earlier report of each patient to what it says without the event. */
  private void correct(List<InventedPatients.Patient> patients) {
    int cleared = 0;
    for (InventedPatients.Patient p : patients) {
      List<Message> reports = new ArrayList<>(p.seeded());
      int at = 0;
      while (reports.get(at) == p.plain().get(at)) {
        at++;
      }
      if (at == p.at()) {
        continue; // the event is in the later report alone
      }
      reports.set(at, p.plain().get(at));
      Instant issued = RELEASED.plus(Duration.ofDays(1)).plusSeconds(++messages);
      receive(
          report(p, at, reports.get(at)).toBuilder()
              .status(ReportStatus.CORRECTED)
              .issued(issued)
              .build());
      List<String> audited = settle();
      List<String> once = new ArrayList<>();
      for (int i = at; i < reports.size(); i++) {
        once.add(accession(p, i));
      }
      assertEquals(once, audited.stream().sorted().toList(), "the later ones, once each");
      cleared += p.event().flagged() ? 1 : 0;
      assertFlags(p, reports);
    }
    assertTrue(cleared > 10);
    reopen();
    assertEquals(List.of(), settle(), "nothing is left to do");
  }
}
