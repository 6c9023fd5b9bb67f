package org.radiologytrust.ingest.hl7.out;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Ignored;

/**
 * Our own messages that come back in, because an engine routes them to us. They are accepted and
 * ignored: to refuse one would stop its feed, and to audit one would go round for ever.
 */
public final class OwnMessages implements MeterBinder {
  /** What becomes of such a message. */
  public static final Ignored IGNORED =
      new Ignored("an audit of this product came back; correct the engine's routes");

  private final AtomicLong count = new AtomicLong();

  /**
   * Whether a message is one of ours: its first OBX is our notice, and no OBX is of anybody else. A
   * report to which somebody added our lines is a report.
   */
  public static boolean isOwn(Hl7Message message) {
    List<Segment> lines = message.all("OBX");
    return !lines.isEmpty()
        && lines.get(0).value(3, 1).equals(OwnCodes.NOTICE.code())
        && lines.stream().allMatch(obx -> obx.value(3, 3).equals(OwnCodes.SYSTEM));
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
