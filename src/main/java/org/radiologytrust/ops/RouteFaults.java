package org.radiologytrust.ops;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.radiologytrust.journal.JournalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a route's consumer does with an exception that nobody caught: Camel's own handler would log
 * its text and its causes, which may quote a patient. Here it is its kind alone; the route goes on
 * at its next turn.
 */
public final class RouteFaults implements ExceptionHandler {
  /** Its name in the registry. */
  public static final String NAME = "routeFaults";

  private static final Logger LOG = LoggerFactory.getLogger(RouteFaults.class);

  @Override
  public void handleException(Throwable exception) {
    handleException("", null, exception);
  }

  @Override
  public void handleException(String message, Throwable exception) {
    handleException(message, null, exception);
  }

  @Override
  public void handleException(String message, Exchange exchange, Throwable exception) {
    LOG.error(
        "route {} failed: {}",
        exchange == null ? "" : exchange.getFromRouteId(),
        exception instanceof JournalException
            ? exception.getMessage()
            : exception.getClass().getName());
  }
}
