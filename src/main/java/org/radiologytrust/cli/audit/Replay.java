package org.radiologytrust.cli.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.radiologytrust.ingest.fhir.FhirInbox;
import org.radiologytrust.ingest.hl7.Hl7Inbox;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.Messages.StoredMessage;
import org.radiologytrust.journal.inbox.ReadAs;
import org.radiologytrust.journal.inbox.Replayed;
import org.radiologytrust.journal.inbox.Replayed.NotCompared;
import org.radiologytrust.journal.inbox.StoredMessages;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.model.Report;
import org.radiologytrust.ops.JournalFeature;
import org.radiologytrust.process.Folders;
import org.radiologytrust.process.Home;
import org.radiologytrust.settings.Settings;

/**
 * Parses messages of the journal again, with this version and these settings, and compares the
 * results with the stored ones. Changes nothing. FHIR is read as UTF-8, since the journal does not
 * store its content type.
 */
public final class Replay {
  private final Path file;
  private final JournalFeature journal;
  private final MessageReaders readers;

  /**
   * @throws Settings.Wrong when a setting cannot be used
   */
  public Replay(Settings settings) {
    this.file = Home.journal(Home.folder(settings));
    this.journal = new JournalFeature(settings, List.of());
    this.readers = MessageReaders.of(settings, Folders.files(settings));
  }

  /**
   * Comparison of one message.
   *
   * @param kept its stored outcome, with the reason
   * @param now its new outcome, with the reason
   * @param differences names of the fields that differ; empty for none
   * @param notCompared what was left out of the comparison of its reports
   */
  public record Result(
      String id,
      String kept,
      String now,
      List<String> differences,
      List<NotCompared> notCompared) {}

  /**
   * Compares one message.
   *
   * @throws JournalException when there is no such message, or it cannot be read; the message says
   *     what to do
   */
  public Result one(String id) {
    try (StoredMessages messages = journal.messages(file)) {
      StoredMessage kept =
          messages
              .message(id)
              .orElseThrow(() -> new JournalException("there is no message " + id, null));
      if (kept.pruned()) {
        throw new JournalException("the bytes of " + id + " were deleted (rtl.retention)", null);
      }
      return result(messages, kept);
    }
  }

  /**
   * Compares every message whose bytes the journal still has.
   *
   * @throws JournalException when the journal cannot be read; the message says what to do
   */
  public void all(Consumer<Result> results) {
    try (StoredMessages messages = journal.messages(file)) {
      messages.forEach(kept -> results.accept(result(messages, kept)));
    }
  }

  private Result result(StoredMessages messages, StoredMessage kept) {
    Disposition now = read(kept);
    List<Replayed> reports =
        now instanceof Parsed parsed ? replayed(messages, kept, parsed) : List.of();
    List<String> differences = new ArrayList<>(differences(kept, now));
    reports.forEach(r -> differences.addAll(RecordDifferences.differing(r.stored(), r.now())));
    return new Result(
        kept.id(),
        told(kept.outcome().code(), kept.reason()),
        told(now),
        differences.stream().distinct().toList(),
        reports.stream().flatMap(report -> report.notCompared().stream()).toList());
  }

  private Disposition read(StoredMessage kept) {
    return switch (kept.channel()) {
      case Hl7Inbox.CHANNEL -> readers.hl7().disposition(kept.raw());
      case FhirInbox.CHANNEL -> readers.fhir().read(kept.raw());
      default ->
          throw new JournalException(
              "messages of the channel " + kept.channel() + " cannot be parsed again", null);
    };
  }

  private static String told(Disposition now) {
    if (now instanceof Ignored ignored) {
      return told(Outcome.IGNORED.code(), ignored.reason());
    }
    if (now instanceof PatientChange) {
      return Outcome.APPLIED.code();
    }
    return now instanceof Quarantined quarantined
        ? told(Outcome.QUARANTINED.code(), quarantined.reason())
        : "a report";
  }

  private static String told(String outcome, String reason) {
    return reason.isEmpty() ? outcome : outcome + ": " + reason;
  }

  private static List<String> differences(StoredMessage kept, Disposition now) {
    if (now instanceof Parsed parsed) {
      if (kept.readAs() != ReadAs.REPORT) {
        return List.of("outcome");
      }
      return kept.reports().stream().allMatch(then -> sameReport(kept, then, parsed).isPresent())
          ? List.of()
          : List.of("reportId");
    }
    if (now instanceof PatientChange) {
      return kept.readAs() == ReadAs.PATIENT_CHANGE ? List.of() : List.of("outcome");
    }
    Outcome outcome = now instanceof Ignored ? Outcome.IGNORED : Outcome.QUARANTINED;
    String reason =
        now instanceof Ignored ignored ? ignored.reason() : ((Quarantined) now).reason();
    if (kept.readAs() == ReadAs.REPORT || kept.outcome() != outcome) {
      return List.of("outcome");
    }
    return kept.reason().equals(reason) ? List.of() : List.of("reason");
  }

  /** The versions that the message became, each with the report that has the same id now. */
  private static List<Replayed> replayed(StoredMessages messages, StoredMessage kept, Parsed now) {
    List<Replayed> all = new ArrayList<>();
    for (int place = 0; place < kept.reports().size(); place++) {
      Optional<Report> same = sameReport(kept, kept.reports().get(place), now);
      if (same.isPresent()) {
        all.add(messages.replayed(kept, place, same.get()));
      }
    }
    return all;
  }

  /** A report that repeated an earlier one was not stored, so there is nothing to compare with. */
  private static Optional<Report> sameReport(StoredMessage kept, Report then, Parsed now) {
    return kept.reports().size() == 1 && now.reports().size() == 1
        ? Optional.of(now.first())
        : now.reports().stream()
            .filter(report -> report.reportId().equals(then.reportId()))
            .findFirst();
  }
}
