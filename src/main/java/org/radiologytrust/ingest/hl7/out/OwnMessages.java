package org.radiologytrust.ingest.hl7.out;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.radiologytrust.ingest.hl7.message.ErrorCode;
import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.ingest.hl7.message.OrderGroup;
import org.radiologytrust.ingest.hl7.message.Refusal;
import org.radiologytrust.ingest.hl7.message.RefusedException;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.IntakeAlarm;

/**
 * Our own messages that come back in, because an engine routes them to us. They are accepted and
 * ignored: to refuse one would stop its feed, and to audit one would go round for ever.
 */
public final class OwnMessages implements MeterBinder {
  /** What becomes of such a message. */
  public static final Ignored IGNORED =
      new Ignored("an audit of this product came back; correct the engine's routes");

  private final AtomicLong count = new AtomicLong();

  private static final String MIXED =
      "the message has an audit of this product beside other results; send them without it";

  private enum Whose {
    OURS,
    MIXED,
    OTHERS
  }

  /**
   * Whether a message is one of ours: each order of it is. An engine may have left out lines, or
   * parts of our codes. A report to which somebody added our lines is a report.
   *
   * @throws RefusedException if only a part of it is ours: the rest may be a report
   */
  public static boolean isOwn(Hl7Message message) throws RefusedException {
    List<OrderGroup> orders = OrderGroup.of(message);
    List<Whose> all = orders.stream().map(OwnMessages::whose).toList();
    if (all.stream().allMatch(whose -> whose == Whose.OTHERS)) {
      return false;
    }
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) != Whose.OURS) {
        throw new RefusedException(
            new Refusal(
                "AE",
                ErrorCode.UNKNOWN_KEY,
                "OBR",
                orders.get(i).obr().number(),
                4,
                MIXED,
                Set.of(IntakeAlarm.OWN_AUDIT)));
      }
    }
    return true;
  }

  /** Whose an order is, by its OBR-4, or by all of its lines if that was changed on the way. */
  private static Whose whose(OrderGroup order) {
    List<Segment> lines =
        order.observations().stream()
            .filter(line -> !line.isBlank())
            .map(OrderGroup.Observation::obx)
            .toList();
    boolean all = lines.stream().allMatch(OwnCodes::isOwn);
    boolean named =
        order.obr().value(4, 1).equals(OwnCodes.ORDER)
            || order.obr().value(4, 3).equals(OwnCodes.SYSTEM)
            || order.obr().value(4, 6).equals(OwnCodes.SYSTEM);
    if (named) {
      return all ? Whose.OURS : Whose.MIXED;
    }
    return all && !lines.isEmpty() ? Whose.OURS : Whose.OTHERS;
  }

  /** Counts a message if it was one of ours. */
  public void count(Disposition disposition) {
    if (disposition == IGNORED) {
      count.incrementAndGet();
    }
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionCounter.builder("rtl.own.messages", count, AtomicLong::get)
        .description("Audits of this product that came back as HL7 messages and were ignored")
        .register(registry);
  }
}
