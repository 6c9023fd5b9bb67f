package org.radiologytrust.ingest.hl7.out;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.camel.DeliveryPasses;
import org.radiologytrust.model.Report;
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
      assertEquals(Duration.ofSeconds(1), floor(outbox.delays(run).get(0)));
      // AE and AR are about this message alone
      boolean alone = fault == Fault.ERROR || fault == Fault.REJECT;
      assertEquals(alone ? State.SENT : State.PENDING, outbox.state(next));
    }
    deliver(List.of(run, next));
    assertEquals(2, receiver.stored().size());
    assertEquals(List.of(), receiver.changed());
  }

  /** An engine answers AR for what its filter drops. Worst first: all that it drops are older. */
  @Test
  void aReceiverThatRefusesHalfOfTheReportsGetsAllOthersAtFirstSight() throws Exception {
    start(LONG);
    List<String> dropped = new ArrayList<>();
    List<UUID> bad = new ArrayList<>();
    List<UUID> good = new ArrayList<>();
    for (int number = 0; number < 24; number++) {
      Report report = report(number, ReportStatus.FINAL, 0);
      (number < 12 ? bad : good).add(outbox.add("{}", report));
      if (number < 12) {
        dropped.add(OruWriter.filler(report));
      }
    }
    receiver.refuse(message -> dropped.stream().anyMatch(message::contains));
    int passes = 0;
    while (!good.stream().allMatch(run -> outbox.state(run) == State.SENT)) {
      assertTrue(passes < 24, () -> "after looks: " + receiver.looks());
      sink.pass();
      passes++;
      clock.advance(DeliveryPasses.POLL);
    }
    // the last look went on with what was refused, up to the third refusal in a row
    assertTrue(receiver.looks() <= 24 + 3, () -> "looks: " + receiver.looks());
    assertEquals(11, passes, "from the third refusal in a row on, one try between two pauses");
    assertEquals(12, receiver.stored().size());

    // what is refused again and again holds up nothing that comes later
    clock.advance(Duration.ofHours(1));
    sink.pass();
    UUID late = outbox.add("{}", report(30, ReportStatus.FINAL, 0));
    clock.advance(DeliveryPasses.POLL);
    int before = receiver.looks();
    sink.pass();
    assertEquals(State.SENT, outbox.state(late));
    assertTrue(receiver.looks() - before <= 4, "it went first, then three that were refused");

    receiver.refuse(message -> false);
    deliver(bad);
    assertEquals(25, receiver.stored().size());
    assertEquals(List.of(), receiver.changed());
  }

  @Test
  void aCorrectionWaitsForARefusedMessageOfItsReportAndOneReportNeverPausesTheSink()
      throws Exception {
    start(LONG);
    Report first = report(1, ReportStatus.FINAL, 0);
    String filler = OruWriter.filler(first);
    receiver.refuse(message -> message.contains(filler));
    UUID refused = outbox.add("{}", first);
    sink.pass();
    UUID correction = outbox.add("{}", report(1, ReportStatus.CORRECTED, 1));
    for (int i = 0; i < 5; i++) {
      clock.advance(Duration.ofMinutes(15));
      UUID other = outbox.add("{}", report(10 + i, ReportStatus.FINAL, 0));
      int before = receiver.looks();
      sink.pass();
      assertEquals(State.SENT, outbox.state(other));
      assertEquals(2, receiver.looks() - before, "the other one, then the refused one");
    }
    assertEquals(State.PENDING, outbox.state(refused));
    assertEquals(State.PENDING, outbox.state(correction));
    receiver.refuse(message -> false);
    deliver(List.of(refused, correction));
    List<String> order = List.copyOf(receiver.stored().keySet());
    assertEquals(
        List.of(OruWriter.controlId(refused), OruWriter.controlId(correction)),
        order.subList(order.size() - 2, order.size()));
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
