package org.radiologytrust.camel;

import java.time.Duration;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Consumes waiting work from the journal, one item per exchange. It has no producer. */
@UriEndpoint(
    firstVersion = "0.2.0",
    scheme = "journal",
    title = "Journal",
    syntax = "journal:queue",
    consumerOnly = true,
    category = {Category.CORE})
public final class JournalEndpoint extends DefaultEndpoint {
  private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

  @UriPath(enums = "jobs,outbox,reports", description = "The kind of work")
  @Metadata(required = true)
  private final String queue;

  @UriParam(defaultValue = "1", description = "Maximum number of exchanges at the same time")
  private int concurrentConsumers = 1;

  @UriParam(
      defaultValue = "1s",
      description =
          "Longest time between two polls. A commit of any node wakes the consumer earlier")
  private Duration poll = Duration.ofSeconds(1);

  @UriParam(
      defaultValue = "30s",
      description =
          "Not for reports: how long a claimed run or delivery stays reserved without a renewal. It"
              + " is renewed three times in this period. After a crash it is free again after this"
              + " time")
  private Duration lease = Duration.ofSeconds(30);

  @UriParam(description = "Only for outbox: the sink, one of rtl.sinks")
  private String sink = "";

  @UriParam(
      description =
          "Only for jobs: whether only runs are handed out that check a text alone, so that they need"
              + " not wait for runs that ask a model")
  private boolean textOnly;

  JournalEndpoint(String uri, JournalComponent component, String queue) {
    super(uri, component);
    this.queue = queue;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException("journal: endpoints can only be read, not written");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    JournalConsumer consumer =
        new JournalConsumer(this, processor, ((JournalComponent) getComponent()).source(this));
    configureConsumer(consumer);
    return consumer;
  }

  public String getQueue() {
    return queue;
  }

  public int getConcurrentConsumers() {
    return concurrentConsumers;
  }

  public void setConcurrentConsumers(int concurrentConsumers) {
    this.concurrentConsumers = concurrentConsumers;
  }

  public String getSink() {
    return sink;
  }

  public void setSink(String sink) {
    this.sink = sink;
  }

  public boolean isTextOnly() {
    return textOnly;
  }

  public void setTextOnly(boolean textOnly) {
    this.textOnly = textOnly;
  }

  public Duration getPoll() {
    return poll;
  }

  public void setPoll(Duration poll) {
    this.poll = poll;
  }

  public Duration getLease() {
    return lease;
  }

  public void setLease(Duration lease) {
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new IllegalArgumentException(
          "lease must be at least " + SHORTEST_LEASE.toMillis() + " ms");
    }
    this.lease = lease;
  }
}
