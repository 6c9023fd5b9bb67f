package org.radiologytrust.ingest.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
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

class KafkaInboxTest {
  private static final String SITE = "main";

  @TempDir Path folder;

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
    return new KafkaInbox(mayBeFull, SITE, (bytes, type, place) -> kill(), this::unused, 1000);
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
