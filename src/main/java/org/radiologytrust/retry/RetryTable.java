package org.radiologytrust.retry;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.model.ImageSource;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.retry.RetryVerdict.Kind;

/** The one place that says what follows from an exception, of runs and of deliveries. */
public final class RetryTable {
  private static final String FILE = "retry/failures.yaml";

  private static final Map<String, Kind> WORDS =
      Map.of("later", Kind.LATER, "away", Kind.AWAY, "mend", Kind.MEND, "never", Kind.NEVER);

  /** What the file says of a class. */
  private record Line(String verdict, String reason) {
    private Line {
      if (verdict == null || !WORDS.containsKey(verdict)) {
        throw new IllegalArgumentException("verdict must be one of later, away, mend, never");
      }
      if (reason == null || reason.isBlank()) {
        throw new IllegalArgumentException("every class needs a reason, for the operator");
      }
    }
  }

  private final Map<String, Line> lines;

  /**
   * @throws IllegalArgumentException naming the file and the place when it does not fit
   */
  public RetryTable(SiteFiles files) {
    this.lines = files.yaml(FILE, new TypeReference<Map<String, Line>>() {});
  }

  /**
   * What follows. Camel and clients wrap what they were told: an exception of ours counts before
   * any other, and of the others the innermost that the file names; but later, which says nothing
   * of the peer, hides none that does.
   */
  public RetryVerdict of(Throwable failure) {
    RetryVerdict verdict =
        new RetryVerdict(Kind.LATER, "internal error (" + failure.getClass().getSimpleName() + ")");
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
    return verdict;
  }

  /** The texts of our own exceptions name no patient. */
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
    return t instanceof HttpOperationFailedException answer
        ? Optional.of(HttpFailures.of(answer))
        : Optional.empty();
  }

  /** The texts of others may quote what was sent: the class alone is told. */
  private Optional<RetryVerdict> listed(Throwable t) {
    for (Class<?> c = t.getClass(); c != null; c = c.getSuperclass()) {
      Line line = lines.get(c.getName());
      if (line != null) {
        String reason = line.reason + " (" + t.getClass().getSimpleName() + ")";
        return Optional.of(new RetryVerdict(WORDS.get(line.verdict), reason));
      }
    }
    return Optional.empty();
  }
}
