package org.radiologytrust.ingest.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.radiologytrust.ingest.document.MediaType;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.search.Counters.Counts;
import org.radiologytrust.model.Report;
import org.radiologytrust.mutation.MutatedFeed;
import org.radiologytrust.mutation.Words;

/**
 * Sends changed Bundles with the resources of two patients to a journal: each is answered and in
 * one state, and no report has words that stand only in resources of the other patient, or in
 * resources that were taken back.
 */
public final class FhirMutations implements MutatedFeed {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MediaType TYPE = MediaType.of("application/fhir+json");

  private final TemporaryJournal journal = new TemporaryJournal();
  private final FhirMessages messages = Post.messages(ZoneId.of("Europe/Berlin"));
  private final FhirInbox inbox =
      new FhirInbox(
          Post.FHIR,
          journal.journal().inbox(),
          "main",
          messages,
          Clock.fixed(Instant.parse("2026-03-02T03:04:05Z"), ZoneOffset.UTC),
          FhirInbox.DEFAULT_MAX_BYTES);
  private final Map<String, Integer> fates = new TreeMap<>();
  private final BundleMutator mutator;

  public FhirMutations(long seed) {
    this.mutator = new BundleMutator(seed);
  }

  @Override
  public byte[] sendNext(List<String> complaints) {
    byte[] message = mutator.next();
    try {
      Receipt receipt = inbox.store(message, "application/fhir+json", "");
      fates.merge(receipt.outcome().code(), 1, Integer::sum);
      int status = InboxReply.fromBytes(receipt.reply()).status();
      if (status < 200 || status >= 500) {
        complaints.add("answered with " + status);
      }
      if (messages.read(message, TYPE).disposition() instanceof Parsed parsed) {
        parsed.reports().forEach(report -> check(message, report, complaints));
      }
    } catch (RuntimeException e) {
      complaints.add(e.toString());
    }
    return message;
  }

  private static void check(byte[] message, Report report, List<String> complaints) {
    BundleWords words = new BundleWords(tree(message), report.patient().identifiers());
    Set<String> wrong =
        Words.in(report.text())
            .filter(word -> words.forbidden().contains(word))
            .collect(Collectors.toSet());
    if (!wrong.isEmpty()) {
      complaints.add("words of another patient, or that were taken back, are read: " + wrong);
    }
  }

  private static JsonNode tree(byte[] message) {
    try {
      return JSON.readTree(new String(message, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("accepted, and no JSON", e);
    }
  }

  /** A message with several reports counts once for each version that it became. */
  @Override
  public void compare(List<String> complaints) {
    Counts counts = journal.journal().counters().counts();
    if (!counts.conserved()) {
      complaints.add("the journal's counters do not add up: " + counts.messages());
    }
    for (Outcome outcome : List.of(Outcome.IGNORED, Outcome.QUARANTINED, Outcome.DUPLICATE)) {
      long stored = counts.messages().getOrDefault(outcome.code(), 0L);
      if (stored != fates.getOrDefault(outcome.code(), 0)) {
        complaints.add(outcome.code() + ": " + fates + " answered, " + stored + " in the journal");
      }
    }
  }

  @Override
  public Map<String, Integer> fates() {
    return fates;
  }

  @Override
  public void close() {
    journal.close();
  }
}
