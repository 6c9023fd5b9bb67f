package org.radiologytrust.ingest.hl7.out;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.peers.hl7.HapiReceiver;
import org.radiologytrust.peers.hl7.Receiver;
import org.radiologytrust.peers.hl7.Receiver.Fault;
import org.radiologytrust.publish.SinkJournal.State;

/** The route publish-oru, and a receiver by HAPI HL7v2. */
@Tag("integration")
@Tag("safety")
class OruRouteTest extends OruReceiverContract {
  @Override
  Receiver receiver(Supplier<Fault> plan) throws Exception {
    return new HapiReceiver(plan);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void oneFailureDelaysAndLosesNothing(Fault fault) throws Exception {
    start(fault == Fault.SILENCE ? SHORT : LONG);
    faults.add(fault);
    UUID run = outbox.add("{}", report(1, ReportStatus.FINAL, 0));
    UUID next = outbox.add("{}", report(2, ReportStatus.FINAL, 0));
    sink.pass();
    if (fault == Fault.NONE) {
      assertEquals(State.SENT, outbox.state(run));
    } else {
      assertEquals(State.PENDING, outbox.state(run));
      assertEquals(
          fault == Fault.REJECT ? Duration.ofMinutes(5) : Duration.ofSeconds(1),
          floor(outbox.delays(run).get(0)));
      // AE is about this message alone
      assertEquals(fault == Fault.ERROR ? State.SENT : State.PENDING, outbox.state(next));
    }
    deliver(List.of(run, next));
    assertEquals(2, receiver.stored().size());
    assertEquals(List.of(), receiver.changed());
  }

  /** The wait without its jitter, which shortens a wait of two seconds by half at most. */
  private static Duration floor(Duration wait) {
    return wait.compareTo(Duration.ofSeconds(3)) < 0 ? Duration.ofSeconds(1) : wait;
  }

  @Test
  void whatIsStoredIsSentAgainEvenIfTheAuditWouldBeWrittenInAnotherWayNow() throws Exception {
    start(LONG);
    faults.add(Fault.LOST_ANSWER);
    UUID run = outbox.add("{}", report(1, ReportStatus.FINAL, 0));
    sink.pass();
    String kept = outbox.payload(run);
    assertTrue(kept.startsWith("MSH|^~\\&|RTL|"), kept);
    clock.advance(Duration.ofDays(1));
    sink.pass();
    assertEquals(State.SENT, outbox.state(run));
    assertEquals(kept, outbox.payload(run));
    assertEquals(List.of(), receiver.changed(), "MSH-7 too");
  }
}
