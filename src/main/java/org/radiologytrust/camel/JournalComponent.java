package org.radiologytrust.camel;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.RunningJobs;
import org.radiologytrust.retry.DeliveryRules;
import org.radiologytrust.retry.RetryTable;
import org.radiologytrust.retry.RunRules;

/**
 * The Camel component {@code journal:}. Its consumers hand out waiting work, one item per exchange,
 * and record the result when the exchange is done: {@code journal:jobs}, {@code journal:outbox},
 * {@code journal:reports}. {@link JournalEndpoint} lists the options.
 */
@Component("journal")
public final class JournalComponent extends DefaultComponent {
  private final Journal journal;
  private final Map<String, Function<JournalEndpoint, WorkSource>> queues = new TreeMap<>();

  public JournalComponent(Journal journal) {
    this.journal = journal;
    queues.put(
        "reports", endpoint -> new ReportTicks(journal.signals().reports(), endpoint.getPoll()));
  }

  /**
   * Adds {@code journal:jobs}.
   *
   * @param jobs the queue to claim runs from and to return them to
   * @param running is told which runs start and end in this process
   * @param may whether this process may begin a run now
   */
  public JournalComponent runs(
      JobQueue jobs, RunningJobs running, RunRules rules, BooleanSupplier may) {
    RunRules.Limits limits = rules.limits();
    NodeRuns node = new NodeRuns(System::nanoTime, may, limits.alone(), limits.longestDelay());
    queues.put(
        "jobs",
        endpoint ->
            new JobSource(
                jobs,
                endpoint.isTextOnly(),
                running,
                node,
                rules,
                journal.signals().runs(),
                journal.clock(),
                endpoint.getLease()));
    return this;
  }

  /** Adds {@code journal:outbox} for these sinks. */
  public JournalComponent outbox(List<String> sinks, RetryTable table, DeliveryRules rules) {
    queues.put("outbox", endpoint -> deliveries(endpoint, sinks, table, rules));
    return this;
  }

  private WorkSource deliveries(
      JournalEndpoint endpoint, List<String> sinks, RetryTable table, DeliveryRules rules) {
    if (!sinks.contains(endpoint.getSink())) {
      throw new IllegalArgumentException(
          "journal:outbox?sink="
              + endpoint.getSink()
              + ": add this sink to rtl.sinks; otherwise no audit is stored for it");
    }
    if (endpoint.getConcurrentConsumers() != 1) {
      throw new IllegalArgumentException(
          "journal:outbox: concurrentConsumers must be 1, because the deliveries of a sink are"
              + " sent in order");
    }
    return new DeliverySource(
        endpoint.getSink(),
        journal.outbox(),
        journal.signals().deliveries(),
        table,
        rules,
        journal.clock(),
        new DeliverySource.Pace(endpoint.getPoll(), endpoint.getLease()));
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    if (!queues.containsKey(remaining)) {
      throw new IllegalArgumentException(
          "journal:" + remaining + " does not exist; use one of " + queues.keySet());
    }
    JournalEndpoint endpoint = new JournalEndpoint(uri, this, remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  /**
   * @throws IllegalArgumentException if the endpoint's options are not valid
   */
  WorkSource source(JournalEndpoint endpoint) {
    return queues.get(endpoint.getQueue()).apply(endpoint);
  }
}
