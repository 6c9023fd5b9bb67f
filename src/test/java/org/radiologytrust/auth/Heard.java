package org.radiologytrust.auth;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What this package logs while it is open. */
final class Heard implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("org.radiologytrust.auth");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  Heard() {
    log.start();
    logger.addAppender(log);
  }

  List<String> lines() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  List<String> errors() {
    return List.copyOf(log.list).stream()
        .filter(e -> e.getLevel() == Level.ERROR)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(log);
  }
}
