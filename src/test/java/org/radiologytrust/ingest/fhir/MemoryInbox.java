package org.radiologytrust.ingest.fhir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.journal.Inbox;
import org.radiologytrust.model.Report;

/** The part of the inbox's contract that these tests need. */
final class MemoryInbox implements Inbox {
  final List<Incoming> arrivals = new ArrayList<>();
  final List<Report> reports = new ArrayList<>();
  private final Map<String, Incoming> byKey = new HashMap<>();
  private final Map<String, byte[]> replies = new HashMap<>();
  RuntimeException failure;

  @Override
  public synchronized Receipt receive(Incoming incoming) {
    if (failure != null) {
      throw failure;
    }
    arrivals.add(incoming);
    String key = incoming.channel() + "\n" + incoming.site() + "\n" + incoming.key();
    Incoming before = byKey.get(key);
    if (before != null && Arrays.equals(before.raw(), incoming.raw())) {
      return new Receipt(Outcome.DUPLICATE, "", replies.get(key));
    }
    if (before != null && !(before.disposition() instanceof Quarantined)) {
      String reason = "The same message id came with other bytes; number messages anew";
      return new Receipt(
          Outcome.QUARANTINED, reason, incoming.replier().reply(Outcome.QUARANTINED, reason));
    }
    Receipt receipt = first(incoming);
    byKey.put(key, incoming);
    replies.put(key, receipt.reply());
    return receipt;
  }

  private Receipt first(Incoming incoming) {
    Outcome outcome = Outcome.PARSED;
    String reason = "";
    if (incoming.disposition() instanceof Ignored ignored) {
      outcome = Outcome.IGNORED;
      reason = ignored.reason();
    } else if (incoming.disposition() instanceof Quarantined quarantined) {
      outcome = Outcome.QUARANTINED;
      reason = quarantined.reason();
    } else if (incoming.disposition() instanceof Parsed parsed) {
      Report report = parsed.report();
      boolean known =
          reports.stream()
              .anyMatch(
                  r ->
                      r.site().equals(report.site())
                          && r.reportId().equals(report.reportId())
                          && r.fingerprint().equals(report.fingerprint())
                          && r.status() == report.status());
      if (known) {
        outcome = Outcome.DUPLICATE;
      } else {
        reports.add(report);
      }
    }
    return new Receipt(outcome, reason, incoming.replier().reply(outcome, reason));
  }

  /** The only report that was parsed. */
  Report only() {
    if (reports.size() != 1) {
      throw new AssertionError(reports.size() + " reports");
    }
    return reports.get(0);
  }
}
