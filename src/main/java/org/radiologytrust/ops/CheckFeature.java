package org.radiologytrust.ops;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.Checks;
import org.radiologytrust.check.rule.LoadedTable;
import org.radiologytrust.checker.SiteChecks;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.strengths.TableInUse;
import org.radiologytrust.text.mentions.Budget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checks of reports, and what the operator hears of one that fails. */
public final class CheckFeature implements Feature {
  private static final Logger LOG = LoggerFactory.getLogger(CheckFeature.class);
  private static final String NAME = "report-checks";
  private static final String RULES = "site-rules";

  private final Checks checks;
  private final SiteFiles files;
  private final Optional<Boolean> callsDocumented;
  private volatile @Nullable TableInUse table;

  /** How often each check has failed since the start, by its id. */
  private final Map<String, Integer> failures = new ConcurrentSkipListMap<>();

  /**
   * @param callsDocumented what a new journal is told of the site's habit of calls
   * @throws IllegalArgumentException if a word list or the table of strengths is not valid; the
   *     message names it
   */
  public CheckFeature(SiteFiles files, CheckSettings settings, Optional<Boolean> callsDocumented) {
    this.files = files;
    this.callsDocumented = callsDocumented;
    checks =
        new Checks(files, settings, SiteChecks.onClassPath(), Budget::processorTime, this::failed)
            // it is in the journal, which is opened later
            .withTable(this::content);
  }

  private Optional<String> content() {
    TableInUse open = table;
    return open == null ? Optional.empty() : Optional.of(open.loaded().content());
  }

  /** Whether this node may check reports: its own files do not differ from the journal's table. */
  public boolean mayCheck() {
    return strengths().isEmpty();
  }

  private Optional<String> strengths() {
    TableInUse open = table;
    return open == null ? Optional.empty() : open.problem();
  }

  /** The ids of all checks. */
  public List<String> ids() {
    return checks.ids();
  }

  /** All checks, for reports that are still open. */
  public Checks all() {
    return checks;
  }

  /** The text of an exception may quote the report: only its class and place are logged. */
  void failed(String check, Throwable failure) {
    failures.merge(check, 1, Integer::sum);
    String place =
        Arrays.stream(failure.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("org.radiologytrust."))
            .findFirst()
            .map(StackTraceElement::toString)
            .orElse("an unknown place");
    LOG.error("check {} failed: {} at {}", check, failure.getClass().getSimpleName(), place);
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(
        SelfCheck.health(NAME, this::health),
        SelfCheck.running("strengths", this::strengths),
        SelfCheck.peer(RULES, this::refused, "valid"));
  }

  private Optional<String> refused() {
    return checks.refused().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "not in force: "
                + String.join("; ", checks.refused().values())
                + ". Correct or delete it, and load it: rtl strengths load FOLDER");
  }

  private SelfCheckResult health() {
    if (failures.isEmpty()) {
      return SelfCheckResult.ok(NAME, "");
    }
    String which =
        failures.entrySet().stream()
            .map(e -> e.getKey() + " (" + e.getValue() + ")")
            .collect(Collectors.joining(", "));
    return new SelfCheckResult(
        NAME,
        State.WARNING,
        "checks failed since the start: "
            + which
            + ". The audits of these reports say so and have no score. The log has the place: send"
            + " it to the developers");
  }

  @Override
  public void bind(Host host) {
    table =
        TableInUse.open(
            host.journal().strengths(),
            checks.strengths(),
            () -> LoadedTable.of(files).map(LoadedTable::text),
            callsDocumented);
    host.bind("checks", checks);
  }
}
