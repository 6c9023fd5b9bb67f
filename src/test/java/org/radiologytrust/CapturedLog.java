package org.radiologytrust;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged while it is open. */
public final class CapturedLog implements AutoCloseable {
  private final Logger logger;
  private final Level before;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  /** By this logger and those below it. */
  public CapturedLog(String name) {
    logger = (Logger) LoggerFactory.getLogger(name);
    before = logger.getLevel();
    // read while others write
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.addAppender(log);
  }

  /** By all. */
  public CapturedLog() {
    this(Logger.ROOT_LOGGER_NAME);
  }

  /** By all, Camel's warnings included, which tests leave out otherwise. */
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
