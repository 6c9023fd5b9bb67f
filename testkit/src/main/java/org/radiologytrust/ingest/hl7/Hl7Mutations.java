package org.radiologytrust.ingest.hl7;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.radiologytrust.ingest.hl7.mapping.TracedReports;
import org.radiologytrust.ingest.hl7.mllp.Senders;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.search.Counters.Counts;
import org.radiologytrust.model.Report;
import org.radiologytrust.mutation.MutatedFeed;

/**
 * Sends changed messages of the corpus to a journal: each is answered as its MSH-15 asks and is in
 * exactly one state, its places hold its text, and no exception escapes.
 */
public final class Hl7Mutations implements MutatedFeed {
  private static final Set<String> CODES = Set.of("AA", "AE", "AR", "CA", "CE", "CR");
  private static final String CRASH = "the message could not be parsed";

  private final TemporaryJournal journal = new TemporaryJournal();
  private final Map<String, Integer> fates = new TreeMap<>();
  private final Mutator mutator;
  private final Hl7Inbox inbox;
  private List<String> complaints = List.of();
  private long versions;

  public Hl7Mutations(long seed) {
    this.mutator = new Mutator(Corpus.files().stream().map(Corpus::bytes).toList(), seed);
    this.inbox =
        new Hl7Inbox(
            counted(journal.journal().inbox()),
            Hl7Samples.READER,
            Hl7Samples.CLOCK,
            Hl7Samples.ZONE,
            new Senders(1 << 20, Integer.MAX_VALUE));
  }

  @Override
  public Map<String, Integer> fates() {
    return fates;
  }

  private Inbox counted(Inbox real) {
    return incoming -> {
      Receipt receipt = real.receive(incoming);
      boolean parsed = receipt.outcome() == Outcome.PARSED;
      fates.merge(receipt.outcome().code(), 1, Integer::sum);
      versions += parsed ? ((Parsed) incoming.disposition()).reports().size() : 0;
      Charset charset = Hl7Samples.READER.read(incoming.raw()).envelope().encoding().charset();
      String answer = new String(receipt.reply(), charset);
      int msa = answer.indexOf("\rMSA");
      String code = msa < 0 ? "none" : answer.substring(msa + 5, msa + 7);
      if (!CODES.contains(code)) {
        complaints.add("answered with " + code);
      }
      return receipt;
    };
  }

  @Override
  public byte[] sendNext(List<String> into) {
    complaints = into;
    byte[] message = mutator.next();
    try {
      inbox.answer(message, "192.0.2.1", id -> {});
      ReadMessage reading = Hl7Samples.READER.read(message);
      if (reading.disposition() instanceof Quarantined q && q.reason().startsWith(CRASH)) {
        into.add("an exception while it was read");
      } else if (reading.disposition() instanceof Parsed parsed) {
        for (Report report : parsed.reports()) {
          TracedReports.check(message, reading.envelope().encoding(), report);
        }
      }
    } catch (RuntimeException | AssertionError e) {
      into.add(e.toString());
    }
    return message;
  }

  /** A message with several reports counts once for each version that it became. */
  @Override
  public void compare(List<String> into) {
    Counts counts = journal.journal().counters().counts();
    if (!counts.conserved()) {
      into.add("the journal's counters do not add up: " + counts.messages());
    }
    for (Outcome outcome : Outcome.values()) {
      long stored = counts.messages().getOrDefault(outcome.code(), 0L);
      long sent = fates.getOrDefault(outcome.code(), 0);
      boolean several = outcome == Outcome.PARSED && stored >= sent && stored <= versions;
      if (stored != sent && !several) {
        into.add(outcome.code() + ": " + sent + " answered, " + stored + " in the journal");
      }
    }
  }

  @Override
  public void close() {
    journal.close();
  }
}
