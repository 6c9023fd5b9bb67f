package org.radiologytrust.camel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.inbox.ReportKey;
import org.radiologytrust.journal.notifications.Notifications;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.journal.results.Outbox.Refusal;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.Signal;
import org.radiologytrust.journal.work.Lease;
import org.radiologytrust.model.Texts;
import org.radiologytrust.retry.DeliveryRules;
import org.radiologytrust.retry.RetryTable;
import org.radiologytrust.retry.RetryVerdict;
import org.radiologytrust.retry.RetryVerdict.Kind;
import org.radiologytrust.runtime.Correlation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out the due deliveries of one sink, one at a time, in the order in which the runs ended,
 * each with a lease that is renewed until it is settled. A delivery that failed waits while the
 * others continue. If the peer itself is away, all deliveries wait; each later try uses the next
 * delivery, so that no single delivery can block the others. A peer that refuses several reports in
 * a row counts as one that is away, until it takes one.
 */
final class DeliverySource implements WorkSource {
  // the names start with Camel, so that no component sends these headers by accident
  static final String RUN = "CamelJournalRunId";
  static final String SITE = "CamelJournalSite";
  static final String REPORT = "CamelJournalReportId";

  private static final Logger LOG = LoggerFactory.getLogger(DeliverySource.class);

  /** So many reports that the peer refuses in a row are not the fault of each of them. */
  private static final int REFUSALS = 3;

  private final String sink;
  private final Outbox outbox;
  private final Signal signal;
  private final RetryTable table;
  private final DeliveryRules rules;
  private final Clock clock;
  private final Pace pace;
  private final Set<DeliveryWork> open = ConcurrentHashMap.newKeySet();
  private Instant notBefore = Instant.MIN;

  /** Reports that the peer refused since it last did anything else, at most {@link #REFUSALS}. */
  private final Set<ReportKey> refused = ConcurrentHashMap.newKeySet();

  /**
   * How often something happens.
   *
   * @param poll pause before a peer that is away is tried again
   * @param lease how long a delivery stays reserved without a renewal
   */
  record Pace(Duration poll, Duration lease) {}

  DeliverySource(
      String sink,
      Outbox outbox,
      Signal signal,
      RetryTable table,
      DeliveryRules rules,
      Clock clock,
      Pace pace) {
    this.sink = sink;
    this.outbox = outbox;
    this.signal = signal;
    this.table = table;
    this.rules = rules;
    this.clock = clock;
    this.pace = pace;
  }

  @Override
  public void require(NamedNode route) {
    SinkRouteRules.require(route);
  }

  @Override
  public Signal signal() {
    return signal;
  }

  @Override
  public Optional<Work> take() {
    if (clock.instant().isBefore(notBefore)) {
      return Optional.empty();
    }
    long asked = System.nanoTime();
    // one at a time: a correction may have cancelled the next delivery meanwhile
    Optional<DeliveryWork> next =
        outbox
            .claim(sink, pace.lease)
            .map(
                delivery ->
                    new DeliveryWork(delivery, new Lease(System::nanoTime, asked, pace.lease)));
    next.ifPresent(open::add);
    return next.map(Function.identity());
  }

  @Override
  public Duration renewEvery() {
    return pace.lease.dividedBy(3);
  }

  @Override
  public void renew() {
    for (DeliveryWork work : open) {
      long asked = System.nanoTime();
      if (outbox.renew(work.delivery, pace.lease)) {
        work.held.extend(asked, pace.lease);
      } else {
        work.held.lose();
      }
    }
  }

  private void pause(Duration wait) {
    notBefore = clock.instant().plus(wait);
  }

  /** One delivery that was handed out. */
  private final class DeliveryWork implements Work {
    private final Delivery delivery;
    private final Lease held;

    DeliveryWork(Delivery delivery, Lease held) {
      this.delivery = delivery;
      this.held = held;
    }

    @Override
    public void fill(Exchange exchange) {
      exchange.setProperty(Delivery.KEY, delivery);
      exchange.setProperty(Lease.KEY, held);
      exchange.setProperty(Correlation.KEY, delivery.report().correlationId().toString());
      Message message = exchange.getMessage();
      message.setBody(delivery.bundle());
      message.setHeader(RUN, delivery.id().toString());
      message.setHeader(SITE, delivery.site());
      message.setHeader(REPORT, delivery.reportId());
      // in lower case: Camel keeps the first spelling of a header, and Kafka headers are
      // case-sensitive
      message.setHeader("content-type", "application/fhir+json");
    }

    @Override
    public void settle(Exchange exchange, @Nullable Exception failure) {
      try (Correlation c = Correlation.of(delivery.report())) {
        if (failure == null) {
          // changes nothing if a step has already recorded the result
          refused.clear();
          outbox.sent(delivery);
          LOG.info("delivery of {} to {} sent", of(), sink);
        } else {
          failed(table.of(failure));
        }
      } catch (JournalException e) {
        pause(rules.first());
        throw e;
      } finally {
        open.remove(this);
      }
    }

    /** The delivery for the log. */
    private String of() {
      if (Notifications.SINKS.contains(sink)) {
        return "notification " + delivery.id();
      }
      return (delivery.ofDecision() ? "decision " : "run ") + delivery.id();
    }

    private void failed(RetryVerdict verdict) {
      if (verdict.kind() != Kind.REFUSED) {
        refused.clear();
      } else if (refusesAll()) {
        pause(pace.poll);
      }
      if (verdict.kind() == Kind.STOPPED || verdict.kind() == Kind.JOURNAL) {
        LOG.warn("delivery of {} to {} waits: {}", of(), sink, verdict.reason());
        pause(rules.first());
        outbox.release(delivery);
        return;
      }
      if (verdict.kind() == Kind.NEVER || rules.exhausted(verdict, delivery)) {
        outbox.dead(delivery, verdict.reason());
        LOG.error("delivery of {} to {} given up: {}", of(), sink, verdict.reason());
        return;
      }
      Duration delay = rules.delay(verdict, delivery);
      switch (verdict.kind()) {
        case REBUILD -> outbox.rebuild(delivery, delay, verdict.reason());
        case REFUSED -> outbox.refused(delivery, delay, refusal(verdict));
        default -> outbox.retry(delivery, delay, verdict.reason());
      }
      LOG.warn(
          "delivery of {} to {} failed and will be retried in {}: {}",
          of(),
          sink,
          Texts.duration(delay),
          verdict.reason());
      if (verdict.kind() == Kind.MEND) {
        // shorter than the wait of this delivery, so that the next try is that of another one
        pause(delay.dividedBy(2));
      } else if (!verdict.after().isZero()) {
        pause(delay);
      } else if (verdict.kind() == Kind.AWAY) {
        pause(pace.poll);
      }
    }

    /** Counts a refusal; whether the peer has refused so many reports in a row that it is away. */
    private boolean refusesAll() {
      if (refused.size() < REFUSALS) {
        refused.add(new ReportKey(delivery.site(), delivery.reportId()));
      }
      return refused.size() >= REFUSALS;
    }

    private static Refusal refusal(RetryVerdict verdict) {
      return new Refusal(verdict.reason(), verdict.answer().error(), verdict.answer().words());
    }
  }
}
