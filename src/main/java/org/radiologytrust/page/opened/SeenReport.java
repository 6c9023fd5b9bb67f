package org.radiologytrust.page.opened;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.Audit;
import org.radiologytrust.review.Decision;

/**
 * What an open page shows of a report. The page asks now and then what has changed since; nothing
 * of the patient is in its address.
 *
 * @param version number of the version that is shown
 * @param run the audit that is shown; empty if there is none
 * @param state in which the report was, as a code
 * @param others how many decisions of other people the page knows
 */
public record SeenReport(UUID report, int version, String run, String state, int others) {
  /**
   * @param run the audit that is shown; {@code null} for the newest of the current version
   * @param user who looks
   */
  public static SeenReport of(History history, @Nullable UUID run, String user) {
    Version version =
        history.versions().stream()
            .filter(v -> v.audits().stream().anyMatch(audit -> audit.runId().equals(run)))
            .findFirst()
            .orElse(history.current());
    return new SeenReport(
        history.id(),
        version.number(),
        run == null ? run(version) : run.toString(),
        state(version),
        others(history, user).size());
  }

  private static String run(Version version) {
    return version.audits().stream().findFirst().map(a -> a.runId().toString()).orElse("");
  }

  private static String state(Version version) {
    return ReportState.of(version).name().toLowerCase(Locale.ROOT);
  }

  private static List<Decision> others(History history, String user) {
    return history.decisions().stream().filter(d -> !d.user().equals(user)).toList();
  }

  /** The address that says what has changed. */
  public String address() {
    return "/reports/%s/state?version=%d&run=%s&state=%s&others=%d"
        .formatted(report, version, run, state, others);
  }

  /**
   * The weightiest of what has changed; empty if nothing has.
   *
   * @param user who looks
   */
  public Optional<ReportNews> news(History now, String user) {
    Version current = now.current();
    if (current.number() != version) {
      boolean gone = ReportState.of(current) == ReportState.WITHDRAWN;
      return news(gone ? "This report was withdrawn" : "Version " + current.number() + " has come");
    }
    if (!run(current).equals(run)) {
      return news(audited(current));
    }
    List<Decision> decisions = others(now, user);
    if (decisions.size() != others) {
      return decided(decisions);
    }
    boolean ended = !state(current).equals(state) && !ReportState.of(current).passing();
    return ended ? news("The audit has ended") : Optional.empty();
  }

  private Optional<ReportNews> news(String words) {
    return Optional.of(new ReportNews(report, "", words));
  }

  private String audited(Version current) {
    if (run.isEmpty()) {
      return "The audit is done";
    }
    Optional<Audit> before =
        current.audits().stream().filter(a -> a.runId().toString().equals(run)).findFirst();
    boolean full =
        Opened.comparedWithImages(current.audits().get(0))
            && before.filter(Opened::comparedWithImages).isEmpty();
    return full ? "The full audit is done" : "Audited again";
  }

  private Optional<ReportNews> decided(List<Decision> decisions) {
    if (decisions.isEmpty()) {
      return news("A decision is gone");
    }
    Decision last = decisions.get(decisions.size() - 1);
    boolean undo = last.kind() == Decision.Kind.UNDO;
    return Optional.of(
        new ReportNews(
            report, last.user(), undo ? "took a decision back" : "has decided meanwhile"));
  }
}
