package org.radiologytrust.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.model.Addendum;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.text.CommunicationReader;
import org.radiologytrust.text.Comparisons;
import org.radiologytrust.text.Dates;
import org.radiologytrust.text.MeasuredThings;
import org.radiologytrust.text.Measurements;
import org.radiologytrust.text.RecommendationReader;
import org.radiologytrust.text.ReportReader;
import org.radiologytrust.text.ReportReading;
import org.radiologytrust.text.Sides;
import org.radiologytrust.text.Trends;

/**
 * Runs all deterministic checks on a segmented case. They need no model and no pixels. A check
 * reports nothing if a value that it compares is missing.
 */
public final class Checks {
  /** Further results of one check are dropped: a text with more is not an ordinary report. */
  public static final int MAX_RESULTS_PER_CHECK = 50;

  private final List<ReportCheck> checks;
  private final ReportReader reader;
  private final Comparisons comparisons;
  private final CheckSwitches switches;

  /**
   * All checks, each of them on.
   *
   * @throws IllegalArgumentException if a file is not valid; the message names it
   */
  public Checks(SiteFiles files) {
    this(files, CheckSettings.ALL_ON);
  }

  /**
   * Loads the word lists and the site's switches.
   *
   * @throws IllegalArgumentException if a file is not valid; the message names it
   */
  public Checks(SiteFiles files, CheckSettings settings) {
    reader = new ReportReader(files);
    Sides sides = new Sides(files);
    BodyParts parts = new BodyParts(files);
    Modalities modalities = new Modalities(files);
    Persons persons = new Persons(files);
    AgeStatements ages = new AgeStatements(files, persons);
    Distinctions distinctions = new Distinctions(files);
    Denials denials = new Denials(files, distinctions);
    Measurements measurements = new Measurements(files);
    MeasuredThings things = new MeasuredThings(files);
    comparisons = new Comparisons(files);
    Dates dates = new Dates(files);
    RecommendationReader recommendations = new RecommendationReader(files);
    NotableFindings critical = new NotableFindings(files, "critical-findings.yaml");
    checks =
        List.of(
            new SideOrder(files, sides, parts, modalities),
            new SideImages(sides, parts, modalities),
            new ModalityOrder(modalities),
            new ModalityImages(modalities),
            new BodyPartOrder(parts, modalities, sides),
            new BodyPartImages(parts, modalities, sides),
            new ContrastOrder(new ContrastWords(files), modalities),
            new ViewsOrder(new ViewWords(files), modalities),
            new Age(ages, persons),
            new SexWord(files, ages, persons),
            new SexOrgan(files, persons),
            new SideWithin(files, sides, parts, modalities, distinctions),
            new SideFindingsImpression(distinctions, sides),
            new Denied(denials, distinctions),
            new ChangedByAddendum(
                denials,
                new StatementReader(files, denials, distinctions, things, comparisons),
                new StatementDifferences(files, denials, sides, measurements),
                comparisons),
            new RemovedOrgan(files, sides),
            new Unit(files, measurements, things),
            new Size(measurements, things),
            new LargerSmaller(measurements, new Trends(files), things),
            new PriorNone(comparisons, dates),
            new PriorFuture(comparisons, dates),
            new CriticalUncommunicated(critical, new CommunicationReader(files)),
            new LeftOut(LeftOut.CRITICAL, critical),
            new LeftOut(
                LeftOut.SIGNIFICANT, new NotableFindings(files, "significant-findings.yaml")),
            new FollowupNoInterval(recommendations),
            new RecommendationNoModality(recommendations),
            new BiradsCategory(files),
            new TemplateLeft(files),
            new DoubledWord(files),
            new NoImpression(files),
            new Overconfident(new OverconfidentWords(files)));
    switches = new CheckSwitches(files, settings, Set.copyOf(ids()));
  }

  /** The ids of all checks, in the order in which they run. */
  public List<String> ids() {
    return checks.stream().map(ReportCheck::id).toList();
  }

  /**
   * Returns the audit with the results, grouped by check, and a note on the checks that could not
   * be made.
   */
  public Audit check(Audit c) {
    List<CheckResult> results = new ArrayList<>();
    ReportReading reading = reader.read(c);
    MissingInputs missing = new MissingInputs();
    Map<String, CheckSwitch> switched = switches.of(c);
    boolean comparesAddenda = switched.get(Addendum.CHECK) != CheckSwitch.OFF;
    AddendumParts parts = AddendumParts.of(c.report(), reading, comparisons);
    List<OrderedPart> ordered = OrderedPart.of(c.report(), reading);
    for (ReportCheck check : checks) {
      CheckSwitch how = switched.getOrDefault(check.id(), CheckSwitch.ON);
      if (how != CheckSwitch.OFF && missing.complete(check, c)) {
        results(check, c, reading, ordered).stream()
            .filter(r -> !comparesAddenda || !ChangedByAddendum.covers(r, parts))
            .limit(MAX_RESULTS_PER_CHECK)
            .map(r -> how == CheckSwitch.QUIET ? r.asQuiet() : r)
            .forEach(results::add);
      }
    }
    return c.toBuilder().checks(results).addNote(missing.note()).build();
  }

  /** A check of the order compares each part of the text with the orders that it may answer. */
  private static List<CheckResult> results(
      ReportCheck check, Audit c, ReportReading reading, List<OrderedPart> parts) {
    return check.needs().stream().noneMatch(CheckInput::ofOrder)
        ? check.check(c, reading)
        : parts.stream().flatMap(part -> part.check(check, c).stream()).toList();
  }
}
