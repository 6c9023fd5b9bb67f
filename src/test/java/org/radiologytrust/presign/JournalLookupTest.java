package org.radiologytrust.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.auth.login.ActionLog;
import org.radiologytrust.auth.login.Login;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.work.EarlierReports;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;
import org.radiologytrust.presign.EarlierLookup.Found;
import org.radiologytrust.runtime.DaemonThreads;
import org.radiologytrust.session.Caller;

/** Who gets earlier reports of the journal for a report that is still open, and when. */
@Tag("safety")
class JournalLookupTest {
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final UUID VERSION = UUID.randomUUID();
  private static final UUID REPORT = UUID.randomUUID();

  private final ExecutorService threads = DaemonThreads.pool("test", 1, 1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void stop() {
    end.countDown();
    threads.shutdownNow();
  }

  /** A journal of which only this question is asked. */
  private JournalLookup lookup(
      Duration patience, Function<Report, List<EarlierReports.Found>> answer) {
    EarlierReports journal =
        (EarlierReports)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {EarlierReports.class},
                (self, method, arguments) -> {
                  assertEquals("ofOpen", method.getName());
                  asked.incrementAndGet();
                  return answer.apply((Report) arguments[0]);
                });
    return new JournalLookup(journal, threads, patience);
  }

  private static Caller caller(Role... roles) {
    return Caller.of(ActionLog.user(new Login("ann", Set.of(roles))));
  }

  private static EarlierReport earlier(UUID version, String text) {
    return EarlierReport.of(version.toString(), LocalDate.of(2025, 3, 4), report(text));
  }

  private static Report report(String text) {
    return SampleRecords.report(
        "HOSP", "A1", "MRN1", text, ReportStatus.FINAL, SampleRecords.ISSUED);
  }

  private static List<EarlierReports.Found> one(Report open) {
    return List.of(new EarlierReports.Found(REPORT, earlier(VERSION, "No effusion.")));
  }

  @Test
  void onlyWhoMayReadAuditsGetsThem() {
    JournalLookup lookup = lookup(LONG, JournalLookupTest::one);
    Report open = report("Effusion.");
    for (Caller other :
        List.of(
            caller(Role.CHECKER),
            caller(Role.SENDER),
            caller(),
            Caller.of(null),
            Caller.of("ann"))) {
      assertSame(Found.NOTHING, lookup.of(other, open));
    }
    assertEquals(0, asked.get(), "the journal is not even asked");
    for (Caller reader :
        List.of(caller(Role.REVIEWER), caller(Role.OPERATOR), caller(Role.CHECKER, Role.VIEWER))) {
      Found found = lookup.of(reader, open);
      assertEquals(List.of(REPORT.toString()), found.ids());
      assertEquals(VERSION.toString(), found.reports().get(0).id());
      assertEquals(List.of(), found.unread());
    }
  }

  @Test
  void theJournalIsNotAskedForAPartOfAPatient() {
    JournalLookup lookup = lookup(LONG, JournalLookupTest::one);
    Report open = report("Effusion.");
    List<Identifier> ids = open.patient().identifiers();
    LocalDate born = LocalDate.of(1961, 2, 3);
    for (Patient part :
        List.of(
            new Patient(List.of(), "Doe", "Jane", born, Sex.FEMALE, ""),
            new Patient(ids, "", "Jane", born, Sex.FEMALE, ""),
            new Patient(ids, "Doe", " ", born, Sex.FEMALE, ""),
            new Patient(ids, "Doe", "Jane", null, Sex.FEMALE, ""))) {
      assertSame(
          Found.NOTHING, lookup.of(caller(Role.REVIEWER), open.toBuilder().patient(part).build()));
    }
    assertSame(
        Found.NOTHING,
        lookup.of(caller(Role.REVIEWER), open.toBuilder().issued(null).effective(null).build()));
    assertEquals(0, asked.get());
  }

  private List<EarlierReports.Found> never(Report open) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.of();
  }

  private static void isUnread(Found found) {
    assertEquals(List.of(), found.reports());
    assertEquals(List.of(), found.ids());
    assertEquals(1, found.unread().size());
    assertTrue(found.unread().get(0).contains("did not answer"));
  }

  @Test
  void aCheckDoesNotWaitForASlowJournal() {
    JournalLookup lookup = lookup(PATIENCE, this::never);
    Instant began = Instant.now();
    for (int i = 0; i < 4; i++) {
      isUnread(lookup.of(caller(Role.REVIEWER), report("Effusion.")));
    }
    assertTrue(Duration.between(began, Instant.now()).compareTo(LONG) < 0);
    assertEquals(1, asked.get(), "one thread and one place: others are refused at once");
  }

  @Test
  void aJournalThatIsAwayIsNamedUnread() {
    isUnread(
        lookup(
                LONG,
                open -> {
                  throw new JournalException("away", null);
                })
            .of(caller(Role.REVIEWER), report("Effusion.")));
  }

  @Test
  void eachTextCountsOnceAndTheJournalsLeadsToItsPage() {
    Found found = lookup(LONG, JournalLookupTest::one).of(caller(Role.OPERATOR), report("x"));
    EarlierReport copy = EarlierReport.of("", LocalDate.of(2025, 3, 4), report("No effusion."));
    EarlierReport newer = EarlierReport.of("", LocalDate.of(2026, 1, 2), report("Small effusion."));
    EarlierReport older = EarlierReport.of("", LocalDate.of(2024, 1, 2), report("Effusion."));
    assertEquals(
        List.of("", VERSION.toString(), ""),
        found.beside(List.of(copy, older, newer)).reports().stream()
            .map(EarlierReport::id)
            .toList());
    assertEquals(newer, found.beside(List.of(newer)).reports().get(0));
  }
}
