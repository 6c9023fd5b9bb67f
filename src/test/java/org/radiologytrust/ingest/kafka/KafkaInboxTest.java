package org.radiologytrust.ingest.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.model.SettableClock;

class KafkaInboxTest {
  private static final String SITE = "main";

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock();
  private boolean full;

  /** A process that starts now. */
  private SqlJournal start() {
    return SqlJournal.open(folder.resolve("journal.db"), SteadyClock.system(), SITE);
  }

  private KafkaInbox inbox(SqlJournal journal) {
    Journal mayBeFull =
        (Journal)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Journal.class},
                (proxy, method, arguments) -> {
                  if (full && method.getName().equals("inbox")) {
                    throw new JournalException("disk full", null);
                  }
                  return method.invoke(journal, arguments);
                });
    ShortRecords small = new ShortRecords(clock);
    return new KafkaInbox(
        mayBeFull, SITE, (bytes, type, place) -> kill(), this::unused, small, 1000);
  }

  private static Receipt kill() {
    throw new IllegalStateException("the process dies");
  }

  private Receipt unused(byte[] message, String type, String place) {
    throw new AssertionError("no FHIR is sent");
  }

  private static Exchange record(long offset) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setHeader(KafkaConstants.TOPIC, "reports");
    exchange.getMessage().setHeader(KafkaConstants.PARTITION, 0);
    exchange.getMessage().setHeader(KafkaConstants.OFFSET, offset);
    exchange.getMessage().setBody("MSH|deadly".getBytes(StandardCharsets.US_ASCII));
    return exchange;
  }

  private static Exchange record(long offset, String value) {
    Exchange exchange = record(offset);
    exchange.getMessage().setBody(value.getBytes(StandardCharsets.US_ASCII));
    return exchange;
  }

  @Test
  @Tag("safety")
  void ofManyShortRecordsTheFirstOfADayAreStored() {
    String longEnough = "a program's own words, which may be a report";
    try (CapturedLog log = new CapturedLog();
        SqlJournal journal = start()) {
      KafkaInbox inbox = inbox(journal);
      int offset = 0;
      AtomicInteger commits = new AtomicInteger();
      KafkaManualCommit commit = commits::incrementAndGet;
      while (offset < ShortRecords.MOST + 100) {
        Exchange junk = record(offset, "junk " + offset++);
        junk.getMessage().setHeader(KafkaConstants.MANUAL_COMMIT, commit);
        inbox.receive(junk);
        inbox.commit(junk);
      }
      assertEquals(ShortRecords.MOST, quarantined(journal));
      assertEquals(ShortRecords.MOST + 1, commits.get(), "one of a thousand that are dropped");
      inbox.receive(record(offset++, longEnough));
      assertEquals(ShortRecords.MOST + 1, quarantined(journal));
      List<String> told = log.lines(Level.ERROR);
      assertEquals(1, told.size(), told::toString);
      assertTrue(told.get(0).contains("reports/0/" + ShortRecords.MOST), told::toString);
      clock.advance(Duration.ofDays(1));
      inbox.receive(record(offset, "junk of the next day"));
      assertEquals(ShortRecords.MOST + 2, quarantined(journal));
    }
  }

  private static int quarantined(SqlJournal journal) {
    return journal.messages().quarantined(0, 2 * ShortRecords.MOST).size();
  }

  private void die() {
    try (SqlJournal journal = start()) {
      KafkaInbox inbox = inbox(journal);
      assertThrows(JournalException.class, () -> inbox.receive(record(5)));
    }
  }

  /** Otherwise the next try would read it, and the process would die once more. */
  @Test
  @Tag("safety")
  void aRecordWhoseQuarantineCannotBeStoredStaysUnread() {
    for (int i = 0; i < KafkaInbox.MAX_DEATHS; i++) {
      die();
    }
    try (SqlJournal journal = start()) {
      KafkaInbox inbox = inbox(journal);
      full = true;
      assertThrows(JournalException.class, () -> inbox.receive(record(5)));
      full = false;
      inbox.receive(record(5));
      assertEquals(1, journal.messages().quarantined(0, 10).size());
      assertThrows(JournalException.class, () -> inbox.receive(record(6)), "the next one is read");
    }
  }
}
