package org.radiologytrust.dcm4che;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radiologytrust.dcm4che.Refusals.Kind;
import org.slf4j.LoggerFactory;

class RefusalsTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Refusals.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private long now;
  private final Refusals refusals = new Refusals(meters, () -> now);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
  }

  @Test
  void theSameRefusalIsLoggedOnceInAWhile() {
    for (int i = 0; i < 100; i++) {
      refusals.add(Kind.UNKNOWN_SENDER, "an association", "CT1@10.1.2.3", "no");
    }
    refusals.add(Kind.UNKNOWN_SENDER, "an association", "CT2@10.1.2.3", "no");
    assertEquals(2, log.list.size());
    assertEquals(101, count("unknown_sender"));
    assertEquals(0, count("object"));
    now += Duration.ofMinutes(10).toNanos();
    refusals.add(Kind.UNKNOWN_SENDER, "an association", "CT1@10.1.2.3", "no");
    assertEquals(3, log.list.size());
  }

  private double count(String reason) {
    return meters.get("rtl.dicom.refused").tag("reason", reason).counter().count();
  }

  @Test
  void anAeTitleWritesNoLineOfItsOwn() {
    refusals.add(Kind.UNKNOWN_SENDER, "an association", "CT1\nERROR@10.1.2.3", "no");
    assertFalse(log.list.get(0).getFormattedMessage().contains("\n"));
  }
}
