package org.radiologytrust.publish;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.journal.Outbox;
import org.radiologytrust.journal.Outbox.Delivery;
import org.radiologytrust.model.Correlation;
import org.radiologytrust.publish.DeliveryProblem.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is due for one sink, one delivery at a time, in the order in which their runs ended,
 * and decides what a failure means: a delivery that fails waits and lets the others pass; a peer
 * that fails makes them all wait.
 */
final class SinkRounds {
  private static final Logger LOG = LoggerFactory.getLogger(SinkRounds.class);

  /** How deliveries reach their peer. */
  interface Carrier {
    /** Before a round. */
    default void begin() {}

    /**
     * What will be sent, byte for byte at each try; empty when that is the stored Bundle as it is.
     */
    default String prepare(Delivery delivery) throws DeliveryProblem {
      return "";
    }

    /** Whether the peer has it already: the answer to an earlier try may have been lost. */
    default boolean arrived(Delivery delivery) throws DeliveryProblem {
      return false;
    }

    /** Returns when the peer has it for good. */
    void send(Delivery delivery, String payload) throws DeliveryProblem;

    /** After a round in which the peer was not away. */
    default void end() {}

    /** After the peer has it: notes so in the outbox. */
    default void sent(Outbox outbox, Delivery delivery, String payload) throws DeliveryProblem {
      outbox.sent(delivery.runId(), delivery.sink());
    }
  }

  private final String sink;
  private final Outbox outbox;
  private final RetryPolicy retry;
  private final int batch;
  private final Clock clock;
  private final Carrier carrier;
  private final ReentrantLock round = new ReentrantLock();
  private Instant notBefore = Instant.MIN;

  /**
   * @param sink its name in the outbox
   * @param batch deliveries taken per round
   */
  SinkRounds(
      String sink, Outbox outbox, RetryPolicy retry, int batch, Clock clock, Carrier carrier) {
    this.sink = sink;
    this.outbox = outbox;
    this.retry = retry;
    this.batch = batch;
    this.clock = clock;
    this.carrier = carrier;
  }

  /**
   * One round: what is due, at most a batch. A call during another one returns at once.
   *
   * @throws JournalException when the outbox cannot be read or written
   */
  void deliver() {
    if (!round.tryLock()) {
      return;
    }
    try {
      if (clock.instant().isBefore(notBefore)) {
        return;
      }
      carrier.begin();
      if (deliverDue()) {
        carrier.end();
      }
    } finally {
      round.unlock();
    }
  }

  /** False when the rest has to wait. */
  private boolean deliverDue() {
    for (int i = 0; i < batch; i++) {
      // One by one: a correction that ended meanwhile has ended the delivery it replaces.
      List<Delivery> due = outbox.due(sink, 1);
      if (due.isEmpty()) {
        return true;
      }
      try (Correlation c = Correlation.of(due.get(0).report())) {
        if (!deliver(due.get(0))) {
          return false;
        }
      }
    }
    return true;
  }

  /** False when the others have to wait too. */
  private boolean deliver(Delivery delivery) {
    String payload = delivery.payload();
    boolean first = payload.isEmpty() && delivery.attempts() == 0;
    try {
      if (payload.isEmpty()) {
        payload = carrier.prepare(delivery);
        if (!payload.isEmpty()) {
          outbox.prepared(delivery.runId(), sink, payload);
        }
      }
      if (first || !carrier.arrived(delivery)) {
        carrier.send(delivery, payload);
      }
      carrier.sent(outbox, delivery, payload);
      LOG.info("{} delivery of run {}: sent", sink, delivery.runId());
      return true;
    } catch (DeliveryProblem e) {
      return failed(delivery, e);
    } catch (JournalException e) {
      throw e;
    } catch (RuntimeException e) {
      // A fault of ours must not stop the deliveries behind this one; its text may quote them.
      String name = e.getClass().getSimpleName();
      return failed(delivery, new DeliveryProblem(Kind.RETRY, "internal error: " + name));
    }
  }

  private boolean failed(Delivery delivery, DeliveryProblem problem) {
    String reason = problem.getMessage();
    if (problem.kind() == Kind.REFUSED || retry.exhausted(problem, delivery)) {
      outbox.dead(delivery.runId(), sink, reason);
      LOG.error("{} delivery of run {}: dead, {}", sink, delivery.runId(), reason);
      return true;
    }
    Duration delay = retry.delay(problem, delivery);
    if (problem.kind() == Kind.REBUILD) {
      outbox.rebuild(delivery.runId(), sink, delay, reason);
    } else {
      outbox.retry(delivery.runId(), sink, delay, reason);
    }
    LOG.warn(
        "{} delivery of run {}: again in {} s, {}",
        sink,
        delivery.runId(),
        delay.toSeconds(),
        reason);
    if (problem.kind() == Kind.CONFIGURATION || !problem.after().isZero()) {
      notBefore = clock.instant().plus(delay);
    }
    return problem.kind() != Kind.CONFIGURATION && problem.kind() != Kind.AWAY;
  }
}
