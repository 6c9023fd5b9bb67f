package org.radiologytrust.check.within;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.radiologytrust.check.base.AddendumParts;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.completeness.News;
import org.radiologytrust.check.exam.ExaminedSide;
import org.radiologytrust.check.past.ComparedDates;
import org.radiologytrust.check.past.OrganRemovals;
import org.radiologytrust.check.past.PriorFuture;
import org.radiologytrust.check.past.PriorNone;
import org.radiologytrust.check.past.RemovedOrgan;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Report;
import org.radiologytrust.text.measures.Comparisons;
import org.radiologytrust.text.measures.Dates;
import org.radiologytrust.text.measures.MeasuredThings;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.measures.Percentages;
import org.radiologytrust.text.measures.Trends;
import org.radiologytrust.text.mentions.RecommendationReader;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.Sides;

/** The checks that compare parts of the report with each other. */
public final class WithinChecks {
  private static final Set<String> OF_SIDES = Set.of(SideWithin.ID, SideFindingsImpression.ID);

  /** What the checks of statements share with those that read earlier reports. */
  public record Readers(
      OrganRemovals organs,
      StatementReader statements,
      Denials denials,
      Distinctions distinctions,
      SideDifferences sides,
      Measurements measurements,
      MeasuredThings things,
      Trends trends,
      Comparisons comparisons,
      Dates dates,
      ComparedDates comparedDates) {}

  private final Comparisons comparisons;
  private final Readers readers;
  private final List<Check> all;

  public WithinChecks(SiteFiles files, Sides sides, ExaminedSide examined) {
    Distinctions distinctions = new Distinctions(files);
    Denials denials = new Denials(files, distinctions);
    Measurements measurements = new Measurements(files);
    MeasuredThings things = new MeasuredThings(files);
    Dates dates = new Dates(files);
    Trends trends = new Trends(files);
    OrganRemovals organs = new OrganRemovals(files, sides);
    comparisons = new Comparisons(files);
    ComparedDates compared = new ComparedDates(comparisons, dates);
    StatementReader statements =
        new StatementReader(files, denials, distinctions, things, comparisons);
    readers =
        new Readers(
            organs,
            statements,
            denials,
            distinctions,
            new SideDifferences(denials),
            measurements,
            things,
            trends,
            comparisons,
            dates,
            compared);
    SidedStatements sided = new SidedStatements(SideWords.load(files), sides, distinctions);
    OppositeSides opposite = new OppositeSides(sided);
    Segments segments = new Segments(files, distinctions);
    all =
        List.of(
            new SideWithin(files, sides, examined, distinctions),
            new SideFindingsImpression(opposite),
            new SideNear(opposite),
            new Denied(denials, distinctions, News.critical(files)),
            new ChangedByAddendum(
                denials,
                statements,
                new StatementDifferences(files, denials, sides, measurements),
                comparisons),
            new RemovedOrgan(organs),
            new Unit(files, measurements, things),
            new Size(
                measurements,
                things,
                new SharedNumbers(sided, measurements, new Percentages(files))),
            new LargerSmaller(
                measurements, trends, things, denials, new Courses(files, distinctions)),
            new PriorNone(comparisons, dates),
            new PriorFuture(comparisons, compared),
            new PlaceFindingsImpression(
                distinctions,
                segments,
                new OtherNames(sided, new RecommendationReader(files), segments.names())),
            new SeverityDiffers(distinctions, new Extents(AddendumWords.load(files))));
  }

  /** All of them, in the order in which they run. */
  public List<Check> all() {
    return all;
  }

  /** For the checks that compare with earlier reports. */
  public Readers readers() {
    return readers;
  }

  /**
   * Whether {@code denied} tells of a fault that a check of sides has told of at least as loudly: a
   * right effusion against "left effusion" and against "no right effusion" is one fault.
   */
  public boolean repeats(CheckResult result, List<CheckResult> earlier) {
    return result.check().equals(Denied.ID)
        && earlier.stream()
            .filter(other -> OF_SIDES.contains(other.check()))
            .filter(other -> other.strength().compareTo(result.strength()) <= 0)
            .anyMatch(other -> sharesWords(other, result));
  }

  private static boolean sharesWords(CheckResult a, CheckResult b) {
    return Stream.of(a.first().span(), a.second().span())
        .anyMatch(
            span ->
                span != null
                    && Stream.of(b.first().span(), b.second().span())
                        .anyMatch(other -> other != null && other.overlaps(span)));
  }

  /**
   * Whether a result compares a sentence of an addendum with one outside of it: {@code
   * changed-by-addendum} alone flags these.
   */
  public Predicate<CheckResult> crossesAddendum(Report report, ReportReading reading) {
    AddendumParts parts = AddendumParts.of(report, reading, comparisons);
    return result -> ChangedByAddendum.covers(result, parts);
  }
}
