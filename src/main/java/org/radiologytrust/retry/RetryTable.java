package org.radiologytrust.retry;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.work.LeaseEndedException;
import org.radiologytrust.retry.RetryVerdict.Kind;
import org.radiologytrust.runtime.Faults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what to do after an exception, for runs and deliveries. */
public final class RetryTable {
  private static final Logger LOG = LoggerFactory.getLogger(RetryTable.class);
  private static final String FILE = "retry/failures.yaml";

  private static final Map<String, Kind> WORDS =
      Map.of(
          "later", Kind.LATER,
          "refused", Kind.REFUSED,
          "away", Kind.AWAY,
          "mend", Kind.MEND,
          "never", Kind.NEVER);

  /** The file's entry for one exception class. */
  private record Line(String verdict, String reason) {
    private Line {
      if (!WORDS.containsKey(verdict)) {
        throw new IllegalArgumentException(
            "verdict must be one of: later, refused, away, mend, never");
      }
      if (reason.isBlank()) {
        throw new IllegalArgumentException("reason is missing: operators need one");
      }
    }
  }

  private final Map<String, Line> lines;

  /**
   * Reads the table.
   *
   * @throws IllegalArgumentException naming the file and the line if it is not valid
   */
  public RetryTable(SiteFiles files) {
    this.lines = files.yaml(FILE, new TypeReference<Map<String, Line>>() {});
  }

  /**
   * Decides for an exception. Camel and client libraries wrap exceptions, so the causes are
   * searched too. Our own exceptions take precedence. Among the others the innermost one listed in
   * the file decides, except that "later", which says nothing about the peer, never overrides
   * another verdict.
   */
  public RetryVerdict of(Throwable failure) {
    RetryVerdict verdict = new RetryVerdict(Kind.LATER, Faults.INTERNAL);
    for (Throwable t = failure; t != null; t = t.getCause()) {
      Optional<RetryVerdict> own = own(t);
      if (own.isPresent()) {
        return own.get();
      }
      Optional<RetryVerdict> listed = listed(t);
      if (listed.isPresent()
          && (verdict.kind() == Kind.LATER || listed.get().kind() != Kind.LATER)) {
        verdict = listed.get();
      }
    }
    if (verdict.reason().equals(Faults.INTERNAL)) {
      LOG.warn("{} says nothing about {}", FILE, failure.getClass().getName());
    }
    return verdict;
  }

  /** Messages of our own exceptions never name a patient. */
  private static Optional<RetryVerdict> own(Throwable t) {
    if (t instanceof RetryVerdict.Source source) {
      return Optional.of(source.verdict());
    }
    if (t instanceof JournalException) {
      return Optional.of(new RetryVerdict(Kind.JOURNAL, t.getMessage()));
    }
    if (t instanceof ImageSource.Unreadable) {
      return Optional.of(new RetryVerdict(Kind.LATER, t.getMessage()));
    }
    if (t instanceof InterruptedException || t instanceof RejectedExecutionException) {
      return Optional.of(new RetryVerdict(Kind.STOPPED, "the route was stopped"));
    }
    if (t instanceof LeaseEndedException) {
      return Optional.of(new RetryVerdict(Kind.STOPPED, t.getMessage()));
    }
    return t instanceof HttpOperationFailedException answer
        ? Optional.of(HttpFailures.of(answer))
        : Optional.empty();
  }

  /** Messages of other exceptions may quote the data that was sent: the file has the words. */
  private Optional<RetryVerdict> listed(Throwable t) {
    for (Class<?> c = t.getClass(); c != null; c = c.getSuperclass()) {
      Line line = lines.get(c.getName());
      if (line != null) {
        RetryVerdict verdict = new RetryVerdict(WORDS.get(line.verdict), line.reason);
        return Optional.of(
            t instanceof PeerAnswer.Source peer ? verdict.after(peer.answer()) : verdict);
      }
    }
    return Optional.empty();
  }
}
