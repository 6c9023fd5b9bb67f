package org.radiologytrust.bench;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCreatedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.radiologytrust.journal.work.JobQueue.Job;

/** Notes when each run is handed to the route {@code audit} and when its audit is committed. */
final class Runs extends EventNotifierSupport {
  /**
   * A run that has ended.
   *
   * @param began and
   * @param committed of {@link System#nanoTime}
   */
  record Run(long began, long committed) {}

  private final Map<UUID, Long> open = new ConcurrentHashMap<>();
  private final BlockingQueue<Run> ended = new LinkedBlockingQueue<>();

  @Override
  public void notify(CamelEvent event) {
    long now = System.nanoTime();
    if (event instanceof ExchangeCreatedEvent created
        && to(created.getExchange().getFromEndpoint(), "journal://jobs")) {
      // the branches of a run are exchanges of the same endpoint
      open.putIfAbsent(run(created.getExchange()), now);
    } else if (event instanceof ExchangeSentEvent sent
        && to(sent.getEndpoint(), "direct://publish")) {
      ended.add(new Run(open.remove(run(sent.getExchange())), now));
    }
  }

  private static UUID run(Exchange exchange) {
    return exchange.getProperty(Job.PROPERTY, Job.class).runId();
  }

  private static boolean to(org.apache.camel.Endpoint endpoint, String uri) {
    return endpoint.getEndpointUri().startsWith(uri);
  }

  /** The next run that ends. */
  Run next() throws InterruptedException {
    Run run = ended.poll(5, TimeUnit.MINUTES);
    if (run == null) {
      throw new IllegalStateException("no run has ended for five minutes");
    }
    return run;
  }
}
