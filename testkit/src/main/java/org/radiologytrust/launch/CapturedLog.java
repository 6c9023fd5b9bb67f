package org.radiologytrust.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Captures the log until it is closed. */
public final class CapturedLog implements AutoCloseable {
  private final Logger logger;
  private final Level before;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  /** The lines of this logger and of those below it. */
  public CapturedLog(String name) {
    logger = (Logger) LoggerFactory.getLogger(name);
    before = logger.getLevel();
    // other threads log while a test reads
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.addAppender(log);
  }

  /** The lines of all loggers. */
  public CapturedLog() {
    this(Logger.ROOT_LOGGER_NAME);
  }

  /** The lines of all loggers, with Camel's warnings, which tests suppress otherwise. */
  public static CapturedLog asInProduction() {
    CapturedLog log = new CapturedLog();
    log.logger.setLevel(Level.WARN);
    return log;
  }

  public List<ILoggingEvent> events() {
    return List.copyOf(log.list);
  }

  public List<String> lines() {
    return lines(Level.TRACE);
  }

  /** Of this level and above. */
  public List<String> lines(Level least) {
    return events().stream()
        .filter(e -> e.getLevel().isGreaterOrEqual(least))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(log);
    logger.setLevel(before);
  }
}
