package org.radiologytrust.operate;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.radiologytrust.journal.erasure.Erasures.Plan;
import org.radiologytrust.journal.logins.Access;

/**
 * Records who sees what of patients. Call it before the answer is made: if it throws, because the
 * access log cannot be written, nothing is shown.
 */
final class Trail {
  private final Consumer<Access> accesses;
  private final Clock clock;

  Trail(Consumer<Access> accesses, Clock clock) {
    this.accesses = accesses;
    this.clock = clock;
  }

  /** The bytes of a message. */
  void bytes(String user, String message) {
    leave(user, "read", "MessageBytes", List.of(), List.of(message));
  }

  /** What happened to messages and reports, with accession numbers. */
  void story(String user, List<String> ids) {
    leave(user, "open", "Story", List.of(), ids);
  }

  /** What a sink said of a delivery that it refused. */
  void answer(String user, UUID delivery) {
    leave(user, "read", "DeliveryAnswer", List.of(), List.of(delivery.toString()));
  }

  /** Words of a report. */
  void report(String user, UUID report) {
    leave(user, "open", "Report", List.of(), List.of(report.toString()));
  }

  /** What an erasure would delete, with ids of other reports and of messages. */
  void erasure(String user, Plan plan) {
    leave(
        user,
        "open",
        "Erasure",
        List.of(),
        Stream.concat(plan.resting().stream().map(UUID::toString), plan.messages().stream())
            .toList());
  }

  /**
   * Messages that were found by a number of a patient.
   *
   * @param parameters names of the parameters
   */
  void search(String user, List<String> parameters, List<String> messages) {
    leave(user, "search", "Message", parameters, messages);
  }

  private void leave(
      String user, String kind, String type, List<String> parameters, List<String> ids) {
    accesses.accept(new Access(clock.instant(), user, kind, type, parameters, ids));
  }
}
