package org.radiologytrust.camel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.retry.DeliveryRules;
import org.radiologytrust.retry.RetryTable;

/** Two nodes send the deliveries of one sink. */
@Tag("peers")
@Tag("safety")
class PostgresDeliveriesTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int REPORTS = 6;
  private static final int VERSIONS = 8;

  private final String database = PostgresDatabases.migrated();
  private final List<SqlJournal> journals = new ArrayList<>();
  private final List<DefaultCamelContext> nodes = new ArrayList<>();

  /** Numbers of the versions that arrived, by report. */
  private final Map<String, List<Integer>> arrived = new ConcurrentHashMap<>();

  private final Map<String, String> onTheirWay = new ConcurrentHashMap<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws Exception {
    for (int n = 0; n < 2; n++) {
      SqlJournal journal = PostgresDatabases.open(database, SteadyClock.system());
      journals.add(journal);
      DefaultCamelContext camel = new DefaultCamelContext();
      camel.addComponent(
          "journal",
          new JournalComponent(journal)
              .outbox(
                  List.of("sink"), new RetryTable(SiteFiles.shipped()), DeliveryRules.standard()));
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              errorHandler(noErrorHandler());
              from("journal:outbox?sink=sink&poll=5ms").process(e -> receive(e));
            }
          });
      nodes.add(camel);
      camel.start();
    }
  }

  @AfterEach
  void close() {
    nodes.forEach(DefaultCamelContext::stop);
    journals.forEach(SqlJournal::close);
  }

  /** Takes a while, so that many of the other node's deliveries fall into it. */
  private void receive(Exchange exchange) throws InterruptedException {
    Delivery delivery = exchange.getProperty(Delivery.KEY, Delivery.class);
    String report = delivery.reportId();
    if (onTheirWay.putIfAbsent(report, delivery.bundle()) != null) {
      problems.add("two of " + report + " at the same time");
    }
    Thread.sleep(new Random().nextInt(10));
    arrived
        .computeIfAbsent(report, r -> new CopyOnWriteArrayList<>())
        .add(Integer.parseInt(delivery.bundle()));
    onTheirWay.remove(report);
  }

  /** Each report is corrected again and again, and each version is audited and published. */
  private void audit(SqlJournal journal, String number, int version) {
    Report report =
        SampleRecords.report(
            "HOSP",
            number,
            "MRN1",
            "Text " + version,
            ReportStatus.FINAL,
            SampleRecords.ISSUED.plusSeconds(version));
    journal.inbox().receive(SampleMessages.report(number + "-" + version, report));
    UUID id = journal.jobs().awaitingImages(journal.clock().instant(), 1).get(0).version();
    assertTrue(journal.jobs().queue(id, UUID.randomUUID(), List.of(), "", false));
    Job job = journal.jobs().claim(LONG).orElseThrow();
    assertTrue(
        journal
            .jobs()
            .finish(
                job,
                SampleRecords.checkedOnly(job.runId(), job.report()),
                JobQueue.Publishing.of("" + version, List.of()),
                List.of("sink")));
  }

  @Test
  void oneDeliveryOfAReportIsOnItsWayAndNoneIsOvertaken() {
    for (int version = 1; version <= VERSIONS; version++) {
      for (int number = 0; number < REPORTS; number++) {
        audit(journals.get((version + number) % 2), "A" + number, version);
      }
    }
    await()
        .atMost(LONG)
        .until(
            () ->
                !journals
                    .get(0)
                    .counters()
                    .counts()
                    .deliveries()
                    .get("sink")
                    .containsKey("pending"));
    assertEquals(List.of(), problems);
    assertEquals(REPORTS, arrived.size());
    arrived.forEach(
        (report, versions) -> {
          assertEquals(versions.stream().sorted().distinct().toList(), versions, report);
          assertEquals(VERSIONS, versions.get(versions.size() - 1), report);
        });
  }
}
