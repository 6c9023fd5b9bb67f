package org.radiologytrust.ingest.hl7;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.journal.Inbox;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.model.Report;

/** The journal's inbox in memory, as far as this package's tests need its rules. */
final class MemoryInbox implements Inbox {
  final List<Incoming> stored = new ArrayList<>();
  final List<Report> reports = new ArrayList<>();
  private final Map<String, Stored> byKey = new HashMap<>();
  private final Set<List<Object>> versions = new HashSet<>();
  boolean diskFull;

  private record Stored(byte[] raw, byte[] reply, Outcome outcome) {}

  @Override
  public synchronized Receipt receive(Incoming incoming) {
    if (diskFull) {
      throw new JournalException("disk full", null);
    }
    String key = incoming.channel() + incoming.site() + incoming.key();
    Stored before = byKey.get(key);
    if (before != null && Arrays.equals(before.raw, incoming.raw())) {
      return new Receipt(Outcome.DUPLICATE, "", before.reply);
    }
    stored.add(incoming);
    Outcome outcome;
    String reason = "";
    if (before != null && before.outcome != Outcome.QUARANTINED) {
      outcome = Outcome.QUARANTINED;
      reason = "this message number was used for another message";
    } else if (incoming.disposition() instanceof Parsed parsed) {
      Report report = parsed.report();
      boolean known =
          !versions.add(List.of(report.reportId(), report.status(), report.fingerprint()));
      outcome = known ? Outcome.DUPLICATE : Outcome.PARSED;
      if (!known) {
        reports.add(report);
      }
    } else if (incoming.disposition() instanceof Ignored ignored) {
      outcome = Outcome.IGNORED;
      reason = ignored.reason();
    } else {
      outcome = Outcome.QUARANTINED;
      reason = ((Quarantined) incoming.disposition()).reason();
    }
    byte[] reply = incoming.replier().reply(outcome, reason);
    byKey.put(key, new Stored(incoming.raw(), reply, outcome));
    return new Receipt(outcome, reason, reply);
  }
}
