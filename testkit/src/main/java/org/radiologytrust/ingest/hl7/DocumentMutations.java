package org.radiologytrust.ingest.hl7;

import static org.radiologytrust.ingest.hl7.Hl7Samples.OBR;
import static org.radiologytrust.ingest.hl7.Hl7Samples.PID;
import static org.radiologytrust.ingest.hl7.Hl7Samples.message;
import static org.radiologytrust.ingest.hl7.Hl7Samples.msh;
import static org.radiologytrust.ingest.hl7.Hl7Samples.obx;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.model.Report;
import org.radiologytrust.mutation.ChangedDocument;
import org.radiologytrust.mutation.DocumentMutator;
import org.radiologytrust.mutation.MutatedFeed;
import org.radiologytrust.mutation.Words;

/**
 * Reads changed documents in OBX-5, alone or beside a text: each is refused, or its words are in
 * the report, or the report says that something was not read. No word that nobody sees, and none of
 * another person, is in the report.
 */
public final class DocumentMutations implements MutatedFeed {
  private static final String CRASH = "the message could not be parsed";

  private final DocumentMutator mutator;
  private final Map<String, Integer> fates = new TreeMap<>();

  /** Decides which documents stand beside a text. */
  private final Random random = new Random(7);

  private int round;

  public DocumentMutations(DocumentMutator mutator) {
    this.mutator = mutator;
  }

  @Override
  public byte[] sendNext(List<String> complaints) {
    ChangedDocument document = mutator.next();
    String data = Base64.getEncoder().encodeToString(document.data());
    String attached = obx(1, "ED", "R", "RIS^" + document.type() + "^Base64^" + data);
    String head = msh("2.5", "D" + ++round);
    byte[] message =
        Hl7Samples.bytes(
            random.nextInt(4) == 0
                ? message(head, PID, OBR, obx(2, "TX", "R", "The heart is normal."), attached)
                : message(head, PID, OBR, attached));
    try {
      Disposition disposition = Hl7Samples.READER.disposition(message);
      if (disposition instanceof Quarantined quarantined) {
        fates.merge("refused", 1, Integer::sum);
        if (quarantined.reason().startsWith(CRASH)) {
          complaints.add("an exception while it was read");
        }
      } else {
        check(document, ((Parsed) disposition).first(), complaints);
      }
    } catch (RuntimeException e) {
      complaints.add(e.toString());
    }
    return message;
  }

  private void check(ChangedDocument document, Report report, List<String> complaints) {
    Set<String> read = Words.in(report.text()).collect(Collectors.toSet());
    boolean named = !report.notAudited().isEmpty();
    fates.merge(named ? "named" : "read", 1, Integer::sum);
    if (document.foreign() && !read.isEmpty()) {
      complaints.add("words of another person are read");
    }
    if (document.hidden().stream().anyMatch(read::contains)) {
      complaints.add("a word that nobody sees is read");
    }
    Set<String> missing = new TreeSet<>(document.visible());
    missing.removeAll(read);
    if (!named && !document.foreign() && !missing.isEmpty()) {
      complaints.add("words are neither read nor named: " + missing);
    }
  }

  @Override
  public void compare(List<String> complaints) {}

  @Override
  public Map<String, Integer> fates() {
    return fates;
  }

  @Override
  public void close() {}
}
